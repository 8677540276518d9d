"""One editor per kind of parameter, and the table that says which."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from playground.engine.catalogue import index
from playground.engine.common.errors import InputError
from playground.engine.spec.parameter import Choice, Kind, Parameter, Value
from playground.gui.forms.combo import Entries, KeyCombo
from playground.gui.forms.editor import Editor
from playground.gui.forms.numbers import describe, spoken
from playground.gui.forms.numeric_field import NumericField, step_by_one
from playground.gui.forms.slider import ParameterSlider
from playground.gui.forms.slider_offers import scale_for
from playground.gui.forms.slider_scale import TrackScale
from playground.gui.forms.switch import Switch
from playground.gui.theme import HALF
from playground.gui.widgets.tool_tip import tool_tip

TOGGLES_PER_ROW = 4


class NumberEditor(Editor):
    """A slider with a typed value; only the typed value where a slider would mean nothing."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        scale = scale_for(parameter)
        self._field = NumericField(parameter, self, scale.step if scale else step_by_one)
        self._slider = ParameterSlider(parameter, scale, self) if scale else None
        self._lay_below(self._field, self._slider)
        self._name(self._field)
        self._field.edited.connect(self._field_edited)
        self._field.finished.connect(self.finished)
        if self._slider is not None:
            self._slider.setAccessibleName(parameter.label)
            self._slider.setAccessibleDescription(parameter.help)
            self._slider.setToolTip(tool_tip(describe(parameter)))
            self._slider.edited.connect(self._slider_edited)
            self._slider.finished.connect(self.finished)

    def stops(self) -> tuple[QWidget, ...]:
        return (self._field,) if self._slider is None else (self._field, self._slider)

    @property
    def field(self) -> NumericField:
        """The typed value."""
        return self._field

    @property
    def slider(self) -> ParameterSlider | None:
        """The slider, where there is one."""
        return self._slider

    def value(self) -> Value:
        number = self._field.number()
        return int(number) if self._parameter.kind == "integer" else number

    def set_value(self, value: Value) -> None:
        number = float(value)  # type: ignore[arg-type]
        self._field.set_number(number)
        if self._slider is not None and number != self._slider.number():
            self._slider.set_number(number)

    def set_scale(self, scale: TrackScale) -> None:
        """Let the slider offer other values, such as batches up to the size of the set."""
        if self._slider is not None:
            self._slider.set_scale(scale)
            self._field.set_step(scale.step)

    def _field_edited(self, number: float) -> None:
        if self._slider is not None:
            self._slider.set_number(number)
        self.edited.emit(self.value())

    def _slider_edited(self, number: float) -> None:
        self._field.set_number(number)
        self.edited.emit(self.value())


class SwitchEditor(Editor):
    """A switch, on or off."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self._box = Switch(self)
        self._lay_below(self._box, None)
        self._name(self._box)
        self._box.toggled.connect(self._announce)

    def value(self) -> Value:
        return self._box.isChecked()

    def set_value(self, value: Value) -> None:
        blocker = QSignalBlocker(self._box)
        self._box.setChecked(bool(value))
        blocker.unblock()


class ChoiceEditor(Editor):
    """A combo box over the parameter's choices or the rows of its catalogue."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self._combo = KeyCombo(self)
        self._lay_beside(self._combo)
        self._name(self._combo)
        self._combo.set_entries(choices_of(parameter))
        self._combo.set_key(str(parameter.default))
        self._combo.picked.connect(self._announce)

    @property
    def combo(self) -> KeyCombo:
        """The combo box."""
        return self._combo

    def set_choices(self, keys: Collection[str]) -> None:
        """Offer only these keys, in the catalogue's order."""
        self._combo.set_entries([c for c in choices_of(self._parameter) if c.key in keys])

    def set_entries(self, entries: Entries) -> None:
        """Offer these entries, under headings where given."""
        self._combo.set_entries(entries)

    def value(self) -> Value:
        return self._combo.key()

    def set_value(self, value: Value) -> None:
        self._combo.set_key(str(value))


class TogglesEditor(Editor):
    """One button per choice, each on or off; at least one stays on."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        box = QWidget(self)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(HALF)
        self._buttons: dict[str, QToolButton] = {}
        for number, choice in enumerate(choices_of(parameter)):
            button = self._button(choice)
            grid.addWidget(button, number // TOGGLES_PER_ROW, number % TOGGLES_PER_ROW)
        self._lay_below(None, box)
        self._name(next(iter(self._buttons.values())))

    def stops(self) -> tuple[QWidget, ...]:
        return tuple(self._buttons.values())

    def value(self) -> Value:
        return tuple(key for key, button in self._buttons.items() if button.isChecked())

    def set_value(self, value: Value) -> None:
        chosen = value if isinstance(value, tuple) else ()
        for key, button in self._buttons.items():
            button.setChecked(key in chosen)

    def _button(self, choice: Choice) -> QToolButton:
        button = QToolButton(self)
        button.setText(choice.label)
        button.setCheckable(True)
        button.setProperty("role", "toggle")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(f"{self._parameter.label}: {choice.label}")
        button.setToolTip(tool_tip(choice.help or self._parameter.help))
        button.clicked.connect(self._clicked)
        self._buttons[choice.key] = button
        return button

    def _clicked(self) -> None:
        button = self.sender()
        if not self.value() and isinstance(button, QToolButton):
            button.setChecked(True)
            return
        self._announce()


class TextEditor(Editor):
    """A line of text, or a list separated by commas; taken on Enter or on leaving it."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self._line = QLineEdit(self)
        self._lay_beside(self._line)
        self._name(self._line)
        self._value: Value = parameter.default
        self._line.editingFinished.connect(self._commit)
        self._line.setText(parameter.format(parameter.default))

    def value(self) -> Value:
        return self._value

    def set_value(self, value: Value) -> None:
        if value != self._value:
            self._value = value
            self._line.setText(self._parameter.format(value))
            self._mark("")

    def _commit(self) -> None:
        try:
            value = spoken(self._parameter).parse(self._line.text())
        except InputError as error:
            self._mark(str(error))
            return
        self._mark("")
        if value != self._value:
            self._value = value
            self._line.setText(self._parameter.format(value))
            self._announce()

    def _mark(self, sentence: str) -> None:
        self._line.setToolTip(tool_tip(sentence or describe(self._parameter)))
        self._line.setAccessibleDescription(sentence or self._parameter.help)
        self._line.setProperty("invalid", bool(sentence))
        self._line.style().unpolish(self._line)
        self._line.style().polish(self._line)


def choices_of(parameter: Parameter) -> tuple[Choice, ...]:
    """What a choice can be: its own choices, else the rows of its catalogue."""
    if parameter.choices or not parameter.catalogue:
        return parameter.choices
    return tuple(row.choice() for row in index.rows(parameter.catalogue))


def _texts_editor(parameter: Parameter, parent: QWidget | None = None) -> Editor:
    return (TogglesEditor if parameter.choices else TextEditor)(parameter, parent)


EDITORS: Mapping[Kind, Callable[[Parameter, QWidget | None], Editor]] = MappingProxyType(
    {
        "integer": NumberEditor,
        "number": NumberEditor,
        "switch": SwitchEditor,
        "choice": ChoiceEditor,
        "text": TextEditor,
        "integers": TextEditor,
        "texts": _texts_editor,
    }
)
"""The editor of each kind of parameter."""


def editor_for(parameter: Parameter, parent: QWidget | None = None) -> Editor:
    """A new editor that shows the parameter's default."""
    editor = EDITORS[parameter.kind](parameter, parent)
    editor.set_value(parameter.default)
    return editor
