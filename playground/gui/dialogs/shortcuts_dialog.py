"""The help page of keys and gestures, by group, with a search."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import _
from playground.gui.actions.shortcuts import Shortcut
from playground.gui.dialogs.buttons import close_buttons
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import quiet_label
from playground.gui.widgets.screen_room import resize_within_screen
from playground.gui.widgets.tool_tip import tool_tip


class ShortcutsDialog(QDialog):
    """Every action with its keys; what is typed above narrows it down."""

    def __init__(self, rows: Sequence[Shortcut], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard shortcuts"))
        resize_within_screen(self, 680, 560)
        self._search = QLineEdit(self)
        what = _("Search keys and actions")
        tip = _("Show only the lines that contain every word typed here.")
        named(self._search, "shortcuts.search", what, tip)
        self._search.setPlaceholderText(what)
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self.search)
        self._nothing = quiet_label(_("Nothing found."), self)
        self._nothing.hide()
        self._tree = _tree(self)
        self._fill(rows)
        parts = (self._search, self._nothing, (self._tree, 1), close_buttons(self))
        fill(QVBoxLayout(self), *parts, spacing=8, margins=16)
        self._search.setFocus()
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._search.setFocus)

    def search(self, text: str) -> None:
        """Show only the lines that contain every word of `text`."""
        words = text.casefold().split()
        found = 0
        for group in self._groups():
            lines = _children(group)
            shown = [_matches(group, line, words) for line in lines]
            for line, visible in zip(lines, shown, strict=True):
                line.setHidden(not visible)
            group.setHidden(not any(shown))
            found += sum(shown)
        self._nothing.setVisible(not found)

    def shown(self) -> tuple[str, ...]:
        """The actions that the search leaves, in order."""
        return tuple(
            line.text(0)
            for group in self._groups()
            for line in _children(group)
            if not line.isHidden()
        )

    def _groups(self) -> list[QTreeWidgetItem]:
        return _children(self._tree.invisibleRootItem())

    def _fill(self, rows: Sequence[Shortcut]) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for row in rows:
            if row.group not in groups:
                groups[row.group] = self._add_group(row.group)
            line = QTreeWidgetItem([row.text, "  ".join(row.keys), row.help])
            line.setToolTip(2, tool_tip(row.help))
            line.setForeground(2, self.palette().placeholderText())
            groups[row.group].addChild(line)
        self._tree.expandAll()

    def _add_group(self, name: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem([name])
        font = self.font()
        font.setBold(True)
        group.setFont(0, font)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self._tree.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        return group


def _tree(parent: QWidget) -> QTreeWidget:
    tree = named(QTreeWidget(parent), "shortcuts.list", _("Keyboard shortcuts"))
    tree.setColumnCount(3)
    tree.setHeaderLabels([_("Action"), _("Keys"), _("What it does")])
    tree.setRootIsDecorated(False)
    tree.setItemsExpandable(False)
    tree.setIndentation(12)
    tree.setUniformRowHeights(True)
    tree.setStyleSheet("QTreeView::item { padding: 3px 12px 3px 0; }")
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    tree.header().setStretchLastSection(True)
    return tree


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    children = (item.child(number) for number in range(item.childCount()))
    return [child for child in children if child is not None]


def _matches(group: QTreeWidgetItem, line: QTreeWidgetItem, words: Sequence[str]) -> bool:
    text = " ".join([group.text(0), *(line.text(column) for column in range(3))]).casefold()
    return all(word in text for word in words)
