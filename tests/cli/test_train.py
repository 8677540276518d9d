"""Training from the command line, and what can be taken from it."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch

from playground.cli import train
from playground.engine.checkpoint.payload import from_payload
from playground.engine.common.errors import InputError
from playground.engine.data.progress import Progress
from playground.engine.data.raw import RawData
from playground.engine.data.table import read
from playground.engine.data.table.read import read_table
from playground.engine.loss_log.log import LossLog
from playground.engine.run.session import Session
from playground.engine.run.stop_rules import Verdict
from playground.engine.spec.run import DataSpec, RunSpec, TableFile
from playground.state.project_file import open_project, save_project

ROOT = Path(__file__).parents[2]
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
    assert "Separator: Comma" in answer.errors
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


@pytest.mark.parametrize(
    "arguments",
    [
        ("flowers.csv",),
        ("flowers.csv", "--set", "data.task=two_classes"),
        ("flowers.playground",),
        ("flowers.playground", "--set", "data.validation_fraction=0.5"),
    ],
    ids=str,
)
def test_that_a_table_is_read_once(
    arguments: tuple[str, ...], run: Run, flowers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("train", flowers, "--steps", 6, "--save", "flowers.playground")
    reads: list[DataSpec] = []

    def count(table: TableFile, spec: DataSpec, progress: Progress) -> RawData:
        reads.append(spec)
        return read_table(table, spec, progress)

    monkeypatch.setattr(read, "read_table", count)
    assert run("train", *arguments, "--steps", 6, "--export", "flowers.pt").status == 0
    assert len(reads) == 1


def test_that_a_project_goes_on_from_its_weights(run: Run, tmp_path: Path) -> None:
    first = run("train", "circle", "--epochs", 2, "--save", "a.playground", "--json").json
    second = run("train", "a.playground", "--epochs", 1, "--save", "a.playground", "--json").json
    assert (first["epochs"], second["epochs"]) == (2, 3)
    assert second["steps"] == first["steps"] // 2 * 3
    file = open_project(tmp_path / "a.playground")
    checkpoint = from_payload(file.payload, file.project.run)
    assert checkpoint is not None
    assert checkpoint.state.step == checkpoint.log.steps == second["steps"]


SETTINGS = {
    "adam": ("training.optimizer=adam", "network.dropout=0.2", "training.l1=0.001"),
    "lbfgs": ("training.optimizer=lbfgs", "training.batch_size=0"),
    "sgd on a plateau": (
        *("training.optimizer=sgd", "training.momentum=0.9", "training.schedule=plateau"),
        "training.gradient_clip=0.5",
    ),
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=list(SETTINGS))
@pytest.mark.parametrize("stepper", ["auto", "eager"])
def test_that_a_project_goes_on_as_if_it_had_never_stopped(
    run: Run, tmp_path: Path, settings: tuple[str, ...], stepper: str
) -> None:
    chosen = [
        part for text in (*settings, f"training.stepper={stepper}") for part in ("--set", text)
    ]
    run("train", "moons", *chosen, "--steps", 90, "--save", "whole.playground")
    run("train", "moons", *chosen, "--steps", 37, "--save", "part.playground")
    program = [sys.executable, "-m", "playground", "train", "part.playground"]
    done = subprocess.run(
        [*program, "--steps", "53", "--save", "joined.playground"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert done.returncode == 0
    whole, joined = (open_project(tmp_path / f"{name}.playground") for name in ("whole", "joined"))
    for entry in ("weights.safetensors", "best.safetensors", "state.safetensors"):
        assert joined.payload.get(entry) == whole.payload.get(entry), entry
    states = [json.loads(file.payload["state.json"]) for file in (whole, joined)]
    one, other = (state | {"seconds": 0} for state in states)
    assert one == other


def test_that_patience_counts_on_where_a_project_was_saved(run: Run) -> None:
    options = ("--set", "training.patience=5", "--set", "training.learning_rate=0.1")
    whole = run("train", "circle", *options, "--epochs", 300, "--json").json
    assert whole["epochs"] < 299
    first = whole["epochs"] - 1
    run("train", "circle", *options, "--epochs", first, "--save", "a.playground")
    resumed = run("train", "a.playground", "--epochs", 300 - first, "--json").json
    assert resumed["epochs"] == whole["epochs"]


def test_that_a_run_that_diverged_is_saved_with_its_last_finite_weights(run: Run) -> None:
    rate = ("--set", "training.learning_rate=50")
    diverged = run("train", "line", *rate, "--epochs", 5000, "--save", "a.playground")
    assert diverged.status == 3
    answer = run("train", "a.playground", "--set", "training.learning_rate=0.01", "--epochs", 300)
    assert answer.status == 0
    assert "diverged or failed at step" in answer.errors
    assert "the weights are the last valid ones" in answer.errors


def test_that_a_number_beyond_what_networks_take_is_left_out_and_named(
    run: Run, tmp_path: Path
) -> None:
    run("train", "line", "--epochs", 2000, "--save", "a.playground")
    (tmp_path / "in.csv").write_text("x\n1\n3e38\n")
    answer = run("predict", "a.playground", "in.csv")
    header, one, other = answer.output.splitlines()
    assert (answer.status, header, bool(float(one)), other) == (0, "y", True, '""')
    assert "'3e38' (line 3)" in answer.errors
    refused = run("predict", "a.playground", "in.csv", "--on-missing", "refuse")
    assert (refused.status, refused.output) == (2, "")
    assert "in.csv, line 3, column 'x'" in refused.errors


def test_that_weights_that_are_not_finite_predict_nothing(run: Run, tmp_path: Path) -> None:
    run("train", "line", "--epochs", 2, "--save", "a.playground")
    file = open_project(tmp_path / "a.playground")
    weights = safetensors.torch.load(file.payload["weights.safetensors"])
    broken = {name: tensor * float("nan") for name, tensor in weights.items()}
    payload = {**file.payload, "weights.safetensors": safetensors.torch.save(broken)}
    save_project(tmp_path / "b.playground", file.project, payload)
    (tmp_path / "in.csv").write_text("x\n1\n")
    answer = run("predict", "b.playground", "in.csv")
    assert (answer.status, answer.output) == (2, "")
    assert "not finite" in answer.errors


def test_that_a_project_of_format_1_says_what_it_lacks(run: Run, tmp_path: Path) -> None:
    shutil.copy(
        ROOT / "tests" / "data" / "version_1_trained.playground", tmp_path / "old.playground"
    )
    answer = run("train", "old.playground", "--epochs", 1, "--json")
    assert "without the state of optimizer" in answer.errors
    assert answer.json["steps"] > 137


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
    assert answer.status == 1
    assert answer.json["steps"] == 3
    assert "disk is full" in answer.errors
    assert from_payload(open_project(tmp_path / "line.playground").payload, RunSpec())


def test_that_the_summary_names_losses_and_rate(run: Run) -> None:
    output = run("train", "circle", "--epochs", 1).output
    assert "Done after 35 steps, 1 epoch, " in output
    assert "validation  loss" in output
    assert "steps/s" in output


def break_after(monkeypatch: pytest.MonkeyPatch, last: int, error: Exception) -> None:
    """Let a run take so many steps, then raise from within."""
    advance = Session.advance

    def breaking(
        session: Session, steps: int, log: LossLog, until_epoch: float | None = None
    ) -> Verdict | None:
        left = last - session.trainer.step_number
        if left <= 0:
            raise error
        return advance(session, min(steps, left), log, until_epoch)

    monkeypatch.setattr(Session, "advance", breaking)


def break_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

    monkeypatch.setattr(Session, "frame", lost)


def test_that_what_a_run_learned_before_a_defect_is_kept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_after(monkeypatch, 15, RuntimeError("a planted defect"))
    answer = run(
        *("train", "circle", "--epochs", 50, "--json", "--export", "circle.pt"),
        *("--save", "circle.playground", "--history", "circle.csv"),
    )
    assert answer.status == 1
    told = answer.json
    assert (told["outcome"], told["steps"], told["exports"]) == ("failed", 15, [])
    assert told["reason"] == "Training failed: a planted defect"
    assert told["train_loss"] > 0
    assert "Traceback" in answer.errors
    assert "playground: Training failed: a planted defect" in answer.errors
    assert "Nothing was exported, because training failed." in answer.errors
    assert not (tmp_path / "circle.pt").exists()
    with (tmp_path / "circle.csv").open() as stream:
        assert [int(line["step"]) for line in csv.DictReader(stream)] == list(range(1, 16))
    file = open_project(tmp_path / "circle.playground")
    checkpoint = from_payload(file.payload, file.project.run)
    assert checkpoint is not None
    assert checkpoint.state.step == 15
    assert checkpoint.state.weights
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    again = run("train", "circle.playground", "--steps", 5, "--json")
    assert (again.status, again.json["steps"]) == (0, 20)


@pytest.mark.parametrize("shown", ["--json", ""])
def test_that_a_run_whose_device_is_lost_is_kept_without_measures(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: str
) -> None:
    break_after(monkeypatch, 10, RuntimeError("CUDA error: an illegal memory access"))
    break_frames(monkeypatch)
    options = ["--save", "circle.playground", *([shown] if shown else [])]
    answer = run("train", "circle", "--epochs", 50, *options)
    assert answer.status == 1
    assert "Traceback" not in answer.errors
    assert "The GPU no longer responds" in answer.errors
    assert (tmp_path / "circle.playground").exists()
    if shown:
        assert (answer.json["outcome"], answer.json["steps"]) == ("failed", 10)
        assert answer.json["train_loss"] is None
        assert answer.json["validation_loss"] is None
    else:
        assert "Failed after 10 steps" in answer.output
        assert "nan" not in answer.output


def test_that_a_failed_run_that_cannot_be_written_has_failed_all_the_same(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: object) -> None:
        raise InputError(f"{path} cannot be written: the disk is full.")

    monkeypatch.setattr(train, "write_history", full)
    break_after(monkeypatch, 3, RuntimeError("a planted defect"))
    answer = run("train", "circle", "--epochs", 50, "--history", "circle.csv", "--json")
    assert answer.status == 1
    assert answer.json["outcome"] == "failed"
    assert "disk is full" in answer.errors
    assert "a planted defect" in answer.errors


def test_that_a_run_that_failed_before_its_first_step_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_after(monkeypatch, 0, RuntimeError("a planted defect"))
    answer = run("train", "circle", "--epochs", 5, "--save", "circle.playground", "--json")
    assert (answer.status, answer.output) == (1, "")
    assert "a planted defect" in answer.errors
    assert not (tmp_path / "circle.playground").exists()


def test_that_bad_input_found_while_training_stays_bad_input(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_after(monkeypatch, 3, InputError("It does not fit."))
    answer = run("train", "circle", "--epochs", 5, "--save", "circle.playground")
    assert answer.status == 2
    assert answer.errors.endswith("playground: It does not fit.\n")
    assert not (tmp_path / "circle.playground").exists()
