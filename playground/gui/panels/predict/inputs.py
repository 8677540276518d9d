"""What asks a person for the inputs of a prediction, whatever it looks like."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from playground.engine.data.raw import Column
from playground.gui.theme import GRID

MOST_FIELDS = 256
"""Columns beyond these keep their typical value."""


def compact(button: QPushButton) -> QPushButton:
    """The button, no wider than its text needs."""
    button.setMaximumWidth(button.fontMetrics().horizontalAdvance(button.text()) + 2 * GRID)
    return button


class Inputs(QWidget):
    """A subclass shows one text per column, and lets a person change it.

    Attributes:
        columns: what is asked for.

    Signals:
        changed: the person changed something.
        finished: the person is done with it.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def texts(self) -> tuple[str, ...]:
        """What is typed, one text per shown column."""
        raise NotImplementedError

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show these, one per shown column, without a signal."""
        raise NotImplementedError

    def values(self) -> tuple[float, ...] | None:
        """The raw inputs `[features]`; None while something bad is typed."""
        raise NotImplementedError

    def follow(self, columns: Sequence[Column]) -> None:
        """Take the columns' new ranges; what the person typed stays."""
        raise NotImplementedError

    def make_typical(self) -> None:
        """Show the typical value of every column."""
        raise NotImplementedError

    @property
    def spare(self) -> int:
        """How many pixels lower it may be than is comfortable."""
        return 0

    def tools(self) -> list[QWidget]:
        """What belongs above it."""
        return []

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        raise NotImplementedError
