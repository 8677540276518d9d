"""How a table is read, on the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
TABLE = "área;bairro;preço\n" + "".join(
    f"{size}.{size % 7}00,5;{'Centro' if size % 3 else 'Sul'};{size * 1.5:.1f}\n".replace(
        f"{size * 1.5:.1f}", f"{size * 1.5:.1f}".replace(".", ",")
    )
    for size in range(20, 60)
)


def test_that_each_column_is_described_with_its_own_format(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="cp1252")
    answer = run("describe", "t.csv", "--json")
    assert answer.status == 0
    found = answer.json
    assert (found["rows"], found["rows_used"], found["encoding"]) == (40, 40, "cp1252")
    assert (found["separator"], found["header"], found["target"]) == ("semicolon", "yes", "preço")
    size, place, price = found["columns"]
    assert (size["kind"], size["decimal"], size["thousands"]) == ("number", "comma", "point")
    assert (size["minimum"], price["maximum"]) == (20600.5, 88.5)
    assert (place["kind"], place["categories"]) == ("category", ["Centro", "Sul"])


def test_that_the_text_names_columns_kinds_and_reasons(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    answer = run("describe", "t.csv", "--set", "data.ignore=bairro")
    assert answer.status == 0
    assert "40 rows, 40 used" in answer.output
    assert "preço   target · Number" in answer.output
    assert "bairro  left out" in answer.output
    assert "They are written like" in answer.output


def test_that_a_table_that_cannot_be_read_is_said_with_what_would_read_it(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    answer = run("describe", "t.csv", "--set", "data.separator=tab")
    assert answer.status == 2
    assert "has a single column" in answer.errors
    assert "data.separator=auto" in answer.errors
