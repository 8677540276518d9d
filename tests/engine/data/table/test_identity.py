"""Which columns only tell rows apart, and what a first import makes of them."""

import random
from collections.abc import Callable

import pytest

from playground.engine.data.table.identity import DIFFERENT_NUMBERS, DIFFERENT_TEXTS
from playground.engine.data.table.preview import preview_table, with_identities_ignored
from playground.engine.data.table.read import read_table
from playground.engine.spec.run import DataSpec, TableFile

ROWS = 30
SHUFFLED = random.Random(5).sample(range(ROWS), ROWS)


def table(make: Callable[[int], object], name: str = "c", rows: int = ROWS) -> TableFile:
    """A table of `name`, `x` and `y`."""
    sizes = [place * 0.37 for place in SHUFFLED[:rows]]
    lines = [f"{make(row)},{size:.2f},{row % 5 + 0.5}" for row, size in enumerate(sizes)]
    return TableFile("t.csv", "\n".join([f"{name},x,y", *lines]).encode())


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("row", lambda row: row + 1),
        ("c", lambda row: SHUFFLED[row]),
        ("c", lambda row: 9000 - 7 * row),
        ("c", lambda row: 20240101 + row),
        ("customer_id", lambda row: (row * 7919) % 10007),
        ("PassengerId", lambda row: (row * 7919) % 10007),
    ],
)
def test_that_whole_numbers_that_only_tell_rows_apart_are_known(
    name: str, make: Callable[[int], object]
) -> None:
    assert preview_table(table(make, name), DataSpec()).identities == (name,)


@pytest.mark.parametrize(
    "make",
    [lambda row: f"Ana {row}", lambda row: f"2024-01-{row + 1:02d}", lambda row: f"A{row:04x}"],
)
def test_that_names_dates_and_codes_are_known_in_few_rows_too(
    make: Callable[[int], object],
) -> None:
    for rows in (ROWS, 4):
        assert preview_table(table(make, rows=rows), DataSpec()).identities == ("c",)


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
    assert preview_table(table(make), DataSpec()).identities == ()


def test_that_a_feature_is_left_whatever_it_looks_like() -> None:
    lines = [f"{row},{row * 2 + 1}" for row in range(1, ROWS)]
    alone = TableFile("line.csv", "\n".join(["x,y", *lines]).encode())
    assert with_identities_ignored(alone, DataSpec()).ignore == ()
    lines = [f"{row},{row * row},{row * 2.5}" for row in range(1, ROWS)]
    both = TableFile("line.csv", "\n".join(["id,x,y", *lines]).encode())
    assert with_identities_ignored(both, DataSpec()).ignore == ("id",)


def test_that_few_rows_that_rise_are_measurements() -> None:
    assert preview_table(table(lambda row: row + 1, rows=6), DataSpec()).identities == ()


def test_that_what_is_ignored_says_why_and_an_earlier_choice_is_kept() -> None:
    numbered = table(lambda row: row + 1, "id")
    spec = with_identities_ignored(numbered, DataSpec())
    assert spec.ignore == ("id",)
    assert f"Column left out: 'id'. {DIFFERENT_NUMBERS}" in read_table(numbered, spec).notes
    named = table(lambda row: f"Ana {row}")
    column = preview_table(named, DataSpec(ignore=("c",))).columns[0]
    assert (column.role, column.why) == ("ignore", DIFFERENT_TEXTS)
    # A project says which columns it ignores: reading it again leaves them alone.
    assert "id" in [column.name for column in read_table(numbered, DataSpec()).columns]
