"""The arrangement of the real window: nothing overlaps, and the room is shared out."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.main_window import MainWindow
from playground.gui.panels.settings_panel import SettingsPanel
from playground.gui.panels.status_panel import STRONGEST
from playground.gui.widgets.screen_room import FRAME
from playground.gui.workspace import LEFT_WIDTH

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """A window that is seen and has not begun to import torch."""
    window = make_window(start=False)
    qtbot.waitUntil(lambda: window.space.keeper.active)
    return window


def resized(window: MainWindow, qtbot: QtBot, width: int, height: int) -> None:
    window.resize(width, height)
    docks = window.space.docks
    qtbot.waitUntil(lambda: docks["predictions"].geometry().right() >= width - 8)
    qtbot.waitUntil(lambda: not window.space.keeper._sharing.isActive())
    QCoreApplication.processEvents()


def areas(window: MainWindow) -> list[QRect]:
    docks = [dock for name, dock in window.space.docks.items() if name != "metrics"]
    return [widget.geometry() for widget in (*docks, window.space.network)]


HALVED, SMALL, COMMON, LARGE = (944, 492), (960, 600), (1280, 770), (1920, 1080)
"""Windows, without their title bars; the first on a screen of 1920 × 1080 at scale 2."""
SMALLEST = {9: HALVED, 11: SMALL, 13: COMMON}
"""By points of the font, the smallest window that has room for everything."""


def test_that_no_panel_covers_another_or_leaves_the_window(
    any_font: QFont, make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    for width, height in (LARGE, COMMON, SMALL, HALVED):
        if (width, height) < SMALLEST[any_font.pointSize()]:
            break
        resized(window, qtbot, width, height)
        least = window.minimumSizeHint()
        assert least.width() <= width
        assert least.height() <= height
        rectangles = areas(window)
        for number, one in enumerate(rectangles):
            assert window.rect().contains(one)
            assert not any(one.intersects(other) for other in rectangles[number + 1 :])


@pytest.mark.usefixtures("any_font")
def test_that_a_larger_window_shows_larger_predictions(window: MainWindow, qtbot: QtBot) -> None:
    resized(window, qtbot, 1280, 800)
    before = window.space.predictions.width()
    resized(window, qtbot, 1920, 1080)
    qtbot.waitUntil(lambda: window.space.predictions.width() >= round(before * 1.4))


@pytest.mark.parametrize("size", [(1280, 752), (1366, 720), (960, 552), LARGE])
def test_that_data_are_not_scrolled_while_training_has_room_to_spare(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    def spare(panel: SettingsPanel) -> int:
        return panel.height() - panel.needed_height()

    resized(window, qtbot, *size)
    data, training = window.space.data, window.space.training
    for source in ("iris", "circle", "spiral"):
        window.document.choose_source(source)
        qtbot.waitUntil(lambda: spare(data) >= 0 or spare(training) <= 0)
        assert data.height() >= 0.35 * (data.height() + training.height())


def test_that_the_settings_have_their_width_at_the_first_start(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: window.space.docks["data"].width() == LEFT_WIDTH)


def test_that_a_border_moved_by_hand_stays(window: MainWindow, qtbot: QtBot) -> None:
    resized(window, qtbot, 1280, 800)
    dock = window.space.docks["predictions"].geometry()
    border = QPoint(dock.left() - 3, dock.center().y())
    assert window.childAt(border) is None
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=border)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=border)
    assert not window.space.keeper.active
    window.space.arrange()
    assert window.space.keeper.active


def test_that_another_size_is_shared_out_before_anything_is_painted(
    window: MainWindow, qtbot: QtBot
) -> None:
    resized(window, qtbot, 1280, 800)
    for size in ((1000, 700), (1280, 800)):
        window.resize(*size)
        at_once = areas(window)
        resized(window, qtbot, *size)
        assert areas(window) == at_once


def test_that_a_floating_dock_leaves_the_others_as_they_are(window: MainWindow) -> None:
    window.space.docks["loss"].setFloating(True)
    assert not window.space.keeper.active


def test_that_the_whole_network_is_seen_in_a_common_window(
    any_font: QFont, window: MainWindow, qtbot: QtBot
) -> None:
    resized(window, qtbot, *(LARGE if any_font.pointSize() > 11 else COMMON))
    diagram = window.findChild(NetworkCanvas, "network.diagram")
    assert diagram
    area = diagram.parentWidget()
    assert area
    assert area.rect().contains(diagram.geometry())


@pytest.mark.usefixtures("any_font")
def test_that_the_numbers_stay_in_place_when_run_becomes_pause(window: MainWindow) -> None:
    button = window.findChild(QToolButton, "button.run")
    assert button
    widths = []
    for text in ("&Run", "&Pause"):
        window.actions_by_key["run"].setText(text)
        QCoreApplication.processEvents()
        widths.append(button.width())
    assert widths[0] == widths[1]


@pytest.mark.parametrize("size", [HALVED, SMALL, (1100, 700), COMMON])
def test_that_speed_and_every_button_are_seen_however_narrow_the_window_is(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    resized(window, qtbot, *size)
    space = window.space
    for bar, controls in (
        (space.tool_bar, [space.tool_bar.widgetForAction(one) for one in space.tool_bar.actions()]),
        (space.read_outs, [space.speed, space.status]),
    ):
        assert all(one.isVisible() for one in controls)
        assert all(bar.rect().contains(one.geometry()) for one in controls)
        overflow = bar.findChild(QToolButton, "qt_toolbar_ext_button")
        assert overflow is None or not overflow.isVisible()


def test_that_the_losses_are_the_last_numbers_to_go_from_a_narrow_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    def seen() -> set[str]:
        values = window.space.status.findChildren(QLabel)
        return {one.objectName() for one in values if one.isVisible() and one.objectName()}

    resized(window, qtbot, *COMMON)
    everything = seen()
    assert {f"status.{name}" for name in STRONGEST} == everything
    resized(window, qtbot, *HALVED)
    assert {"status.train_loss", "status.validation_loss"} <= seen() < everything
    resized(window, qtbot, *COMMON)
    assert seen() == everything


def test_that_the_first_window_fits_its_screen_and_the_smallest_one_of_960_by_540(
    make_window: MakeWindow,
) -> None:
    window = make_window(start=False, size=None)
    assert window.height() <= window.screen().availableSize().height() - FRAME.height()
    assert window.minimumWidth() <= 960 - FRAME.width()
    assert window.minimumHeight() <= 540 - FRAME.height()


def test_that_the_header_of_the_network_wraps_again_after_it_had_room(
    window: MainWindow, qtbot: QtBot
) -> None:
    editor = window.space.network._editors["network.dropout"]
    for size, wrapped in ((SMALL, True), (LARGE, False), ((1000, 800), True)):
        resized(window, qtbot, *size)
        window.space.network._settings.setChecked(True)
        QCoreApplication.processEvents()
        activation = window.space.network._editors["network.activation"]
        assert (editor.y() > activation.geometry().bottom()) == wrapped
        assert window.space.network.rect().contains(editor.geometry())


def test_that_no_two_controls_share_an_underlined_letter(window: MainWindow) -> None:
    menus = [action.text() for action in window.menuBar().actions()]
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    buttons = [one.text() for one in window.findChildren(QAbstractButton) if one.isVisible()]
    texts = [*menus, *labels, *buttons]
    letters = [text[text.index("&") + 1].upper() for text in texts if "&" in text]
    assert len(letters) == len(set(letters))
