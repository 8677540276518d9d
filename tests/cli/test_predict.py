"""Predictions as a table."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.cli.predict import defused

Run = Callable[..., Any]
CASES = Path(__file__).parents[1] / "data" / "tables" / "predict"
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


@pytest.fixture
def model(run: Run) -> Callable[..., str]:
    """Trains a little on a table of the cases, and gives the project's name."""

    def train(name: str, *settings: str) -> str:
        chosen = [part for setting in settings for part in ("--set", setting)]
        answer = run(
            "train", CASES / f"{name}.csv", "--steps", 30, *chosen, "--save", f"{name}.playground"
        )
        assert answer.status == 0, answer.errors
        return f"{name}.playground"

    return train


def rows(answer: Any) -> list[str]:  # noqa: ANN401
    """The lines below the header, an empty one for a row that was left out."""
    assert answer.status == 0, answer.errors
    return [",".join(line) for line in csv.reader(io.StringIO(answer.output))][1:]


def test_that_marks_of_the_trained_table_hold_where_they_are_not_certainly_wrong(
    run: Run, model: Callable[..., str], tmp_path: Path
) -> None:
    project = model("train_br")
    (tmp_path / "same.csv").write_text("bairro;area;renda\nCentro;100;2.000\nSul;200;5.000\n")
    (tmp_path / "full.csv").write_text("renda;area;bairro\n2000,00;100,0;Centro\n5000;200;Sul\n")
    (tmp_path / "us.csv").write_text(
        'bairro,area,renda\nCentro,100.0,"2,000.00"\nSul,200.0,"5,000.00"\n'
    )
    right = run("predict", project, CASES / "p_intthousands.csv")
    assert right.errors == ""
    assert len(set(rows(right))) == 2
    assert rows(run("predict", project, "same.csv")) == rows(right)
    assert rows(run("predict", project, "full.csv")) == rows(right)
    american = run("predict", project, "us.csv")
    assert rows(american) == rows(right)
    assert "The numbers of 'area' and 'renda' are not written as in the table" in american.errors
    assert "2,000.00 as 2000" in american.errors


def test_that_rows_left_out_are_named_and_their_lines_are_empty(
    run: Run, model: Callable[..., str]
) -> None:
    project = model("train_br")
    right = rows(run("predict", project, CASES / "p_same.csv"))
    blank = run("predict", project, CASES / "p_blankrow.csv")
    assert rows(blank) == [right[0], "", right[1]]
    unseen = run("predict", project, CASES / "p_unseen.csv")
    assert rows(unseen) == [right[0], ""]
    assert "because the model does not know its 'bairro': 'Leste' (line 3)" in unseen.errors
    refused = run("predict", project, CASES / "p_unseen.csv", "--on-missing", "refuse")
    assert (refused.status, refused.output) == (2, "")
    assert "p_unseen.csv, line 3, column 'bairro': the model knows no category" in refused.errors


def test_that_a_file_without_a_header_is_taken_in_order_and_that_is_said(
    run: Run, model: Callable[..., str]
) -> None:
    project = model("train_br")
    answer = run("predict", project, CASES / "p_noheader.csv")
    assert rows(answer) == rows(run("predict", project, CASES / "p_same.csv"))
    assert "in the order in which the model knows them: 'bairro', 'area' and 'renda'" in (
        answer.errors
    )


@pytest.mark.parametrize("how", [None, "fill", "skip", "refuse"])
@pytest.mark.parametrize("trained", ["fill", "drop"])
def test_that_gaps_are_filled_left_out_or_refused_and_each_is_said(
    run: Run, model: Callable[..., str], trained: str, how: str | None
) -> None:
    project = model("train_cls", f"data.missing={trained}")
    chosen = ["--on-missing", how] if how else []
    answer = run("predict", project, CASES / "p_cls_na.csv", *chosen)
    if how == "refuse":
        assert (answer.status, answer.output) == (2, "")
        assert "p_cls_na.csv, line 3, column 'colour': the value is missing" in answer.errors
        return
    fills = (how or trained) == "fill"
    given = [bool(line.strip(",")) for line in rows(answer)]
    assert given == [True, fills, fills]
    assert ("2 missing values of 'colour' are filled with" in answer.errors) == fills
    assert ("2 rows are left out: 'colour' is missing (lines 3 and 4)" in answer.errors) != fills


def test_that_categories_that_look_like_truth_or_numbers_are_known_as_they_stand(
    run: Run, model: Callable[..., str], tmp_path: Path
) -> None:
    flags = run("predict", model("train_flag"), CASES / "p_flag.csv")
    assert all(rows(flags))
    assert flags.errors == ""
    codes = "".join(f"{'01001' if n % 2 else '02139'},{n % 7},{n % 5}\n" for n in range(40))
    (tmp_path / "codes.csv").write_text(f"zip,x,y\n{codes}")
    chosen = ("--set", "data.categories=zip", "--set", "data.task=regression")
    assert run("train", "codes.csv", "--steps", 5, *chosen, "--save", "c.playground").status == 0
    (tmp_path / "in.csv").write_text("zip,x\n01001,1\n1001,1\n")
    answer = run("predict", "c.playground", "in.csv")
    assert [bool(line) for line in rows(answer)] == [True, False]
    assert "'1001' (line 3)" in answer.errors


def test_that_one_input_with_decimal_commas_is_one_column(
    run: Run, model: Callable[..., str], tmp_path: Path
) -> None:
    project = model("train_one")
    answer = run("predict", project, CASES / "p_one.csv")
    assert answer.errors == ""
    (tmp_path / "points.csv").write_text("x\n1.5\n2.5\n3.5\n")
    assert rows(run("predict", project, "points.csv")) == rows(answer)
