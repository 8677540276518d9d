"""View > Language, and how numbers are written: spoken at once by a window made anew."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from playground.engine.common.language import _, spoken, write_decimals
from playground.gui.controllers.preferring import Preferring
from playground.gui.process.speech import language_at_start, speak_everywhere
from playground.state.preferences import AUTOMATIC, FOLLOW, Preferences, parameters


class LanguageChoice(QObject):
    """What the person chose, by the names that the menu shows.

    Signals:
        changed: another language is spoken, or numbers are written otherwise; what is shown is to
            be made anew.
    """

    changed = Signal()

    def __init__(self, app: QApplication, preferring: Preferring, window: QWidget) -> None:
        super().__init__(window)
        self._app = app
        self._preferring = preferring
        preferring.changed.connect(self._follow)

    @property
    def names(self) -> tuple[str, ...]:
        """The system's language first, then each by its own name."""
        return tuple(self._keys())

    def is_chosen(self, name: str) -> bool:
        """Whether it was chosen last."""
        return self._keys()[name] == self._preferring.values.language

    def choose(self, name: str) -> None:
        """Speak it now and at later starts."""
        self._preferring.choose({"language": self._keys()[name]})

    def _follow(self, names: frozenset[str]) -> None:
        preferences = self._preferring.values
        language = language_at_start(None, preferences.language)
        is_other = "language" in names and language != spoken()
        if is_other:
            speak_everywhere(language, self._app)
        if "decimals" in names:
            write_as_preferred(preferences)
        if is_other or "decimals" in names:
            self.changed.emit()

    @staticmethod
    def _keys() -> dict[str, str]:
        choices = parameters()["language"].choices
        return {_(row.label) if row.key == FOLLOW else row.label: row.key for row in choices}


def write_as_preferred(preferences: Preferences) -> None:
    """Write measured numbers with the decimals that are preferred."""
    write_decimals(None if preferences.decimals == AUTOMATIC else preferences.decimals)
