"""What the window remembers between two starts: arrangement, theme, language, recent files."""

from PySide6.QtCore import QByteArray, QSettings

from playground.state import recent
from playground.state.preferences import Preferences, from_stored, parameters

LAYOUT_VERSION = 1


class Store:
    """A thin, typed layer over QSettings."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def preferences(self) -> Preferences:
        """What the person has chosen for every project."""
        return from_stored({name: self._settings.value(name) for name in parameters()})

    @preferences.setter
    def preferences(self, preferences: Preferences) -> None:
        for name, parameter in parameters().items():
            value = getattr(preferences, name)
            if value == parameter.default:
                self._settings.remove(name)
            else:
                self._settings.setValue(name, parameter.format(value))

    @property
    def recent(self) -> tuple[str, ...]:
        """The files opened or saved last, newest first."""
        return recent.from_stored(self._settings.value("recent", []))

    @recent.setter
    def recent(self, files: tuple[str, ...]) -> None:
        self._settings.setValue("recent", list(files))

    @property
    def columns_of_runs(self) -> tuple[frozenset[str], frozenset[str]]:
        """The keys of the columns that a person shows and hides in the table of runs."""
        shown, hidden = (self._settings.value(f"runs.{way}", "") for way in ("shown", "hidden"))
        return frozenset(str(shown).split()), frozenset(str(hidden).split())

    @columns_of_runs.setter
    def columns_of_runs(self, columns: tuple[frozenset[str], frozenset[str]]) -> None:
        for way, keys in zip(("shown", "hidden"), columns, strict=True):
            self._settings.setValue(f"runs.{way}", " ".join(sorted(keys)))

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size; empty at the first start."""
        return self._bytes("geometry")

    @property
    def layout(self) -> QByteArray:
        """The arrangement of the docks; empty at the first start."""
        return self._bytes(f"layout.{LAYOUT_VERSION}")

    def keep_arrangement(self, geometry: QByteArray, layout: QByteArray) -> None:
        """Remember place, size and docks."""
        self._settings.setValue("geometry", geometry)
        self._settings.setValue(f"layout.{LAYOUT_VERSION}", layout)
        # A process that is told to end does not wait for Qt to write it by itself.
        self._settings.sync()

    def _bytes(self, key: str) -> QByteArray:
        stored = self._settings.value(key)
        return stored if isinstance(stored, QByteArray) else QByteArray()
