"""The docks of the instruments: empty until they are first seen, so that nobody waits for them."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.gui.instruments.bench import Bench, InstrumentRow
from playground.gui.widgets.layouts import fill


class LatePanel(QWidget):
    """Holds the place of a widget that is made when it is first seen."""

    def __init__(self, make: Callable[[QWidget], QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._make: Callable[[QWidget], QWidget] | None = make
        self._layout = fill(QVBoxLayout(self))

    def showEvent(self, event: QShowEvent) -> None:
        """Make it now."""
        if self._make is not None:
            make, self._make = self._make, None
            self._layout.addWidget(make(self))
        super().showEvent(event)


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
