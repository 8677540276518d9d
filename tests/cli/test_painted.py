"""Painted data on the command line: trained from a saved project, predicted, exported, listed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from playground.engine.common.errors import InputError
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.state import strict_json
from playground.state.project import Project
from playground.state.project_file import open_project, save_project

Run = Callable[..., Any]
POINTS = tuple(f"{-3 + x / 10:g} {x % 3} {1 if x < 30 else 2}" for x in range(60))


def saved(path: Path, points: tuple[str, ...] = POINTS, source: str = "painted_classes") -> None:
    run = settings.write(defaults_for(source), "data.points", points)
    save_project(path, Project(run=run))


def test_that_a_saved_painting_is_trained_predicted_and_exported(run: Run, tmp_path: Path) -> None:
    saved(tmp_path / "mine.playground")
    answer = run(
        *("train", "mine.playground", "--epochs", 60, "--save", "mine.playground", "--json"),
        *("--export", "mine.pt"),
    )
    assert answer.status == 0
    assert answer.json["metrics"]["train"]["accuracy"] > 0.9
    assert open_project(tmp_path / "mine.playground").project.run.data.points == POINTS

    (tmp_path / "asked.csv").write_text("x1,x2\n-3,1\n3,1\n")
    predicted = run("predict", "mine.playground", "asked.csv").output.splitlines()
    assert [line.split(",")[0] for line in predicted] == ["class", "orange", "blue"]

    extra = {"playground.json": ""}
    with pytest.warns(DeprecationWarning):
        torch.jit.load(str(tmp_path / "mine.pt"), _extra_files=extra)  # type: ignore[no-untyped-call]
    described = json.loads(extra["playground.json"])
    assert described["class_names"] == ["orange", "blue"]
    assert described["spec"]["data.source"] == "painted_classes"
    assert tuple(described["spec"]["data.points"]) == POINTS


def test_that_points_can_be_given_on_the_command_line(run: Run) -> None:
    answer = run(
        *("train", "painted_curve", "--set", "data.points=-1 -2,0 0,1 2,2 4"),
        *("--set", "data.validation_fraction=0", "--epochs", 5, "--json"),
    )
    assert answer.status == 0
    assert answer.json["steps"] > 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("train", "painted_classes"), "Paint points of two classes"),
        (("train", "painted_classes", "--set", "data.points=1 1 1,2 2 1"), "All painted points"),
        (("train", "painted_curve", "--set", "data.points=9 1"), "point 1 is '9 1'"),
    ],
)
def test_that_too_little_to_learn_from_is_bad_input(
    run: Run, arguments: tuple[str, ...], sentence: str
) -> None:
    answer = run(*arguments)
    assert answer.status == 2
    assert sentence in answer.errors
    assert len(answer.errors.strip().splitlines()) == 1


def test_that_painted_data_are_listed(run: Run) -> None:
    listed = {entry["key"] for entry in run("list", "datasets", "--json").json}
    assert {"painted_classes", "painted_surface", "painted_curve"} <= listed
    assert "data.points" in run("list", "paths").output


@pytest.mark.parametrize("point", ["nan 1 2", "7 0 1", "0 0", "no point"])
def test_that_a_project_with_a_point_that_is_none_is_refused_and_stays_as_it_was(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    path = tmp_path / "mine.playground"
    encode = strict_json.encode

    def spoilt(value: object) -> bytes:
        return encode(value).replace(POINTS[3].encode(), point.encode())

    monkeypatch.setattr(strict_json, "encode", spoilt)
    saved(path)
    monkeypatch.undo()
    before = path.read_bytes()
    with pytest.raises(InputError, match=f"data.points: point 4 is '{point}'"):
        open_project(path)
    answer = run("train", path)
    assert answer.status == 2
    assert f"point 4 is '{point}'" in answer.errors
    assert path.read_bytes() == before


def test_that_a_damaged_painting_is_said_to_be_damaged(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.playground"
    saved(path)
    path.write_bytes(path.read_bytes().replace(POINTS[3].encode(), b"9" * len(POINTS[3])))
    answer = run("train", path)
    assert answer.status == 2
    assert "is damaged or not a project file" in answer.errors
