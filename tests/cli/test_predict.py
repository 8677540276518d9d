"""Predictions as a table."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.cli.predict import defused

Run = Callable[..., Any]
FORMULA = "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("safe", [False, True])
def test_that_names_that_look_like_formulas_are_defused_where_it_is_asked_for(
    run: Run, tmp_path: Path, safe: bool
) -> None:
    rows = "".join(f"{row / 10},{FORMULA if row % 2 else 'plain'}\n" for row in range(20))
    (tmp_path / "a.csv").write_text(f"x,@kind\n{rows}")
    assert run("train", "a.csv", "--steps", 5, "--save", "a.playground").status == 0
    answer = run("predict", "a.playground", "a.csv", *(["--safe-csv"] if safe else []))
    header, *lines = csv.reader(io.StringIO(answer.output))
    mark = "'" if safe else ""
    assert header[0] == f"{mark}@kind"
    assert {line[0] for line in lines} <= {f"{mark}{FORMULA}", "plain"}


@pytest.mark.parametrize("name", ["-1.5", "plain", "a=b", ""])
def test_that_numbers_and_plain_names_stay(name: str) -> None:
    assert defused(name) == name
