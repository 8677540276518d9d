"""What unsaved work takes on the disk, and a button that cleans it up."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from playground.engine.common.language import _
from playground.gui.process.background import Background
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import size_text
from playground.gui.widgets.plain_text import plain_label
from playground.gui.widgets.question import confirm
from playground.state.recovery.store import WorkStore


class SpaceRow(QWidget):
    """Looks at the disk off the window's thread."""

    def __init__(self, works: WorkStore, lane: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._works = works
        self._lane = lane
        self._text = named(plain_label("", self), "preferences.space")
        self._button = QPushButton(_("&Clean up…"), self)
        self._button.setAutoDefault(False)
        tip = _("Delete unsaved work of earlier windows. What is open stays.")
        named(self._button, "preferences.clean_up", tip=tip)
        self._button.clicked.connect(self._ask)
        fill(QHBoxLayout(self), (self._text, 1), self._button, spacing=GRID)
        self._show(0)
        self._look()

    def _look(self) -> None:
        self._lane.start(lambda: self._works.size, self._show, lambda *_reason: None)

    def _show(self, size: int) -> None:
        self._text.setText(_("Unsaved work takes {size}.").format(size=size_text(size)))

    def _ask(self) -> None:
        question = _("Delete all unsaved work of earlier windows? It cannot be recovered then.")
        if confirm(self, _("Unsaved work"), question):
            self._lane.start(
                self._works.clean_up, lambda _none: self._look(), lambda *_reason: self._look()
            )
