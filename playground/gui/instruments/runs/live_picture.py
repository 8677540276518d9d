"""The small picture of what the present run predicts, renewed now and then."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from playground.gui.instruments.bench import Bench
from playground.gui.pictures.thumbnail import thumbnail

if TYPE_CHECKING:
    from playground.gui.controllers.history.history_keeper import Seen
    from playground.gui.theme import Colours

EVERY = 2000
"""Milliseconds between two pictures at least: in a table, nobody follows faster ones."""


class LivePicture(QTimer):
    """Draws off the window's thread, and only while its panel is seen.

    Attributes:
        content: a PNG; empty before there is one of this run.

    Signals:
        changed: `content` is another.
    """

    changed = Signal()

    def __init__(self, bench: Bench, panel: QWidget) -> None:
        super().__init__(panel, singleShot=True, interval=EVERY)
        self._bench, self._panel = bench, panel
        self._lane = bench.files.background.lane()
        self._of: tuple[Seen, Colours] | None = None
        self.content = b""
        self.timeout.connect(self.look)

    def look(self) -> None:
        """Draw what is predicted now, unless it was drawn, or another picture a moment ago."""
        seen = self._seen
        if seen is None or (self._of is not None and self._of[0].run != seen.run):
            self._of = None
            self._show(b"")
        of = (seen, self._bench.appearance.colours) if seen is not None else None
        if of is None or of == self._of or self.isActive() or not self._panel.isVisible():
            return
        self._of = of
        self.start()
        draw = partial(thumbnail, of[0].picture, of[0].data, of[1])
        self._lane.start(draw, partial(self._take, of), lambda *_why: None)

    @property
    def _seen(self) -> Seen | None:
        """What was shown last of the present run."""
        frame, seen = self._bench.run.frame, self._bench.keeper.seen
        return seen if frame is not None and seen is not None and seen.run == frame.run else None

    def _take(self, of: tuple[Seen, Colours], content: bytes) -> None:
        if of is self._of:  # else it is of a run that is gone
            self._show(content)

    def _show(self, content: bytes) -> None:
        if content != self.content:
            self.content = content
            self.changed.emit()
