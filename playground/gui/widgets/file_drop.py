"""Files that are dropped on a window."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Lets one file of some kinds be dropped anywhere on a window.

    Signals:
        dropped: its Path, once the other program is let go.
    """

    dropped = Signal(object)

    def __init__(self, suffixes: tuple[str, ...], window: QWidget) -> None:
        super().__init__(window)
        self._suffixes = suffixes
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what can be opened; leave the rest to the window."""
        # A drag that enters is a QDropEvent, too.
        if not isinstance(event, QDropEvent) or event.type() == QEvent.Type.DragMove:
            return False
        path = self._path(event.mimeData())
        if path is None:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            QTimer.singleShot(0, self, partial(self.dropped.emit, path))
        return True

    def _path(self, data: QMimeData) -> Path | None:
        urls = data.urls()
        if len(urls) != 1 or not urls[0].isLocalFile():
            return None
        path = Path(urls[0].toLocalFile())
        return path if path.suffix.lower() in self._suffixes else None
