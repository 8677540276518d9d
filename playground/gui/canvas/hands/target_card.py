"""A small editor for the neuron or the edge that was clicked, beside it, while training goes on."""

import math

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from playground.engine.common.language import N_, _
from playground.engine.spec.edit import LARGEST_WEIGHT, Edits
from playground.engine.spec.parameter import Parameter
from playground.gui.canvas.hands.handle import BIAS, WEIGHT, Handle
from playground.gui.forms.numeric_field import NumericField
from playground.gui.forms.slider import ParameterSlider
from playground.gui.forms.slider_scale import SliderScale
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label, set_role

_REACH = 4.0
_WIDTH = 224
_NUMBER = Parameter(
    "weight",
    N_("Weight"),
    "number",
    0.0,
    N_("The current value. Training goes on from what you set, unless it is frozen."),
    minimum=-LARGEST_WEIGHT,
    maximum=LARGEST_WEIGHT,
)
_VALUES = {BIAS: N_("Bias of {name}"), WEIGHT: N_("Weight of {name}")}
"""What was changed, by the quantity of a handle."""
_SCALE = SliderScale(-_REACH, _REACH, logarithmic=False, whole=False)


class TargetCard(QFrame):
    """Shows a handle, and asks for what is done to it; closes with a click beside it.

    Signals:
        edited: the edits, their words for undo, and what belongs to one step of undo.
        table_wanted: the LayerNames of a layer all of whose weights shall be seen.
        closed: it is gone from the screen.
    """

    edited = Signal(object, str, object)
    table_wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("network.target")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFixedWidth(_WIDTH)
        self.handle: Handle | None = None
        self._gestures = 0
        self._title = plain_label("", self)
        set_role(self._title, "heading")
        self._title.setWordWrap(True)
        self._quantity = plain_label("", self)
        self._field = NumericField(_NUMBER, self, _SCALE.step)
        self._slider = ParameterSlider(_NUMBER, _SCALE, self)
        self._freeze = self._button(
            "freeze", _("Freeze"), _("Keep it as it is while the rest learns.")
        )
        self._mute = self._button(
            "mute", _("Mute"), _("Let its output count as zero, to see what it contributes.")
        )
        self._initial = self._button(
            "initial", _("Initial"), _("Set it back to its initial value.")
        )
        self._zero = self._button("zero", _("Zero"), _("Set it to zero."))
        self._table = self._button(
            "table", _("All weights…"), _("Show and edit all weights of the layer.")
        )
        for button in (self._freeze, self._mute):
            button.setCheckable(True)
        self._connect()
        self._lay_out()

    def open_at(self, handle: Handle, place: QPoint) -> None:
        """Open at a point of the screen, with the number selected."""
        self.handle = None
        self.show_handle(handle)
        self.adjustSize()
        self.move(self._within_screen(place))
        self.show()
        first = self._field if handle.quantity else self._freeze
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_handle(self, handle: Handle) -> None:
        """Show how it stands now; what is being typed is left alone."""
        if self.handle is None or handle.title != self.handle.title:
            self._show_kind(handle)
        self.handle = handle
        self._freeze.setChecked(handle.is_frozen)
        self._mute.setChecked(handle.is_muted)
        if not self._slider.isSliderDown() and not self._is_typed():
            self._show_number(handle.value)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _show_kind(self, handle: Handle) -> None:
        self._title.setText(handle.title[:1].upper() + handle.title[1:])
        self.setAccessibleName(handle.title)
        quantity = _(handle.quantity)
        self._quantity.setText(quantity)
        for widget in (self._quantity, self._field, self._slider):
            widget.setVisible(bool(quantity))
            widget.setAccessibleName(f"{quantity}: {handle.title}")
        self._mute.setVisible(handle.neuron is not None)

    def _is_typed(self) -> bool:
        """Whether a hand is in the number; what is only selected may still move."""
        field = self._field
        return field.hasFocus() and (field.isModified() or not field.hasSelectedText())

    def _show_number(self, value: float) -> None:
        is_selected = self._field.hasSelectedText()
        self._field.set_number(value)
        if is_selected:
            self._field.selectAll()
        if math.isfinite(value):
            self._slider.set_number(value)

    def _edit_number(self, value: float) -> None:
        self._show_number(value)
        self._field.setModified(False)
        if self.handle is not None:
            words = _(_VALUES[self.handle.quantity]).format(name=self.handle.title)
            self.edited.emit(self.handle.set_number(value), words, (words, self._gestures))

    def _end_gesture(self) -> None:
        self._gestures += 1

    def _do(self, edits: Edits, words: str) -> None:
        assert self.handle is not None
        self.edited.emit(edits, words.format(name=self.handle.title), None)

    def _click(self, button: QPushButton) -> None:
        handle = self.handle
        if handle is None:
            return
        if button is self._freeze:
            words = _("Freeze {name}") if button.isChecked() else _("Unfreeze {name}")
            self._do(handle.freeze(button.isChecked()), words)
        elif button is self._mute:
            words = _("Mute {name}") if button.isChecked() else _("Unmute {name}")
            self._do(handle.mute(button.isChecked()), words)
        elif button is self._initial:
            self._do(handle.set_weights(None), _("Initial weights of {name}"))
        elif button is self._zero:
            self._do(handle.set_weights(0.0), _("Set {name} to zero"))
        else:
            self.hide()
            self.table_wanted.emit(handle.names)

    def _connect(self) -> None:
        self._field.edited.connect(self._edit_number)
        self._slider.edited.connect(self._edit_number)
        for part in (self._field, self._slider):
            part.finished.connect(self._end_gesture)
        for button in (self._freeze, self._mute, self._initial, self._zero, self._table):
            button.clicked.connect(lambda _checked=False, button=button: self._click(button))

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = named(QPushButton(text, self), f"network.target.{name}", text, tip)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        self._field.setObjectName("network.target.number")
        self._slider.setObjectName("network.target.slider")
        number = fill(QHBoxLayout(), self._quantity, spacing=GRID)
        number.addStretch(1)
        number.addWidget(self._field)
        holds = fill(QHBoxLayout(), self._freeze, self._mute, spacing=GRID)
        sets = fill(QHBoxLayout(), self._initial, self._zero, spacing=GRID)
        rows = (self._title, number, self._slider, holds, sets, self._table)
        fill(QVBoxLayout(self), *rows, spacing=GRID, margins=GRID)

    def _within_screen(self, place: QPoint) -> QPoint:
        screen = self.screen().availableGeometry()
        right, bottom = screen.right() - self.width(), screen.bottom() - self.height()
        left, top = max(screen.left(), right), max(screen.top(), bottom)
        return QPoint(min(place.x(), left), min(place.y(), top))
