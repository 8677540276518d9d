"""Help that explains: the glossary, and What's This on any control.

The glossary is imported when it is first asked for: the start of the window does not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QWhatsThis, QWidget

from playground.state import project as projects
from playground.state.document import Document

if TYPE_CHECKING:
    from playground.gui.dialogs.glossary_dialog import GlossaryDialog
    from playground.gui.dialogs.glossary_page import Settings


class Explaining(QObject):
    """Opens the glossary at a term, at the control that has the focus, or at one that is clicked.

    While a control is to be clicked it looks at every event; else at none.
    """

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._glossary: GlossaryDialog | None = None

    def show(self, key: str = "") -> None:
        """Open the glossary, at the entry with this key if it is given."""
        from playground.gui.dialogs.glossary_dialog import GlossaryDialog

        if self._glossary is None:
            self._glossary = GlossaryDialog(self._settings, self._window)
        if key:
            self._glossary.show_entry(key)
        self._glossary.show()
        self._glossary.raise_()
        self._glossary.activateWindow()

    def explain_focused(self) -> None:
        """Explain the control that has the focus; where none has, let one be clicked."""
        focused = QApplication.focusWidget()
        key = self.key_at(focused) if focused is not None else ""
        if key:
            self.show(key)
        else:
            self.ask()

    def ask(self) -> None:
        """Explain the control that is clicked next."""
        QWhatsThis.enterWhatsThisMode()
        self._app().installEventFilter(self)

    def key_at(self, widget: QWidget) -> str:
        """The entry that explains a control, or what it is a part of; empty where none does."""
        from playground.engine.catalogue.glossary.entries import key_of

        parameters = projects.parameters(self._document.project)
        keys = (key_of(place, parameters) for place in _places(widget))
        return next((key for key in keys if key), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer Qt's question which controls are explained, and explain the one clicked."""
        kind = event.type()
        if kind == QEvent.Type.LeaveWhatsThisMode:
            self._app().removeEventFilter(self)
        elif kind in (QEvent.Type.QueryWhatsThis, QEvent.Type.WhatsThis):
            return isinstance(watched, QWidget) and self._answer(watched, event)
        return False

    def _answer(self, widget: QWidget, event: QEvent) -> bool:
        key = self.key_at(widget)
        if not key:
            return False
        event.accept()
        if event.type() == QEvent.Type.WhatsThis:
            QWhatsThis.leaveWhatsThisMode()
            self.show(key)
        return True

    def _settings(self) -> Settings:
        project = self._document.project
        return {
            path: (parameter, projects.read(project, path))
            for path, parameter in projects.parameters(project).items()
        }

    @staticmethod
    def _app() -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app


def _places(widget: QWidget) -> Iterator[str]:
    """The names under which a control may be explained, the nearest first."""
    place: QWidget | None = widget
    while place is not None:
        buddy = place.buddy() if isinstance(place, QLabel) else None
        for name in (place.objectName(), buddy.objectName() if buddy is not None else ""):
            if name:
                yield name.replace("button.", "action.", 1)
        place = place.parentWidget()
