"""Which data to learn from, how they are drawn, split and scaled."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import TABLE, DatasetRow
from playground.engine.common.language import N_, _
from playground.engine.data.table.containers.formats import OPENS
from playground.engine.settings import paths as settings
from playground.engine.settings.relevant import applying
from playground.engine.spec.parameter import Choice
from playground.engine.spec.run import RunSpec
from playground.gui.forms.combo import Heading, OwnName
from playground.gui.forms.editors import ChoiceEditor
from playground.gui.panels.settings_panel import SettingsPanel
from playground.gui.theme import HALF
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import quiet_label

SHOWN = (
    "data.samples",
    "data.noise",
    "data.features",
    "data.validation_fraction",
    "data.standardise",
    "data.seed",
)
"""In this order; what is said about reading a table stands in the import dialog."""
GROUPS = {
    "two_classes": N_("Two classes"),
    "more_classes": N_("Several classes"),
    "regression": N_("Regression"),
}
_TASKS = {
    "two_classes": N_("Task: classification with two classes."),
    "more_classes": N_("Task: classification with several classes."),
    "regression": N_("Task: regression."),
}
PAINTED = N_("Paint your own")
REAL = N_("Real data")
_OWN_SETTINGS = N_(
    "Choosing data also sets the layers, input features and training settings that suit them. Undo "
    "brings yours back."
)


class DataPanel(SettingsPanel):
    """The settings of `data.*` that apply to the chosen source, and what was done to a table.

    `data.source` is never `edited`: it is chosen by `source_chosen`, because choosing a source may
    bring its own settings along.

    Signals:
        source_chosen: the key of the data chosen; `table` is the table already read.
        open_table_requested: a table should be chosen.
        import_settings_requested: how the table is read should be changed.
    """

    source_chosen = Signal(str)
    open_table_requested = Signal()
    import_settings_requested = Signal()

    decisive = frozenset({"data.source", "data.task"})

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Data settings"))
        self._table_name = ""
        declared = settings.fixed_parameters()["data.source"]
        self._source = ChoiceEditor(declared, self._content, path="data.source")
        self._source.edited.connect(lambda _path, key: self.source_chosen.emit(str(key)))
        self._open_button = self._button(_("Open table…"), _(OPENS))
        self._open_button.clicked.connect(self.open_table_requested)
        self._import_button = self._button(
            _("Import settings…"), _("Change how the table is read: separator, columns, target.")
        )
        self._import_button.clicked.connect(self.import_settings_requested)
        self._notes = quiet_label("", self._content, wrap=True)
        self._notes.setAccessibleName(_("What was done to the data"))
        self._reading = self._new_section(_("How the data were read"))
        self._reading.add_widget(self._notes)
        self._form = self._new_form(SHOWN)
        self._lay_out()
        self._order_tabs()
        self._offer_sources()

    def set_table(self, name: str) -> None:
        """Name the table of one's own that is open; an empty text for none."""
        if name != self._table_name:
            self._table_name = name
            self._offer_sources()

    def set_notes(self, notes: Sequence[str]) -> None:
        """Say what was guessed, dropped or filled, one sentence per line, as plain text.

        It stays folded until it is asked for: many reasons would push the controls away.
        """
        self._notes.setText("\n".join(notes))
        self._reading.setVisible(bool(notes))

    def _offer(self, spec: RunSpec, task: str) -> None:
        source = spec.data.source
        self._source.set_value(source)
        self._source.setToolTip(self._describe(source, task))
        self._form.set_visible(applying(source))
        self._import_button.setVisible(source == TABLE)

    def _stops(self) -> list[QWidget]:
        first = (*self._source.stops(), self._open_button, self._import_button)
        return [*first, self._reading.toggle, *super()._stops()]

    def _lay_out(self) -> None:
        buttons = fill(QHBoxLayout(), self._open_button, self._import_button, spacing=HALF)
        self._fill(self._source, buttons, self._reading, self._form)
        self._reading.hide()
        self._import_button.hide()

    def _button(self, text: str, tip: str) -> QPushButton:
        button = named(QPushButton(text, self._content), tip=tip)
        button.setAccessibleDescription(tip)
        button.setAutoDefault(False)
        return button

    def _offer_sources(self) -> None:
        entries: list[Choice | Heading] = []
        for name, rows in _grouped().items():
            entries += [Heading(name), *(row.choice() for row in rows)]
        if self._table_name:
            entries.append(Heading(N_("My table")))
            entries.append(OwnName(TABLE, self._table_name, N_("The table that you opened.")))
        self._source.combo.set_entries(entries)

    @staticmethod
    def _describe(source: str, task: str) -> str:
        row = next(iter(index.find("datasets", source)), None)
        what = row.help if row is not None and source != TABLE else N_("Your own table.")
        return "\n".join(
            _(sentence) for sentence in (what, _TASKS.get(task, ""), _OWN_SETTINGS) if sentence
        )


def _grouped() -> dict[str, list[DatasetRow]]:
    groups: dict[str, list[DatasetRow]] = {name: [] for name in (*GROUPS.values(), PAINTED, REAL)}
    for row in index.rows("datasets"):
        if isinstance(row, DatasetRow) and row.key != TABLE:
            drawn = GROUPS[row.task] if row.synthetic else REAL
            groups[PAINTED if row.painted else drawn].append(row)
    return groups
