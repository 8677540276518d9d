"""The best weights on the command line: a run that patience ended stands on them."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import safetensors
import safetensors.torch
import torch
from torch import Tensor

from playground.engine.checkpoint.payload import from_payload
from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import build_dataset
from playground.engine.export import torchscript_check
from playground.state.project_file import open_project

Run = Callable[..., Any]
OVERFITS = ("data.noise=0.4", "network.hidden=32,32", "training.learning_rate=0.05")
CIRCLE = ("circle", *(word for path in OVERFITS for word in ("--set", path)))


def state_of(path: Path) -> RunState:
    file = open_project(path)
    checkpoint = from_payload(file.payload, file.project.run)
    assert checkpoint is not None
    return checkpoint.state


def are_equal(one: dict[Any, Tensor], other: dict[Any, Tensor]) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one.keys() | other.keys())


def in_order(weights: dict[str, Tensor]) -> dict[int, Tensor]:
    """The tensors by their places, whatever their names begin with."""
    return {place: weights[name] for place, name in enumerate(sorted(weights))}


def lowest_validation_loss(path: Path) -> float:
    with path.open(newline="") as file:
        losses = [row["validation_loss"] for row in csv.DictReader(file)]
    return min(float(loss) for loss in losses if loss)


def test_that_a_run_that_patience_ended_reports_saves_and_exports_its_best_weights(
    run: Run, tmp_path: Path
) -> None:
    answer = run(
        *("train", *CIRCLE, "--set", "training.patience=5", "--epochs", 300, "--json"),
        *("--save", "a.playground", "--export", "a.pt", "--history", "a.csv"),
    )
    lowest = lowest_validation_loss(tmp_path / "a.csv")
    assert answer.json["validation_loss"] == pytest.approx(lowest, rel=1e-6)
    state = state_of(tmp_path / "a.playground")
    assert state.stop.best_step is not None
    assert state.stop.best_step < answer.json["steps"]
    assert f"those of step {state.stop.best_step}." in answer.json["reason"]
    assert answer.json["reason"] in answer.errors

    dataset = build_dataset(state.spec.data)
    rows = dataset.validation
    inputs, labels = torch.tensor(dataset.raw.inputs)[rows], dataset.raw.targets[rows]
    chances = torchscript_check.run(tmp_path / "a.pt", inputs.float())["outputs"]
    chosen = chances[torch.arange(len(rows)), torch.tensor(labels).flatten().long()]
    assert float(-chosen.log().mean()) == pytest.approx(lowest, rel=1e-4)


def test_that_a_run_that_ended_otherwise_is_exported_with_its_best_or_last_weights(
    run: Run, tmp_path: Path
) -> None:
    trained = ("train", *CIRCLE, "--epochs", 12, "--save", "a.playground")
    assert run(*trained, "--export", "first.safetensors", "--weights", "best").status == 0
    state = state_of(tmp_path / "a.playground")
    last, best = dict(state.weights), dict(state.best or {})
    assert not are_equal(last, best)

    for which, weights in (("best", best), ("last", last)):
        name = f"{which}.safetensors"
        assert run("export", "a.playground", name, "--weights", which).status == 0
        written = safetensors.torch.load_file(tmp_path / name)
        assert are_equal(in_order(written), in_order(weights))
    assert run("export", "a.playground", "plain.safetensors").status == 0
    assert (tmp_path / "plain.safetensors").read_bytes() == (
        tmp_path / "last.safetensors"
    ).read_bytes()
    assert (tmp_path / "first.safetensors").read_bytes() == (
        tmp_path / "best.safetensors"
    ).read_bytes()


def test_that_a_file_names_the_step_and_the_epoch_of_its_weights(run: Run, tmp_path: Path) -> None:
    def named(name: str) -> tuple[int, float]:
        with safetensors.safe_open(tmp_path / name, "pt") as file:
            told = json.loads(file.metadata()["playground"])
        return told["step"], told["epoch"]

    def lowest(name: str) -> tuple[int, float]:
        with (tmp_path / name).open(newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["validation_loss"]]
        best = min(rows, key=lambda row: float(row["validation_loss"]))
        return int(best["step"]), float(best["epoch"])

    trained = ("train", *CIRCLE, "--save", "a.playground", "--history", "a.csv", "--epochs")
    last = run(*trained, 12, "--json").json
    for which, expected in (("last", (last["steps"], 12)), ("best", lowest("a.csv"))):
        run("export", "a.playground", "a.safetensors", "--weights", which)
        assert named("a.safetensors") == expected

    patience = ("--set", "training.patience=5", "--export", "b.safetensors")
    run(*trained, 300, *patience)
    assert named("b.safetensors") == lowest("a.csv")
    run("export", "a.playground", "c.safetensors")
    assert named("c.safetensors") == lowest("a.csv")


def test_that_best_weights_that_were_never_kept_are_refused(run: Run, tmp_path: Path) -> None:
    run("train", "line", "--epochs", 2, "--save", "a.playground")
    answer = run("export", "a.playground", "a.pt", "--weights", "best")
    assert answer.status == 2
    assert "There are no best weights: " in answer.errors
    assert not (tmp_path / "a.pt").exists()
