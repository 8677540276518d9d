"""Predicting a file in the real window: while it trains, with gaps, saved and copied."""

import csv
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from playground.engine.export import predictions
from playground.engine.export.live import predict
from playground.engine.settings.defaults import defaults_for, table_settings
from playground.engine.settings.paths import write_all
from playground.engine.spec.run import DataSpec, TableFile
from playground.gui.controllers.run.moment import Moment
from playground.gui.dialogs.predict_file_dialog import PredictFileDialog
from playground.gui.forms.combo import KeyCombo
from playground.gui.main_window import MainWindow
from tests.gui.runs import train_for

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]
TRAINED = "bairro;area;renda;preco\n" + "".join(
    f"{'Centro' if row % 2 else 'Sul'};{row * 7 % 20},5;1.{row * 11 % 30:03d},00;{row * 3 % 25}\n"
    for row in range(60)
)
"""In no order, and with values that come again: a column that counts the rows is left out."""
ASKED = (
    "renda;bairro;area;preco\n1.020,00;Centro;20,5;60\n;Sul;30,5;90\n1.030,00;Norte;1,0;3\n"
    ";;;\n1.040,00;Sul;40,5;120\n"
)


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "asked.csv"
    path.write_text(ASKED)
    return path


@pytest.fixture
def trained(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """A window with a network trained on a Brazilian table."""
    window = make_window()
    table = TableFile("casas.csv", TRAINED.encode())
    values = table_settings(DataSpec(source="table"), "regression")
    with qtbot.waitSignal(window.run.data_ready, timeout=PATIENCE):
        window.document.choose_table(table, values)
    train_for(window, qtbot, 20)
    qtbot.waitUntil(lambda: window.actions_by_key["predict_file"].isEnabled(), timeout=PATIENCE)
    return window


def show(window: MainWindow, qtbot: QtBot, path: Path) -> PredictFileDialog:
    window.predictor.open(path)
    dialog = window.predictor.dialog
    assert dialog is not None
    wait(window, qtbot)
    return dialog


def wait(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.predictor.waits, timeout=PATIENCE)


def words(dialog: PredictFileDialog, name: str) -> str:
    label = dialog.findChild(QLabel, f"predict_file.{name}")
    assert label is not None
    return label.text() if not label.isHidden() else ""


def cells(dialog: PredictFileDialog, column: int) -> list[str]:
    view = dialog.findChild(QTableView, "predict_file.table")
    assert view is not None
    model = view.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def choose(dialog: PredictFileDialog, key: str) -> None:
    combo = dialog.findChild(KeyCombo, "predict_file.missing")
    assert combo is not None
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def press(dialog: PredictFileDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, f"predict_file.{name}")
    assert button is not None
    assert button.isEnabled()
    button.click()


def test_that_every_row_of_the_file_has_its_prediction_or_the_reason_for_none(
    trained: MainWindow, qtbot: QtBot, asked: Path
) -> None:
    dialog = show(trained, qtbot, asked)
    got: list[Moment] = []
    trained.run.deliver(got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=PATIENCE)
    state, dataset = got[0].state, got[0].dataset
    assert state is not None
    assert dataset is not None
    assert dialog.found is not None
    rows = np.array([[1.0, 0.0, 20.5, 1020.0], [0.0, 1.0, 40.5, 1040.0]])
    np.testing.assert_array_equal(dialog.found.outputs, predict(state, dataset, rows))
    assert [bool(text) for text in cells(dialog, 0)] == [True, False, False, False, True]
    assert cells(dialog, 1) == [
        "",
        "'renda' is missing.",
        "'bairro' is a category that the model does not know.",
        "It is empty, or the header again.",
        "",
    ]
    assert cells(dialog, 2) == ["1.020,00", "", "1.030,00", "", "1.040,00"]
    assert words(dialog, "summary").endswith(f"weights of step {state.step}")
    assert words(dialog, "quality").startswith("Compared with 'preco' in the file (2 rows): MAE")
    notes = dialog.findChild(QPlainTextEdit, "predict_file.notes")
    assert notes is not None
    assert "'Norte' (line 4)" in notes.toPlainText()


def test_that_what_happens_to_gaps_can_be_chosen(
    trained: MainWindow, qtbot: QtBot, asked: Path
) -> None:
    dialog = show(trained, qtbot, asked)
    choose(dialog, "fill")
    wait(trained, qtbot)
    assert dialog.found is not None
    assert dialog.found.read.rows.tolist() == [0, 1, 4]
    assert cells(dialog, 2)[1].startswith("(filled: ")
    choose(dialog, "refuse")
    wait(trained, qtbot)
    assert dialog.found is None
    assert words(dialog, "problem").startswith("asked.csv, line 3, column 'renda'")
    choose(dialog, "skip")
    wait(trained, qtbot)
    assert words(dialog, "problem") == ""
    assert cells(dialog, 1)[1] == "'renda' is missing."


def test_that_the_predictions_are_saved_with_the_columns_of_the_file_or_without(
    trained: MainWindow, qtbot: QtBot, asked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = show(trained, qtbot, asked)
    assert dialog.found is not None
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "with"), ""))
    press(dialog, "save")
    wait(trained, qtbot)
    assert words(dialog, "problem") == "2 predictions are in 'with.csv'."
    header, *lines = csv.reader((tmp_path / "with.csv").read_text().splitlines())
    assert header == ["renda", "bairro", "area", "preco", "predicted preco", "left out"]
    assert [line[1] for line in lines] == ["Centro", "Sul", "Norte", "", "Sul"]
    assert float(lines[0][4]) == pytest.approx(float(dialog.found.outputs[0, 0]), rel=1e-6)
    trained.predictor.save(tmp_path / "alone.csv", with_inputs=False)
    wait(trained, qtbot)
    header, *lines = csv.reader((tmp_path / "alone.csv").read_text().splitlines())
    assert header == ["preco"]
    assert [bool("".join(line)) for line in lines] == [True, False, False, False, True]
    trained.predictor.save(asked, with_inputs=True)
    wait(trained, qtbot)
    assert "choose another name" in words(dialog, "problem")
    assert asked.read_text() == ASKED


def test_that_rows_are_copied_for_a_spreadsheet_by_key(
    trained: MainWindow, qtbot: QtBot, asked: Path
) -> None:
    dialog = show(trained, qtbot, asked)
    view = dialog.findChild(QTableView, "predict_file.table")
    assert view is not None
    view.setFocus()
    view.selectRow(1)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    header, line = QGuiApplication.clipboard().text().splitlines()
    assert header.split("\t") == ["Predicted preco", "Left out", "renda", "bairro", "area", "preco"]
    assert line.split("\t") == ["", "'renda' is missing.", "", "Sul", "30,5", "90"]
    view.clearSelection()
    press(dialog, "copy")
    assert len(QGuiApplication.clipboard().text().splitlines()) == 6


def test_that_training_goes_on_and_predicting_again_takes_later_weights(
    trained: MainWindow, qtbot: QtBot, asked: Path
) -> None:
    trained.run.train()
    dialog = show(trained, qtbot, asked)
    assert dialog.found is not None
    step = dialog.found.step
    assert "training goes on" in words(dialog, "summary")
    log = trained.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps > step + 5, timeout=PATIENCE)
    press(dialog, "again")
    wait(trained, qtbot)
    assert dialog.found is not None
    assert dialog.found.step > step


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a;b\n1;2\n", "has no column 'bairro', which the model needs"),
        ("", "asked.csv"),
        ("bairro;area;renda\nOeste;1;2\n", "the model knows no category 'Oeste'"),
    ],
    ids=["other columns", "empty", "nothing to take"],
)
def test_that_a_file_that_cannot_be_predicted_is_one_sentence(
    trained: MainWindow, qtbot: QtBot, tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "asked.csv"
    path.write_text(content)
    dialog = show(trained, qtbot, path)
    assert said in words(dialog, "problem")
    assert dialog.found is None
    button = dialog.findChild(QPushButton, "predict_file.save")
    assert button is not None
    assert not button.isEnabled()


def test_that_data_of_no_table_are_predicted_by_the_names_of_their_columns(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window(write_all(defaults_for("circle"), {}))
    assert not window.actions_by_key["predict_file"].isEnabled()
    train_for(window, qtbot, 10)
    qtbot.waitUntil(lambda: window.actions_by_key["predict_file"].isEnabled(), timeout=PATIENCE)
    path = tmp_path / "points.csv"
    path.write_text("X2,X1\n1.5,0\n0,-6\n")
    dialog = show(window, qtbot, path)
    assert dialog.found is not None
    assert dialog.found.read.inputs.tolist() == [[0.0, 1.5], [-6.0, 0.0]]
    assert set(cells(dialog, 0)) <= {"orange", "blue"}
    assert all(text.endswith("%") for text in cells(dialog, 1))


def test_that_closing_while_the_file_is_read_ends_the_reading(
    trained: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("bairro;area;renda\n" + "Centro;1,5;1.000,00\n" * 200_000)
    trained.predictor.open(path)
    dialog = trained.predictor.dialog
    assert dialog is not None
    dialog.reject()
    qtbot.waitUntil(lambda: not trained.predictor.busy, timeout=PATIENCE)
    assert trained.predictor.dialog is None


def test_that_closing_the_window_ends_saving_and_the_earlier_file_stays(
    trained: MainWindow, qtbot: QtBot, asked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(trained, qtbot, asked)
    begun, closed = threading.Event(), threading.Event()

    def endless(*_arguments: object, **_more: object) -> Iterator[str]:
        while True:
            begun.set()
            closed.wait(0.01)
            yield "x\n"

    monkeypatch.setattr(predictions, "as_csv", endless)
    earlier = tmp_path / "earlier.csv"
    earlier.write_text("kept\n")
    trained.predictor.save(earlier, with_inputs=True)
    assert begun.wait(PATIENCE / 1000)
    trained.shut_down()
    assert earlier.read_text() == "kept\n"
    assert {path.name for path in tmp_path.glob("*.csv")} == {"earlier.csv", "asked.csv"}
