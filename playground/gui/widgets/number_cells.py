"""Cells of a table whose numbers do not touch what stands in the next column."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

APART = "\N{EN SPACE}"
"""After a number and its title."""


class NumberCells(QStyledItemDelegate):
    """Leaves room after texts that stand at the right."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if option.displayAlignment & Qt.AlignmentFlag.AlignRight:
            option.text += APART
