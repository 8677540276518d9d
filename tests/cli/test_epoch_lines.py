"""A line every so many epochs: mean loss of the epoch, and validation loss at its end."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.cli.epoch_lines import EpochLines
from playground.engine.loss_log.log import LossLog
from playground.engine.training.epoch_clock import EpochClock

Run = Callable[..., Any]


def lines_of(errors: str) -> list[list[str]]:
    """`epoch 2  loss 0.5  validation loss 0.6` as its numbers."""
    lines = [line for line in errors.splitlines() if line.startswith("epoch ")]
    return [[part.rpartition(" ")[2] for part in line.split("  ")] for line in lines]


def test_that_losses_are_said_every_few_epochs_on_standard_error(run: Run, tmp_path: Path) -> None:
    train = ("train", "circle", "--set", "training.batch_size=33", "--epochs", 7)
    answer = run(*train, "--log-every", 3, "--json", "--history", "h.csv")
    assert answer.json["epochs"] == 7
    with (tmp_path / "h.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    said = lines_of(answer.errors)
    assert [numbers[0] for numbers in said] == ["3", "6"]
    for epoch, loss, validation in said:
        of_epoch = [row for row in rows if int(epoch) - 1 < float(row["epoch"]) <= int(epoch)]
        mean = np.mean([float(row["train_loss"]) for row in of_epoch])
        assert float(loss) == pytest.approx(mean, rel=1e-4)
        assert float(validation) == pytest.approx(float(of_epoch[-1]["validation_loss"]), rel=1e-4)


def test_that_a_project_that_goes_on_says_what_is_new(run: Run) -> None:
    run("train", "line", "--epochs", 5, "--save", "a.playground")
    answer = run("train", "a.playground", "--epochs", 5, "--log-every", 5)
    assert [numbers[0] for numbers in lines_of(answer.errors)] == ["10"]
    assert "validation" not in answer.errors


def test_that_nothing_is_said_unless_it_is_asked_for_and_zero_is_refused(run: Run) -> None:
    assert lines_of(run("train", "line", "--epochs", 3).errors) == []
    answer = run("train", "line", "--epochs", 3, "--log-every", 0)
    assert answer.status == 2
    assert "--log-every" in answer.errors


def test_that_each_line_comes_once_while_the_log_grows() -> None:
    log = LossLog()
    lines = EpochLines(log, 2, 0.0)
    assert [*lines.due()] == []
    for epoch in range(4):
        losses = np.array([1.0, 2.0], np.float32) + epoch
        log.append(losses, 2 * epoch + 2, epoch + 1.0, 1.0, EpochClock(epoch, 0, 2, 1))
        expected = [f"epoch {epoch + 1}  loss {epoch + 1.5:g}"] if epoch % 2 else []
        assert [*lines.due()] == expected
