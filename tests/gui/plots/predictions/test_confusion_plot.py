"""The confusion matrix, handed counts."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from playground.engine.frames.pictures import Confusion
from playground.gui.plots.base.table_text import table_text
from playground.gui.plots.predictions.confusion_plot import ConfusionPlot
from playground.gui.plots.predictions.matrix_canvas import MatrixCanvas
from playground.gui.theme import LIGHT
from tests.gui.plots.frames import data_picture


def a_plot(qtbot: QtBot, classes: int, *, validation: bool = True) -> ConfusionPlot:
    plot = ConfusionPlot(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(480, 400)
    plot.show()
    plot.set_data(
        data_picture("more_classes", classes=classes, validation=validation, views=("confusion",))
    )
    train = np.eye(classes, dtype=np.int64) * 90
    train[0, -1] = 10
    plot.set_picture(Confusion(train, train // 10))
    return plot


def test_that_the_validation_part_is_counted_first_and_the_training_part_on_demand(
    qtbot: QtBot,
) -> None:
    plot = a_plot(qtbot, 3)
    assert plot.counts[1, 1] == 9
    button = plot.findChild(QRadioButton, "part_train")
    assert button
    button.click()
    assert plot.counts[1, 1] == 90


def test_that_without_a_validation_part_the_training_part_is_counted(qtbot: QtBot) -> None:
    plot = a_plot(qtbot, 3, validation=False)
    button = plot.findChild(QRadioButton, "part_validation")
    assert button and not button.isEnabled()
    assert plot.counts[1, 1] == 90


def test_that_a_cell_is_read_in_counts_and_percent(qtbot: QtBot) -> None:
    plot = a_plot(qtbot, 3, validation=False)
    assert plot.read(0, 2) == "true class 0, predicted class 2:  10 of 100 rows (10.0\u202f%)"


def test_that_the_mouse_finds_every_cell(qtbot: QtBot) -> None:
    plot = a_plot(qtbot, 4)
    places = plot._matrix.places
    for row in range(4):
        for column in range(4):
            assert places.at(places.cell(row, column).center()) == (row, column)
    assert places.at(places.area.topLeft() / 2) is None


def test_that_the_arrow_keys_read_cells(qtbot: QtBot) -> None:
    plot = a_plot(qtbot, 3)
    QTest.keyClick(plot._matrix, Qt.Key.Key_Right)
    assert plot.readout.text().startswith("true class 0, predicted class 1")
    QTest.keyClick(plot._matrix, Qt.Key.Key_Down)
    assert plot.readout.text().startswith("true class 1, predicted class 1")


@pytest.mark.parametrize(("classes", "numbers"), [(2, "both"), (10, "counts"), (30, "none")])
def test_that_numbers_are_written_only_where_they_fit(
    qtbot: QtBot, classes: int, numbers: str
) -> None:
    plot = a_plot(qtbot, classes)
    plot.grab()
    assert plot._matrix.numbers == numbers


@pytest.mark.parametrize("classes", [2, 10, 30])
def test_that_everything_lies_within_the_widget(qtbot: QtBot, classes: int) -> None:
    plot = a_plot(qtbot, classes)
    plot.grab()
    places, inside = plot._matrix.places, plot._matrix.rect().toRectF()
    for part in (places.area, places.left_title(), places.bottom_title(), places.row_name(0)):
        assert inside.contains(part)


def test_that_the_counts_are_copied_with_their_names(qtbot: QtBot) -> None:
    plot = a_plot(qtbot, 2, validation=False)
    assert table_text(plot.table()).splitlines() == [
        "true class,class 0,class 1",
        "class 0,90,10",
        "class 1,0,90",
    ]


def test_that_counts_of_other_data_are_not_drawn(qtbot: QtBot) -> None:
    plot = a_plot(qtbot, 3)
    plot.set_picture(Confusion(np.eye(5, dtype=np.int64), np.eye(5, dtype=np.int64)))
    assert not plot.grab().isNull()
    assert plot._matrix._names == ()


def test_that_the_same_counts_are_not_painted_again(qtbot: QtBot) -> None:
    canvas = MatrixCanvas(LIGHT)
    qtbot.addWidget(canvas)
    painted: list[QEvent] = []

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            painted.extend([event] if event.type() == QEvent.Type.Paint else [])
            return super().eventFilter(watched, event)

    watcher = Watcher()
    canvas.installEventFilter(watcher)
    canvas.set_matrix(np.eye(3, dtype=np.int64), ("a", "b", "c"))
    canvas.show()
    qtbot.waitUntil(lambda: len(painted) > 0)
    QCoreApplication.processEvents()
    before = len(painted)
    canvas.set_matrix(np.eye(3, dtype=np.int64), ("a", "b", "c"))
    QCoreApplication.processEvents()
    assert len(painted) == before
    canvas.set_matrix(2 * np.eye(3, dtype=np.int64), ("a", "b", "c"))
    qtbot.waitUntil(lambda: len(painted) > before)
