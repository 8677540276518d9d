"""One editor per kind of parameter, and the table that says which."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from playground.engine.catalogue import index
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.spec.parameter import Choice, Kind, Parameter, Value
from playground.gui.forms.combo import KeyCombo, OwnName
from playground.gui.forms.editor import Editor
from playground.gui.forms.numbers import describe, spoken
from playground.gui.forms.numeric_field import NumericField, step_by_one
from playground.gui.forms.slider import ParameterSlider
from playground.gui.forms.slider_offers import scale_for
from playground.gui.forms.slider_scale import TrackScale
from playground.gui.forms.switch import CheckBox, Switch
from playground.gui.theme import HALF
from playground.gui.widgets.naming import mark_invalid, named
from playground.gui.widgets.plain_text import error_label

TOGGLES_PER_ROW = 4
FIELD_WIDTH = 56
"""Of a number in a row of controls."""


class NumberEditor(Editor):
    """A slider with a typed value; only the typed value where a slider would mean nothing.

    Attributes:
        field: the typed value.
        slider: the slider, where there is one.
    """

    def _build(self, caption: str) -> None:
        scale = scale_for(self.parameter)
        step = scale.step if scale else step_by_one
        width = FIELD_WIDTH if scale and caption else 0
        self.field = NumericField(self.parameter, self, step, width=width)
        self.slider = (
            ParameterSlider(self.parameter, scale, self, bare=bool(caption)) if scale else None
        )
        self._controls: tuple[NumericField | ParameterSlider, ...] = (self.field,)
        self._name(self.field)
        if self.slider is not None and caption:
            self._controls = (self.slider, self.field)
            self.label.setBuddy(self.slider)
            self._lay_in_line(*self._controls)
        else:
            self._controls += (self.slider,) if self.slider else ()
            self._lay_below(self.field, self.slider)
        for control in self._controls:
            control.edited.connect(self._number_edited)
            control.finished.connect(self._finish)

    def stops(self) -> tuple[QWidget, ...]:
        return self._controls

    def value(self) -> Value:
        number = self.field.number()
        return int(number) if self.parameter.kind == "integer" else number

    def set_value(self, value: Value) -> None:
        for control in self._controls:
            control.set_number(float(value))  # type: ignore[arg-type]

    def set_scale(self, scale: TrackScale) -> None:
        """Let the slider offer other values, such as batches up to the size of the set."""
        if self.slider is not None:
            self.slider.set_scale(scale)
            self.field.set_step(scale.step)

    def say_problems(self) -> None:
        """Say below the field, for as long as it is so, why what is typed is not taken."""
        said, rows = error_label("", self), self.layout()
        said.hide()
        assert rows is not None
        rows.addWidget(said)

        def say(sentence: str) -> None:
            said.setText(sentence)
            said.setVisible(bool(sentence))

        self.field.pops_up = False
        self.field.problem_changed.connect(say)

    def _number_edited(self, number: float) -> None:
        self.set_value(number)
        self._edit()


class SwitchEditor(Editor):
    """A switch, on or off; in a row of controls a check box that has the caption itself."""

    def _build(self, caption: str) -> None:
        self._box = CheckBox(caption, self) if caption else Switch(self)
        self._name(self._box)
        if caption:
            self._lay_in_line(self._box)
            self.label.hide()
        else:
            self._lay_below(self._box, None)
        self._box.toggled.connect(self._announce)

    def value(self) -> Value:
        return self._box.isChecked()

    def set_value(self, value: Value) -> None:
        with QSignalBlocker(self._box):
            self._box.setChecked(bool(value))


class ChoiceEditor(Editor):
    """A combo box over the parameter's choices or the rows of its catalogue.

    Attributes:
        combo: the combo box.
    """

    def _build(self, caption: str) -> None:
        self.combo = KeyCombo(self)
        self._name(self.combo)
        if caption:
            self.combo.fit_texts()
            self._lay_in_line(self.combo)
        else:
            self._lay_beside(self.combo)
        self.combo.set_entries(choices_of(self.parameter))
        self.combo.picked.connect(self._announce)

    def set_choices(self, keys: Collection[str]) -> None:
        """Offer only these keys, in the catalogue's order."""
        self.combo.set_entries([c for c in choices_of(self.parameter) if c.key in keys])

    def relabel(self, key: str, label: str, why: str = "") -> None:
        """Let an entry say more, in the language spoken: what `Automatic` has come to, and why."""
        found = [c if c.key != key else OwnName(key, label, why) for c in self._offered()]
        self.combo.set_entries(found)

    def value(self) -> Value:
        return self.combo.key()

    def set_value(self, value: Value) -> None:
        self.combo.set_key(str(value))

    def _offered(self) -> list[Choice]:
        return [entry for entry in self.combo.entries() if isinstance(entry, Choice)]


class TypedChoiceEditor(ChoiceEditor):
    """A combo box over the parameter's choices, which takes any other text that is typed."""

    def _build(self, caption: str) -> None:
        super()._build(caption)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(KeyCombo.InsertPolicy.NoInsert)
        line = self.combo.lineEdit()
        assert line is not None
        line.editingFinished.connect(self._take_typed)
        self.set_value(self.parameter.default)

    def set_value(self, value: Value) -> None:
        key, known = str(value), [choice.key for choice in choices_of(self.parameter)]
        kept = [choice for choice in self._offered() if choice.key in known]
        typed = [] if key in known else [OwnName(key, key)]
        self.combo.set_entries([*kept, *typed])
        self.combo.set_key(key)
        self._show_beginning()

    def relabel(self, key: str, label: str, why: str = "") -> None:
        super().relabel(key, label, why)
        self._show_beginning()

    def _show_beginning(self) -> None:
        """Of a text that is too long, which a line of text scrolls to its end."""
        line = self.combo.lineEdit()
        if line is not None and not line.hasFocus():
            line.setCursorPosition(0)

    def _take_typed(self) -> None:
        shown, text = self.combo.itemText(self.combo.currentIndex()), self.combo.currentText()
        key = self._key_of(text.strip()) if text.strip() and text != shown else self.value()
        if key != self.value():
            self.set_value(key)
            self._announce()
        else:
            self.combo.setEditText(shown)
            self._show_beginning()

    def _key_of(self, text: str) -> str:
        """The key that is meant: by its label, by itself, or the text as a key of its own."""
        keys = {choice.key.casefold(): choice.key for choice in self._offered()}
        for place in range(self.combo.count()):
            keys[self.combo.itemText(place).casefold()] = str(self.combo.itemData(place))
        return keys.get(text.casefold(), text)


class TogglesEditor(Editor):
    """One button per choice, each on or off; at least one stays on."""

    def _build(self, _caption: str) -> None:
        box = QWidget(self)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(HALF)
        self._order: tuple[str, ...] = ()
        self._buttons: dict[str, QToolButton] = {}
        for number, choice in enumerate(choices_of(self.parameter)):
            button = self._button(choice)
            grid.addWidget(button, number // TOGGLES_PER_ROW, number % TOGGLES_PER_ROW)
        self._lay_below(None, box)
        first = next(iter(self._buttons.values()))
        own = first.accessibleName()
        self._name(first)
        first.setAccessibleName(own)

    def stops(self) -> tuple[QWidget, ...]:
        return tuple(self._buttons.values())

    def value(self) -> tuple[str, ...]:
        """What is switched on, in the order in which it was."""
        on = [key for key, button in self._buttons.items() if button.isChecked()]
        kept = [key for key in self._order if key in on]
        return (*kept, *(key for key in on if key not in kept))

    def set_value(self, value: Value) -> None:
        self._order = tuple(map(str, value)) if isinstance(value, tuple) else ()
        for key, button in self._buttons.items():
            button.setChecked(key in self._order)

    def _button(self, choice: Choice) -> QToolButton:
        button = QToolButton(self)
        button.setText(_(choice.label))
        button.setCheckable(True)
        button.setProperty("role", "toggle")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        label = f"{_(self.parameter.label)}: {_(choice.label)}"
        named(button, accessible=label, tip=_(choice.help or self.parameter.help))
        button.clicked.connect(self._clicked)
        self._buttons[choice.key] = button
        return button

    def _clicked(self) -> None:
        button = self.sender()
        if not self.value() and isinstance(button, QToolButton):
            button.setChecked(True)
            return
        self._order = self.value()
        self._announce()


class TextEditor(Editor):
    """A line of text, or a list separated by commas; taken on Enter or on leaving it."""

    def _build(self, _caption: str) -> None:
        self._line = QLineEdit(self)
        self._lay_beside(self._line)
        self._name(self._line)
        self._value: Value = self.parameter.default
        self._line.editingFinished.connect(self._commit)
        self._line.setText(self.parameter.format(self.parameter.default))

    def value(self) -> Value:
        return self._value

    def set_value(self, value: Value) -> None:
        if value != self._value:
            self._value = value
            self._line.setText(self.parameter.format(value))
            self._mark("")

    def _commit(self) -> None:
        try:
            value = spoken(self.parameter).parse(self._line.text())
        except InputError as error:
            self._mark(str(error))
            return
        self._mark("")
        if value != self._value:
            self._value = value
            self._line.setText(self.parameter.format(value))
            self._announce()

    def _mark(self, sentence: str) -> None:
        named(self._line, tip=sentence or describe(self.parameter))
        self._line.setAccessibleDescription(sentence or _(self.parameter.help))
        mark_invalid(self._line, bool(sentence))


def choices_of(parameter: Parameter) -> tuple[Choice, ...]:
    """What a choice can be: its own choices, else the rows of its catalogue."""
    if parameter.choices or not parameter.catalogue:
        return parameter.choices
    return tuple(row.choice() for row in index.rows(parameter.catalogue))


def _choice_editor(parameter: Parameter, parent: QWidget | None, **place: str) -> Editor:
    return (TypedChoiceEditor if parameter.typed else ChoiceEditor)(parameter, parent, **place)


def _texts_editor(parameter: Parameter, parent: QWidget | None, **place: str) -> Editor:
    return (TogglesEditor if parameter.choices else TextEditor)(parameter, parent, **place)


EDITORS: Mapping[Kind, Callable[..., Editor]] = MappingProxyType(
    {
        "integer": NumberEditor,
        "number": NumberEditor,
        "switch": SwitchEditor,
        "choice": _choice_editor,
        "text": TextEditor,
        "integers": TextEditor,
        "texts": _texts_editor,
    }
)
"""The editor of each kind of parameter."""


def editor_for(
    parameter: Parameter, parent: QWidget | None = None, *, path: str = "", caption: str = ""
) -> Editor:
    """A new editor of the setting at `path`, which shows the default; see `Editor`."""
    return EDITORS[parameter.kind](parameter, parent, path=path, caption=caption)
