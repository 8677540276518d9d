"""The dialog in which a table of one's own is looked at, and told what it is, before it is read."""

import dataclasses

from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.engine.catalogue.datasets import TABLE
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.columns.choices import with_format, with_kind
from playground.engine.data.table.preview import ColumnPreview, TablePreview
from playground.engine.data.table.process.reader import Previewer
from playground.engine.spec.run import DataSpec, TableFile
from playground.gui.dialogs.import_cells import ColumnsView
from playground.gui.dialogs.import_choices import ImportChoices
from playground.gui.dialogs.import_columns import FORMAT_ROW, KIND_ROW, ColumnsModel
from playground.gui.dialogs.import_preview import PreviewLoader
from playground.gui.dialogs.import_report import ImportReport
from playground.gui.dialogs.import_words import rows_in_words
from playground.gui.forms.form import order_tabs
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import size_text
from playground.gui.widgets.plain_text import plain_label, quiet_label, set_role
from playground.gui.widgets.screen_room import resize_within_screen
from playground.gui.widgets.tool_tip import tool_tip
from playground.gui.widgets.yielding_area import YieldingArea

_LEAST_BELOW = 384
"""Pixels of the dialog's height that the table, what is said of it and the buttons keep."""
LOOKING = N_("Reading the table…")
_HINT = N_("To change how a column is read, click its role, type or format, or press F2 on it.")
_REFUSED = N_("The table cannot be imported like this.")


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
        self._preview: TablePreview | None = None
        self._model = ColumnsModel()
        self._model.setParent(self)
        self._model.chosen.connect(self._choose_for_column)
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
        self.setMinimumSize(880, 480)
        resize_within_screen(self, 1080, 760)
        self._summary = named(plain_label(wrap=True), "import.summary")
        font = self._summary.font()
        font.setBold(True)
        self._summary.setFont(font)
        self._summary.setText("  ·  ".join(self._summed_up(TablePreview())))
        self._choices = ImportChoices(self)
        self._choices.edited.connect(lambda name, value: self._change({name: value}))
        self._choices.show_spec(self._spec)
        self._area = YieldingArea(self._choices, _LEAST_BELOW, self)
        self._view = ColumnsView(self._model, self)
        self._view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._view.selectionModel().currentChanged.connect(self._show_status)
        self._report = ImportReport(self)
        self._report.taken.connect(self._change)
        rows = (self._summary, self._area, (self._view, 3), (self._report, 1), self._foot())
        fill(QVBoxLayout(self), *rows, spacing=8, margins=16)
        self._order_tabs()

    def _foot(self) -> QHBoxLayout:
        self._status = named(quiet_label(wrap=True), "import.status")
        # Two lines keep their room, so that little moves from column to column.
        self._status.setMinimumHeight(2 * self._status.fontMetrics().lineSpacing())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._import = named(QPushButton(_("&Import")), "action.import", _("Import"))
        self._import.setDefault(True)
        self._import.setEnabled(False)
        buttons.addButton(self._import, QDialogButtonBox.ButtonRole.AcceptRole)
        # Where the focus passes over it while Import is off, Return must not come to mean Cancel.
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return fill(QHBoxLayout(), (self._status, 1), buttons, spacing=16)

    def _order_tabs(self) -> None:
        stops = [*self._choices.stops(), self._view, *self._report.stops(), self._import]
        order_tabs(stops)

    def _choose_for_column(self, name: str, row: int, key: str) -> None:
        """A role, a kind or a format was picked in the table."""
        if row == KIND_ROW:
            self._take(with_kind(self._spec, name, key))
        elif row == FORMAT_ROW:
            self._take(with_format(self._spec, name, key))
        else:
            self._choose_role(name, key)

    def _choose_role(self, name: str, key: str) -> None:
        spec, preview = self._spec, self._preview or TablePreview()
        column = next((c for c in preview.columns if c.name == name), ColumnPreview(name))
        if key == "feature" and column.kind in ("identifier", "text"):
            # By itself it would be left out again.
            spec = with_kind(spec, name, "number" if column.example else "category")
        targets = spec.target or preview.targets
        if key == "target":
            targets = (*targets, name) if len(targets) > 1 else (name,)
        elif name in targets:
            targets = _without(targets, name) or self._other_target(name)
        ignore = _without(spec.ignore, name) + ((name,) if key == "ignore" else ())
        self._take(dataclasses.replace(spec, target=targets, ignore=ignore))

    def _other_target(self, name: str) -> tuple[str, ...]:
        columns = self._preview.columns if self._preview else ()
        return tuple(c.name for c in columns if c.role == "feature" and c.name != name)[-1:]

    def _change(self, changes: dict[str, object]) -> None:
        self._take(dataclasses.replace(self._spec, **changes))  # type: ignore[arg-type]

    def _take(self, spec: DataSpec) -> None:
        """Look at the table by other choices."""
        ignore = tuple(name for name in spec.ignore if name not in spec.target)
        spec = dataclasses.replace(spec, ignore=ignore)
        if spec != self._spec:
            self._spec = spec
            self._choices.show_spec(spec)
            self._ask()

    def _ask(self) -> None:
        self._say(_(LOOKING), "muted")
        self._import.setEnabled(False)
        self._loader.ask(self._spec)

    def _show(self, spec: DataSpec, preview: TablePreview) -> None:
        if spec != self._spec:
            return
        known = _forget(spec, {column.name for column in preview.columns})
        if preview.columns and known != spec:
            self._take(known)
            return
        self._preview = preview
        self._model.show(preview, spec)
        self._choices.show_preview(preview)
        self._report.show_preview(preview)
        self._order_tabs()
        self._summary.setText("  ·  ".join(self._summed_up(preview)))
        self._show_status()
        self._import.setEnabled(not preview.problems)
        self._import.setDefault(True)
        self._import.setToolTip(tool_tip("\n".join(preview.problems[:1])))

    def _show_status(self) -> None:
        """Beside the buttons: what stops the import, or what is known of the current column."""
        preview = self._preview
        if preview is None or self._loader.is_looking:
            return
        current = self._view.currentIndex()
        if preview.problems:
            self._say(_(_REFUSED), "error")
        else:
            self._say(self._model.about(current) if current.isValid() else _(_HINT), "muted")

    def _summed_up(self, preview: TablePreview) -> list[str]:
        parts = [self._table.name, size_text(len(self._table.content))]
        if preview.row_count:
            columns = len(preview.columns)
            words = ngettext("{n} column", "{n} columns", columns).format(n=grouped(columns))
            parts.append(f"{rows_in_words(preview)}, {words}")
        if preview.rows_used and preview.exact:
            used = preview.rows_used
            words = ngettext("{n} row used", "{n} rows used", used)
            parts.append(words.format(n=grouped(used)))
        return parts

    def _say(self, sentence: str, role: str) -> None:
        """Show a sentence beside the buttons; `role` is one of the theme's for labels."""
        self._status.setText(sentence)
        set_role(self._status, role)


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
        dates=tuple(name for name in spec.dates if name in names),
        formats=tuple(
            entry for entry in spec.formats if any(entry.startswith(f"{n}=") for n in names)
        ),
    )
