"""Which columns only tell rows apart, and what a first import makes of them."""

import random
from collections.abc import Callable

import pytest

from playground.engine.data.table.preview import preview_table
from playground.engine.data.table.read import read_table
from playground.engine.spec.run import DataSpec, TableFile

ROWS = 30
SHUFFLED = random.Random(5).sample(range(ROWS), ROWS)


def table(make: Callable[[int], object], name: str = "c", rows: int = ROWS) -> TableFile:
    """A table of `name`, `x` and `y`."""
    sizes = [place * 0.37 for place in SHUFFLED[:rows]]
    lines = [f"{make(row)},{size:.2f},{row % 5 + 0.5}" for row, size in enumerate(sizes)]
    return TableFile("t.csv", "\n".join([f"{name},x,y", *lines]).encode())


def identifiers(file: TableFile, spec: DataSpec | None = None) -> list[str]:
    columns = preview_table(file, spec or DataSpec()).columns
    return [column.name for column in columns if column.kind == "identifier"]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("row", lambda row: row + 1),
        ("c", lambda row: SHUFFLED[row]),
        ("c", lambda row: 9000 - 7 * row),
        ("c", lambda row: 70240101 + row),
        ("customer_id", lambda row: (row * 7919) % 10007),
        ("PassengerId", lambda row: (row * 7919) % 10007),
    ],
)
def test_that_whole_numbers_that_only_tell_rows_apart_are_known(
    name: str, make: Callable[[int], object]
) -> None:
    assert identifiers(table(make, name)) == [name]


@pytest.mark.parametrize(
    "make",
    [lambda row: f"Ana {row}", lambda row: f"A{row:04x}"],
)
def test_that_names_and_codes_are_known_in_few_rows_too(
    make: Callable[[int], object],
) -> None:
    for rows in (ROWS, 4):
        assert identifiers(table(make, rows=rows)) == ["c"]


@pytest.mark.parametrize(
    "make",
    [
        lambda row: (row * 7919) % 10007,
        lambda row: SHUFFLED[row] * 1.5 + 0.25,
        lambda row: row + 0.5,
        lambda row: row // 2,
        lambda row: "ab"[row % 2],
        lambda row: f"Ana {row // 2}",
    ],
    ids=["counts", "measurements", "times", "whole", "category", "names twice"],
)
def test_that_what_may_be_measured_stays_a_feature(make: Callable[[int], object]) -> None:
    assert identifiers(table(make)) == []


def test_that_a_feature_is_left_whatever_it_looks_like() -> None:
    lines = [f"{row},{row * 2 + 1}" for row in range(1, ROWS)]
    alone = TableFile("line.csv", "\n".join(["x,y", *lines]).encode())
    assert identifiers(alone) == []
    lines = [f"{row},{row * row},{row * 2.5}" for row in range(1, ROWS)]
    both = TableFile("line.csv", "\n".join(["id,x,y", *lines]).encode())
    assert identifiers(both) == ["id"]


def test_that_few_rows_that_rise_are_measurements() -> None:
    assert identifiers(table(lambda row: row + 1, rows=6)) == []


def test_that_an_identifier_says_why_and_can_be_chosen_as_numbers() -> None:
    numbered = table(lambda row: row + 1, "id")
    why = "The whole number is different in every row, like an identifier."
    assert f"Column left out: 'id'. {why}" in read_table(numbered, DataSpec()).notes
    chosen = read_table(numbered, DataSpec(numbers=("id",)))
    assert [column.name for column in chosen.columns] == ["id", "x"]
