"""Files that are dragged from another program into a window and let go there."""

import warnings
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def drop(window: QWidget, *paths: Path) -> bool:
    """Drag these files into the window and let them go; whether the window would have them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    with warnings.catch_warnings():
        # PySide6 6.12 would rather have a QPointF, which no earlier one takes.
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(QPoint(10, 10), COPY, data, LEFT, NO_KEY)
    enter.ignore()
    QCoreApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QCoreApplication.sendEvent(window, QDropEvent(QPointF(10, 10), COPY, data, LEFT, NO_KEY))
    return enter.isAccepted()
