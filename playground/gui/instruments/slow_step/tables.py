"""The tables and the text of a step."""

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPlainTextEdit, QTableView, QWidget

from playground.engine.common.language import _
from playground.gui.instruments.slow_step.some_rows import SomeRows
from playground.gui.theme import GRID, HALF, tabular_font
from playground.gui.widgets.naming import named

NARROWEST = 64
_WIDEST = "−0.0009999"
"""A number in four digits."""


def numbers_text(parent: QWidget) -> QPlainTextEdit:
    """The lines of a phase."""
    text = named(QPlainTextEdit(parent), "slow_step.lines", _("What happens, in numbers"))
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setFont(tabular_font(text.font()))
    return text


def table_of(model: SomeRows, name: str, title: str, parent: QWidget) -> QTableView:
    """A table of which one row is chosen."""
    table = named(QTableView(parent), name, title)
    table.setModel(model)
    table.setFont(tabular_font(table.font()))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    letters = table.fontMetrics()
    width = max(NARROWEST, letters.horizontalAdvance(_WIDEST) + GRID)
    table.horizontalHeader().setDefaultSectionSize(width)
    table.verticalHeader().setDefaultSectionSize(letters.height() + HALF)
    table.verticalHeader().setMinimumSectionSize(letters.height())
    for head in (table.horizontalHeader(), table.verticalHeader()):
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
    return table


def fit_names(table: QTableView, widest: str) -> None:
    """Give the names of the rows as much room as this one takes, wherever the table stands."""
    head = table.verticalHeader()
    width = head.fontMetrics().horizontalAdvance(widest) + 2 * GRID
    if head.width() != width:
        head.setFixedWidth(width)
