"""One field per input, in a column that scrolls."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.raw import Column
from playground.gui.panels.predict.fitting_area import FittingArea
from playground.gui.panels.predict.input_row import InputRow
from playground.gui.panels.predict.inputs import MOST_FIELDS, Inputs
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.plain_text import quiet_label

_VISIBLE_ROWS = 4


class InputFields(Inputs):
    """Asks for any data; of very many columns, for the first."""

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(columns, parent)
        self._area = FittingArea(self)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(self._area.sizePolicy())
        page = QWidget(self._area)
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, GRID, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(HALF)
        grid.setColumnStretch(1, 1)
        self._rows = tuple(InputRow(column, page) for column in self.columns[:MOST_FIELDS])
        for number, row in enumerate(self._rows):
            grid.addWidget(row.name, 2 * number, 0)
            grid.addWidget(row.field, 2 * number, 1)
            grid.addWidget(row.hint, 2 * number, 2)
            grid.addWidget(row.error, 2 * number + 1, 0, 1, 3)
            row.changed.connect(self.changed)
            row.finished.connect(self.finished)
        self._add_foot(grid)
        self._area.setWidget(page)
        fill(QVBoxLayout(self), self._area)
        height = self._rows[0].field.sizeHint().height() + HALF if self._rows else 28
        self._area.set_rows(min(max(len(self._rows), 1), _VISIBLE_ROWS), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the hints out where names and fields need their room; tool tips say the same."""
        super().resizeEvent(event)
        columns = [(row.name, row.field, row.hint) for row in self._rows]
        widths = [[part.minimumSizeHint().width() for part in row] for row in columns]
        needed = sum(map(max, zip(*widths, strict=True))) + 3 * GRID if widths else 0
        for row in self._rows:
            row.hint.setVisible(needed + self._scroll_bar_width() <= self.width())

    def _scroll_bar_width(self) -> int:
        return self._area.verticalScrollBar().sizeHint().width()

    @property
    def spare(self) -> int:
        return self._area.spare

    def texts(self) -> tuple[str, ...]:
        return tuple(row.text() for row in self._rows)

    def set_texts(self, texts: Sequence[str]) -> None:
        for row, text in zip(self._rows, texts, strict=True):
            row.touched = text != row.column.typical
            row.set_text(text)

    def values(self) -> tuple[float, ...] | None:
        parts = [row.values() for row in self._rows]
        if not parts or any(part is None for part in parts):
            return None
        rest = (column.encode(column.typical) for column in self.columns[len(self._rows) :])
        return tuple(value for part in (*parts, *rest) if part is not None for value in part)

    def follow(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        for row, column in zip(self._rows, columns, strict=False):
            row.follow(column)

    def make_typical(self) -> None:
        for row in self._rows:
            row.touched = False
            row.follow(row.column)

    def stops(self) -> list[QWidget]:
        return [row.field for row in self._rows]

    def _add_foot(self, grid: QGridLayout) -> None:
        foot = 2 * len(self._rows)
        left_out = len(self.columns) - len(self._rows)
        words = ngettext(
            "…and {n} more, kept at its typical value.",
            "…and {n} more, kept at their typical values.",
            left_out,
        ).format(n=grouped(left_out))
        if not self._rows:
            words = _("The inputs appear here once the data are read.")
        if left_out or not self._rows:
            grid.addWidget(quiet_label(words, self, wrap=True), foot, 0, 1, 3)
        grid.setRowStretch(foot + 1, 1)
