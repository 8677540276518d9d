"""View > Language: chosen, remembered, and spoken at once by a window made anew."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from playground.engine.common.language import LANGUAGES, _, spoken
from playground.gui.process.speech import language_at_start, speak_everywhere
from playground.gui.process.store import Store


class LanguageChoice(QObject):
    """What the person chose, by the names that the menu shows.

    Signals:
        changed: another language is spoken; what is shown is to be made anew.
    """

    changed = Signal()

    def __init__(self, app: QApplication, store: Store, window: QWidget) -> None:
        super().__init__(window)
        self._app = app
        self._store = store

    @property
    def names(self) -> tuple[str, ...]:
        """The system's language first, then each by its own name."""
        return tuple(self._keys())

    def is_chosen(self, name: str) -> bool:
        """Whether it was chosen last."""
        return self._keys()[name] == self._store.language

    def choose(self, name: str) -> None:
        """Speak it now and at later starts."""
        self._store.language = self._keys()[name]
        language = language_at_start(None, self._store.language)
        if language != spoken():
            speak_everywhere(language, self._app)
            self.changed.emit()

    @staticmethod
    def _keys() -> dict[str, str]:
        return {_("Follow the system"): "", **{row.name: row.key for row in LANGUAGES}}
