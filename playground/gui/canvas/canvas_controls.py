"""The controls that stand on the picture: the layers' headings, a + in a gap, what is left out."""

from itertools import pairwise

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import _
from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.diagram.layout import OUTWARDS, ROW, DiagramLayout, Room
from playground.gui.canvas.edge_scale import EdgeScale
from playground.gui.canvas.layers.layer_card import LayerCard
from playground.gui.canvas.layers.layer_heading import LayerHeading, small_button
from playground.gui.canvas.more_buttons import MoreButtons
from playground.gui.forms.form import order_tabs
from playground.gui.theme import HALF

_WIDEST_HEADING = 120


class CanvasControls(QObject):
    """Makes them on a canvas and puts them where a layout has room for them.

    Signals:
        inserted: a hidden layer shall stand at this number.
    """

    inserted = Signal(int)

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._gap = 0
        self._ordered: list[QWidget] = []
        self.headings: list[LayerHeading] = []
        self.more_inputs = small_button(
            "+", "network.inputs.more", _("Switch on another input"), canvas
        )
        self.more = MoreButtons(canvas)
        self.scale = EdgeScale(canvas)
        self._add = small_button("+", "network.insert", _("Add a hidden layer here"), canvas)
        self._add.setAutoRaise(False)
        self._add.hide()
        self._add.clicked.connect(lambda: self.inserted.emit(self._gap))

    def add_heading(self) -> LayerCard:
        """Make the heading of one more hidden layer; the caller connects its card."""
        heading = LayerHeading(len(self.headings), self._canvas)
        heading.show()
        self.headings.append(heading)
        return heading.card

    def drop_heading(self) -> None:
        """Take away the last heading."""
        heading = self.headings.pop()
        heading.hide()
        heading.card.hide()
        heading.card.setObjectName("")
        heading.deleteLater()

    def show_layers(self, spec: NetworkSpec) -> None:
        """Show in each heading the layer that it stands for."""
        for heading in self.headings:
            heading.show_layer(spec)

    def least_width(self) -> int:
        """What the widest heading needs."""
        return max((one.least_width() for one in self.headings), default=0)

    def number_width(self) -> int:
        """What the widest number of units needs."""
        return max((one.number_width() for one in self.headings), default=0)

    def place(self, layout: DiagramLayout, room: Room) -> None:
        """Put everything where it belongs in this layout."""
        first, *places, last = layout.places
        middles = [place.middle for place in places]
        distances = [after - before for before, after in pairwise(middles)]
        if middles:
            distances.append(2 * (middles[0] - first.x - first.side - OUTWARDS))
            distances.append(2 * (last.x - OUTWARDS - middles[-1]))
        width = int(min([_WIDEST_HEADING, *distances]))
        for heading, middle in zip(self.headings, middles, strict=False):
            height = int(room.header) - 2 * HALF
            heading.setGeometry(int(middle - width / 2), HALF, width, height)
        self.more.place(layout, room)
        self._order_tabs()
        self.more_inputs.move(int(first.middle - self.more_inputs.width() / 2), HALF + ROW)

    def _order_tabs(self) -> None:
        headings = [stop for heading in self.headings for stop in heading.stops()]
        # Qt leaves out of the order what cannot have the focus, and all that comes after it.
        headings = [stop for stop in headings if stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
        stops = [self.more_inputs, *headings, *self.more.stops()]
        if stops != self._ordered:
            self._ordered = stops
            order_tabs(stops)

    def offer_layer(self, gap: int | None, layout: DiagramLayout, room: Room) -> None:
        """Put a + into the gap that the mouse is in, below its edges."""
        self._add.setVisible(gap is not None)
        if gap is not None:
            before, after = layout.places[gap : gap + 2]
            middle = (before.x + before.side + after.x - self._add.width()) / 2
            below = room.line if any(column.left_out for column in layout.columns) else 0
            top = self._canvas.height() - room.footer - ROW - below
            self._add.move(int(middle), int(top))
            self._gap = gap

    def change_layer(self, number: int, key: Qt.Key) -> bool:
        """Change the hidden layer with this number; whether the key means a change.

        Insert adds a layer after it, Delete removes it, + and − add and remove a unit, and Enter
        opens its card.
        """
        if key == Qt.Key.Key_Insert:
            self.inserted.emit(min(max(number + 1, 0), len(self.headings)))
            return True
        if not 0 <= number < len(self.headings):
            return False
        heading = self.headings[number]
        card = heading.card
        match key:
            case Qt.Key.Key_Plus:
                card.nudge(1)
            case Qt.Key.Key_Minus:
                card.nudge(-1)
            case Qt.Key.Key_Delete:
                card.removed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                card.open_below(heading)
            case _:
                return False
        return True
