"""The table of a layer's weights: typed, pasted, copied, and only what changed is set."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from playground.engine.spec.edit import Edits, LayerNames
from playground.gui.dialogs.weights_dialog import WeightsDialog

NAMES = LayerNames(
    "hidden 1", ("neuron 1", "neuron 2"), ("x₁", "x₂"), "layers.0.weight", "layers.0.bias"
)
START = np.array([[0.5, -1.25, 0.0], [2.0, 0.125, -0.5]])


class Opened:
    """A dialog, and what it asks for."""

    def __init__(self, dialog: WeightsDialog) -> None:
        self.dialog = dialog
        self.asked: list[tuple[Edits, str]] = []
        dialog.edited.connect(lambda edits, words: self.asked.append((edits, words)))
        table = dialog.findChild(QTableView, "weights.table")
        assert table is not None
        self.table = table

    def problem(self) -> str:
        label = self.dialog.findChild(QLabel, "weights.problem")
        assert label is not None
        return label.text() if label.isVisible() else ""

    def type(self, row: int, column: int, text: str) -> None:
        index = self.table.model().index(row, column)
        self.table.setCurrentIndex(index)
        self.table.edit(index)
        editor = self.table.findChild(QLineEdit)
        assert editor is not None
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QCoreApplication.processEvents()  # the table takes up a cell a little later
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def press(self, name: str) -> None:
        button = self.dialog.findChild(QPushButton, name)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def set(self) -> None:
        box = self.dialog.findChild(QDialogButtonBox)
        assert box is not None
        QTest.mouseClick(box.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    dialog = WeightsDialog(NAMES, START, 120, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    return Opened(dialog)


def _set(edits: Edits) -> dict[str, dict[int, float]]:
    found = {}
    for edit in edits:
        assert edit.values is not None
        found[edit.name] = dict(zip(edit.places.tolist(), edit.values.tolist(), strict=True))
    return found


def test_that_only_what_was_typed_is_set(opened: Opened) -> None:
    opened.type(1, 0, "0,75")
    opened.type(0, 2, "1e-2")
    opened.set()
    edits, words = opened.asked[0]
    assert words == "Weights of hidden 1"
    assert _set(edits) == {"layers.0.weight": {2: 0.75}, "layers.0.bias": {0: 0.01}}


def test_that_nothing_is_asked_for_where_nothing_was_changed(opened: Opened) -> None:
    opened.type(0, 0, "0.5")
    opened.set()
    assert opened.asked == []


@pytest.mark.parametrize("text", ["two", "inf", "1e300"])
def test_that_what_is_no_weight_is_refused_and_the_cell_stays(opened: Opened, text: str) -> None:
    opened.type(0, 1, text)
    assert opened.problem().startswith("Weight must")
    assert opened.table.model().index(0, 1).data() == "-1.25"


def test_that_a_matrix_is_pasted_with_and_without_biases(opened: Opened) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("1\t2\n3\t4")
    opened.press("weights.paste")
    assert opened.problem() == ""
    clipboard.setText("1\t2\t5\n3\t4\t6")
    opened.press("weights.paste")
    opened.set()
    assert _set(opened.asked[0][0]) == {
        "layers.0.weight": {0: 1.0, 1: 2.0, 2: 3.0, 3: 4.0},
        "layers.0.bias": {0: 5.0, 1: 6.0},
    }


def test_that_a_wrong_shape_is_said_with_both_shapes_and_nothing_is_lost(opened: Opened) -> None:
    QGuiApplication.clipboard().setText("1\t2\t3\t4")
    opened.press("weights.paste")
    assert opened.problem() == (
        "The text has 1 × 4 numbers; hidden 1 needs 2 × 2 or 2 × 3 (rows × columns)."
    )
    assert opened.table.model().index(1, 0).data() == "2"


def test_that_what_is_copied_can_be_pasted_back(opened: Opened) -> None:
    opened.press("weights.copy")
    opened.type(0, 0, "9")
    opened.press("weights.paste")
    opened.set()
    assert opened.asked == []
