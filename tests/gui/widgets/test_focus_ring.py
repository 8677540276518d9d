"""The ring around the control that has the focus."""

from collections.abc import Iterator
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.gui.theme import Scheme, apply_theme
from playground.gui.widgets.focus_ring import FocusRing, FocusRings


class Page:
    """A window whose controls fill it to its edges, the last of them far down in an area."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window, inner = QWidget(), QWidget()
        qtbot.addWidget(self.window)
        self.field, self.button = QLineEdit(), QPushButton("Open")
        self.combo, self.tool = QComboBox(), QToolButton()
        self.area = QScrollArea()
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.far = QPushButton("Far", inner)
        self.far.move(10, 900)
        inner.resize(100, 1000)
        self.area.setWidget(inner)
        rows = QVBoxLayout(self.window)
        rows.setContentsMargins(0, 0, 0, 0)
        for control in (self.field, self.button, self.combo, self.tool, self.area):
            rows.addWidget(control)
        self.window.resize(200, 300)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def bring(self, control: QWidget) -> None:
        """Give a control the focus as keys do."""
        control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ring(self) -> FocusRing | None:
        QApplication.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete
        found = self.window.findChildren(FocusRing)
        assert len(found) <= 1
        return found[0] if found and found[0].isVisible() else None

    def surrounds(self, control: QWidget) -> bool:
        ring = self.ring()
        if ring is None:
            return False
        corner = control.mapTo(self.window, QPoint())
        place = QRect(ring.mapTo(self.window, QPoint()), ring.size())
        return place == QRect(corner, control.size()).adjusted(-2, -2, 2, 2)


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> Iterator[Page]:
    rings = FocusRings(qapp)
    yield Page(qtbot)
    qapp.focusChanged.disconnect(rings._follow)
    rings.deleteLater()


def test_that_what_keys_bring_the_focus_to_has_a_ring_and_a_field_has_its_own(page: Page) -> None:
    page.field.setFocus()
    assert page.ring() is None
    for before, control in ((page.field, page.button), (page.button, page.combo)):
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert control.hasFocus()
        assert page.surrounds(control)
    page.field.setFocus()
    assert page.ring() is None


def test_that_a_click_rings_only_what_space_would_press_again(page: Page) -> None:
    page.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    page.tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert page.button.hasFocus()
    assert page.ring() is None
    QTest.mouseClick(page.tool, Qt.MouseButton.LeftButton)
    assert page.surrounds(page.tool)


def test_that_the_ring_goes_where_its_control_goes(page: Page, qtbot: QtBot) -> None:
    page.bring(page.button)
    page.field.hide()
    qtbot.waitUntil(lambda: page.button.y() == 0)
    assert page.surrounds(page.button)
    page.bring(page.far)
    page.area.ensureWidgetVisible(page.far)
    assert page.surrounds(page.far)
    page.far.hide()
    assert page.ring() is None


def test_that_a_control_that_goes_takes_its_ring_along(page: Page, qtbot: QtBot) -> None:
    page.bring(page.button)
    page.button.deleteLater()
    page.bring(page.combo)
    qtbot.waitUntil(lambda: page.surrounds(page.combo))


@pytest.mark.parametrize("scheme", get_args(Scheme))
def test_that_the_ring_is_two_pixels_of_the_accent_in_light_and_dark(
    page: Page, qapp: QApplication, scheme: Scheme
) -> None:
    colours = apply_theme(qapp, scheme)
    page.bring(page.button)
    ring = page.ring()
    assert ring is not None
    image = ring.grab().toImage()
    middle = image.height() // 2
    assert [image.pixelColor(x, middle).name() for x in (0, 1)] == [colours.accent] * 2
