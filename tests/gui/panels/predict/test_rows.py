"""Rows of the data are taken into the panel in which inputs are typed or drawn."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from playground.engine.data.raw import Column
from playground.engine.frames.frame import Rows
from playground.gui.panels.predict_panel import PATH, PredictPanel

X = Column("x", typical="2.5", minimum=1, maximum=4)
COLOUR = Column("colour", "category", ("red", "blue"), "red")
ROWS = Rows(
    inputs=np.array([[1.0, 1, 0], [0.1 + 0.2, 0, 1], [1e10 + 3, 0, 1]]),
    targets=np.array([7.0, 36320.0, -1.5]),
    validation=np.array([False, True, False]),
    drawn=np.arange(3),
)


@pytest.fixture
def panel(qtbot: QtBot) -> PredictPanel:
    panel = PredictPanel()
    qtbot.addWidget(panel)
    panel.resize(360, 300)
    panel.show()
    panel.set_columns((X, COLOUR), ("price",), (), ROWS)
    return panel


def _number(panel: PredictPanel) -> QSpinBox:
    field = panel.findChild(QSpinBox, "predict.row")
    assert field is not None
    return field


def _truth(panel: PredictPanel) -> str:
    label = panel.findChild(QLabel, "predict.truth")
    assert label is not None
    return label.accessibleDescription()


def _texts(panel: PredictPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_that_a_row_is_taken_by_its_number_with_what_is_true_of_it(panel: PredictPanel) -> None:
    edits: list[tuple[str, object]] = []
    panel.edited.connect(lambda path, value: edits.append((path, value)))
    _number(panel).setFocus()
    QTest.keyClick(_number(panel), Qt.Key.Key_Up)
    assert panel.inputs() == (1.0, 1.0, 0.0)
    assert _truth(panel) == "true value: 7.0"
    QTest.keyClick(_number(panel), Qt.Key.Key_Up)
    assert edits == [(PATH, ("1", "red")), (PATH, ("0.3", "blue"))]
    assert _truth(panel).startswith("true value: 36")
    assert "of 3 · validation" in _texts(panel)


@pytest.mark.parametrize("row", range(3))
def test_that_the_network_is_given_the_very_inputs_of_the_row(
    panel: PredictPanel, row: int
) -> None:
    panel.take_row(row)
    inputs = panel.inputs()
    assert inputs is not None
    given = np.array(inputs, np.float32)
    assert given.tolist() == ROWS.inputs[row].astype(np.float32).tolist()


def test_that_what_is_typed_over_a_row_is_no_row_any_more(panel: PredictPanel) -> None:
    panel.take_row(1)
    field = panel.findChild(QLineEdit, "predict.input.x")
    assert field is not None
    field.clear()
    QTest.keyClicks(field, "3")
    assert _truth(panel) == ""
    assert _number(panel).value() == 0


def test_that_a_row_that_other_data_have_changed_is_no_row_any_more(panel: PredictPanel) -> None:
    panel.take_row(1)
    panel.set_columns((X, COLOUR), ("price",), (), ROWS)
    assert _truth(panel) != ""
    other = Rows(ROWS.inputs + 1, ROWS.targets, ROWS.validation, ROWS.drawn)
    panel.set_columns((X, COLOUR), ("price",), (), other)
    assert _truth(panel) == ""
    assert panel.texts() == ("0.3", "blue")


def test_that_a_wheel_in_passing_takes_no_row(panel: PredictPanel) -> None:
    field = _number(panel)
    field.clearFocus()
    at, none = QPointF(5, 5), QPoint(0, 0)
    wheel = QWheelEvent(
        at,
        QPointF(field.mapToGlobal(at)),
        none,
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, wheel)
    assert field.value() == 0


def test_that_a_true_class_is_named_and_a_wrong_prediction_stands_out(qtbot: QtBot) -> None:
    panel = PredictPanel()
    qtbot.addWidget(panel)
    rows = Rows(np.array([[1.0]]), np.array([1]), np.array([False]), np.arange(1))
    panel.set_columns((X,), ("kind",), ("cat", "dog"), rows)
    panel.take_row(0)
    label = panel.findChild(QLabel, "predict.truth")
    assert label is not None
    panel.show_output(np.array([0.9, 0.1], np.float32))
    assert (_truth(panel), label.property("role")) == ("true class: dog", "error")
    panel.show_output(np.array([0.1, 0.9], np.float32))
    assert label.property("role") == "muted"


@pytest.mark.parametrize(("text", "said"), [("5", "x lies outside the data, 1 … 4."), ("4", "")])
def test_that_inputs_outside_the_data_are_spoken_of(
    panel: PredictPanel, text: str, said: str
) -> None:
    field = panel.findChild(QLineEdit, "predict.input.x")
    assert field is not None
    field.clear()
    QTest.keyClicks(field, text)
    assert panel.note == said
    assert (said in _texts(panel)) or not said


def test_that_typical_inputs_are_nobodys_question(panel: PredictPanel) -> None:
    assert not panel.asks
    panel.take_row(0)
    assert panel.asks
    panel.set_texts(())
    assert not panel.asks


def test_that_a_number_is_typed_after_a_click_and_taken_whole(
    panel: PredictPanel, qtbot: QtBot
) -> None:
    edits: list[object] = []
    panel.edited.connect(lambda _, value: edits.append(value))
    field = _number(panel)
    line = field.findChild(QLineEdit)
    assert line is not None
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(line.hasSelectedText)
    QTest.keyClicks(line, "2")
    assert edits == []
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert edits == [("0.3", "blue")]
    assert field.value() == 2
