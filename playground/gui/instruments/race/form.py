"""What the variant has otherwise: suggestions of one click, and settings that one adds."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.race.variants import Suggestion, Values, suggestions, variant_of
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Choice, Parameter, Value
from playground.engine.spec.run import RunSpec
from playground.gui.forms.combo import Entries, Heading, KeyCombo
from playground.gui.forms.editor import Editor
from playground.gui.forms.editors import ChoiceEditor, editor_for
from playground.gui.forms.form import order_tabs
from playground.gui.forms.switch import CheckBox
from playground.gui.panels.training_panel import (
    PRECISION,
    REGULARISATION,
    SEEDS,
    STOPPING,
    basic_parameters,
    fine_parameters,
    losses_for,
)
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.flow_row import FlowRow
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label, quiet_label

_INTRO = N_(
    "Train the present settings and a variant side by side: from the same weights, with the same "
    "batches, at the same pace. Click a difference to start the race:"
)
_OWN = N_("Or choose your own differences:")
_ADD = "add"
_NETWORK = (
    "network.hidden",
    "network.activation",
    "network.dropout",
    "network.bias",
    "network.initialiser",
)
_KEYS = ("optimizer", "faster", "slower", "activation", "wider")


class VariantForm(QWidget):
    """Chooses a variant of the present settings.

    Attributes:
        values: what the variant has otherwise, by path.
        from_here: whether the race starts from the run as it stands.

    Signals:
        changed: `values` are others, or where the race starts from.
        suggested: a suggestion was clicked; `values` are its own.
    """

    changed = Signal()
    suggested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.values: dict[str, Value] = {}
        self._spec = RunSpec()
        self._task = ""
        self._editors: dict[str, tuple[QWidget, Editor, QToolButton]] = {}
        self._offers: dict[str, Suggestion] = {}
        self.buttons = {key: self._button(key) for key in _KEYS}
        self._row = FlowRow(tuple(self.buttons.values()), QWidget(self), spacing=GRID)
        self.combo = named(KeyCombo(self), "race.add", _("Add a setting that differs"))
        self.here = named(
            CheckBox(_("Start from the current weights instead of step 0"), self),
            "race.from_here",
            tip=_(
                "Both copies start where training stands now. The optimizer keeps its state in the "
                "copy in which it stays the same."
            ),
        )
        self._rows = fill(QVBoxLayout(), spacing=HALF)
        self._lay_out()
        self.combo.picked.connect(self._add)
        self.here.toggled.connect(self.changed)

    @property
    def from_here(self) -> bool:
        """Whether both start from the run as it stands."""
        return self.here.isChecked() and self.here.isEnabled()

    def show_present(self, spec: RunSpec, task: str) -> None:
        """Offer variants of these settings; what was chosen stays, as far as they have it."""
        self._spec, self._task = spec, task
        self._offers = {one.key: one for one in suggestions(spec)}
        for key, button in self.buttons.items():
            offer = self._offers.get(key)
            self._row.set_visible(button, offer is not None)
            if offer is not None:
                button.setText(offer.words)
        self._settle()

    def set_values(self, values: Values) -> None:
        """Take these for the variant."""
        self.values = dict(values)
        self._settle()
        self.changed.emit()

    def set_step(self, step: int) -> None:
        """Offer to start from the run once it has taken steps."""
        self.here.setEnabled(step > 0)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        rows = [w for _r, editor, gone in self._editors.values() for w in (*editor.stops(), gone)]
        return [*self.buttons.values(), self.combo, *rows, self.here]

    def _button(self, key: str) -> QPushButton:
        button = named(QPushButton(self), f"race.suggest.{key}")
        named(button, tip=_("Starts a race in which only this differs."))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(partial(self._suggest, key))
        return button

    def _suggest(self, key: str) -> None:
        self.set_values(self._offers[key].values)
        self.suggested.emit()

    def _add(self, path: str) -> None:
        self.combo.set_key(_ADD)
        if path == _ADD or path in self.values:
            return
        self.set_values({**self.values, path: settings.read(self._variant(), path)})
        self._editors[path][1].control.setFocus()

    def _remove(self, path: str) -> None:
        self.combo.setFocus()
        self.set_values({known: v for known, v in self.values.items() if known != path})

    def _edit(self, path: str, value: Value) -> None:
        before = settings.parameters(self._variant()).keys()
        self.values[path] = value
        if settings.parameters(self._variant()).keys() != before:
            self._settle()
        self.changed.emit()

    def _variant(self) -> RunSpec:
        try:
            return variant_of(self._spec, self.values)
        except InputError:
            return self._spec

    def _settle(self) -> None:
        """Let the rows be those of the values, which are those that the variant has."""
        known = settings.parameters(self._variant())
        self.values = {path: value for path, value in self.values.items() if path in known}
        for path in [path for path in self._editors if path not in self.values]:
            self._drop(path)
        for path, value in self.values.items():
            if path in self._editors and self._editors[path][1].parameter != known[path]:
                self._drop(path)
            if path not in self._editors:
                self._show_row(path, known[path])
            self._editors[path][1].set_value(value)
        self.combo.set_entries(self._entries())
        self.combo.set_key(_ADD)
        order_tabs(self.stops())

    def _show_row(self, path: str, parameter: Parameter) -> None:
        row = QWidget(self)
        editor = editor_for(parameter, row, path=path)
        editor.set_remark("")
        if path == "training.loss" and isinstance(editor, ChoiceEditor):
            editor.set_choices(losses_for(self._task))
        gone = named(QToolButton(row), f"race.remove.{path}")
        gone.setText("×")
        gone.setAutoRaise(True)
        gone.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        label = _("Remove from the variant: {setting}")
        said = label.format(setting=_(parameter.label))
        named(gone, accessible=said, tip=said)
        editor.edited.connect(self._edit)
        gone.clicked.connect(partial(self._remove, path))
        fill(QHBoxLayout(row), (editor, 1), gone, spacing=HALF)
        self._rows.addWidget(row)
        row.show()
        self._editors[path] = row, editor, gone

    def _drop(self, path: str) -> None:
        row, editor, _gone = self._editors.pop(path)
        editor.edited.disconnect(self._edit)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _entries(self) -> Entries:
        entries: list[Choice | Heading] = [Choice(_ADD, N_("Add a setting…"))]
        for heading, parameters in offered(self._variant()):
            left = [(path, p) for path, p in parameters.items() if path not in self.values]
            if left:
                entries.append(Heading(heading))
            entries += [Choice(path, parameter.label, parameter.help) for path, parameter in left]
        return entries

    def _lay_out(self) -> None:
        intro = plain_label(_(_INTRO), self, wrap=True)
        own = quiet_label(_(_OWN), self)
        line = fill(QHBoxLayout(), own, (self.combo, 1), spacing=GRID)
        parts = (line, self._rows, self.here, None)
        # The row of suggestions has margins of its own.
        top = fill(QVBoxLayout(), intro, margins=(GRID, 0, GRID, 0))
        below = fill(QVBoxLayout(), *parts, spacing=GRID, margins=(GRID, 0, GRID, 0))
        fill(
            QVBoxLayout(self), top, self._row, (below, 1), spacing=HALF, margins=(0, GRID, 0, GRID)
        )


def offered(spec: RunSpec) -> list[tuple[str, Mapping[str, Parameter]]]:
    """The settings in which a variant may differ, under headings as in the panels."""
    fixed = settings.fixed_parameters()

    def some(*paths: str) -> dict[str, Parameter]:
        return {path: fixed[path] for path in paths}

    return [
        (N_("Network"), some(*_NETWORK)),
        (N_("Training"), basic_parameters(spec)),
        (N_("Advanced"), fine_parameters(spec)),
        (N_("Schedule"), some("training.warmup")),
        (N_("Regularisation"), some(*REGULARISATION)),
        (N_("When to stop"), some(*STOPPING)),
        (N_("Device and seeds"), some(PRECISION, *SEEDS)),
    ]
