"""How dense bundles of edges are drawn, and the way to each whole matrix."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.engine.common.language import N_, _
from playground.gui.canvas.diagram.layout import Column
from playground.gui.canvas.diagram.words import layer_name
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.theme import small_font
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import count_text

_HELP = N_(
    "Where there are too many edges to tell them apart, the diagram shows their matrix instead, on "
    "the same scale. Each row is a neuron of the layer before, each column one of the layer after; "
    "in large matrices, a cell shows the strongest edge of a block. Click it, or press M, to open "
    "it."
)
_WAYS = (
    (N_("Dense edges as matrices"), False),
    (N_("Only the strongest edges, as lines"), True),
)
"""How dense bundles are drawn, and whether that is as lines."""


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
        named(self, "network.matrices", _("Matrices of edges"), _(_HELP))
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
        for words, as_lines in _WAYS:
            way = menu.addAction(_(words))
            way.setCheckable(True)
            way.setChecked(canvas.as_lines == as_lines)
            way.triggered.connect(partial(self._choose, as_lines))
            ways.addAction(way)
        menu.addSeparator()
        columns = canvas.diagram.columns
        for gap in range(len(columns) - 1):
            whole = menu.addAction(_open_text(columns, gap))
            whole.triggered.connect(partial(self._open, gap))

    def _choose(self, as_lines: bool, _checked: bool = False) -> None:
        self._canvas.as_lines = as_lines
        self.changed.emit()

    def _open(self, gap: int, _checked: bool = False) -> None:
        self.opened.emit(gap)


def _open_text(columns: Sequence[Column], gap: int) -> str:
    return _("Open {before} → {after} ({rows} × {columns})").format(
        before=layer_name(columns, gap),
        after=layer_name(columns, gap + 1),
        rows=count_text(columns[gap].units),
        columns=count_text(columns[gap + 1].units),
    )
