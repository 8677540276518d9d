"""How dense bundles of edges are drawn, and the way to each whole matrix."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.gui.canvas.diagram.words import layer_name
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.theme import small_font
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import count_text

_HELP = (
    "Where more edges meet than can be told apart, the matrix of all of them stands in their "
    "place, on the same scale. A row is a neuron before, a column a neuron after; where there are "
    "too many, a cell shows the strongest edge of its block. A click on it, or M, opens it."
)


class MatrixMenu(QToolButton):
    """A button with a menu.

    Signals:
        changed: dense bundles are to be drawn in another way.
        opened: the whole matrix of this gap shall be seen.
    """

    changed = Signal()
    opened = Signal(int)

    def __init__(self, canvas: NetworkCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        named(self, "network.matrices", "Matrices of edges", _HELP)
        self.setText("▦ ▾")
        self.setAutoRaise(True)
        self.setFont(small_font(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def _fill(self) -> None:
        menu, canvas = self.menu(), self._canvas
        menu.clear()
        ways = QActionGroup(menu)
        for words, as_lines in (("Dense edges as matrices", False), ("Strongest as lines", True)):
            way = menu.addAction(words)
            way.setCheckable(True)
            way.setChecked(canvas.as_lines == as_lines)
            way.triggered.connect(lambda _=False, lines=as_lines: self._choose(lines))
            ways.addAction(way)
        menu.addSeparator()
        columns = canvas.diagram.columns
        for gap in range(len(columns) - 1):
            ends = f"{layer_name(columns, gap)} → {layer_name(columns, gap + 1)}"
            units = f"{count_text(columns[gap].units)} × {count_text(columns[gap + 1].units)}"
            whole = menu.addAction(f"Open {ends} ({units})")
            whole.triggered.connect(lambda _=False, gap=gap: self.opened.emit(gap))

    def _choose(self, as_lines: bool) -> None:
        self._canvas.as_lines = as_lines
        self.changed.emit()
