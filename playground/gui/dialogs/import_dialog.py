"""The dialog in which a table of one's own is looked at, and told what it is, before it is read."""

import dataclasses

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.engine.catalogue.datasets import TABLE
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.open import choice_words
from playground.engine.data.table.preview import TablePreview
from playground.engine.data.table.reader import Previewer
from playground.engine.data.table.text import CHOSEN, Guess
from playground.engine.settings.paths import fixed_parameters
from playground.engine.spec.run import DataSpec, TableFile
from playground.gui.dialogs.further_targets import FurtherTargets, numbers_of
from playground.gui.dialogs.import_columns import ColumnsModel, ColumnsView
from playground.gui.dialogs.import_preview import PreviewLoader
from playground.gui.dialogs.import_words import rows_in_words
from playground.gui.forms.form import CollapsibleSection, order_tabs
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import size_text
from playground.gui.widgets.plain_text import error_label, plain_label, quiet_label, set_role
from playground.gui.widgets.screen_room import resize_within_screen
from playground.gui.widgets.tool_tip import tool_tip
from playground.gui.widgets.yielding_area import YieldingArea

_LEFT = ("encoding", "separator", "decimal", "thousands")
_RIGHT = ("header", "target", "task", "missing")
_GUESSED = ("encoding", "separator", "decimal", "thousands", "header", "task")
_WHY = N_("Reasons for these choices")
_LEAST_BELOW = 370
"""Pixels of the dialog's height that the table, what is said of it and the buttons keep."""
LOOKING = N_("Reading the table…")
_HINT = N_("To change how a column is used, click its role or type, or press F2 on it.")


class ImportDialog(QDialog):
    """Shows a table as the choices have it, and lets them be changed until it can be imported.

    After `accept`, `data_spec()` holds the choices.
    """

    def __init__(
        self,
        table: TableFile,
        spec: DataSpec,
        reader: Previewer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._spec = dataclasses.replace(spec, source=TABLE)
        # A target is named once a table was imported; by then its columns are a person's choice.
        self._is_first = not spec.target
        self._weighed: set[str] = set()
        self._preview: TablePreview | None = None
        self._combos: dict[str, QComboBox] = {}
        self._reasons: dict[str, QLabel] = {}
        self._model = ColumnsModel()
        self._model.setParent(self)
        self._model.chosen.connect(self._choose_for_column)
        self._further = FurtherTargets(self)
        self._further.chosen.connect(
            lambda further: self._choose_targets(self._targets[0], further)
        )
        self._build()
        self._loader = PreviewLoader(reader, self)
        self._loader.ready.connect(self._show)
        self._ask()

    def data_spec(self) -> DataSpec:
        """The choices as shown, with the target named."""
        preview = self._preview
        if preview is None:
            return self._spec
        # Of a long table only the beginning was looked at: the task is the one that was shown.
        seen = self._spec.task if preview.exact else preview.task
        return dataclasses.replace(
            self._spec, target=preview.targets or self._spec.target, task=seen
        )

    def done(self, result: int) -> None:
        """Close, once the look in progress has ended."""
        self._loader.stop()
        super().done(result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._area.updateGeometry()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._loader.stop()
        super().closeEvent(event)

    def _build(self) -> None:
        self.setWindowTitle(_("Import a table"))
        self.setObjectName("dialog.import")
        self.setMinimumSize(760, 440)
        resize_within_screen(self, 960, 680)
        self._summary = named(plain_label(wrap=True), "import.summary")
        font = self._summary.font()
        font.setBold(True)
        self._summary.setFont(font)
        self._problem = named(error_label(), "import.problem")
        self._problem.setMinimumHeight(36)
        self._view = ColumnsView(self._model, self)
        self._view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._why = CollapsibleSection(_(_WHY), self)
        self._why.toggle.setObjectName("import.why")
        self._why.toggle.toggled.connect(self._unfold)
        self._left_out = named(quiet_label(wrap=True), "import.columns.reason")
        self._why.add_widget(self._left_out)
        self._area = self._choices()
        self._unfold(False)
        table = ((self._view, 1), self._problem, self._buttons())
        rows = (self._summary, self._area, self._why, *table)
        fill(QVBoxLayout(self), *rows, spacing=8, margins=16)
        stops: list[QWidget] = [self._combos[key] for key in (*_LEFT, *_RIGHT)]
        stops.insert(stops.index(self._combos["target"]) + 1, self._further)
        order_tabs([*stops, self._why.toggle, self._view, self._import])

    def _choices(self) -> YieldingArea:
        choices = QWidget()
        area = YieldingArea(choices, _LEAST_BELOW, self)
        grid = QGridLayout(choices)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(2, 16)
        taken: set[str] = set()
        for side, keys in ((0, _LEFT), (3, _RIGHT)):
            grid.setColumnStretch(side + 1, 1)
            for row, key in enumerate(keys):
                self._add_choice(grid, row * 2, side, key, taken)
        return area

    def _add_choice(
        self, grid: QGridLayout, row: int, side: int, key: str, taken: set[str]
    ) -> None:
        parameter = fixed_parameters()[f"data.{key}"]
        combo = named(QComboBox(), f"data.{key}", _(parameter.label), _(parameter.help))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(12)
        for choice in parameter.choices:
            combo.addItem(_(choice.label), choice.key)
        if parameter.choices:
            combo.setCurrentIndex(combo.findData(getattr(self._spec, key)))
        combo.activated.connect(lambda _index, key=key: self._choose(key))
        label = QLabel(_with_mnemonic(_(parameter.label), taken))
        label.setBuddy(combo)
        reason = named(quiet_label(wrap=True), f"import.{key}.reason")
        reason.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        reason.setMinimumHeight(2 * reason.fontMetrics().lineSpacing())
        grid.addWidget(label, row, side)
        beside = (self._further,) if key == "target" else ()
        grid.addLayout(fill(QHBoxLayout(), (combo, 1), *beside, spacing=8), row, side + 1)
        grid.addWidget(reason, row + 1, side + 1)
        self._combos[key], self._reasons[key] = combo, reason

    def _unfold(self, unfolded: bool) -> None:
        """Show the reasons, or leave their room to the table; what is left out is always said."""
        for key, reason in self._reasons.items():
            reason.setVisible(unfolded or key == "missing")

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._import = named(QPushButton(_("&Import")), "action.import", _("Import"))
        self._import.setDefault(True)
        self._import.setEnabled(False)
        buttons.addButton(self._import, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _choose(self, key: str) -> None:
        value = self._combos[key].currentData()
        if key == "target":
            self._choose_targets(value, self._targets[1:])
        elif value != getattr(self._spec, key):
            self._change(**{key: value})

    @property
    def _targets(self) -> tuple[str, ...]:
        """Those chosen, be they shown yet or not; or those guessed."""
        return self._spec.target or (self._preview.targets if self._preview else ())

    def _choose_targets(self, first: str, further: tuple[str, ...]) -> None:
        """Predict this column and, where it is one of numbers, these too."""
        numeric = self._preview is not None and first in numbers_of(self._preview)
        targets = (first, *(_without(further, first) if numeric else ()))
        if targets != self._targets:
            self._change(target=targets)

    def _choose_for_column(self, name: str, key: str) -> None:
        """A role or a kind was picked in the preview."""
        if key in ("number", "category"):
            numbers = _without(self._spec.numbers, name)
            categories = _without(self._spec.categories, name)
            numbers += (name,) if key == "number" else ()
            categories += (name,) if key == "category" else ()
            self._change(numbers=numbers, categories=categories)
            return
        targets = self._targets
        ignore = _without(self._spec.ignore, name) + ((name,) if key == "ignore" else ())
        if key == "target":
            targets = (*targets, name) if len(targets) > 1 else (name,)
        elif name in targets:
            targets = _without(targets, name) or self._other_target(name)
        self._change(target=targets, ignore=ignore)

    def _other_target(self, name: str) -> tuple[str, ...]:
        columns = self._preview.columns if self._preview else ()
        return tuple(c.name for c in columns if c.role == "feature" and c.name != name)[-1:]

    def _change(self, **changes: str | tuple[str, ...]) -> None:
        spec = dataclasses.replace(self._spec, **changes)  # type: ignore[arg-type]
        ignore = tuple(name for name in spec.ignore if name not in spec.target)
        self._spec = dataclasses.replace(spec, ignore=ignore)
        self._ask()

    def _ask(self) -> None:
        self._say(_(LOOKING), "muted")
        self._import.setEnabled(False)
        self._loader.ask(self._spec)

    def _show(self, spec: DataSpec, preview: TablePreview) -> None:
        if spec != self._spec:
            return
        known = self._proposed(_forget(spec, {c.name for c in preview.columns}), preview)
        if preview.columns and known != spec:
            self._spec = known
            self._ask()
            return
        self._preview = preview
        self._model.show(preview)
        self._show_summary(preview)
        self._show_targets(preview)
        self._show_reasons(preview)
        if preview.problems:
            self._say("\n".join(preview.problems[:3]), "error")
        else:
            self._say("\n".join((*preview.coarse[:2], _(_HINT))), "muted")
        self._import.setEnabled(not preview.problems)
        self._import.setToolTip(tool_tip("\n".join(preview.problems[:1])))

    def _proposed(self, spec: DataSpec, preview: TablePreview) -> DataSpec:
        """The spec without columns that only tell rows apart, each of which is weighed once."""
        if not self._is_first or not preview.target:
            return spec
        found = [name for name in preview.identities if name not in self._weighed]
        self._weighed |= {column.name for column in preview.columns}
        return dataclasses.replace(spec, ignore=(*spec.ignore, *found))

    def _show_summary(self, preview: TablePreview) -> None:
        parts = [self._table.name, size_text(len(self._table.content))]
        if preview.row_count:
            columns = len(preview.columns)
            words = ngettext("{n} column", "{n} columns", columns).format(n=grouped(columns))
            parts.append(f"{rows_in_words(preview)}, {words}")
        self._summary.setText("  ·  ".join(parts))

    def _show_targets(self, preview: TablePreview) -> None:
        combo = self._combos["target"]
        with QSignalBlocker(combo):
            combo.clear()
            for column in preview.columns:
                combo.addItem(column.name, column.name)
            combo.setCurrentIndex(combo.findData(preview.target))
        self._further.show_preview(preview)

    def _show_reasons(self, preview: TablePreview) -> None:
        task = Guess(preview.task if preview.target else "auto", preview.task_why)
        for key in _GUESSED:
            guess = task if key == "task" else getattr(preview, key)
            # What keeps the table from being read is said once, below the preview.
            self._show_guess(key, guess, bool(preview.columns) and guess.value != "auto")
        self._left_out.setText(preview.left_out)
        self._reasons["missing"].setText(preview.missing)
        is_chosen = preview.target_why == CHOSEN
        self._reasons["target"].setText(_("As chosen.") if is_chosen else preview.target_why)

    def _show_guess(self, key: str, guess: Guess, is_known: bool) -> None:
        """Name the guess where it can be chosen, and say why below."""
        combo, reason = self._combos[key], _reason(key, guess) if is_known else ""
        text = _("Automatic")
        if is_known and guess.why != CHOSEN:
            text = _("Automatic: {choice}").format(choice=choice_words(key, guess.value))
        combo.setItemText(combo.findData("auto"), text)
        combo.setAccessibleDescription(reason)
        self._reasons[key].setText(reason)

    def _say(self, sentence: str, role: str) -> None:
        """Show a sentence below the preview; `role` is one of the theme's for labels."""
        self._problem.setText(sentence)
        set_role(self._problem, role)


def _with_mnemonic(label: str, taken: set[str]) -> str:
    """The label with `&` before its first letter that is still free; `i` is the Import button's."""
    for place, letter in enumerate(label.lower()):
        if letter.isalpha() and letter not in taken | {"i", "c"}:
            taken.add(letter)
            return f"{label[:place]}&{label[place:]}"
    return label


def _reason(key: str, guess: Guess) -> str:
    if guess.why == CHOSEN:
        return _("As chosen.")
    return f"{choice_words(key, guess.value)}. {guess.why}"


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(other for other in names if other != name)


def _forget(spec: DataSpec, names: set[str]) -> DataSpec:
    """The spec without columns that the table, as now laid out, does not have."""
    return dataclasses.replace(
        spec,
        target=tuple(name for name in spec.target if name in names),
        ignore=tuple(name for name in spec.ignore if name in names),
        numbers=tuple(name for name in spec.numbers if name in names),
        categories=tuple(name for name in spec.categories if name in names),
    )
