"""Bars of tabs between docks: Tab stops at none that nobody sees."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

UNPLACED = QRect(0, 0, 100, 30)
"""Where Qt puts a widget that nobody has laid out."""


class TabBars(QObject):
    """Lets only bars with a choice take the focus, and hides those that have no place.

    Of docks that share a place, Qt keeps the bar beside the window when one alone is left to be
    seen, and Tab would stop there. Putting up a remembered arrangement, it makes some bars twice
    and leaves the first ones over the toolbar.
    """

    def __init__(self, docks: Iterable[QDockWidget], window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        for dock in docks:
            dock.visibilityChanged.connect(self._later)
        self._later()

    def _later(self) -> None:
        """Once the window has laid itself out."""
        self._soon.start()

    def _look(self) -> None:
        only = Qt.FindChildOption.FindDirectChildrenOnly
        for bar in self._window.findChildren(QTabBar, options=only):
            if bar.geometry() == UNPLACED:
                bar.hide()
            has_choice = bar.count() > 1
            bar.setFocusPolicy(Qt.FocusPolicy.TabFocus if has_choice else Qt.FocusPolicy.NoFocus)
