"""What opens where one clicks in the diagram: an editor of numbers, or the menu of an input."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from playground.engine.frames.network import NetworkPicture
from playground.gui.canvas.diagram.layout import Column
from playground.gui.canvas.diagram.target import Neuron, Target
from playground.gui.canvas.hands.handle import handle_of
from playground.gui.canvas.hands.input_menu import InputMenu
from playground.gui.canvas.hands.target_card import TargetCard


class Hand(QObject):
    """Opens one thing at a time, and keeps it in step with the network.

    Attributes:
        inputs: what can be done to the inputs.

    Signals:
        edited: the edits asked for, their words for undo, and their step of undo.
        table_wanted: the LayerNames of a layer all of whose weights shall be seen.
        closed: the editor is gone from the screen.
    """

    edited = Signal(object, str, object)
    table_wanted = Signal(object)
    closed = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._card: TargetCard | None = None
        self.inputs = InputMenu(canvas)

    @property
    def is_open(self) -> bool:
        """Whether numbers are edited."""
        return self._card is not None and self._card.isVisible()

    def open(
        self,
        columns: Sequence[Column],
        picture: NetworkPicture | None,
        target: Target,
        place: QPoint,
    ) -> bool:
        """Open what there is for a target, at a point of the screen; whether there is something."""
        if isinstance(target, Neuron) and target.column == 0:
            return self.inputs.open_for(columns[0].shown[target.row], place)
        handle = handle_of(columns, picture, target)
        if handle is not None:
            self._made().open_at(handle, place)
        return handle is not None

    def show(self, columns: Sequence[Column], picture: NetworkPicture, target: Target) -> None:
        """Show how the target stands, if its numbers are edited."""
        if self._card is not None and self.is_open:
            handle = handle_of(columns, picture, target)
            if handle is None:
                self._card.hide()
            else:
                self._card.show_handle(handle)

    def _made(self) -> TargetCard:
        if self._card is None:
            self._card = TargetCard(self._canvas)
            self._card.edited.connect(self.edited)
            self._card.table_wanted.connect(self.table_wanted)
            self._card.closed.connect(self.closed)
        return self._card
