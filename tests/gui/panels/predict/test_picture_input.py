"""Inputs that are the pixels of a picture are drawn, by mouse and by keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from playground.engine.data.raw import Column
from playground.engine.frames.frame import Rows
from playground.gui.panels.predict.pixel_canvas import PixelCanvas
from playground.gui.panels.predict_panel import PredictPanel
from playground.gui.widgets.probability_bars import ROW, ProbabilityBars

NAMES = tuple(str(number) for number in range(10))
COLUMNS = tuple(Column(f"p{n}", typical="0", minimum=0, maximum=16 if n else 0) for n in range(64))
PICTURE = (np.arange(64) % 17).astype(np.float64)
ROWS = Rows(PICTURE[None], np.array([7]), np.array([False]), np.arange(1))


@pytest.fixture
def panel(qtbot: QtBot) -> PredictPanel:
    panel = PredictPanel()
    qtbot.addWidget(panel)
    panel.resize(380, 260)
    panel.show()
    panel.set_columns(COLUMNS, ("digit",), NAMES, ROWS, (8, 8))
    qtbot.waitExposed(panel)
    panel.grab()
    return panel


@pytest.fixture
def canvas(panel: PredictPanel) -> PixelCanvas:
    canvas = panel.findChild(PixelCanvas)
    assert canvas is not None
    return canvas


def _middle(canvas: PixelCanvas, row: int, column: int) -> QPoint:
    cell = min((canvas.width() - 2) // 8, (canvas.height() - 2) // 8)
    return QPoint(1 + round((column + 0.5) * cell), 1 + round((row + 0.5) * cell))


def _inputs(panel: PredictPanel) -> np.ndarray:
    inputs = panel.inputs()
    assert inputs is not None
    return np.array(inputs).reshape(8, 8)


def test_that_pixels_are_asked_for_by_a_picture_and_not_by_fields(
    panel: PredictPanel, canvas: PixelCanvas
) -> None:
    assert panel.findChildren(QLineEdit, "predict.input.p3") == []
    assert canvas.isVisible()
    assert _inputs(panel).max() == 0


def test_that_all_ten_classes_are_in_sight_beside_it(panel: PredictPanel) -> None:
    bars = panel.findChild(ProbabilityBars)
    assert bars is not None
    assert bars.visibleRegion().boundingRect().height() == 10 * ROW


def test_that_a_stroke_draws_full_ink_that_fades_to_its_sides(
    panel: PredictPanel, canvas: PixelCanvas
) -> None:
    done: list[str] = []
    panel.finished.connect(done.append)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=_middle(canvas, 1, 3))
    QTest.mouseMove(canvas, _middle(canvas, 6, 3))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=_middle(canvas, 6, 3))
    drawn = _inputs(panel)
    assert drawn[1:7, 3].tolist() == [16.0] * 6
    assert 0 < drawn[4, 2] < 16 and drawn[4, 2] == drawn[4, 4]
    assert drawn[:, 0].max() == drawn[:, 6:].max() == 0
    assert done == ["view.predict_inputs"]
    assert (drawn == drawn.round()).all()


def test_that_the_right_button_erases_and_clear_empties(
    panel: PredictPanel, canvas: PixelCanvas
) -> None:
    panel.take_row(0)
    assert _inputs(panel).ravel().tolist() == PICTURE.tolist()
    QTest.mouseClick(canvas, Qt.MouseButton.RightButton, pos=_middle(canvas, 3, 3))
    assert _inputs(panel)[3, 3] == 0
    clear = panel.findChild(QPushButton, "predict.clear")
    assert clear is not None
    QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert _inputs(panel).max() == 0


def test_that_keys_draw_and_say_what_lies_under_them(
    panel: PredictPanel, canvas: PixelCanvas
) -> None:
    canvas.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Return):
        QTest.keyClick(canvas, key)
    assert _inputs(panel)[2, 3] == 16
    assert canvas.accessibleDescription().startswith("Row 3, column 4: 100 % ink.")
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert _inputs(panel)[2, 3] == 14
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert _inputs(panel).max() == 0
    assert canvas.accessibleName()


def test_that_space_is_left_to_training(canvas: PixelCanvas) -> None:
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.ink.max() == 0


def test_that_ink_is_dark_on_light_where_it_is_and_nowhere_else(
    panel: PredictPanel, canvas: PixelCanvas
) -> None:
    panel.take_row(0)
    canvas.clearFocus()
    image = canvas.grab().toImage()
    seen = [QColor(image.pixel(_middle(canvas, *divmod(n, 8)))).lightness() for n in range(64)]
    assert np.corrcoef(seen, PICTURE)[0, 1] < -0.99


def test_that_a_picture_of_a_project_waits_for_its_columns(qtbot: QtBot) -> None:
    panel = PredictPanel()
    qtbot.addWidget(panel)
    panel.set_texts(tuple(f"{int(value)}" for value in PICTURE))
    panel.set_columns(COLUMNS, ("digit",), NAMES, ROWS, (8, 8))
    assert panel.inputs() == tuple(PICTURE)


def test_that_data_that_follow_a_picture_are_asked_for_by_fields(panel: PredictPanel) -> None:
    panel.set_columns((Column("x"),), ("y",), ())
    assert panel.findChild(QLineEdit, "predict.input.x") is not None
    assert panel.inputs() == (0.0,)
    clear = panel.findChild(QPushButton, "predict.clear")
    assert clear is None or not clear.isVisible()
