"""How a window looks: light or dark, and whether it fills the screen."""

from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from playground.gui.controllers.preferring import Preferring
from playground.gui.theme import Scheme, apply_theme


class Appearance(QObject):
    """Applies the theme that was chosen, and remembers it.

    Signals:
        recoloured: `colours` are others; who draws by itself draws anew.
    """

    recoloured = Signal()

    def __init__(self, app: QApplication, preferring: Preferring, window: QWidget) -> None:
        super().__init__(window)
        self._app = app
        self._preferring = preferring
        self._window = window
        self.colours = apply_theme(app, self.scheme)
        preferring.changed.connect(self._follow)

    @property
    def scheme(self) -> Scheme:
        """The theme that was chosen."""
        return cast(Scheme, self._preferring.values.scheme)

    def choose(self, scheme: Scheme) -> None:
        """Take another theme, now and at later starts."""
        self._preferring.choose({"scheme": scheme})

    def follow_system(self) -> None:
        """The system changed between light and dark."""
        if self.scheme == "system":
            self._apply()

    @property
    def full_screen(self) -> bool:
        """Whether the window fills the screen."""
        return self._window.isFullScreen()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or return to a window as it was: maximised too."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
        self._window.show()

    def _follow(self, names: frozenset[str]) -> None:
        if "scheme" in names:
            self._apply()

    def _apply(self) -> None:
        self.colours = apply_theme(self._app, self.scheme)
        self.recoloured.emit()
