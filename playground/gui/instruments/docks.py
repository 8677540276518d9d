"""The docks of the instruments: empty until they are first seen, so that nobody waits for them."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.gui.instruments.bench import Bench, InstrumentRow
from playground.gui.widgets.layouts import fill


class LatePanel(QWidget):
    """Holds the place of a widget that is made when it is first seen, and hidden when it is not.

    Behind another tab Qt keeps a dock's widget visible, off the screen: so it is told.
    """

    def __init__(self, make: Callable[[QWidget], QWidget], dock: QDockWidget) -> None:
        super().__init__(dock)
        self._make = make
        self._made: QWidget | None = None
        self._layout = fill(QVBoxLayout(self))
        dock.visibilityChanged.connect(self._set_seen)

    def _set_seen(self, seen: bool) -> None:
        if self._made is not None:
            self._made.setVisible(seen)
        elif seen:
            self._made = self._make(self)
            self._layout.addWidget(self._made)


def instrument_docks(
    rows: Sequence[InstrumentRow], bench: Bench, window: QMainWindow
) -> dict[str, QDockWidget]:
    """A dock for each row, by key; none is placed or shown yet."""
    docks: dict[str, QDockWidget] = {}
    for row in rows:
        dock = QDockWidget(_(row.title), window)
        dock.setObjectName(f"dock.{row.key}")
        dock.setWidget(LatePanel(_maker(row, bench), dock))
        dock.toggleViewAction().setObjectName(f"action.show_{row.key}")
        docks[row.key] = dock
    return docks


def _maker(row: InstrumentRow, bench: Bench) -> Callable[[QWidget], QWidget]:
    return lambda parent: row.make(bench, parent)
