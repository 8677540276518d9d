"""The table of runs: keys, clicks, and which columns are seen."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from playground.engine.common.language import _
from playground.gui.instruments.runs.columns import COLUMNS, PLACES
from playground.gui.instruments.runs.entry import Entry
from playground.gui.instruments.runs.model import PICTURE
from playground.gui.instruments.runs.sifting import SiftedRuns
from playground.gui.theme import GRID, tabular_font
from playground.gui.widgets.naming import named
from playground.state.history.record import RunRecord

_FEWEST_ROWS = 2
_NAME, _STAR, _TICK = (PLACES[key] for key in ("name", "star", "tick"))


class RunsTable(QTableView):
    """Shows the sifted runs.

    Signals:
        key_pressed: one of the keys RUN_KEYS, for the runs that are selected.
        star_clicked: the key of a run.
        columns_chosen: other columns are to be seen.
        menu_wanted: where the menu of the selected runs is to open.
        selection_changed.
    """

    key_pressed = Signal(Qt.Key)
    star_clicked = Signal(str)
    columns_chosen = Signal()
    menu_wanted = Signal(QPoint)
    selection_changed = Signal()

    def __init__(self, runs: SiftedRuns, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "runs.table", _("Runs"))
        self._runs = runs
        self.hidden_keys: frozenset[str] = frozenset()
        self.shown_keys: frozenset[str] = frozenset()
        self.setModel(runs)
        self.setFont(tabular_font(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(PICTURE + GRID // 2)
        self._arrange_header()
        self.clicked.connect(self._click)
        self.selectionModel().selectionChanged.connect(self.selection_changed)

    @property
    def chosen(self) -> list[RunRecord]:
        """The selected runs but the present one, as they stand in the table."""
        return [entry.record for entry in self._selected() if not entry.is_present]

    def _selected(self) -> list[Entry]:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._runs.entry(self._runs.index(row, 0)) for row in rows]

    def choose(self, keys: Collection[str]) -> None:
        """Select the rows of these runs."""
        model, selection = self._runs, self.selectionModel()
        flag = selection.SelectionFlag
        selection.clearSelection()
        for row in range(model.rowCount()):
            if model.entry(model.index(row, 0)).record.key in keys:
                selection.select(model.index(row, _NAME), flag.Select | flag.Rows)
                if not self.currentIndex().isValid():
                    selection.setCurrentIndex(model.index(row, _NAME), flag.NoUpdate)

    def rename(self) -> None:
        """Edit the name of the current run."""
        current = self.currentIndex()
        if current.isValid():
            self.edit(self._runs.index(current.row(), _NAME))

    def show_columns(self, has_metric: Callable[[str], bool]) -> None:
        """Show the columns that a person wants, and of metrics those that any run has."""
        for place, column in enumerate(COLUMNS):
            is_wanted = column.is_usual or column.key in self.shown_keys
            is_there = not column.metric or has_metric(column.metric)
            is_seen = is_wanted and is_there and column.key not in self.hidden_keys
            self.setColumnHidden(place, not is_seen)

    def sizeHint(self) -> QSize:
        return QSize(480, 200)

    def minimumSizeHint(self) -> QSize:
        """The names of the columns and two runs can be seen."""
        bar = self.horizontalScrollBar().sizeHint().height()
        head = self.horizontalHeader().sizeHint().height()
        rows = _FEWEST_ROWS * self.verticalHeader().defaultSectionSize()
        return QSize(160, head + rows + bar + 2 * self.frameWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys without others are for the selected runs; all others move the selection."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in RUN_KEYS and self.state() != self.State.EditingState:
            self.key_pressed.emit(Qt.Key(event.key()))
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A menu for the selected runs."""
        self.menu_wanted.emit(event.globalPos())

    # --- the header ----------------------------------------------------------------------------

    def _arrange_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_columns)
        header.setMinimumSectionSize(3 * GRID)
        letters = self.fontMetrics()
        for place, column in enumerate(COLUMNS):
            title = _(column.title) if column.key not in ("tick", "picture") else ""
            text = max(letters.horizontalAdvance(one) for one in (title, column.widest))
            indicator = 3 * GRID
            self.setColumnWidth(place, max(text + indicator, PICTURE + GRID))
        self.setColumnWidth(_TICK, 4 * GRID)
        self.setColumnWidth(_STAR, 4 * GRID)
        self.setSortingEnabled(True)

    def columns_menu(self) -> QMenu:
        """The columns, each of which can be shown or hidden."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in COLUMNS:
            if column.key in ("tick", "name"):
                continue
            action = QAction(_(column.title) if column.key != "star" else _("Star"), menu)
            action.setCheckable(True)
            is_wanted = column.is_usual or column.key in self.shown_keys
            action.setChecked(is_wanted and column.key not in self.hidden_keys)
            action.toggled.connect(self._chooser(column.key))
            menu.addAction(action)
        return menu

    def _offer_columns(self, at: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(at))

    def _chooser(self, key: str) -> Callable[[bool], None]:
        def choose(shown: bool) -> None:
            self.hidden_keys -= {key}
            self.shown_keys -= {key}
            if shown:
                self.shown_keys |= {key}
            else:
                self.hidden_keys |= {key}
            self.columns_chosen.emit()

        return choose

    def _click(self, index: QModelIndex) -> None:
        entry = self._runs.entry(index)
        if index.column() == _STAR and not entry.is_present:
            self.star_clicked.emit(entry.record.key)


RUN_KEYS = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Delete,
    Qt.Key.Key_C,
    Qt.Key.Key_S,
    Qt.Key.Key_B,
    Qt.Key.Key_D,
)
