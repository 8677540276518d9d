"""The preview of a table with, above its rows, the role and the kind of each column."""

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QShowEvent
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

from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.preview import ColumnPreview, TablePreview
from playground.gui.theme import GRID
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import one_line
from playground.gui.widgets.tool_tip import tool_tip

Index = QModelIndex | QPersistentModelIndex

ROLE_ROW, KIND_ROW, FIRST_ROW = 0, 1, 2
CHOICES = Qt.ItemDataRole.UserRole
"""Item data: the (key, label) pairs a cell can take, labels in English; None where no choice."""

_ROLES = (("feature", N_("Feature")), ("target", N_("Target")), ("ignore", N_("Ignore")))
_KINDS = (("number", N_("Number")), ("category", N_("Category")))
_WORDS = dict((*_ROLES, *_KINDS, ("unusable", N_("Not usable"))))
_WHAT = {
    "ignore": N_("{column}: ignored."),
    "number": N_("{column}: number."),
    "category": N_("{column}: category."),
    "unusable": N_("{column}: not usable."),
}
_LONGEST = 200


class ColumnsModel(QAbstractTableModel):
    """A `TablePreview` as a model; `chosen(name, key)` reports a role or a kind that was picked."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = TablePreview()

    def show(self, preview: TablePreview) -> None:
        """Take another preview; places and selection stay where its shape is the same."""
        before, after = self._preview, preview
        same = len(before.columns) == len(after.columns) and len(before.rows) == len(after.rows)
        if not same:
            self.beginResetModel()
        self._preview = preview
        if not same:
            self.endResetModel()
        elif self._preview.columns:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: Index | None = None) -> int:
        if (parent is not None and parent.isValid()) or not self._preview.columns:
            return 0
        return FIRST_ROW + len(self._preview.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._preview.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._choices(index) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        column = self._preview.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(index, column)
            case Qt.ItemDataRole.EditRole:
                return {ROLE_ROW: column.role, KIND_ROW: column.kind}.get(index.row())
            case Qt.ItemDataRole.ForegroundRole if column.role == "ignore":
                return QApplication.palette().placeholderText()
            case Qt.ItemDataRole.ToolTipRole:
                return _tooltip(column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._accessible(index, column)
            case Qt.ItemDataRole.TextAlignmentRole if index.row() >= FIRST_ROW:
                return _alignment(column)
        return self._choices(index) if role == CHOICES else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        if role != Qt.ItemDataRole.EditRole or not self._choices(index):
            return False
        if value != self.data(index, role):
            self.chosen.emit(self._preview.columns[index.column()].name, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                names = {ROLE_ROW: _("Role"), KIND_ROW: _("Type")}
                return names.get(section, str(section - KIND_ROW))
            return None
        if not 0 <= section < len(self._preview.columns):
            return None
        column = self._preview.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(column.name, _LONGEST)
        return _tooltip(column) if role == Qt.ItemDataRole.ToolTipRole else None

    def _text(self, index: Index, column: ColumnPreview) -> str:
        if index.row() == ROLE_ROW:
            return _(_WORDS[column.role])
        if index.row() == KIND_ROW:
            return "" if column.role == "ignore" else _(_WORDS[column.kind])
        return one_line(self._preview.rows[index.row() - FIRST_ROW][index.column()], _LONGEST)

    def _accessible(self, index: Index, column: ColumnPreview) -> str | None:
        if index.row() not in (ROLE_ROW, KIND_ROW):
            return None
        is_role = index.row() == ROLE_ROW
        sentence = _("Role of {column}: {choice}") if is_role else _("Type of {column}: {choice}")
        return sentence.format(column=column.name, choice=self._text(index, column) or _("none"))

    def _choices(self, index: Index) -> tuple[tuple[str, str], ...] | None:
        if not index.isValid() or not self._preview.target:
            return None
        column = self._preview.columns[index.column()]
        if index.row() == ROLE_ROW:
            return _ROLES[1:] if column.kind == "unusable" else _ROLES
        return _KINDS if index.row() == KIND_ROW and column.role != "ignore" else None


class ChoiceDelegate(QStyledItemDelegate):
    """Draws a choice as a combo box, and edits it with one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not index.data(CHOICES):
            super().paint(painter, option, index)
            return
        box = QStyleOptionComboBox()
        box.rect = option.rect.adjusted(1, 1, -1, -1)
        box.state = option.state | QStyle.StateFlag.State_Enabled
        box.palette = option.palette
        box.currentText = str(index.data())
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, box, painter)
        style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, box, painter)

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


class _ChoiceEditor(QComboBox):
    """Opens its list as soon as it is shown, so that one click is enough."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self.showPopup)


class ColumnsView(QTableView):
    """The preview table; a click or Return on a role or a kind opens its list."""

    def __init__(self, model: ColumnsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(ChoiceDelegate(self))
        tip = _("The role and type of each column, and the first rows as they are read.")
        named(self, "data.columns", _("Columns and first rows"), tip)
        self.setEditTriggers(
            QTableView.EditTrigger.EditKeyPressed | QTableView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setDefaultSectionSize(120)
        self.horizontalHeader().setMinimumSectionSize(96)
        self.verticalHeader().setDefaultSectionSize(26)
        self.clicked.connect(self._open)

    def minimumSizeHint(self) -> QSize:
        """Names, roles, kinds and a first row can be seen."""
        numbers = self.verticalHeader()
        row = max(numbers.defaultSectionSize(), numbers.minimumSectionSize())
        bar = self.horizontalScrollBar().sizeHint().height() + 2 * self.frameWidth()
        names = self.fontMetrics().height() + GRID
        return QSize(super().minimumSizeHint().width(), names + 3 * row + bar)

    def _open(self, index: QModelIndex) -> None:
        if index.data(CHOICES):
            self.edit(index)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
        return super().event(event)


def _alignment(column: ColumnPreview) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.kind == "number" else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _tooltip(column: ColumnPreview) -> str:
    what = column.role if column.role == "ignore" else column.kind
    said = [_(_WHAT[what]).format(column=one_line(column.name, _LONGEST)), column.why]
    if column.missing:
        gaps = ngettext(
            "{n} value is missing in the rows examined.",
            "{n} values are missing in the rows examined.",
            column.missing,
        )
        said.append(gaps.format(n=grouped(column.missing)))
    return tool_tip(" ".join(sentence for sentence in said if sentence))
