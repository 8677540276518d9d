"""How long the window's thread takes to show something: drawing it, and painting what was drawn."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget


class Painting:
    """Tells what each drawing costs, the first painting after it included.

    Only processor time counts: a thread that waits takes nothing from another. Paintings that a
    moving mouse asks for do not count.
    """

    def __init__(self, widget: QWidget, charge: Callable[[float], None]) -> None:
        """Watch `widget` paint; `charge` takes seconds."""
        self._charge = charge
        self._is_begun = False
        painted: Any = widget
        self._paint: Callable[[QPaintEvent], None] = painted.paintEvent
        # Set on the instance: a subclass of pyqtgraph's untyped class cannot be checked.
        painted.paintEvent = self._timed

    def begin(self, seconds: float) -> None:
        """Something was drawn in so many seconds, and is to be painted."""
        self._is_begun = True
        self._charge(seconds)

    def _timed(self, event: QPaintEvent) -> None:
        began = time.thread_time()
        self._paint(event)
        if self._is_begun:
            self._is_begun = False
            self._charge(time.thread_time() - began)
