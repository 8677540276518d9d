"""What every editor of a setting is: a label, a control, a value, and two signals."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from playground.engine.common.language import N_, _
from playground.engine.spec.parameter import Parameter, Value
from playground.gui.forms.numbers import describe
from playground.gui.theme import GRID, HALF, small_font
from playground.gui.widgets.layouts import Part, fill
from playground.gui.widgets.plain_text import quiet_label
from playground.gui.widgets.tool_tip import tool_tip

REMARKS = {"restart": N_("restarts training"), "optimizer": N_("resets optimizer")}
"""By effect: what is said beside a control whose change costs something."""

COSTS = {
    "restart": N_("A change restarts training from the first step."),
    "optimizer": N_("A change keeps the weights and resets the state of the optimizer."),
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

    Attributes:
        parameter: the declaration it was made from.
        label: its buddy is the control; hide it where the place says the name.
        control: what takes the focus: the field, the combo box, the first button.
        remark: the small words beside the control, such as `restarts training`.

    Signals:
        edited: the path and the new value; while a slider is dragged, each value on the way.
        finished: the path; the gesture has ended (released, Enter, left): one undo step.
    """

    edited = Signal(str, object)
    finished = Signal(str)

    def __init__(
        self,
        parameter: Parameter,
        parent: QWidget | None = None,
        *,
        path: str = "",
        caption: str = "",
    ) -> None:
        """With `caption`, it stands in a row of controls, in no more room than it needs there.

        The texts of the parameter are looked up here, in the language spoken; the caption is in it.
        """
        super().__init__(parent)
        self.setObjectName(path)
        self.parameter = parameter
        self.control: QWidget = self
        self.label = EditorLabel(caption or _(parameter.label), self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.reset_requested.connect(self.reset)
        self.remark = quiet_label("", self)
        self.remark.setFont(small_font(self.font()))
        self.remark.setToolTip(tool_tip(_(COSTS.get(parameter.effect, ""))))
        self.set_remark(_(REMARKS.get(parameter.effect, "")))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(tool_tip(describe(parameter)))
        self._build(caption)
        self.set_value(parameter.default)

    def set_remark(self, text: str) -> None:
        """Say something beside the control; an empty text says nothing."""
        self.remark.setText(text)
        self.remark.setVisible(bool(text))

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops within the editor, in order."""
        return (self.control,)

    def value(self) -> Value:
        """The value that the control shows."""
        raise NotImplementedError

    def set_value(self, value: Value) -> None:
        """Show `value`, without a signal."""
        raise NotImplementedError

    def reset(self) -> None:
        """Return to the default, as one gesture."""
        if self.value() != self.parameter.default:
            self.set_value(self.parameter.default)
            self._announce()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: once moved behind its control in the chain, it makes Tab go in circles.
        if self.control is not self:
            self.control.setFocus(event.reason())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        back = menu.addAction(_("Reset to default"), self.reset)
        back.setEnabled(self.value() != self.parameter.default)
        menu.popup(event.globalPos())

    def _build(self, caption: str) -> None:
        """Make the control, name it and lay it out."""
        raise NotImplementedError

    def _edit(self) -> None:
        self.edited.emit(self.objectName(), self.value())

    def _finish(self) -> None:
        self.finished.emit(self.objectName())

    def _announce(self) -> None:
        self._edit()
        self._finish()

    def _name(self, control: QWidget) -> None:
        """Give the control its name and help for assistive technology, and the label its buddy."""
        control.setAccessibleName(_(self.parameter.label))
        control.setAccessibleDescription(_(self.parameter.help))
        self.setAccessibleName(_(self.parameter.label))
        self.label.setBuddy(control)
        self.control = control

    def _lay_beside(self, control: QWidget) -> None:
        """Label and remark below each other on the left, control on the right."""
        fill(QHBoxLayout(self), (self._names(), 2), (control, 3), spacing=GRID)

    def _lay_below(self, beside: QWidget | None, below: QWidget | None) -> None:
        """Label, with the remark below it, and a narrow control in one line, a wide one below."""
        parts: tuple[Part, ...] = (self._names(), None)
        line = fill(QHBoxLayout(), *parts, *((beside,) if beside else ()), spacing=GRID)
        fill(QVBoxLayout(self), line, *((below,) if below else ()), spacing=HALF // 2)

    def _names(self) -> QVBoxLayout:
        return fill(QVBoxLayout(), None, self.label, self.remark, None, spacing=0)

    def _lay_in_line(self, *controls: QWidget) -> None:
        """Label and controls in one line, which stands among others."""
        fill(QHBoxLayout(self), self.label, *controls, self.remark, spacing=GRID)
