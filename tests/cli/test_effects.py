"""What is set in vain is said, and trains nonetheless."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("source", "assignment", "sentence"),
    [
        ("line", "data.samples=50", "data.samples has no effect: 'line' always has 4 points."),
        ("iris", "data.samples=50", "data.samples has no effect: the rows of 'iris' are fixed."),
        ("iris", "data.noise=0.2", "data.noise has no effect: the rows of 'iris' are fixed."),
        (
            "sine",
            "data.features=x1",
            "data.features has no effect: 'sine' is not made of ",
        ),
        ("circle", "data.separator=tab", "data.separator has no effect: 'circle' is not read "),
        ("flowers.csv", "data.noise=0.2", "data.noise has no effect: the rows of a table are "),
        ("flowers.csv", "data.features=x1", "data.features has no effect: a table is not made of "),
    ],
)
def test_that_a_setting_without_effect_is_said_in_one_sentence(
    run: Run, flowers: Path, source: str, assignment: str, sentence: str
) -> None:
    assert flowers.name == "flowers.csv"
    answer = run("train", source, "--set", assignment, "--steps", 1, "--json")
    assert answer.status == 0
    assert answer.json["steps"] == 1
    said = [line for line in answer.errors.splitlines() if "no effect" in line]
    assert len(said) == 1
    assert said[0].startswith(sentence)
    assert said[0].endswith(".")


@pytest.mark.parametrize(
    ("source", "assignments"),
    [
        ("circle", ("data.samples=50", "data.noise=0.1", "data.features=x1,x2", "data.seed=1")),
        ("line", ("data.noise=0.1", "data.standardise=false", "network.hidden=2")),
        ("iris", ("data.validation_fraction=0.2", "data.source=wine")),
        ("flowers.csv", ("data.separator=comma", "data.target=kind", "data.missing=fill")),
    ],
)
def test_that_a_setting_with_an_effect_is_not_complained_of(
    run: Run, flowers: Path, source: str, assignments: tuple[str, ...]
) -> None:
    assert flowers.exists()
    given = [part for text in assignments for part in ("--set", text)]
    answer = run("train", source, *given, "--steps", 1)
    assert answer.status == 0
    assert "no effect" not in answer.errors


def test_that_the_data_chosen_by_a_setting_decide(run: Run) -> None:
    answer = run(
        *("train", "circle", "--set", "data.samples=50", "--set", "data.source=iris"),
        *("--set", "training.loss=cross_entropy", "--steps", 1),
    )
    assert "data.samples has no effect: the rows of 'iris' are fixed." in answer.errors
