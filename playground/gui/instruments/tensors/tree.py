"""All tensors as a tree: a branch for each group, a row for each tensor."""

import math
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from playground.engine.common.language import N_, _
from playground.engine.instruments.tensors.entry import GROUPS, Entry, Group
from playground.engine.instruments.tensors.findings import Measures
from playground.gui.instruments.tensors import words
from playground.gui.theme import colours_of, tabular_font
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import NOTHING
from playground.gui.widgets.tool_tip import tool_tip

_KEY = Qt.ItemDataRole.UserRole
_COLUMNS = (
    (N_("Tensor"), N_("The name, as in the state_dict() of an nn.Sequential.")),
    (N_("Shape"), N_("The size of each dimension.")),
    (N_("Norm"), N_("The square root of the sum of squares.")),
    (N_("Range"), N_("From the lowest to the highest number.")),
    (N_("Zeros"), N_("The share of numbers that are exactly zero.")),
    (N_("Type"), N_("The type of the numbers (dtype).")),
    (N_("Device"), N_("Where the numbers are stored.")),
    ("requires_grad", N_("Whether autograd tracks operations on it.")),
)
_SHAPE, _NORM, _RANGE, _ZEROS = 1, 2, 3, 4
_WIDEST = ("0.weight.grad0", "[00, 000]", "0.00e-00", "-0.00e-00 … 0.00e-00", "00.0 %")
_OPEN: tuple[Group, ...] = ("parameters", "gradients", "batch", "activations")


class TensorTree(QTreeWidget):
    """The list of tensors.

    Attributes:
        entries: what is listed.

    Signals:
        chosen: the key of another tensor is current; empty for none.
        seen: other rows are in sight.
        copied: the line of code with this text lies on the clipboard.
    """

    chosen = Signal(str)
    seen = Signal()
    copied = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "tensors.tree", _("Tensors of the run"))
        self.entries: tuple[Entry, ...] = ()
        self._measures: Mapping[str, Measures] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._groups: dict[Group, QTreeWidgetItem] = {}
        self.setFont(tabular_font(self.font()))
        self.setUniformRowHeights(True)
        self.setIndentation(10)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumWidth(100)
        self._head()
        self._plant()
        self.currentItemChanged.connect(self._choose)
        for heard in (self.itemExpanded, self.itemCollapsed):
            heard.connect(self._unfold)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.seen.emit())
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self, self.copy_code)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)

    @property
    def current(self) -> str:
        """The key of the current tensor, or nothing."""
        item = self.currentItem()
        return str(item.data(0, _KEY) or "") if item is not None else ""

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """List these; what was chosen stays chosen while it is there."""
        if entries == self.entries:
            return
        keys, current = [entry.key for entry in entries], self.current
        is_new = keys != [entry.key for entry in self.entries]
        is_lost = not self.entries or (bool(current) and current not in keys)
        self.entries = entries
        if is_new:
            self._grow(entries, current)
        for entry in entries:
            self._say(entry)
        if is_new:
            self._widen()
        if is_lost and entries:
            self.setCurrentItem(self._items[entries[0].key])

    def show_measures(self, measures: Mapping[str, Measures]) -> None:
        """Show what these measure; those of others stay."""
        self._measures = {**self._measures, **measures}
        by_key = {entry.key: entry for entry in self.entries}
        for key in measures.keys() & by_key.keys():
            self._say_measures(by_key[key])

    def in_sight(self) -> tuple[str, ...]:
        """The keys of the tensors whose rows are seen."""
        keys, item = [], self.itemAt(0, 0)
        bottom = self.viewport().height()
        while item is not None and self.visualItemRect(item).top() < bottom:
            keys.append(str(item.data(0, _KEY) or ""))
            item = self.itemBelow(item)
        return tuple(key for key in keys if key)

    def copy_code(self) -> None:
        """Put the line of code that gets the current tensor on the clipboard."""
        entry = next((entry for entry in self.entries if entry.key == self.current), None)
        if entry is not None:
            QGuiApplication.clipboard().setText(entry.code)
            self.copied.emit(entry.code)

    def recolour(self) -> None:
        """Use the colours of the present theme."""
        for entry in self.entries:
            self._say_measures(entry)

    # --- inside --------------------------------------------------------------------------------

    def _head(self) -> None:
        head, letters = self.header(), self.fontMetrics()
        self.setHeaderLabels([_(title) for title, _help in _COLUMNS])
        for column, (_title, text) in enumerate(_COLUMNS):
            self.headerItem().setToolTip(column, tool_tip(_(text)))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(24)
        for column, widest in enumerate(_WIDEST):
            title = letters.horizontalAdvance(f"{_(_COLUMNS[column][0])}00")
            indent = 2 * self.indentation() if column == 0 else 0
            room = max(title, letters.horizontalAdvance(f"{widest}0")) + indent
            self.setColumnWidth(column, room)
        for column in range(len(_WIDEST), len(_COLUMNS)):
            title = letters.horizontalAdvance(f"{_(_COLUMNS[column][0])}000")
            self.setColumnWidth(column, max(title, letters.horizontalAdvance("bfloat16000")))

    def _plant(self) -> None:
        for group in GROUPS:
            item = QTreeWidgetItem(self, [_(words.GROUP_TITLES[group])])
            item.setToolTip(0, tool_tip(_(words.GROUP_HELP[group])))
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
            item.setFirstColumnSpanned(True)
            item.setExpanded(group in _OPEN)
            self._groups[group] = item

    def _grow(self, entries: tuple[Entry, ...], current: str) -> None:
        """Other tensors are there than were listed."""
        self.blockSignals(True)
        for item in self._groups.values():
            item.takeChildren()
        self._items = {}
        for entry in entries:
            item = QTreeWidgetItem(self._groups[entry.group], [entry.name])
            item.setData(0, _KEY, entry.key)
            self._items[entry.key] = item
        for group, item in self._groups.items():
            title = _(words.GROUP_TITLES[group])
            empty = "" if item.childCount() else f" ({words.nothing_in(group)})"
            item.setText(0, f"{title}{empty}")
        if current in self._items:
            self.setCurrentItem(self._items[current])
        self.blockSignals(False)

    def _say(self, entry: Entry) -> None:
        item = self._items[entry.key]
        texts = (entry.name, words.shape_text(entry.shape))
        tail = (entry.dtype, entry.device, str(entry.requires_grad))
        for column, text in (*enumerate(texts), *enumerate(tail, 5)):
            _put(item, column, text)
        said = words.summary(entry)
        item.setToolTip(0, tool_tip(said))
        item.setToolTip(_SHAPE, tool_tip(words.meaning(entry) or said))
        item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, said)
        self._say_measures(entry)

    def _say_measures(self, entry: Entry) -> None:
        item, found = self._items[entry.key], self._measures.get(entry.key)
        whole = math.prod(entry.shape)
        if found is None:
            texts = (NOTHING,) * 3
        else:
            norm, zeros = words.norm_text(found, whole), words.zeros_text(found, whole)
            texts = (norm, words.range_text(found, entry), zeros)
            colours = colours_of(self)
            is_odd = bool(found.nans or found.infinite)
            ink = QBrush(QColor(colours.error if is_odd else colours.text))
            for column in (_NORM, _RANGE):
                if item.foreground(column) != ink:
                    item.setForeground(column, ink)
        for column, text in zip((_NORM, _RANGE, _ZEROS), texts, strict=True):
            _put(item, column, text)

    def _unfold(self) -> None:
        self._widen()
        self.seen.emit()

    def _widen(self) -> None:
        """Let names and shapes be read whole; columns never become narrower by themselves."""
        for column in (0, _SHAPE):
            self.setColumnWidth(
                column, max(self.columnWidth(column), self.sizeHintForColumn(column) + 6)
            )

    def _choose(self) -> None:
        self.chosen.emit(self.current)


def _put(item: QTreeWidgetItem, column: int, text: str) -> None:
    if item.text(column) != text:
        item.setText(column, text)
