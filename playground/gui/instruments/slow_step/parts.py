"""What is shown of a step: code, numbers, weights and rows, beside one another or as tabs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import _
from playground.gui.instruments.slow_step.code_view import CodeView
from playground.gui.theme import HALF
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label

LEAST, LEAST_LINES, ENOUGH = 36, 6, 84
"""Pixels of width, and lines of height, without which nothing can be read: the head of a table,
three rows and a bar to scroll. Large letters take no more than so many pixels from the diagram."""
LETTERS = 68
"""So many letters wide the code has room beside the rest; else it becomes a tab."""
LINES = 11
"""So many lines high the table of weights leaves room for the formula of the chosen one."""


class Parts(QWidget):
    """Lays them out by the room there is.

    Attributes:
        told: the line on the chosen weight, below the table of weights.
        tabs: of all parts but the code, and of the code too where it is narrow.
    """

    def __init__(
        self, code: CodeView, lines: QPlainTextEdit, weights: QTableView, rows: QTableView
    ) -> None:
        super().__init__()
        self._code = code
        self.told = named(plain_label(wrap=True, selectable=True), "slow_step.told")
        self.told.setContentsMargins(HALF, 0, HALF, 0)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Most formulas have one line or two: the table is as high for the one as for the other.
        self.told.setMinimumHeight(2 * self.told.fontMetrics().height())
        self._weights = QWidget(self)
        fill(QVBoxLayout(self._weights), (weights, 1), self.told, spacing=HALF)
        self.tabs = named(QTabWidget(self), "slow_step.tabs", _("What is shown of the step"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(lines, _("Numbers"))
        self.tabs.addTab(self._weights, _("Weights"))
        self.tabs.addTab(rows, _("Rows of the batch"))
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.addWidget(code)
        self._splitter.addWidget(self.tabs)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([240, 360])
        self._splitter.setStretchFactor(1, 1)
        height = min(LEAST_LINES * self.fontMetrics().height(), ENOUGH)
        for part in (code, lines, weights, rows):
            part.setMinimumSize(LEAST, height)
        fill(QVBoxLayout(self), self._splitter)

    def tell(self, text: str) -> None:
        """Show a line below the table of weights."""
        self.told.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < LETTERS * self.fontMetrics().averageCharWidth()
        if is_narrow != (self.tabs.indexOf(self._code) >= 0):
            self._move_code(is_narrow)
        self.told.setVisible(self.height() >= LINES * self.fontMetrics().height())

    def _move_code(self, is_narrow: bool) -> None:
        if is_narrow:
            self.tabs.addTab(self._code, _("Code"))
        else:
            self._splitter.insertWidget(0, self._code)
            self._splitter.setSizes([2 * self.width() // 5, 3 * self.width() // 5])
            self._code.show()
