"""Inputs in the picture: switched on and off, and put in another order."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from playground.engine.spec.run import INPUT_FEATURES

Features = tuple[str, ...]
_LABELS = {choice.key: choice.label for choice in INPUT_FEATURES}


class InputMenu(QObject):
    """Offers what can be done to the input features of data in a plane.

    Attributes:
        features: keys of INPUT_FEATURES in their order; empty where the inputs are columns of data.

    Signals:
        chosen: the features that shall be the inputs.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.features: Features = ()

    @property
    def can_grow(self) -> bool:
        """Whether there are features that are switched off."""
        return 0 < len(self.features) < len(INPUT_FEATURES)

    def press(self, event: QKeyEvent, number: int, place: QPoint) -> bool:
        """Do what a key means for the input it stands at; whether it means something.

        Delete switches it off, Alt with Up or Down moves it, + offers others at a point of the
        screen.
        """
        has_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Delete:
                self.remove(number)
            case Qt.Key.Key_Plus:
                self.open_more(place)
            case Qt.Key.Key_Up if has_alt:
                self.move(number, -1)
            case Qt.Key.Key_Down if has_alt:
                self.move(number, 1)
            case _:
                return False
        return bool(self.features)

    def remove(self, number: int) -> None:
        """Switch an input off, unless it is the only one."""
        if number < len(self.features) > 1:
            self.chosen.emit((*self.features[:number], *self.features[number + 1 :]))

    def move(self, number: int, step: int) -> None:
        """Let an input and its neighbour change places."""
        other = number + step
        if min(number, other) >= 0 and max(number, other) < len(self.features):
            features = list(self.features)
            features[number], features[other] = features[other], features[number]
            self.chosen.emit(tuple(features))

    def open_for(self, number: int, place: QPoint) -> bool:
        """Open the menu of one input at a point of the screen; whether it has one."""
        if number >= len(self.features):
            return False
        menu = self._menu()
        last = len(self.features) - 1
        for text, act, is_possible in (
            (
                f"Switch {_LABELS[self.features[number]]} off",
                partial(self.remove, number),
                last > 0,
            ),
            ("Move up", partial(self.move, number, -1), number > 0),
            ("Move down", partial(self.move, number, 1), number < last),
        ):
            action = menu.addAction(text)
            action.setEnabled(is_possible)
            action.triggered.connect(act)
        menu.addSeparator()
        self._offer(menu)
        menu.popup(place)
        return True

    def open_more(self, place: QPoint) -> None:
        """Open the menu of the features that are switched off, if there are any."""
        if self.can_grow:
            menu = self._menu()
            self._offer(menu)
            menu.popup(place)

    def _menu(self) -> QMenu:
        menu = QMenu(self._parent)
        menu.setObjectName("network.inputs")
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _offer(self, menu: QMenu) -> None:
        for choice in INPUT_FEATURES:
            if choice.key not in self.features:
                action = menu.addAction(f"Switch {choice.label} on")
                action.triggered.connect(partial(self.chosen.emit, (*self.features, choice.key)))
