"""What a widget and its parts say, and which letters of it no translation has touched."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pyqtgraph import GraphicsView
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsSimpleTextItem,
    QGraphicsTextItem,
    QGraphicsView,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)

_TAG = re.compile(r"<[^<>]*>")
_PLAIN = re.compile("[A-Za-z]+")


def plain_letters(text: str) -> list[str]:
    """The runs of letters that the pseudo-language leaves as they were."""
    return _PLAIN.findall(html.unescape(_TAG.sub("", text)))


def own_texts(widget: QWidget) -> Iterator[str]:
    """Its text, its tool tip, and what a screen reader says of it."""
    if isinstance(widget, QAbstractButton | QLabel):
        yield widget.text()
    if isinstance(widget, QMenu):
        yield widget.title()
        yield from (action.text() for action in widget.actions())
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())


def texts_within(widget: QWidget, *others: type[QWidget]) -> Iterator[str]:
    """The texts of a widget and of all within it, but for what lies in a widget of `others`."""
    yield from own_texts(widget)
    for child in widget.findChildren(QWidget):
        if not any(isinstance(one, others) for one in _up(child, widget)):
            yield from own_texts(child)


def _up(child: QWidget, top: QWidget) -> Iterator[QWidget]:
    at: QWidget | None = child
    while at is not None and at is not top:
        yield at
        at = at.parentWidget()


Said = tuple[str, str]
"""Where a text stands, and the text."""


def every_text(root: QWidget) -> Iterator[Said]:
    """Every text of `root` and all that is in it, seen or not, but for what Qt itself says."""
    widgets = [one for one in [root, *root.findChildren(QWidget)] if not _is_foreign(one)]
    for widget in widgets:
        where = f"{type(widget).__name__} {widget.objectName()}"
        yield from ((f"{where} {kind}", text) for kind, text in _of_widget(widget) if text)
    for action in (one for one in root.findChildren(QAction) if not _is_foreign(one)):
        where = f"QAction {action.objectName()}"
        told = {"text": action.text(), "tip": action.toolTip(), "status": action.statusTip()}
        yield from ((f"{where} {kind}", text) for kind, text in told.items() if text)


def _is_foreign(one: QObject) -> bool:
    """Whether Qt names it, or it belongs to a menu of pyqtgraph, which is never shown."""
    if type(one.parent()).__module__.startswith("pyqtgraph") and isinstance(one, QAction):
        return True
    if one.objectName().startswith(("qt_", "ScrollLeft", "ScrollRight")):
        return True
    above = list(_above(one))
    in_menu = any(isinstance(place, QMenu) for place in [one, *above])
    return in_menu and any(isinstance(place, GraphicsView) for place in above)


def _above(one: QObject) -> Iterator[QObject]:
    while (parent := one.parent()) is not None:
        yield parent
        one = parent


def _of_widget(widget: QWidget) -> Iterator[Said]:
    yield "tip", widget.toolTip()
    yield "what's this", widget.whatsThis()
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    yield "title", widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield "text", widget.text()
        case QComboBox():
            yield from _of_model(widget.model(), QModelIndex())
        case QLineEdit():
            yield "placeholder", widget.placeholderText()
            if not isinstance(widget.parent(), (QAbstractSpinBox, QComboBox)):
                yield "typed", widget.text()
        case QAbstractSpinBox():
            yield "special", widget.specialValueText()
        case QGroupBox():
            yield "title", widget.title()
        case QProgressBar():
            yield "text", widget.text()
        case QTabBar():
            for number in range(widget.count()):
                yield f"tab {number}", widget.tabText(number)
                yield f"tip of tab {number}", widget.tabToolTip(number)
        case QTableView():
            yield from _of_model(widget.model(), widget.rootIndex())
            yield from _of_headers(widget.model())
        case QTreeView():
            yield from _of_tree(widget.model(), widget.rootIndex())
            yield from _of_headers(widget.model())
        case QGraphicsView():
            yield from _of_scene(widget)
        case QAbstractItemView():
            yield from _of_model(widget.model(), widget.rootIndex())


_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


def _of_model(model: QAbstractItemModel | None, root: QModelIndex) -> Iterator[Said]:
    if model is None:
        return
    for row in range(model.rowCount(root)):
        for column in range(model.columnCount(root)):
            index = model.index(row, column, root)
            for role in _ROLES:
                yield f"cell {row}, {column}", str(index.data(role) or "")


def _of_tree(model: QAbstractItemModel | None, root: QModelIndex) -> Iterator[Said]:
    """The cells, and those below them."""
    yield from _of_model(model, root)
    for row in range(model.rowCount(root) if model else 0):
        yield from _of_tree(model, model.index(row, 0, root)) if model else ()


def _of_scene(view: QGraphicsView) -> Iterator[Said]:
    """What stands at axes and in a drawing."""
    for item in view.items():
        if isinstance(item, QGraphicsTextItem) and item.isVisible():
            yield "drawing", item.toPlainText()
        elif isinstance(item, QGraphicsSimpleTextItem) and item.isVisible():
            yield "drawing", item.text()


def long_texts(root: QWidget) -> Iterator[Said]:
    """What the text fields of several lines show, by the name of the field: code among it."""
    for field in root.findChildren(QWidget):
        if isinstance(field, QPlainTextEdit | QTextEdit):
            yield field.objectName(), field.toPlainText()


def _of_headers(model: QAbstractItemModel | None) -> Iterator[Said]:
    if model is None:
        return
    for orientation, count in (
        (Qt.Orientation.Horizontal, model.columnCount()),
        (Qt.Orientation.Vertical, model.rowCount()),
    ):
        for number in range(count):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                text = model.headerData(number, orientation, role)
                yield f"header {number}", str(text or "")


@contextmanager
def painted_texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What our own painting writes meanwhile."""
    written: list[str] = []
    draw = QPainter.drawText

    def note(painter: QPainter, *args: object) -> QRectF | None:
        written.extend(arg for arg in args if isinstance(arg, str))
        return draw(painter, *args)  # type: ignore[call-overload,no-any-return]

    with monkeypatch.context() as patched:
        patched.setattr(QPainter, "drawText", note)
        yield written
