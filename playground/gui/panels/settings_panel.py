"""What the data and the training panel share: forms in a column that scrolls."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec
from playground.gui.forms.editor import Editor
from playground.gui.forms.form import CollapsibleSection, SettingsForm, order_tabs
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.layouts import Part, fill

NARROWEST = 280
_RIGHT = 2 * GRID + HALF
"""The margin beside which the scroll bar comes and goes without moving a control."""


class SettingsPanel(QScrollArea):
    """Forms below each other, never scrolled sideways.

    Attributes:
        decisive: the paths of the settings that decide what is offered.

    Signals:
        edited: path and new value, while dragging too.
        finished: path of the setting whose gesture has ended.
        needs_changed: `needed_height` is another.
    """

    decisive: frozenset[str]

    edited = Signal(str, object)
    finished = Signal(str)
    needs_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms: list[SettingsForm] = []
        self._needed = 0
        self._content = QWidget(self)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest form: what is cut off at the side could not be scrolled to."""
        needed = self._content.minimumSizeHint().width() + self._bar_width()
        return QSize(max(NARROWEST, needed), super().minimumSizeHint().height())

    def needed_height(self) -> int:
        """Pixels of height in which nothing has to be scrolled to."""
        return self._content.sizeHint().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the window when the forms need another width or height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            if self.needed_height() != self._needed:
                self._needed = self.needed_height()
                self.needs_changed.emit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave every control where it is while the scroll bar comes or goes."""
        super().resizeEvent(event)
        layout = self._content.layout()
        if layout is not None:
            layout.setContentsMargins(2 * GRID, GRID, _RIGHT - self._bar_width(), 2 * GRID)

    def _new_section(self, title: str) -> CollapsibleSection:
        """A section that is scrolled to when it unfolds, its heading being seen in any case."""
        section = CollapsibleSection(title, self._content)
        reveal = partial(QTimer.singleShot, 0, self, partial(self._reveal, section))
        section.toggle.clicked.connect(lambda _checked: reveal())
        return section

    def _reveal(self, section: QWidget) -> None:
        for height in (section.geometry().bottom(), section.y()):
            self.ensureVisible(0, height, 0, 0)

    def _bar_width(self) -> int:
        return self.width() - self.viewport().width()

    def _fill(self, *parts: Part) -> None:
        margins = (2 * GRID, GRID, _RIGHT, 2 * GRID)
        fill(QVBoxLayout(self._content), *parts, None, spacing=GRID, margins=margins)

    def editor(self, path: str) -> Editor:
        """The editor of a setting that is shown.

        Raises:
            KeyError: it is not shown.
        """
        for form in self._forms:
            if path in form.paths():
                return form.editor(path)
        raise KeyError(path)

    def show_project(
        self, spec: RunSpec, task: str, changed: Collection[str] | None = None
    ) -> None:
        """Show the settings of a run that have an editor here, without signals.

        Args:
            changed: the paths of what differs from what is shown; everything where left out.
        """
        if changed is None or not self.decisive.isdisjoint(changed):
            self._offer(spec, task)
            changed = settings.parameters(spec)
        self._show_values(spec, changed)

    def _offer(self, spec: RunSpec, task: str) -> None:
        """Offer what these settings allow."""
        raise NotImplementedError

    def _show_values(self, spec: RunSpec, paths: Collection[str]) -> None:
        known = settings.parameters(spec)
        for form in self._forms:
            for path in form.paths():
                if path in paths and path in known:
                    form.set_value(path, settings.read(spec, path))

    def _stops(self) -> list[QWidget]:
        """Where Tab stops within the panel, in order."""
        return [stop for form in self._forms for stop in form.stops()]

    def _order_tabs(self) -> None:
        order_tabs([self, *self._stops()])

    def _new_form(self, paths: tuple[str, ...] = (), heading: str = "") -> SettingsForm:
        """A form of fixed settings whose signals are the panel's."""
        fixed = settings.fixed_parameters()
        form = SettingsForm({path: fixed[path] for path in paths}, heading, self._content)
        self._adopt(form)
        return form

    def _adopt(self, form: SettingsForm) -> None:
        self._forms.append(form)
        form.edited.connect(self.edited)
        form.finished.connect(self.finished)
