"""Bad input gets status 2 and one sentence that says what to do; nothing is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from playground.engine.training.trainer import Trainer
from playground.state.project import Project
from playground.state.project_file import save_project

Run = Callable[..., Any]

CASES = {
    "no command": (["--json"], "--json"),
    "unknown command": (["trian"], "the commands are train, predict, export, describe, list"),
    "a dataset as a file": (["circle"], "playground train circle"),
    "no source": (["train"], "SOURCE"),
    "unknown dataset": (["train", "circel"], "did you mean 'circle'?"),
    "missing table": (["train", "missing.csv"], "missing.csv does not exist"),
    "a folder": (["train", "."], "is neither a table"),
    "missing project": (["train", "missing.playground"], "missing.playground does not exist"),
    "damaged project": (["train", "damaged.playground"], "damaged"),
    "unknown setting": (
        ["train", "line", "--set", "training.lerning_rate=1"],
        "did you mean 'training.learning_rate'?",
    ),
    "unknown value": (["train", "line", "--set", "network.activation=tahn"], "mean 'tanh'?"),
    "no value": (["train", "line", "--set", "training.epochs"], "PATH=VALUE"),
    "out of bounds": (["train", "line", "--set", "data.noise=2"], "between 0 and 0.5, not 2"),
    "too many units": (["train", "line", "--set", "network.hidden=9999"], "between 1 and 1024"),
    "no number": (["train", "line", "--epochs", "many"], "must be a number, not 'many'"),
    "two ends": (["train", "line", "--epochs", "1", "--steps", "1"], "cannot be combined with"),
    "no steps": (["train", "line", "--steps", "0"], "between 1 and"),
    "unfit loss": (["train", "line", "--set", "training.loss=hinge"], "does not fit regression"),
    "unknown format": (["train", "line", "--export", "line.xyz"], ".pt (TorchScript)"),
    "missing folder": (["train", "line", "--export", "no/line.pt"], "does not exist"),
    "save into a folder": (["train", "line", "--save", "."], "is a folder"),
    "unwritable history": (["train", "line", "--history", "no/x.csv"], "does not exist"),
    "unknown kind": (["list", "optimisers"], "did you mean 'optimizers'?"),
    "unknown device": (["train", "line", "--device", "gpu"], "PyTorch finds cpu"),
    "two files": (["a", "b"], "opens one file"),
    "a command in another language": (
        ["treinar", "xor"],
        "'treinar' is not a command (train, predict",
    ),
    "no sheet": (["train", "casas.xlsx"], "does not exist"),
    "no suffix that is known": (["train", "casas.docx"], "its name must end in one of these"),
    "a missing path": (["train", "./casas"], "is neither a table"),
    "no dataset": (["train", "casas"], "There is no dataset 'casas'; there are circle, xor"),
    "a dataset in capitals": (["train", "XOR"], "did you mean 'xor'?"),
    "a loss in capitals": (["train", "line", "--set", "training.loss=MSE"], "mean 'mse'?"),
    "layers parted by spaces": (
        ["train", "line", "--set", "network.hidden=8 8"],
        "whole numbers with commas between them, such as 4,2, not '8 8'",
    ),
    "a thousand with a mark": (
        ["train", "line", "--epochs", "1.000"],
        "--epochs must have no marks between its digits: 1000, not '1.000'",
    ),
    "epochs by their option": (["train", "line", "--epochs", "0,5"], "--epochs must be a whole"),
    "a million samples": (
        ["train", "circle", "--set", "data.samples=1000000"],
        "between 1 and 100000, not 1000000.",
    ),
    "a project without its suffix": (["train", "line", "--save", "p"], "end in .playground"),
}


@pytest.mark.parametrize("case", CASES)
def test_that_bad_input_is_refused_in_one_sentence(run: Run, case: str, tmp_path: Path) -> None:
    (tmp_path / "damaged.playground").write_bytes(b"PK\x03\x04 nothing")
    arguments, words = CASES[case]
    answer = run(*arguments)
    assert answer.status == 2
    assert words in answer.errors
    assert answer.errors.startswith("playground: ")
    assert len(answer.errors.splitlines()) == 1
    assert answer.output == ""
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.playground"]


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has CUDA")
def test_that_cuda_is_refused_where_there_is_none(run: Run) -> None:
    answer = run("train", "line", "--device", "cuda")
    assert answer.status == 2
    assert "no 'cuda'" in answer.errors


def test_that_a_project_without_weights_cannot_be_exported(run: Run, tmp_path: Path) -> None:
    save_project(tmp_path / "new.playground", Project())
    answer = run("export", "new.playground", "new.pt")
    assert answer.status == 2
    assert "train it first" in answer.errors


def test_that_a_defect_is_told_apart_from_bad_input(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(Trainer, "__init__", broken)
    answer = run("train", "line", "--epochs", 1)
    assert answer.status == 1
    assert "ZeroDivisionError" in answer.errors


def test_that_a_project_with_many_foreign_settings_is_refused_in_a_sentence(
    run: Run, tmp_path: Path
) -> None:
    lacking = {f"future.{'x' * 50}{number}": 1 for number in range(1000)}
    save_project(tmp_path / "new.playground", Project(), unavailable=lacking)
    answer = run("train", "new.playground")
    assert answer.status == 2
    assert "995 more" in answer.errors
    assert len(answer.errors) < 600
