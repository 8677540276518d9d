"""What covers the diagram while one layer, or one matrix, is seen as a whole."""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.engine.frames.network import NetworkPicture, NetworkRequest
from playground.gui.canvas.zoom.zoom_area import ZoomArea
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label, set_role


class Content(Protocol):
    """What such a frame shows: it says what it needs of each picture, and takes it."""

    @property
    def title(self) -> str:
        """What is seen, in a few words."""

    @property
    def hint(self) -> str:
        """What can be done with it."""

    def ask(self, request: NetworkRequest) -> NetworkRequest:
        """The request, with what is seen here."""

    def show_picture(self, picture: NetworkPicture) -> None:
        """Show how it stands."""


class WholeFrame(QFrame):
    """A title, a button that folds it back, and the content; it stands where `covered` does.

    Attributes:
        content: what it shows.
        area: what zooms the content, if that can be zoomed.

    Signals:
        folded: the person has seen enough.
    """

    folded = Signal()

    def __init__(
        self, widget: QWidget, content: Content, covered: QWidget, area: ZoomArea | None = None
    ) -> None:
        super().__init__(covered.parentWidget())
        self.content, self.area = content, area
        self.setObjectName("network.whole")
        self.setAccessibleName(content.title)
        self.setAutoFillBackground(True)
        title = plain_label(content.title, self)
        set_role(title, "heading")
        hint = ElidedLabel(self)
        set_role(hint, "muted")
        hint.show_text(content.hint)
        back, tip = _("Back to the diagram"), _("Back to the diagram (Esc).")
        self._back = named(QToolButton(self), "network.fold", back, tip)
        self._back.setText("×")
        self._back.setAutoRaise(True)
        self._back.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._back.clicked.connect(self.folded)
        row = fill(QHBoxLayout(), title, (hint, 1), self._back, spacing=GRID)
        row.setContentsMargins(GRID, 0, HALF, 0)
        fill(QVBoxLayout(self), row, (area or widget, 1), spacing=0)
        covered.installEventFilter(self)
        self.setGeometry(covered.geometry())
        self.show()
        self.raise_()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what it covers."""
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
        if moved and isinstance(watched, QWidget):
            self.setGeometry(watched.geometry())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape folds it back."""
        if event.key() == Qt.Key.Key_Escape:
            self.folded.emit()
        else:
            super().keyPressEvent(event)
