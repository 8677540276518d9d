"""A combo box over keys, with headings, tool tips and a place for keys this version lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from playground.engine.common.language import _
from playground.engine.spec.parameter import Choice
from playground.gui.theme import HALF
from playground.gui.widgets.tool_tip import tool_tip

NARROWEST = 80


@dataclass(frozen=True, slots=True)
class Heading:
    """A line between entries that names those below it and cannot be chosen."""

    label: str


@dataclass(frozen=True, slots=True)
class OwnName(Choice):
    """A choice whose label is a name that a person gave: shown as it stands in every language."""


Entries = Sequence[Choice | Heading]


class KeyCombo(QComboBox):
    """Offers entries by label and speaks of them by key; never changes by a wheel in passing.

    Labels and help of the entries are looked up here, in the language spoken.

    Signals:
        picked: the key that the person chose.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: tuple[Choice | Heading, ...] = ()
        self._key = ""
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._pick)

    def entries(self) -> tuple[Choice | Heading, ...]:
        """What is offered."""
        return self._entries

    def set_entries(self, entries: Entries) -> None:
        """Offer these, keeping the chosen key even where it is none of them."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        self._fill()

    def key(self) -> str:
        """The chosen key."""
        return self._key

    def set_key(self, key: str) -> None:
        """Show `key`, without a signal; one that is not offered shows as unavailable."""
        if key == self._key:
            return
        self._key = key
        place = self.findData(key) if key else -1
        if place < 0 or self._rows.rowCount() > len(self._entries):
            self._fill()
            return
        with QSignalBlocker(self):
            self.setCurrentIndex(place)
            self._describe()

    def fit_texts(self) -> None:
        """Be as wide as the longest text, and give way down to `NARROWEST`."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(0)

    @property
    def _is_fitting(self) -> bool:
        return self.sizeAdjustPolicy() == QComboBox.SizeAdjustPolicy.AdjustToContents

    def sizeHint(self) -> QSize:
        # Of the room that Qt gives a text, some is left free.
        return super().sizeHint() + QSize(HALF if self._is_fitting else 0, 0)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        # Qt keeps this one when the texts change.
        return QSize(NARROWEST, hint.height()) if self._is_fitting else hint

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text with an ellipsis where it is too long, which Qt only cuts off."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        place = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        room = place.width() - HALF
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def _pick(self, index: int) -> None:
        key = self.itemData(index)
        if isinstance(key, str) and key != self._key:
            self._key = key
            self._describe()
            self.picked.emit(key)

    def _fill(self) -> None:
        with QSignalBlocker(self):
            self._rows.clear()
            for entry in self._entries:
                row = _heading(entry) if isinstance(entry, Heading) else _choice(entry)
                self._rows.appendRow(row)
            if self._key and self.findData(self._key) < 0:
                self._rows.appendRow(_unavailable(self._key))
            self.setCurrentIndex(self.findData(self._key) if self._key else -1)
            self._describe()

    def _describe(self) -> None:
        chosen = [e for e in self._entries if isinstance(e, Choice) and e.key == self._key]
        help_text, described = (_(chosen[0].help), _described(chosen[0])) if chosen else ("", "")
        self.setAccessibleDescription(help_text)
        self.setToolTip(tool_tip(f"{self.currentText()}\n{described}".strip()))


def _choice(choice: Choice) -> QStandardItem:
    item = QStandardItem(choice.label if isinstance(choice, OwnName) else _(choice.label))
    item.setData(choice.key, Qt.ItemDataRole.UserRole)
    if described := _described(choice):
        item.setToolTip(tool_tip(described))
    return item


def _described(choice: Choice) -> str:
    """What it does to learning, and below that its formula."""
    return f"{_(choice.help)}\n{_(choice.formula)}".strip()


def _heading(heading: Heading) -> QStandardItem:
    item = QStandardItem(_(heading.label))
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    font = item.font()
    font.setBold(True)
    item.setFont(font)
    return item


def _unavailable(key: str) -> QStandardItem:
    item = QStandardItem(_("{key} (unavailable)").format(key=key))
    item.setData(key, Qt.ItemDataRole.UserRole)
    item.setToolTip(tool_tip(_("This version does not have it. The project keeps it unchanged.")))
    return item
