"""The table of runs: keys, clicks, and which columns are seen."""

from collections.abc import Callable, Collection

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyleOptionHeader,
    QTableView,
    QWidget,
)

from playground.engine.common.language import _
from playground.gui.instruments.runs.columns import COLUMNS, PLACES
from playground.gui.instruments.runs.model import PICTURE, RunsModel
from playground.gui.theme import GRID, tabular_font
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_cells import APART, NumberCells
from playground.state.history.record import RunRecord

_FEWEST_ROWS = 2
_NAME, _STAR, _TICK = (PLACES[key] for key in ("name", "star", "tick"))


class RunsTable(QTableView):
    """Shows the runs; what is selected stays so, whatever becomes of the rows.

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

    def __init__(self, runs: RunsModel, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "runs.table", _("Runs"))
        self._runs = runs
        self.hidden_keys: frozenset[str] = frozenset()
        self.shown_keys: frozenset[str] = frozenset()
        self._chosen_before: tuple[set[str], str] = set(), ""
        self.setModel(runs)
        runs.modelAboutToBeReset.connect(self._remember)
        runs.modelReset.connect(self._choose_again)
        self.setFont(tabular_font(self.font()))
        self.setHorizontalHeader(_Header(self))
        self.setItemDelegate(NumberCells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(PICTURE, PICTURE))
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
        rows = {
            row for part in self.selectionModel().selection().toList() for row in _rows_of(part)
        }
        entries = [self._runs.entries[row] for row in sorted(rows)]
        return [entry.record for entry in entries if not entry.is_present]

    def choose(self, keys: Collection[str], current: str = "") -> None:
        """Select the rows of these runs, of which one is the current one."""
        runs, selection = self._runs, QItemSelection()
        flags = QItemSelectionModel.SelectionFlag
        for row, entry in enumerate(runs.entries):
            index = runs.index(row, _NAME)
            if entry.record.key in keys:
                selection.select(index, index)
            if entry.record.key == current and current:
                self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)

    def _remember(self) -> None:
        current = self.currentIndex()
        key = self._runs.entries[current.row()].record.key if current.isValid() else ""
        self._chosen_before = {record.key for record in self.chosen}, key

    def _choose_again(self) -> None:
        self.choose(*self._chosen_before)
        self.selection_changed.emit()

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
        self.setColumnWidth(_TICK, 4 * GRID + letters.horizontalAdvance(COLUMNS[_TICK].widest))
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
        entry = self._runs.entries[index.row()]
        if index.column() == _STAR and not entry.is_present:
            self.star_clicked.emit(entry.record.key)


class _Header(QHeaderView):
    """The names of the columns; those of numbers end where the numbers do, and before the arrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        if option.textAlignment & Qt.AlignmentFlag.AlignRight:
            option.text += APART


def _rows_of(part: QItemSelectionRange) -> range:
    return range(part.top(), part.bottom() + 1)


RUN_KEYS = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Delete,
    Qt.Key.Key_C,
    Qt.Key.Key_S,
    Qt.Key.Key_B,
    Qt.Key.Key_D,
)
