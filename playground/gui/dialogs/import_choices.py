"""The settings by which a table is read, as a form: the usual ones, and the rarer ones folded."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from playground.engine.common.language import N_, _
from playground.engine.data.table.preview import TablePreview
from playground.engine.data.table.text.decoded import CHOSEN, Guess
from playground.engine.data.table.words import choice_words
from playground.engine.settings.paths import fixed_parameters
from playground.engine.spec.parameter import Parameter, Value
from playground.engine.spec.run import DataSpec
from playground.gui.dialogs.further_targets import FurtherTargets, numbers_of
from playground.gui.forms.combo import OwnName
from playground.gui.forms.editor import Editor
from playground.gui.forms.editors import ChoiceEditor, editor_for
from playground.gui.forms.form import CollapsibleSection
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.layouts import fill

USUAL = ("target", "task", "missing", "separator", "header", "encoding")
RARER = (
    *("skip_lines", "comment", "footer_lines"),
    *("bent_rows", "decimal", "thousands"),
    *("missing_marks", "rare_classes", "most_categories"),
    *("sheet", "date_parts"),
)
_GUESSED = ("encoding", "separator", "header")
_COLUMNS = 3
_MORE = N_("More settings")
_TAKEN = frozenset("im")
"""Letters that other controls of the dialog have for their keys."""


class ImportChoices(QWidget):
    """An editor for each setting, made from its declaration.

    Signals:
        edited: a name of `DataSpec`, and its new value.

    Attributes:
        more: folds and unfolds the rarer settings.
    """

    edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editors: dict[str, Editor] = {}
        self._numbers: set[str] = set()
        self._targets: tuple[str, ...] = ()
        self._further = FurtherTargets(self)
        self._further.chosen.connect(self._choose_further)
        labels = [_(_declared(name).label) for name in (*USUAL, *RARER)]
        self._keys = _keys_for(labels)
        section = CollapsibleSection(_(_MORE), self)
        self.more: QToolButton = section.toggle
        self.more.setObjectName("import.more")
        self.more.setText(_with_key(_(_MORE), "m"))
        usual, rarer = self._grid(USUAL), self._grid(RARER)
        section.add_widget(rarer)
        fill(QVBoxLayout(self), usual, section, None, spacing=HALF)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        usual = self._stops_of(USUAL)
        usual.insert(len(self._editors["target"].stops()), self._further)
        return [*usual, self.more, *self._stops_of(RARER)]

    def show_spec(self, spec: DataSpec) -> None:
        """Show the values of a spec, without a signal."""
        for name, editor in self._editors.items():
            # Which column an empty target comes to is known with the preview.
            if name != "target":
                editor.set_value(getattr(spec, name))
        if spec.target:
            self._targets = spec.target
            self._editors["target"].set_value(spec.target[0])

    def show_preview(self, preview: TablePreview) -> None:
        """Say what was guessed, and offer the columns as targets."""
        for name in _GUESSED:
            self._say_guess(name, getattr(preview, name), bool(preview.columns))
        self._say_guess("task", Guess(preview.task, preview.task_why), bool(preview.target))
        target = self._choice("target")
        target.combo.set_entries([OwnName(c.name, c.name) for c in preview.columns])
        target.set_value(preview.target)
        self._targets, self._numbers = preview.targets, numbers_of(preview)
        self._further.show_preview(preview)
        why = preview.target_why
        target.combo.setAccessibleDescription(_("As chosen.") if why == CHOSEN else why)

    def _say_guess(self, name: str, guess: Guess, is_known: bool) -> None:
        label, why = _("Automatic"), ""
        if is_known and guess.why != CHOSEN and guess.value != "auto":
            label = _("Automatic: {choice}").format(choice=choice_words(name, guess.value))
            why = guess.why
        self._choice(name).relabel("auto", label, why)

    def _choice(self, name: str) -> ChoiceEditor:
        editor = self._editors[name]
        assert isinstance(editor, ChoiceEditor)
        return editor

    def _grid(self, names: Sequence[str]) -> QWidget:
        box = QWidget(self)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(HALF)
        place = 0
        for name in names:
            editor = self._add(name)
            wide = isinstance(editor.parameter.default, tuple) and editor.parameter.choices
            span = _COLUMNS if wide else 1
            # A wide one has a row of its own.
            place += -place % span
            beside = (self._further,) if name == "target" else ()
            cell = fill(QHBoxLayout(), (editor, 1), *beside, spacing=GRID)
            grid.addLayout(cell, place // _COLUMNS, place % _COLUMNS, 1, span)
            place += span
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        return box

    def _add(self, name: str) -> Editor:
        parameter = _declared(name)
        label = _with_key(_(parameter.label), self._keys.get(_(parameter.label), ""))
        # A slider below a number would take a line of its own.
        caption = label if name == "most_categories" else ""
        editor = editor_for(parameter, self, path=f"data.{name}", caption=caption)
        editor.set_remark("")
        editor.label.setText(label)
        if isinstance(editor.control, QLineEdit) and parameter.default in ("", ()):
            editor.control.setPlaceholderText(_("automatic"))
        editor.edited.connect(self._pass_on)
        self._editors[name] = editor
        return editor

    def _pass_on(self, path: str, value: Value) -> None:
        if path == "data.target":
            self._choose_targets(str(value), self._targets[1:])
        else:
            self.edited.emit(path.removeprefix("data."), value)

    def _choose_further(self, names: tuple[str, ...]) -> None:
        if self._targets:
            self._choose_targets(self._targets[0], names)

    def _choose_targets(self, first: str, further: tuple[str, ...]) -> None:
        """Predict this column and, where it is one of numbers, these too."""
        kept = further if first in self._numbers else ()
        self._targets = (first, *(name for name in kept if name != first))
        self.edited.emit("target", self._targets)

    def _stops_of(self, names: Iterable[str]) -> list[QWidget]:
        return [stop for name in names for stop in self._editors[name].stops()]


def _declared(name: str) -> Parameter:
    """The setting as it is declared; the target is one of the columns."""
    parameter = fixed_parameters()[f"data.{name}"]
    return replace(parameter, kind="choice", default="") if name == "target" else parameter


def _keys_for(labels: Sequence[str]) -> dict[str, str]:
    """By label, a letter of its own for the Alt key, wherever all of them can have one.

    Who finds all of its letters taken lets their owners look for others (Kuhn 1955).
    """
    owner: dict[str, str] = {}

    def claim(label: str, tried: set[str]) -> bool:
        for letter in label.lower():
            if not (letter.isascii() and letter.isalpha()) or letter in _TAKEN | tried:
                continue
            tried.add(letter)
            if letter not in owner or claim(owner[letter], tried):
                owner[letter] = label
                return True
        return False

    for label in labels:
        claim(label, set())
    return {label: letter for letter, label in owner.items()}


def _with_key(label: str, letter: str) -> str:
    place = label.lower().find(letter) if letter else -1
    return label if place < 0 else f"{label[:place]}&{label[place:]}"
