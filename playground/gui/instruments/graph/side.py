"""The code and the chosen node: beside each other, one below the other, or behind tabs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabBar, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.gui.instruments.graph.parts import splitter, stand
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

_WIDE, _HIGH = 360, 190
"""From this width on both stand side by side; from this height on one below the other."""


class Side(QWidget):
    """Shows two parts as there is room for them.

    Attributes:
        tabs: choose one of them, where there is room for one alone.
    """

    def __init__(self, code: QWidget, node: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = (code, node)
        self._both: QSplitter = splitter(self, code, node)
        self._belong_together = False
        self.tabs = named(QTabBar(self), "graph.tabs", _("What is shown of the graph"))
        self.tabs.setDocumentMode(True)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.addTab(_("Code"))
        self.tabs.addTab(_("Node"))
        self.tabs.currentChanged.connect(self._arrange)
        fill(QVBoxLayout(self), self.tabs, (self._both, 1), spacing=0)
        self._arrange()

    def keep_together(self, together: bool) -> None:
        """Show both however little room there is: one is the answer to the other."""
        self._belong_together = together
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_wide = self.width() >= _WIDE
        has_tabs = not (is_wide or self.height() >= _HIGH or self._belong_together)
        self.tabs.setVisible(has_tabs)
        for number, page in enumerate(self._pages):
            page.setVisible(not has_tabs or self.tabs.currentIndex() == number)
        stand(self._both, is_wide, (1, 1))
