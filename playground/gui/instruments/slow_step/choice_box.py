"""A list to choose from that is as wide as its longest names where there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QWidget

from playground.gui.theme import GRID

LEAST, MOST = 4, 20
"""Letters for which there is room at least; and of a long name, those that are counted on."""


class ChoiceBox(QComboBox):
    """Chooses one of many names, which are written in full in the list that it opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(1)
        self.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        self._names: tuple[str, ...] = ()
        self._longest = ""

    def offer(self, names: Sequence[str], chosen: int, *, narrow: bool = False) -> None:
        """Offer these names, one of which is chosen.

        Args:
            narrow: count on that one alone, and not on the longest.
        """
        if self._names != tuple(names):
            self._names = tuple(names)
            self.clear()
            self.addItems([*names])
            longest = max(names, key=len, default="")
            # The list is as wide as its names are, and a bar to scroll beside them.
            self.view().setMinimumWidth(self.fontMetrics().horizontalAdvance(longest) + 5 * GRID)
        wide = names[chosen : chosen + 1] if narrow else names
        self._longest = max(wide, key=len, default="")[:MOST]
        self.updateGeometry()
        self.setCurrentIndex(chosen)

    def sizeHint(self) -> QSize:
        return self._wide_enough_for(self._longest)

    def minimumSizeHint(self) -> QSize:
        return self._wide_enough_for("n" * LEAST)

    def _wide_enough_for(self, text: str) -> QSize:
        """Qt makes room for one X as it is asked to above."""
        size, metrics = super().sizeHint(), self.fontMetrics()
        more = metrics.horizontalAdvance(text) - metrics.horizontalAdvance("X")
        return QSize(size.width() + max(more, 0), size.height())
