"""What every editor of a setting is: a label, a control, a value, and two signals."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from playground.engine.spec.parameter import Parameter, Value
from playground.gui.forms.numbers import describe
from playground.gui.theme import GRID, HALF, small_font
from playground.gui.widgets.tool_tip import tool_tip

REMARKS = {"restart": "restarts", "optimizer": "resets optimizer"}
"""By effect: what is said beside a control whose change costs something."""

COSTS = {
    "restart": "A change starts the run again from its first step.",
    "optimizer": "A change keeps the weights and starts with fresh optimizer state.",
}


class EditorLabel(QLabel):
    """The name of a setting; a double-click returns to the default.

    Signals:
        reset_requested: it was double-clicked.
    """

    reset_requested = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_requested.emit()
        event.accept()


class Editor(QWidget):
    """The control of one parameter. Its objectName is the path of its setting.

    Signals:
        edited: the new value; while a slider is dragged, each value on the way.
        finished: the gesture has ended (released, Enter, left): one undo step.
    """

    edited = Signal(object)
    finished = Signal()

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameter = parameter
        self._control: QWidget = self
        self._label = EditorLabel(parameter.label, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.reset_requested.connect(self.reset)
        self._remark = QLabel(REMARKS.get(parameter.effect, ""), self)
        self._remark.setTextFormat(Qt.TextFormat.PlainText)
        self._remark.setProperty("role", "muted")
        self._remark.setFont(small_font(self.font()))
        self._remark.setVisible(bool(self._remark.text()))
        self._remark.setToolTip(tool_tip(COSTS.get(parameter.effect, "")))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(tool_tip(describe(parameter)))

    @property
    def parameter(self) -> Parameter:
        """The declaration this editor was made from."""
        return self._parameter

    @property
    def label(self) -> QLabel:
        """The label, whose buddy is the control; hide it where the place says the name."""
        return self._label

    @property
    def control(self) -> QWidget:
        """What takes the focus: the field, the combo box, the first button."""
        return self._control

    @property
    def remark(self) -> QLabel:
        """The small words beside the control, such as `restarts`."""
        return self._remark

    def set_remark(self, text: str) -> None:
        """Say something beside the control; an empty text says nothing."""
        self._remark.setText(text)
        self._remark.setVisible(bool(text))

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops within the editor, in order."""
        return (self._control,)

    def value(self) -> Value:
        """The value that the control shows."""
        raise NotImplementedError

    def set_value(self, value: Value) -> None:
        """Show `value`, without a signal."""
        raise NotImplementedError

    def reset(self) -> None:
        """Return to the default, as one gesture."""
        if self.value() != self._parameter.default:
            self.set_value(self._parameter.default)
            self._announce()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: once moved behind its control in the chain, it makes Tab go in circles.
        if self._control is not self:
            self._control.setFocus(event.reason())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        back = QAction("Return to the default", menu)
        back.setEnabled(self.value() != self._parameter.default)
        back.triggered.connect(self.reset)
        menu.addAction(back)
        menu.popup(event.globalPos())

    def _announce(self) -> None:
        self.edited.emit(self.value())
        self.finished.emit()

    def _name(self, control: QWidget) -> None:
        """Give the control its name and help for assistive technology, and the label its buddy."""
        control.setAccessibleName(self._parameter.label)
        control.setAccessibleDescription(self._parameter.help)
        self.setAccessibleName(self._parameter.label)
        self._label.setBuddy(control)
        self._control = control

    def _lay_beside(self, control: QWidget, share: int = 3) -> None:
        """Label and remark below each other on the left, control on the right."""
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._label)
        names.addWidget(self._remark)
        names.addStretch(1)
        line.addLayout(names, 2)
        line.addWidget(control, share)

    def _lay_below(self, beside: QWidget | None, below: QWidget | None) -> None:
        """Label, remark and a narrow control in one line, a wide one below them."""
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(HALF // 2)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._label)
        line.addWidget(self._remark)
        line.addStretch(1)
        if beside is not None:
            line.addWidget(beside)
        rows.addLayout(line)
        if below is not None:
            rows.addWidget(below)
