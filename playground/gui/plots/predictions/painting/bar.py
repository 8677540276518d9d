"""The tools above a plot in which one paints."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton

from playground.engine.common.language import N_, _
from playground.gui.forms.editors import NumberEditor, editor_for
from playground.gui.forms.form import order_tabs
from playground.gui.plots.predictions.painting.class_buttons import ClassButtons
from playground.gui.theme import Colours
from playground.gui.widgets.flow_row import FlowRow
from playground.gui.widgets.naming import named
from playground.state.view import SECTION, ViewSpec, parameters

_CAPTIONS = {
    "brush": N_("Tool"),
    "brush_size": N_("Size"),
    "brush_jitter": N_("Jitter"),
    "brush_value": N_("Value"),
}
SLIDER_WIDTH = 64


class PaintBar(FlowRow):
    """Tool, size, jitter, and the class or the value that is painted.

    Attributes:
        editors: by the name of their setting, `brush_size` for `view.brush_size`.
        classes: which class is painted.
        clear_button: takes all points away.

    Signals:
        edited(path, value): a person moved a control.
        finished(path): the person let go of it.
    """

    edited = Signal(str, object)
    finished = Signal(str)

    def __init__(self, colours: Colours) -> None:
        self.editors = {
            name: editor_for(parameters()[path], path=path, caption=_(caption))
            for name, caption in _CAPTIONS.items()
            for path in (f"{SECTION}.{name}",)
        }
        for editor in self.editors.values():
            if isinstance(editor, NumberEditor) and editor.slider is not None:
                editor.slider.setMaximumWidth(SLIDER_WIDTH)
        self.classes = ClassButtons(colours)
        tip = _("Remove all painted points.")
        self.clear_button = named(QToolButton(), "paint.clear", _("Clear the painting"), tip)
        self.clear_button.setText(_("Clear"))
        self.clear_button.setAutoRaise(True)
        tool, *others = self.editors.values()
        super().__init__((tool, self.classes, *others), self.clear_button)
        for editor in self.editors.values():
            editor.edited.connect(self.edited)
            editor.finished.connect(self.finished)
        self.classes.picked.connect(self._pick_class)
        stops = [stop for editor in others for stop in editor.stops()]
        order_tabs([*tool.stops(), *self.classes.buttons(), *stops, self.clear_button])

    def show_tools(self, view: ViewSpec, names: Sequence[str], third: str) -> None:
        """Show the tools as they are set.

        Args:
            names: of the classes that are there.
            third: what is chosen beside a place: `class`, `value`, or nothing.
        """
        for name, editor in self.editors.items():
            editor.set_value(getattr(view, name))
        self.classes.show_classes(names, view.brush_class)
        self.set_visible(self.classes, third == "class")
        self.set_visible(self.editors["brush_value"], third == "value")

    def _pick_class(self, number: int) -> None:
        path = f"{SECTION}.brush_class"
        self.edited.emit(path, number)
        self.finished.emit(path)
