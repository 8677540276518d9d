"""Below a wide layer: how many of its neurons are not shown, and the way to see them all."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from playground.engine.common.language import _
from playground.gui.canvas.diagram.layout import Column, DiagramLayout, Room
from playground.gui.canvas.diagram.words import show_all_text
from playground.gui.theme import GRID
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import count_text


class MoreButtons(QObject):
    """One button for each column that shows some of its neurons only.

    Signals:
        unfolded: all neurons of the layer with this column's number shall be shown.
    """

    unfolded = Signal(int)

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._buttons: dict[int, QToolButton] = {}

    def place(self, layout: DiagramLayout, room: Room) -> None:
        """Put a button below each column that leaves some out, and name it after what it shows."""
        some = {n for n, column in enumerate(layout.columns) if column.left_out > 0}
        for number in self._buttons.keys() - some:
            self._buttons[number].hide()
        widest = min(after.middle - before.middle for before, after in pairwise(layout.places))
        for number in some:
            button = self._buttons.get(number) or self._button(number)
            self._name(button, layout.columns, number, int(widest))
            place, width = layout.places[number], button.width()
            left = int(place.middle - width / 2)
            button.setGeometry(left, int(place.bottom) + 1, width, int(room.line))
            button.show()

    def stops(self) -> list[QToolButton]:
        """Where Tab stops, from the inputs on."""
        return [button for _number, button in sorted(self._buttons.items())]

    def _name(
        self, button: QToolButton, columns: Sequence[Column], number: int, widest: int
    ) -> None:
        """Say how many are left out, in as few words as there is room for."""
        left_out, metrics = count_text(columns[number].left_out), button.fontMetrics()
        words = _("+{n} more").format(n=left_out)
        fits = metrics.horizontalAdvance(words) + GRID <= widest
        button.setText(words if fits else f"+{left_out}")
        help_text = show_all_text(columns, number)
        key = _("Key: U")
        named(button, "", help_text, f"{help_text}\n{key}")
        width = metrics.horizontalAdvance(button.text()) + GRID
        button.resize(min(width, widest), button.height())

    def _button(self, number: int) -> QToolButton:
        self._buttons[number] = button = named(QToolButton(self._canvas), f"network.more.{number}")
        button.setAutoRaise(True)
        button.setStyleSheet("QToolButton { padding: 0; border: 0; }")
        button.clicked.connect(lambda: self.unfolded.emit(number))
        return button
