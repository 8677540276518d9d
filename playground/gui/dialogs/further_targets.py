"""Choosing further columns to predict beside the first: a list of checks behind a button."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QScreen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.preview import TablePreview
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import one_line
from playground.gui.widgets.tool_tip import tool_tip

_NAME = N_("Further targets")
_TIP = N_(
    "Predict several columns of numbers at once: the network gets an output for each, and the "
    "metrics are shown for each."
)
_NONE = N_("Only columns of numbers can be predicted together, and there is no other one here.")
NAME = Qt.ItemDataRole.UserRole
"""Item data: the whole name of a column."""
_LONGEST = 60
_ROWS = 12
"""At most so many are seen without scrolling."""
_ROW, _BOX, _NARROWEST = 24, 32, 140
"""Pixels."""


class FurtherTargets(QPushButton):
    """Says how many columns are predicted beside the first, and lets them be checked.

    Signals:
        chosen(names): the person checked or unchecked a column; all that are checked now.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "data.target.further", _(_NAME))
        self.setAutoDefault(False)
        self._list = _CheckList(self)
        self._list.toggled.connect(lambda: self.chosen.emit(self._list.checked()))
        self.clicked.connect(self._drop_down)
        self.show_columns((), ())

    def show_preview(self, preview: TablePreview) -> None:
        """Offer what goes with the first target, and what was checked whether it does or not."""
        numbers, (first, *checked) = numbers_of(preview), preview.targets or ("",)
        offered = {*checked, *(numbers if first in numbers else ())} - {first}
        names = (column.name for column in preview.columns)
        self.show_columns(tuple(name for name in names if name in offered), tuple(checked))

    def show_columns(self, offered: tuple[str, ...], checked: tuple[str, ...]) -> None:
        """Offer these columns, of which some are targets already; without a signal."""
        self._list.show_names(offered, checked)
        count = len(checked)
        more = _("and more…")
        if count:
            more = ngettext("and {n} more", "and {n} more", count).format(n=grouped(count))
        self.setText(f"{more} ▾")
        self.setEnabled(bool(offered))
        tip = _(_TIP) if offered else _(_NONE)
        self.setToolTip(tool_tip("\n".join((tip, *checked))))
        self.setAccessibleDescription(", ".join(checked) or tip)

    def _drop_down(self) -> None:
        self._list.drop_down(self.mapToGlobal(self.rect().bottomRight()), self.screen())


def numbers_of(preview: TablePreview) -> set[str]:
    """The columns of numbers."""
    return {column.name for column in preview.columns if column.kind == "number"}


class _CheckList(QListWidget):
    """Checks before names; stays open while they are set, so that several are one visit.

    Signals:
        toggled: the person checked or unchecked a name.
    """

    toggled = Signal()

    def __init__(self, parent: QWidget) -> None:
        self._popup = QFrame(parent, Qt.WindowType.Popup)
        # The click that closes it is not one on what lies below: the button would open it again.
        self._popup.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        super().__init__(self._popup)
        fill(QVBoxLayout(self._popup), self)
        named(self, "data.target.list", _(_NAME))
        self._order: tuple[str, ...] = ()
        self.itemClicked.connect(self._toggle)

    def checked(self) -> tuple[str, ...]:
        """The names that are checked, in the order in which they were."""
        return self._order

    def show_names(self, names: tuple[str, ...], checked: tuple[str, ...]) -> None:
        """Show these names and which are checked."""
        self._order = checked
        if names != tuple(str(item.data(NAME)) for item in self._items()):
            self.clear()
            for name in names:
                item = QListWidgetItem(one_line(name, _LONGEST), self)
                item.setData(NAME, name)
                item.setSizeHint(
                    QSize(self.fontMetrics().horizontalAdvance(item.text()) + _BOX, _ROW)
                )
        for item in self._items():
            self._check(item, item.data(NAME) in checked)

    def drop_down(self, corner: QPoint, screen: QScreen) -> None:
        """Open with the upper right corner there, or as near as the screen allows."""
        frame, room = 2 * self.frameWidth(), screen.availableGeometry()
        rows = _ROW * min(self.count(), _ROWS)
        wide = self.sizeHintForColumn(0) + self.verticalScrollBar().sizeHint().width() + GRID
        self._popup.resize(max(wide + frame, _NARROWEST), rows + frame)
        top = min(corner.y(), room.bottom() - self._popup.height())
        self._popup.move(max(corner.x() - self._popup.width(), room.left()), top)
        self.setCurrentRow(max(self.currentRow(), 0))
        self._popup.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Escape:
            self._popup.close()
        elif item and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle(item)
        else:
            super().keyPressEvent(event)

    def _toggle(self, item: QListWidgetItem) -> None:
        name = str(item.data(NAME))
        others = tuple(own for own in self._order if own != name)
        self._order = others if name in self._order else (*others, name)
        self._check(item, name in self._order)
        self.toggled.emit()

    @staticmethod
    def _check(item: QListWidgetItem, checked: bool) -> None:
        item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        # A click on the name does the same as one on the box, and not once more.
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]
