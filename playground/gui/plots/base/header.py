"""What stands above a plot: the settings of how it is drawn, and the way back to all of it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton

from playground.engine.common.language import _
from playground.gui.forms.editors import editor_for
from playground.gui.forms.form import order_tabs
from playground.gui.widgets.flow_row import FlowRow
from playground.gui.widgets.naming import named
from playground.state.view import SECTION, parameters


class PlotHeader(FlowRow):
    """Editors in a row, and a button that shows everything again.

    Attributes:
        editors: by the name of their setting, `smoothing` for `view.smoothing`.
        stops: where Tab stops, in order.

    Signals:
        edited(path, value): a person moved a control.
        finished(path): the person let go of it.
    """

    edited = Signal(str, object)
    finished = Signal(str)

    def __init__(self, captions: Mapping[str, str]) -> None:
        """Take the names of the settings, each with the English of what is said beside it."""
        paths = {name: f"{SECTION}.{name}" for name in captions}
        self.editors = {
            name: editor_for(parameters()[path], path=path, caption=_(captions[name]))
            for name, path in paths.items()
        }
        tip = _("Show everything again (A, or double-click in the plot).")
        self.fit_button = named(QToolButton(), "fit", _("Show everything"), tip)
        self.fit_button.setText(_("Zoom to fit"))
        self.fit_button.setAutoRaise(True)
        super().__init__(tuple(self.editors.values()), self.fit_button)
        for editor in self.editors.values():
            editor.edited.connect(self.edited)
            editor.finished.connect(self.finished)
        stops = [stop for editor in self.editors.values() for stop in editor.stops()]
        self.stops = [*stops, self.fit_button]
        order_tabs(self.stops)
