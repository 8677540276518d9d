"""Inputs in the picture: switched on and off, and put in another order."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.gui.canvas.hands.input_offer import InputOffer


class InputMenu(QObject):
    """Offers what can be done to the inputs: features of points, or columns of a table.

    Attributes:
        offer: which inputs may be switched and moved.

    Signals:
        chosen: a spec path and its new value.
    """

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.offer = InputOffer()

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
        return bool(self.offer.inputs)

    def remove(self, number: int) -> None:
        """Switch an input off, unless it is the only one."""
        on = self.offer.on
        if number < len(self.offer.inputs) and len(on) > 1:
            key = self.offer.inputs[number]
            self._choose(tuple(other for other in on if other != key))

    def move(self, number: int, step: int) -> None:
        """Let an input and its neighbour change places."""
        other, features = number + step, list(self.offer.inputs)
        if self.offer.has_order and min(number, other) >= 0 and max(number, other) < len(features):
            features[number], features[other] = features[other], features[number]
            self._choose(tuple(features))

    def open_for(self, number: int, place: QPoint) -> bool:
        """Open the menu of one input at a point of the screen; whether it has one."""
        if number >= len(self.offer.inputs):
            return False
        menu, last = self._menu(), len(self.offer.inputs) - 1
        self._add(
            menu, self._words_off(number), partial(self.remove, number), len(self.offer.on) > 1
        )
        if self.offer.has_order:
            self._add(menu, _("Move up"), partial(self.move, number, -1), number > 0)
            self._add(menu, _("Move down"), partial(self.move, number, 1), number < last)
        menu.addSeparator()
        self._offer(menu)
        menu.popup(place)
        return True

    def open_more(self, place: QPoint) -> None:
        """Open the menu of the inputs that are switched off, if there are any."""
        if self.offer.off:
            menu = self._menu()
            self._offer(menu)
            menu.popup(place)

    def _menu(self) -> QMenu:
        menu = QMenu(self._parent)
        menu.setObjectName("network.inputs")
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add(self, menu: QMenu, text: str, act: Callable[[], None], is_possible: bool) -> None:
        # A menu takes an ampersand for the mark of a key, and a column's name may have one.
        action = menu.addAction(text.replace("&", "&&"))
        action.setEnabled(is_possible)
        action.triggered.connect(lambda: act())

    def _words_off(self, number: int) -> str:
        key = self.offer.inputs[number]
        label, count = self.offer.label(key), self.offer.inputs.count(key)
        if count == 1:
            return _("Switch off {input}").format(input=label)
        words = ngettext("Switch off {input} ({n} input)", "Switch off {input} ({n} inputs)", count)
        return words.format(input=label, n=grouped(count))

    def _offer(self, menu: QMenu) -> None:
        for key in self.offer.off:
            on = (*self.offer.on, key)
            words = _("Switch on {input}").format(input=self.offer.label(key))
            self._add(menu, words, partial(self._choose, on), True)

    def _choose(self, on: tuple[str, ...]) -> None:
        self.chosen.emit(self.offer.path, self.offer.value(on))
