"""Tables that are no text files on the command line."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from playground.state.project_file import open_project
from tests.engine.data.table.containers.workbooks import Cell, xlsx

Run = Callable[..., Any]
ROWS: list[list[Cell]] = [[n * 1.5, "ab"[n % 2], n * 3.25 + n % 2] for n in range(40)]
TABLE: list[list[Cell]] = [["size", "place", "price"], *ROWS]
TEXT = "\n".join(",".join(str(cell) for cell in row) for row in TABLE).encode()


def test_that_a_workbook_trains_as_its_text_does_and_predicts_for_another_format(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "houses.xlsx").write_bytes(xlsx({"Cover": TABLE[:3], "Houses": TABLE}))
    (tmp_path / "houses.csv.gz").write_bytes(gzip.compress(TEXT))
    (tmp_path / "houses.csv").write_bytes(TEXT)
    told = [
        run("train", name, *sets, "--epochs", 3, "--save", f"{number}.playground", "--json").json
        for number, (name, *sets) in enumerate(
            [("houses.xlsx", "--set", "data.sheet=2"), ("houses.csv.gz",), ("houses.csv",)]
        )
    ]
    assert told[0]["train_loss"] == told[1]["train_loss"] == told[2]["train_loss"]
    table = open_project(tmp_path / "0.playground").project.table
    assert table is not None
    assert table.content == (tmp_path / "houses.xlsx").read_bytes()

    stream = io.BytesIO()
    columns = {"place": ["a", "b"], "size": [3.0, 4.5]}
    parquet.write_table(pa.table(columns), stream)
    (tmp_path / "new.parquet").write_bytes(stream.getvalue())
    (tmp_path / "new.csv").write_text("place,size\na,3.0\nb,4.5\n", encoding="utf-8")
    answers = [run("predict", "1.playground", name).output for name in ("new.parquet", "new.csv")]
    assert answers[0] == answers[1]
    assert answers[0].count("\n") == 3


def test_that_a_sheet_that_is_not_there_is_refused_with_those_that_are(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "houses.xlsx").write_bytes(xlsx({"Cover": TABLE[:3], "Houses": TABLE}))
    answer = run("train", "houses.xlsx", "--set", "data.sheet=Prices")
    assert answer.status == 2
    assert "no sheet 'Prices'; its sheets are: 'Cover' and 'Houses'." in answer.errors
