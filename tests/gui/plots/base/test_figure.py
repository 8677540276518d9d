"""Copying and saving what a plot shows."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.engine.common.errors import InputError
from playground.gui.pictures.picture_offer import save_or_say
from playground.gui.plots.predictions.surface_plot import SurfacePlot
from playground.gui.theme import LIGHT
from tests.gui.plots.frames import data_picture, left_right_surface


@pytest.fixture
def plot(qtbot: QtBot) -> SurfacePlot:
    widget = SurfacePlot(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(400, 320)
    widget.show()
    widget.set_data(data_picture())
    widget.set_picture(left_right_surface())
    return widget


def test_that_a_picture_is_saved_as_png_twice_as_fine(plot: SurfacePlot, tmp_path: Path) -> None:
    plot.pictures.save(str(tmp_path / "picture"))
    image = QImage(str(tmp_path / "picture.png"))
    assert image.width() == 2 * plot._picture.width()
    assert image.pixelColor(2, 2).name() == LIGHT.surface


def test_that_a_drawing_is_saved_as_svg_with_real_shapes(plot: SurfacePlot, tmp_path: Path) -> None:
    plot.pictures.save(str(tmp_path / "drawing.svg"))
    assert QSvgRenderer(str(tmp_path / "drawing.svg")).isValid()
    text = (tmp_path / "drawing.svg").read_text()
    assert "decision" not in text
    assert text.count("<path") + text.count("<circle") + text.count("<ellipse") > 40


def test_that_points_in_a_drawing_have_pens_that_every_program_knows(
    plot: SurfacePlot, tmp_path: Path
) -> None:
    plot.pictures.save(str(tmp_path / "drawing.svg"))
    groups = (tmp_path / "drawing.svg").read_text().split("<g ")
    points = [group for group in groups if "<circle" in group or "<ellipse" in group]
    assert points
    scaled = [group for group in points if 'vector-effect="non-scaling-stroke"' in group]
    assert not scaled


def test_that_a_zoomed_drawing_holds_no_point_beyond_its_axes(
    plot: SurfacePlot, tmp_path: Path
) -> None:
    def shapes() -> int:
        plot.pictures.save(str(tmp_path / "drawing.svg"))
        text = (tmp_path / "drawing.svg").read_text()
        return text.count("<path") + text.count("<circle") + text.count("<ellipse")

    whole = shapes()
    plot.canvas.set_range((-1.0, 1.0, -1.0, 1.0))
    assert shapes() < whole - 20
    plot.show_all()
    assert shapes() == whole


def test_that_a_document_is_saved_as_pdf(plot: SurfacePlot, tmp_path: Path) -> None:
    plot.pictures.save(str(tmp_path / "picture.pdf"))
    assert (tmp_path / "picture.pdf").read_bytes().startswith(b"%PDF-")


def test_that_another_format_is_refused_by_name(plot: SurfacePlot, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'\.xyz'.*\.png"):
        plot.pictures.save(str(tmp_path / "picture.xyz"))
    assert not list(tmp_path.iterdir())


def test_that_a_failed_saving_is_shown_and_the_plot_lives(
    plot: SurfacePlot, tmp_path: Path
) -> None:
    save_or_say(plot, plot.pictures.save, str(tmp_path / "nowhere" / "picture.png"))
    box = plot.findChild(QMessageBox)
    assert box and "nowhere" in box.text()
    box.close()


def test_that_picture_and_data_can_be_copied(plot: SurfacePlot) -> None:
    plot.pictures.copy()
    assert not QGuiApplication.clipboard().image().isNull()
    plot.copy_data()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "x₁\tx₂\tclass 0\tclass 1"
    assert lines[1] == "-6.0\t-6.0\t1.0\t0.0"
    assert len(lines) == 1 + 25 * 25


def test_that_the_menu_offers_everything(plot: SurfacePlot) -> None:
    menu = plot.menu()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Copy picture", "Save picture…", "Copy data", "Save data…", "Show all"]
    menu.actions()[0].trigger()
    assert not QGuiApplication.clipboard().image().isNull()
    menu.close()


def test_that_shift_and_f10_open_the_menu(plot: SurfacePlot) -> None:
    plot.canvas.widget.setFocus()
    QTest.keyClick(plot.canvas.widget, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    (menu,) = [menu for menu in plot.findChildren(QMenu) if menu.isVisible()]
    assert menu.actions()[0].text() == "Copy picture"
    menu.close()


def test_that_a_shows_all_of_the_plot_under_the_mouse_and_is_typed_in_fields(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    plot, field, button = SurfacePlot(LIGHT), QLineEdit(), QPushButton("Elsewhere")
    plot.set_data(data_picture())
    column = QVBoxLayout(window)
    for widget in (plot, field, button):
        column.addWidget(widget)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    whole = plot.canvas.visible()

    def after_a(focus: QWidget) -> bool:
        plot.canvas.set_range((-1.0, 1.0, -1.0, 1.0))
        focus.setFocus()
        QTest.keyClick(focus, Qt.Key.Key_A)
        return plot.canvas.visible() == pytest.approx(whole)

    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert not after_a(button)
    middle = QPointF(10, 10)
    QApplication.sendEvent(plot, QEnterEvent(middle, middle, middle))
    assert after_a(button)
    assert not after_a(field)
    assert field.text() == "a"
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert not after_a(button)
    assert after_a(plot.canvas.widget)


def test_that_a_still_chooses_from_a_list_that_has_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    plot, combo = SurfacePlot(LIGHT), QComboBox()
    combo.addItems(["SGD", "Adam"])
    column = QVBoxLayout(window)
    for widget in (plot, combo):
        column.addWidget(widget)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    combo.setFocus()
    middle = QPointF(10, 10)
    QApplication.sendEvent(plot, QEnterEvent(middle, middle, middle))
    QTest.keyClick(combo, Qt.Key.Key_A)
    assert combo.currentText() == "Adam"


@pytest.mark.usefixtures("any_font")
def test_that_the_legend_wraps_instead_of_being_cut(plot: SurfacePlot) -> None:
    one_line = plot.legend.height()
    plot.set_data(data_picture("more_classes", classes=12))
    plot.grab()
    assert plot.legend.height() > one_line
    assert all(place.right() <= plot.legend.width() for place in plot.legend._places)


def test_that_a_low_plot_gives_the_line_below_it_to_the_drawing(plot: SurfacePlot) -> None:
    whole = plot.readout.height()
    assert whole == plot.readout.sizeHint().height()
    plot.resize(400, plot.minimumSizeHint().height())
    plot.grab()
    assert plot.readout.height() < whole
    line = plot.readout.grab().toImage()
    colours = {line.pixel(x, y) for x in range(line.width()) for y in range(line.height())}
    assert len(colours) <= 1
