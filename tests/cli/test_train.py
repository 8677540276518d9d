"""Training from the command line, and what can be taken from it."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.cli import train
from playground.engine.checkpoint import from_payload
from playground.engine.errors import InputError
from playground.engine.spec import RunSpec
from playground.state.project_file import open_project

Run = Callable[..., Any]
LOAD_ALONE = """\
import sys, torch
print(torch.jit.load(sys.argv[1])(torch.tensor([[5.0]])).item())
assert not [name for name in sys.modules if name.startswith("playground")]
"""


def test_that_line_learns_to_double_and_is_taken_away_the_same_both_ways(
    run: Run, tmp_path: Path
) -> None:
    answer = run(
        *("train", "line", "--set", "training.optimizer=sgd"),
        *("--set", "training.learning_rate=0.01", "--epochs", 2000),
        *("--export", "line.pt", "--save", "line.playground", "--json"),
    )
    assert answer.status == 0
    told = answer.json
    assert (told["steps"], told["epochs"], told["outcome"]) == (2000, 2000, "done")
    assert told["train_loss"] < 1e-6
    assert told["validation_loss"] is None
    assert told["metrics"]["train"]["r2"] == pytest.approx(1)
    assert told["steps_per_second"] > 0
    assert told["device"] == "cpu"
    (export,) = told["exports"]
    assert (export["path"], export["format"]) == ("line.pt", "torchscript")
    assert export["max_abs_difference"] < 1e-6

    command = [sys.executable, "-W", "ignore", "-c", LOAD_ALONE, "line.pt"]
    alone = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert float(alone.stdout) == pytest.approx(10, abs=0.01)

    assert run("export", "line.playground", "again.pt").status == 0
    assert (tmp_path / "again.pt").read_bytes() == (tmp_path / "line.pt").read_bytes()

    (tmp_path / "five.csv").write_text("x\n5\n-1\n")
    predicted = run("predict", "line.playground", "five.csv").output.splitlines()
    assert predicted[0] == "y"
    assert [float(line) for line in predicted[1:]] == pytest.approx([10, -2], abs=0.01)


def test_that_the_same_command_gives_the_same_losses(run: Run, tmp_path: Path) -> None:
    def losses(name: str) -> list[tuple[str, str]]:
        run("train", "circle", "--epochs", 2, "--history", name)
        with (tmp_path / name).open(newline="") as file:
            return [(row["train_loss"], row["validation_loss"]) for row in csv.DictReader(file)]

    first = losses("first.csv")
    assert len(first) == 2 * 35
    assert first[34][1] != ""
    assert first[33][1] == ""
    assert first == losses("second.csv")


def test_that_a_table_is_trained_with_its_guesses_said_and_predicted(
    run: Run, flowers: Path, tmp_path: Path
) -> None:
    answer = run("train", flowers, "--steps", 60, "--save", "flowers.playground", "--json")
    assert answer.status == 0
    assert answer.json["steps"] == 60
    assert "Separator: comma" in answer.errors
    assert "Target: 'kind'" in answer.errors
    assert answer.json["metrics"]["validation"]["accuracy"] > 0.9

    predicted = run("predict", "flowers.playground", flowers, "--output", "out.csv")
    assert predicted.status == 0
    assert predicted.output == ""
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    assert {row["kind"] for row in rows} == {"rose", "tulip"}
    for row in rows:
        chances = {name: float(row[f"probability of {name}"]) for name in ("rose", "tulip")}
        assert sum(chances.values()) == pytest.approx(1, abs=1e-5)
        assert max(chances, key=lambda name: chances[name]) == row["kind"]


def test_that_a_project_goes_on_from_its_weights(run: Run, tmp_path: Path) -> None:
    first = run("train", "circle", "--epochs", 2, "--save", "a.playground", "--json").json
    second = run("train", "a.playground", "--epochs", 1, "--save", "a.playground", "--json").json
    assert (first["epochs"], second["epochs"]) == (2, 3)
    assert second["steps"] == first["steps"] // 2 * 3
    file = open_project(tmp_path / "a.playground")
    checkpoint = from_payload(file.payload, file.project.run)
    assert checkpoint is not None
    assert checkpoint.snapshot.step == checkpoint.log.steps == second["steps"]


@pytest.mark.parametrize("limit", [("--steps", 7), ("--seconds", 0.05)])
def test_that_training_ends_where_it_is_told(run: Run, limit: tuple[str, float]) -> None:
    told = run("train", "line", *limit, "--json").json
    assert told["outcome"] == "done"
    if limit[0] == "--steps":
        assert told["steps"] == 7
    else:
        assert 0.05 <= told["seconds"] < 5


def test_that_an_end_is_chosen_and_said_where_none_is_given(run: Run) -> None:
    answer = run("train", "line", "--set", "training.epochs=0", "--json")
    assert answer.json["epochs"] == 200
    assert "200 epochs" in answer.errors


def test_that_divergence_has_its_own_status_and_exports_nothing(run: Run, tmp_path: Path) -> None:
    answer = run(
        *("train", "line", "--set", "training.learning_rate=50", "--epochs", 5000, "--json"),
        *("--export", "line.pt", "--history", "line.csv"),
    )
    assert answer.status == 3
    assert answer.json["outcome"] == "diverged"
    assert answer.json["exports"] == []
    assert f"step {answer.json['steps']}" in answer.errors
    assert not (tmp_path / "line.pt").exists()
    assert (tmp_path / "line.csv").exists()


def test_that_what_cannot_be_written_keeps_nothing_else_from_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: object) -> None:
        raise InputError(f"{path} cannot be written: the disk is full.")

    monkeypatch.setattr(train, "write_history", full)
    options = ("--history", "line.csv", "--save", "line.playground", "--json")
    answer = run("train", "line", "--steps", 3, *options)
    assert answer.status == 2
    assert answer.json["steps"] == 3
    assert "disk is full" in answer.errors
    assert from_payload(open_project(tmp_path / "line.playground").payload, RunSpec())


def test_that_the_summary_names_losses_and_rate(run: Run) -> None:
    output = run("train", "circle", "--epochs", 1).output
    assert "done after 35 steps, 1 epoch, " in output
    assert "validation  loss" in output
    assert "steps/s" in output


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_that_ctrl_c_stops_and_still_saves(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "playground", "train", "circle", "--seconds", "600"]
    command += ["--save", "stopped.playground", "--json"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stderr is not None
        assert "steps/s" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    told = json.loads(output)
    assert told["outcome"] == "stopped"
    file = open_project(tmp_path / "stopped.playground")
    checkpoint = from_payload(file.payload, file.project.run)
    assert checkpoint is not None
    assert checkpoint.snapshot.step == told["steps"]
