"""The table of the import dialog: choices drawn and edited as combo boxes, odd cells marked."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from playground.engine.common.language import _
from playground.gui.dialogs.import_columns import (
    CHOICES,
    FIRST_ROW,
    ODD,
    VALUES_ROW,
    ColumnsModel,
    Index,
)
from playground.gui.theme import GRID
from playground.gui.widgets.naming import named

_SIGN = 12
"""Pixels of the sign beside an odd cell."""
_NARROW, _WIDE = 128, 176
"""Pixels that a column is wide at first."""
_FITTED = 100


class CellDelegate(QStyledItemDelegate):
    """Draws a choice as a combo box, and edits it with one; marks odd cells by a sign."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(CHOICES):
            _paint_choice(painter, option, index)
            return
        super().paint(painter, option, index)
        if index.data(ODD):
            _paint_sign(painter, option, index)

    def createEditor(  # noqa: N802
        self, parent: QWidget, _option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        editor = _ChoiceEditor(parent)
        for key, label in index.data(CHOICES) or ():
            editor.addItem(_(label), key)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        editor.activated.connect(self._finish)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        assert isinstance(editor, QComboBox)
        if editor.currentIndex() >= 0:
            model.setData(index, editor.currentData())

    def _finish(self) -> None:
        editor = self.sender()
        assert isinstance(editor, QWidget)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


def _paint_choice(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    box = QStyleOptionComboBox()
    box.rect = option.rect.adjusted(1, 1, -1, -1)
    box.state = option.state | QStyle.StateFlag.State_Enabled
    box.palette = option.palette
    style = option.widget.style() if option.widget else QApplication.style()
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, box, part).width() - 2
    elided = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
    box.currentText = elided
    if colour := index.data(Qt.ItemDataRole.ForegroundRole):
        for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text):
            box.palette.setBrush(role, colour)
    style.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, box, painter)
    style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, box, painter)


def _paint_sign(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    """A triangle with a mark, at the side on which no text stands."""
    at_right = index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignLeft
    x = option.rect.right() - _SIGN - 3 if at_right else option.rect.left() + 4
    place = QRect(x, option.rect.center().y() - _SIGN // 2, _SIGN, _SIGN)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(option.palette.color(QPalette.ColorRole.BrightText), 1.4))
    left, right, bottom = place.left(), place.right(), place.bottom()
    painter.drawPolygon(
        [QPoint(left, bottom), QPoint(right, bottom), QPoint((left + right) // 2, place.top())]
    )
    painter.drawText(place.adjusted(0, 2, 0, 2), Qt.AlignmentFlag.AlignCenter, "!")
    painter.restore()


class _ChoiceEditor(QComboBox):
    """Opens its list as soon as it is shown, so that one click is enough."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self.showPopup)


class ColumnsView(QTableView):
    """The preview table; a click or F2 on a choice opens its list."""

    def __init__(self, model: ColumnsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        tip = _("What each column is taken as, and the first rows as they are read.")
        named(self, "data.columns", _("Columns and first rows"), tip)
        self.setEditTriggers(
            QTableView.EditTrigger.EditKeyPressed | QTableView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setDefaultSectionSize(_NARROW)
        self.horizontalHeader().setMinimumSectionSize(96)
        self.verticalHeader().setDefaultSectionSize(24)
        self.clicked.connect(self._open)
        model.modelReset.connect(self._fit_columns)

    def minimumSizeHint(self) -> QSize:
        """Names, what the columns are and a first row can be seen."""
        numbers = self.verticalHeader()
        row = max(numbers.defaultSectionSize(), numbers.minimumSectionSize())
        bar = self.horizontalScrollBar().sizeHint().height() + 2 * self.frameWidth()
        names = self.fontMetrics().height() + GRID
        return QSize(super().minimumSizeHint().width(), names + (FIRST_ROW + 1) * row + bar)

    def _fit_columns(self) -> None:
        """Room for the range of each of the first columns; the names may be cut off."""
        for place in range(min(self.model().columnCount(), _FITTED)):
            text = str(self.model().index(VALUES_ROW, place).data() or "")
            needed = self.fontMetrics().horizontalAdvance(text) + 2 * GRID
            self.setColumnWidth(place, min(max(needed, _NARROW), _WIDE))

    def _open(self, index: QModelIndex) -> None:
        if index.data(CHOICES):
            self.edit(index)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
        return super().event(event)
