"""Predictions beside the rows of a file: as CSV, and judged."""

import csv
import io
from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, mean_absolute_error, r2_score

from playground.engine.data.raw import Column, Outputs, RawData
from playground.engine.data.table.inputs.read import Wanted, read_inputs
from playground.engine.export import predictions
from playground.engine.export.predictions import Predictions, as_csv, predictions_of
from playground.engine.spec.run import DataSpec, TableFile, Task

TABLE = 'x,s,y\n1,"a, b",2.5\n,c,1\n3,"d ""e""",\n4,f,4\n'


def found(outputs: Outputs, classes: Sequence[str] = (), text: str = TABLE) -> Predictions:
    kind = Column("y", "category", tuple(classes)) if classes else Column("y")
    read = read_inputs(TableFile("t.csv", text.encode()), Wanted((Column("x"),), kind, DataSpec()))
    task: Task = "more_classes" if classes else "regression"
    raw = RawData(task, (Column("x"),), np.zeros((2, 1)), np.zeros(2), ("y",), tuple(classes))
    return predictions_of(read, raw, outputs)


def lines(of: Predictions, *, with_inputs: bool) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(as_csv(of, with_inputs=with_inputs)))))


@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_that_the_file_has_a_line_for_each_row(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(predictions, "_AT_ONCE", at_once)
    of = found(np.array([[0.1], [2.0], [1e20]], np.float32))
    assert lines(of, with_inputs=False) == [["y"], ["0.1"], [""], ["2"], ["1e+20"]]
    assert lines(of, with_inputs=True) == [
        ["x", "s", "y", "predicted y", "left out"],
        ["1", "a, b", "2.5", "0.1", ""],
        ["", "c", "1", "", "'x' is missing."],
        ["3", 'd "e"', "", "2", ""],
        ["4", "f", "4", "1e+20", ""],
    ]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_what_is_written_is_the_number_that_was_predicted(dtype: type[np.floating]) -> None:
    outputs = np.random.default_rng(1).normal(size=(3, 1)).astype(dtype)
    written = [float(line[0]) for line in lines(found(outputs), with_inputs=False)[1:] if line[0]]
    precise = 1e-6 if dtype is np.float32 else 1e-14
    np.testing.assert_allclose(written, outputs[:, 0], rtol=precise)


def test_that_predictions_are_measured_where_the_target_is_known() -> None:
    metrics, rows = found(np.array([[2.0], [9.0], [5.0]])).metrics()
    assert rows == 2
    assert metrics["mae"] == pytest.approx(mean_absolute_error([2.5, 4], [2, 5]))
    assert metrics["r2"] == pytest.approx(r2_score([2.5, 4], [2, 5]))
    table = "x,y\n1,a\n2,b\n3,b\n4,c\n"
    of = found(np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [1, 0]]), ("a", "b"), table)
    metrics, rows = of.metrics()
    assert rows == 3
    assert metrics["balanced_accuracy"] == pytest.approx(
        balanced_accuracy_score([0, 1, 1], [0, 0, 1])
    )
    assert "1 row has no 'y' to compare with (line 5)." in of.read.notes
    assert found(np.zeros((2, 1)), text="x\n1\n2\n").metrics() == ({}, 0)


def test_that_each_of_several_targets_has_a_column() -> None:
    columns = (Column("x"),)
    read = read_inputs(
        TableFile("t.csv", b"x\n1.5\nodd\n2.5\n3.5\n4.5\n5.5\n6.5\n7.5\n8.5\n9.5\n"),
        Wanted(columns, None, DataSpec()),
    )
    raw = RawData("regression", columns, np.zeros((2, 1)), np.zeros((2, 2)), ("y", "a, b"))
    outputs = np.arange(len(read.rows) * 2, dtype=np.float32).reshape(-1, 2)
    table = lines(predictions_of(read, raw, outputs), with_inputs=False)
    assert table[:4] == [["y", "a, b"], ["0", "1"], ["", ""], ["2", "3"]]
