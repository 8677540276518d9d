"""Settings as rows of editors."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from playground.engine.spec.parameter import Parameter, Value
from playground.gui.forms.editor import Editor
from playground.gui.forms.editors import editor_for
from playground.gui.theme import GRID


class SettingsForm(QWidget):
    """One editor per setting, in the order given, under a heading if there is one.

    Signals:
        edited: path and new value, while dragging too.
        finished: path of the setting whose gesture has ended.
    """

    edited = Signal(str, object)
    finished = Signal(str)

    def __init__(
        self,
        parameters: Mapping[str, Parameter],
        heading: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editors: dict[str, Editor] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GRID)
        self._head = 1 if heading else 0
        if heading:
            self._rows.addWidget(heading_label(heading, self))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_parameters(parameters)

    def paths(self) -> tuple[str, ...]:
        """The settings shown, in order."""
        return tuple(self._editors)

    def editor(self, path: str) -> Editor:
        """The editor of a setting that is shown.

        Raises:
            KeyError: it is not shown.
        """
        return self._editors[path]

    def stops(self) -> list[QWidget]:
        """Where Tab stops within the form, in order."""
        return [stop for editor in self._editors.values() for stop in editor.stops()]

    def set_value(self, path: str, value: Value) -> None:
        """Show a value, without a signal."""
        self._editors[path].set_value(value)

    def set_visible(self, paths: Collection[str]) -> None:
        """Show only these settings; the others keep their values."""
        for path, editor in self._editors.items():
            editor.setVisible(path in paths)

    def set_parameters(self, parameters: Mapping[str, Parameter]) -> None:
        """Show these settings instead; an editor whose declaration stays is kept, focus and all."""
        if {path: editor.parameter for path, editor in self._editors.items()} == dict(
            parameters
        ) and list(self._editors) == list(parameters):
            return
        self.setUpdatesEnabled(False)
        before, self._editors = self._editors, {}
        for place, (path, parameter) in enumerate(parameters.items()):
            editor = before.get(path)
            if editor is not None and editor.parameter == parameter:
                del before[path]
            else:
                editor = self._new_editor(path, parameter)
            self._editors[path] = editor
            if self._rows.indexOf(editor) != place + self._head:
                self._rows.insertWidget(place + self._head, editor)
                editor.show()
        for gone in before.values():
            self._remove(gone)
        order_tabs(self.stops())
        self.setUpdatesEnabled(True)

    def _new_editor(self, path: str, parameter: Parameter) -> Editor:
        editor = editor_for(parameter, self)
        editor.setObjectName(path)
        editor.edited.connect(self._edited)
        editor.finished.connect(self._finished)
        return editor

    def _remove(self, editor: Editor) -> None:
        editor.edited.disconnect(self._edited)
        editor.finished.disconnect(self._finished)
        self._rows.removeWidget(editor)
        editor.hide()
        editor.setObjectName("")
        editor.deleteLater()

    def _edited(self, value: object) -> None:
        sender = self.sender()
        if isinstance(sender, Editor):
            self.edited.emit(sender.objectName(), value)

    def _finished(self) -> None:
        sender = self.sender()
        if isinstance(sender, Editor):
            self.finished.emit(sender.objectName())


class CollapsibleSection(QWidget):
    """A heading that shows or hides what is below it."""

    def __init__(self, title: str, parent: QWidget | None = None, expanded: bool = False) -> None:
        super().__init__(parent)
        self._toggle = QToolButton(self)
        self._toggle.setText(title)
        self._toggle.setCheckable(True)
        self._toggle.setProperty("role", "section")
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._toggle.setAccessibleName(title)
        self._toggle.setToolTip(f"Show or hide: {title}")
        self._body = QWidget(self)
        self._inner = QVBoxLayout(self._body)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(2 * GRID)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self._toggle)
        rows.addWidget(self._body)
        self._toggle.toggled.connect(self.set_expanded)
        self.set_expanded(expanded)

    @property
    def toggle(self) -> QToolButton:
        """The heading itself."""
        return self._toggle

    def add_widget(self, widget: QWidget) -> None:
        """Put something below the heading."""
        self._inner.addWidget(widget)

    def is_expanded(self) -> bool:
        """Whether what is below the heading is shown."""
        return self._toggle.isChecked()

    def set_expanded(self, expanded: bool) -> None:
        """Show or hide what is below the heading."""
        self._toggle.setChecked(expanded)
        arrow = Qt.ArrowType.DownArrow if expanded else Qt.ArrowType.RightArrow
        self._toggle.setArrowType(arrow)
        self._body.setVisible(expanded)


def order_tabs(stops: Sequence[QWidget]) -> None:
    """Let Tab walk through these one after the other, from where the first one stands."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def heading_label(text: str, parent: QWidget) -> QLabel:
    """The heading of a group of settings."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "heading")
    return label
