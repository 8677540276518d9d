"""Settings as rows of editors."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.engine.spec.parameter import Parameter, Value
from playground.gui.forms.editor import Editor
from playground.gui.forms.editors import editor_for
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label


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
        self._head = 1 if heading else 0
        headings = [plain_label(heading, self, role="heading")] if heading else []
        self._rows = fill(QVBoxLayout(self), *headings, spacing=GRID)
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
        editor = editor_for(parameter, self, path=path)
        editor.edited.connect(self.edited)
        editor.finished.connect(self.finished)
        return editor

    def _remove(self, editor: Editor) -> None:
        editor.edited.disconnect(self.edited)
        editor.finished.disconnect(self.finished)
        self._rows.removeWidget(editor)
        editor.hide()
        editor.setObjectName("")
        editor.deleteLater()


class CollapsibleSection(QWidget):
    """A heading, the button `toggle`, that shows or hides what is below it."""

    def __init__(self, title: str, parent: QWidget | None = None, expanded: bool = False) -> None:
        super().__init__(parent)
        self.toggle = QToolButton(self)
        self.toggle.setText(title)
        self.toggle.setCheckable(True)
        self.toggle.setProperty("role", "section")
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tip = _("Show or hide: {title}").format(title=title)
        named(self.toggle, accessible=title, tip=tip)
        self._body = QWidget(self)
        self._inner = fill(QVBoxLayout(self._body), spacing=2 * GRID)
        fill(QVBoxLayout(self), self.toggle, self._body, spacing=GRID)
        self.toggle.toggled.connect(self.set_expanded)
        self.set_expanded(expanded)

    def add_widget(self, widget: QWidget) -> None:
        """Put something below the heading."""
        self._inner.addWidget(widget)

    def set_expanded(self, expanded: bool) -> None:
        """Show or hide what is below the heading."""
        self.toggle.setChecked(expanded)
        arrow = Qt.ArrowType.DownArrow if expanded else Qt.ArrowType.RightArrow
        self.toggle.setArrowType(arrow)
        self._body.setVisible(expanded)


def order_tabs(stops: Sequence[QWidget]) -> None:
    """Let Tab walk through these one after the other, from where the first one stands."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
