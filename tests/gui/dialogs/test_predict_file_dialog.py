"""The dialog with predictions, handed predictions as a controller would hand them."""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.common.language import LANGUAGES
from playground.engine.data.raw import Column, IntArray, RawData
from playground.engine.data.table.inputs.packed import PackedTexts
from playground.engine.data.table.inputs.read import ReadInputs
from playground.engine.export.predictions import Predictions, as_csv, predictions_of
from playground.engine.spec.run import Task
from playground.gui.dialogs import predict_file_dialog
from playground.gui.dialogs.predict_file_dialog import PredictFileDialog
from playground.gui.dialogs.predictions_model import PredictionsModel
from tests.gui.clipping import beyond, clipped
from tests.gui.shown_texts import own_texts, plain_letters
from tests.pseudo import PSEUDO, PseudoTranslations


def packed(texts: list[str]) -> PackedTexts:
    parts = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, parts)]).astype(np.int64)
    return PackedTexts(np.frombuffer(b"".join(parts), np.uint8), ends)


def places(*rows: int) -> IntArray:
    return np.array(rows, dtype=np.int64)


def raw(classes: tuple[str, ...] = ()) -> RawData:
    task: Task = "more_classes" if classes else "regression"
    columns = (Column("ẋ", typical="1.5"),)
    return RawData(task, columns, np.zeros((2, 1)), np.zeros(2), ("ẏ",), classes)


def read(targets: list[float] | None = None) -> ReadInputs:
    """Four rows, of which the third is left out and the second was filled."""
    return ReadInputs(
        name="ẋ.1",
        inputs=np.zeros((3, 1)),
        rows=places(0, 1, 3),
        lines=places(2, 3, 4, 6),
        read=places(0, 1, 2, 3),
        why=np.array([-1, -1, 0, -1], np.int32),
        reasons=("ẋ: ?",),
        notes=("ẋ.",) * 6,
        cells={"ẋ": packed(["1,5", "", "ñ", "2,5"]), "é": packed(["1", "2", "3", "4"])},
        gaps={"ẋ": places(1)},
        odd={"ẋ": places(2)},
        typical={"ẋ": "1.5"},
        target="é" if targets else "",
        targets=np.array(targets or []),
    )


def regression(targets: list[float] | None = None) -> Predictions:
    outputs = np.array([[1234.5], [2.25], [0.125]], np.float32)
    return predictions_of(read(targets), raw(), outputs, 1200)


def classification(targets: list[float] | None = None) -> Predictions:
    outputs = np.array([[0.75, 0.25], [0.5, 0.5], [0.0, 1.0]], np.float32)
    return predictions_of(read(targets), raw(("á", "é")), outputs, 7)


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[PredictFileDialog]:
    window = QWidget()
    qtbot.addWidget(window)
    made = PredictFileDialog("ẋ.1", window)
    made.show()
    yield made
    made.reject()


def table(dialog: PredictFileDialog) -> QTableView:
    view = dialog.findChild(QTableView, "predict_file.table")
    assert view is not None
    return view


def row(dialog: PredictFileDialog, number: int) -> list[str]:
    model = table(dialog).model()
    return [str(model.index(number, column).data()) for column in range(model.columnCount())]


def test_that_numbers_are_in_the_marks_of_the_language_and_plain_in_the_file(
    dialog: PredictFileDialog, spoken: Callable[..., None]
) -> None:
    spoken(LANGUAGES[1])
    dialog.show_found(regression(), trains=False)
    assert row(dialog, 0) == ["1.234,5", "", "1,5", "1"]
    header, first, *_rest = "".join(as_csv(regression(), with_inputs=True)).splitlines()
    assert header == "ẋ,é,predicted ẏ,left out"
    assert first == '"1,5",1,1234.5,'
    dialog.copy()
    assert "1234,5\t\t1,5\t1" in QGuiApplication.clipboard().text()


def test_that_a_class_stands_beside_its_probability_and_all_of_them_in_the_file(
    dialog: PredictFileDialog,
) -> None:
    dialog.show_found(classification(), trains=True)
    assert row(dialog, 0)[:3] == ["á", "75.0\u202f%", ""]
    assert row(dialog, 2)[:3] == ["", "", "ẋ: ?"]
    lines = "".join(as_csv(classification())).splitlines()
    assert lines == [
        "ẏ,probability of á,probability of é",
        "á,0.75,0.25",
        "á,0.5,0.5",
        ",,",
        "é,0,1",
    ]


def test_that_cells_that_were_filled_or_not_known_stand_out_and_say_so(
    dialog: PredictFileDialog, qapp: QApplication
) -> None:
    dialog.show_found(regression(), trains=False)
    model = table(dialog).model()
    assert row(dialog, 1)[2] == "(filled: 1.5)"
    assert row(dialog, 2) == ["", "ẋ: ?", "ñ", "3"]
    colours = [model.index(number, 2).data(Qt.ItemDataRole.ForegroundRole) for number in range(4)]
    assert [colour is not None for colour in colours] == [False, True, True, False]
    grey = model.index(2, 3).data(Qt.ItemDataRole.ForegroundRole)
    assert grey == qapp.palette().placeholderText()
    heard = model.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Line 3, ẋ: (filled: 1.5)"
    headers = [model.headerData(n, Qt.Orientation.Vertical) for n in range(4)]
    assert headers == ["2", "3", "4", "6"]


def test_that_predictions_are_judged_where_the_file_knows_better(
    dialog: PredictFileDialog,
) -> None:
    label = dialog.findChild(QWidget, "predict_file.quality")
    assert label is not None
    dialog.show_found(regression([1234.5, float("nan"), 1.125]), trains=False)
    words = next(own_texts(label))
    assert words.startswith("Compared with 'é' in the file (2 rows): MAE 0.500")
    dialog.show_found(classification([0, 1, 1]), trains=False)
    assert "(3 rows): Accuracy 66.7" in next(own_texts(label))
    dialog.show_found(regression(), trains=False)
    assert label.isHidden()


def test_that_every_text_is_looked_up(qtbot: QtBot, spoken: Callable[..., None]) -> None:
    spoken(PSEUDO, PseudoTranslations())
    window = QWidget()
    qtbot.addWidget(window)
    for found in (regression([1.0, 2.0, 3.0]), classification([0, 1, 1])):
        made = PredictFileDialog("ẋ.1", window)
        made.show_found(found, trains=True)
        made.show()
        texts = [text for part in made.findChildren(QWidget) for text in own_texts(part)]
        model = table(made).model()
        for section in range(model.columnCount()):
            texts.append(str(model.headerData(section, Qt.Orientation.Horizontal)))
            for number in range(4):
                index = model.index(number, section)
                texts += [str(index.data(each) or "") for each in (0, 3, 11)]
        plain = [word for text in texts for word in plain_letters(text)]
        assert set(plain) <= {"MAE", "RMSE", "R", "Close", "csv", "p", "qt"}, plain
        made.reject()


def test_that_a_million_rows_are_asked_for_as_they_are_seen(
    dialog: PredictFileDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 1_000_000
    many = ReadInputs(
        "ẋ.1",
        np.zeros((count, 1)),
        *(np.arange(count), np.arange(count) + 2, np.arange(count)),
        np.full(count, -1, np.int32),
        (),
        (),
        {"ẋ": PackedTexts(np.full(count, ord("7"), np.uint8), np.arange(count + 1))},
        {},
        {},
        {},
        "",
        np.empty(0),
    )
    seen: set[int] = set()
    true_text = PredictionsModel._text

    def text(model: PredictionsModel, number: int, column: int) -> str:
        seen.add(number)
        return true_text(model, number, column)

    monkeypatch.setattr(PredictionsModel, "_text", text)
    found = predictions_of(many, raw(), np.zeros((count, 1), np.float32))
    dialog.show_found(found, trains=False)
    table(dialog).scrollToBottom()
    table(dialog).grab()
    assert table(dialog).model().rowCount(QModelIndex()) == count
    assert len(seen) < 1_000
    assert count - 1 in seen
    dialog.copy()
    problem = dialog.findChild(QWidget, "predict_file.problem")
    assert problem is not None
    assert "too many to copy" in next(own_texts(problem))


def test_that_more_rows_than_a_clipboard_takes_are_not_copied(
    dialog: PredictFileDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predict_file_dialog, "MOST_COPIED", 2)
    QGuiApplication.clipboard().setText("before")
    dialog.show_found(regression(), trains=False)
    dialog.copy()
    assert QGuiApplication.clipboard().text() == "before"
    table(dialog).selectRow(3)
    dialog.copy()
    assert QGuiApplication.clipboard().text().splitlines()[1] == "0.125\t\t2,5\t4"


def test_that_tab_walks_from_the_choice_to_close(dialog: PredictFileDialog) -> None:
    dialog.show_found(regression(), trains=False)
    dialog.activateWindow()
    start = dialog.findChild(QWidget, "predict_file.missing")
    assert start is not None
    start.setFocus()
    walked = []
    for _stop in range(8):
        focused = dialog.focusWidget()
        assert focused is not None
        walked.append(focused.objectName().removeprefix("predict_file."))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert walked[:7] == ["missing", "again", "table", "notes", "inputs", "save", "copy"]


def test_that_the_focus_stays_where_it_was_while_an_answer_is_awaited(
    dialog: PredictFileDialog,
) -> None:
    dialog.show_found(regression(), trains=False)
    assert dialog.focusWidget() is table(dialog)
    combo = dialog.findChild(QWidget, "predict_file.missing")
    assert combo is not None
    combo.setFocus()
    dialog.show_busy("ẋ")
    assert not combo.isEnabled()
    dialog.show_problem("ẋ.")
    assert dialog.focusWidget() is combo


@pytest.mark.usefixtures("any_font")
@pytest.mark.parametrize("size", [(900, 540), (1900, 1000)])
def test_that_no_text_is_cut_in_any_font(
    qtbot: QtBot,
    size: tuple[int, int],
    spoken: Callable[..., None],
) -> None:
    for language in LANGUAGES:
        spoken(language)
        window = QWidget()
        qtbot.addWidget(window)
        made = PredictFileDialog("casas.csv", window)
        made.show_found(classification([0, 1, 1]), trains=True)
        made.resize(*size)
        made.show()
        assert (clipped(made), beyond(made)) == ([], [])
        notes = made.findChild(QPlainTextEdit, "predict_file.notes")
        assert notes is not None
        assert table(made).height() > 100
        assert re.fullmatch(r"(ẋ\.\n?)+", notes.toPlainText())
        made.reject()
