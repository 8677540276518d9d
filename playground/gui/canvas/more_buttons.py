"""Below a wide layer: how many of its neurons are not shown, and the way to see them all."""

from itertools import pairwise

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from playground.gui.canvas.diagram.layout import DiagramLayout, Room
from playground.gui.canvas.diagram.words import layer_name
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
        self._buttons: list[QToolButton] = []

    def place(self, layout: DiagramLayout, room: Room) -> None:
        """Put a button below each column that leaves some out, and name it after what it shows."""
        while len(self._buttons) < len(layout.columns):
            self._buttons.append(self._button(len(self._buttons)))
        for button in self._buttons[len(layout.columns) :]:
            button.hide()
        widest = min(after.middle - before.middle for before, after in pairwise(layout.places))
        for number, (column, place) in enumerate(zip(layout.columns, layout.places, strict=True)):
            button = self._buttons[number]
            button.setVisible(column.left_out > 0)
            if column.left_out <= 0:
                continue
            left_out, layer = count_text(column.left_out), layer_name(layout.columns, number)
            words = f"+{left_out} more"
            fits = button.fontMetrics().horizontalAdvance(words) + GRID <= widest
            button.setText(words if fits else f"+{left_out}")
            help_text = f"Show all {count_text(column.units)} neurons of {layer}"
            named(button, "", help_text, f"{help_text} (key U).")
            width = min(button.fontMetrics().horizontalAdvance(button.text()) + GRID, int(widest))
            left = int(place.middle - width / 2)
            button.setGeometry(left, int(place.bottom) + 1, width, int(room.line))

    def _button(self, number: int) -> QToolButton:
        button = named(QToolButton(self._canvas), f"network.more.{number}", "Show all neurons")
        button.setAutoRaise(True)
        button.setProperty("role", "muted")
        button.setStyleSheet("QToolButton { padding: 0; border: 0; }")
        button.clicked.connect(lambda: self.unfolded.emit(number))
        return button
