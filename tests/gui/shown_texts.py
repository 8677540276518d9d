"""What a widget and its parts say, and which letters of it no translation has touched."""

import html
import re
from collections.abc import Iterator

from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QWidget

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
