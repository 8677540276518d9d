"""The network, layer by layer, with everything about it that can be changed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.frames.network import NetworkPicture, NetworkRequest, Place
from playground.engine.settings.paths import MAXIMUM_HIDDEN_LAYERS, fixed_parameters
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import NetworkSpec
from playground.gui.canvas.diagram.light import Light
from playground.gui.canvas.diagram.target import Neuron
from playground.gui.canvas.diagram.words import layers_text, neuron_name
from playground.gui.canvas.diagram_picture import diagram_drawing
from playground.gui.canvas.diagram_view import DiagramView
from playground.gui.canvas.hands.handle import place_of
from playground.gui.canvas.hands.input_offer import InputOffer
from playground.gui.canvas.layers.layer_changes import (
    parameter_count,
    with_activation,
    with_dropout,
    with_layer,
    with_units,
    without_layer,
)
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.forms.editor import Editor
from playground.gui.forms.editors import editor_for
from playground.gui.forms.form import order_tabs
from playground.gui.pictures.drawing import Drawing
from playground.gui.pictures.picture_offer import PictureOffer
from playground.gui.theme import GRID, HALF, Colours, colours_of
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import count_text
from playground.gui.widgets.plain_text import set_role
from playground.gui.widgets.tool_tip import tool_tip

HIDDEN = "network.hidden"
LAYER_ACTIVATIONS = "network.layer_activations"
LAYER_DROPOUTS = "network.layer_dropouts"
COMMON = ("network.activation", "network.initialiser", "network.dropout", "network.bias")
_WIDE = 544
"""From this width on, what is common to all layers stands in one row, else in two."""
_NARROWEST_COMBO = 72
_FEW_TILES = 16
_TALL = 320
"""From this height on, what is common to all layers is seen without being asked for."""
NO_OFFER = InputOffer()
_ADD = N_(
    "Add a hidden layer before the output. With more layers, a network builds complex shapes out "
    "of simple ones."
)

_Names = tuple[str, ...]
_Ends = tuple[_Names, _Names, int, tuple[int, int] | None, InputOffer]


class NetworkPanel(QWidget):
    """Shows a network and says what the person asks for; it changes nothing by itself.

    Signals:
        edited: a spec path and its new value, while a slider is dragged too.
        layers_edited: a NetworkSpec with a hidden layer more or less, as one step of undo.
        finished: the spec path whose gesture has ended.
        weights_edited: edits by hand, their words for undo, and what is one step of undo.
        table_wanted: the LayerNames of a layer all of whose weights shall be seen.
        pointed: another neuron or edge is looked at than before.
        wanted_changed: something else of the network is seen than before.
    """

    edited = Signal(str, object)
    layers_edited = Signal(object)
    finished = Signal(str)
    weights_edited = Signal(object, str, object)
    table_wanted = Signal(object)
    pointed = Signal()
    wanted_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("network")
        self.setAccessibleName(_("Network"))
        self._spec = NetworkSpec(hidden=())
        self._sizes = (1, 1)
        self._ends: _Ends = ((), (), 1, None, InputOffer())
        self._editors = {path: self._editor(path) for path in COMMON}
        self._fewer = named(
            QPushButton(_("− Layer"), self),
            "network.remove_layer",
            _("Remove layer"),
            _("Remove the last hidden layer."),
        )
        self._more = named(QPushButton(_("+ Layer"), self), "network.add_layer", _("Add layer"))
        self._settings = self._settings_button()
        self._count = named(ElidedLabel(self), "network.parameters")
        set_role(self._count, "muted")
        self._canvas = NetworkCanvas(self)
        self.pictures = PictureOffer(self._canvas, self.drawing, "network")
        self.pictures.open_on_right_click()
        self._view = DiagramView(self._canvas, self)
        self._view.wanted_changed.connect(self.wanted_changed)
        self._looks = 0
        self.is_training = False
        self._is_narrow: bool | None = None
        self._fewer.clicked.connect(self._remove_last)
        self._more.clicked.connect(self._add)
        self._canvas.controls.inserted.connect(self._insert)
        self._canvas.hand.edited.connect(self.weights_edited)
        self._canvas.hand.table_wanted.connect(self.table_wanted)
        self._canvas.pointed.connect(self.pointed)
        self._canvas.hand.inputs.chosen.connect(self._choose_inputs)
        self._lay_out()
        self.show_network(NetworkSpec(), (), ())

    def show_network(
        self,
        spec: NetworkSpec,
        inputs: Sequence[str],
        outputs: Sequence[str],
        output_units: int | None = None,
        pixels: tuple[int, int] | None = None,
        offer: InputOffer = NO_OFFER,
    ) -> None:
        """Show a network without a signal; controls whose value is the same are left alone.

        Args:
            inputs: the names of what the network is given, one per input; none where the data
                are not read yet.
            outputs: the class names, or the target's name.
            output_units: how many outputs the network has where that is not one per name (two
                classes told apart by one output).
            pixels: rows and columns of the pictures whose pixels the inputs are, if they are.
            offer: which inputs may be switched and moved.
        """
        units = output_units or max(len(outputs), 1)
        ends = (tuple(inputs), tuple(outputs), units, pixels, offer)
        if (spec, ends) == (self._spec, self._ends):
            return
        self._spec, self._ends, self._sizes = spec, ends, (len(inputs), units)
        for path, editor in self._editors.items():
            editor.set_value(getattr(spec, path.partition(".")[2]))
        self._show_layers()
        self._show_counts()

    def minimumSizeHint(self) -> QSize:
        """As narrow as two rows of controls allow, whatever is in them now.

        Controls that a person has not asked for are no reason to be higher.
        """
        names = [self._editors[path].minimumSizeHint().width() for path in COMMON[:2]]
        height = super().minimumSizeHint().height()
        if self._settings.isChecked() and not self._settings.property("chosen"):
            height -= self._common.minimumSize().height() + GRID
        return QSize(sum(names) + 4 * GRID, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        names = sum(self._editors[path].minimumSizeHint().width() for path in COMMON[:3])
        self._arrange(narrow=self.width() < max(_WIDE, names + 6 * GRID))
        if not self._settings.property("chosen"):
            self._settings.setChecked(self.height() >= _TALL)

    def _arrange(self, *, narrow: bool) -> None:
        activation, initialiser, dropout = (self._editors[path] for path in COMMON[:3])
        grid = self._common
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        for editor in (activation, initialiser, dropout):
            grid.removeWidget(editor)
        grid.addWidget(activation, 0, 0)
        grid.addWidget(initialiser, 0, 1)
        if narrow:
            grid.addWidget(dropout, 1, 0, 1, 2)
        else:
            grid.addWidget(dropout, 0, 2)
        for column, share in enumerate((6, 9, 0 if narrow else 5)):
            grid.setColumnStretch(column, share)

    def wanted(self) -> NetworkRequest | None:
        """How the network is to be pictured next; None while nobody sees it.

        While a larger network trains, at every second look: what the eye does not miss trains on.
        """
        self._looks += 1
        tiles = sum(len(place.tops) for place in self._canvas.diagram.places)
        rests = self.is_training and tiles > _FEW_TILES and self._looks % 2 == 0
        return self._view.wanted() if self._canvas.isVisible() and not rests else None

    def neuron(self) -> tuple[Place, str] | None:
        """The input or hidden neuron that is looked at, with its name.

        None for an output, which the predictions show, and while one is edited: what comes of that
        shows there too.
        """
        target, columns = self._canvas.target, self._canvas.diagram.columns
        if not isinstance(target, Neuron) or self._canvas.hand.is_open:
            return None
        column = target.column
        if columns[column].kind == "outputs" or not columns[column].units:
            return None
        return place_of(columns, target), neuron_name(columns, column, target.row)

    def set_picture(self, picture: NetworkPicture | None) -> None:
        """Show how the network stands."""
        self._canvas.set_picture(picture)
        if picture is not None and self._canvas.picture is picture:
            self._view.show_picture(picture)

    def set_light(self, light: Light | None) -> None:
        """Light a layer of the diagram with its numbers; None to light nothing."""
        self._canvas.set_light(light)

    def looked_at(self) -> tuple[Place, bool] | None:
        """What is looked at, an input, neuron or edge; and whether it was clicked."""
        target, columns = self._canvas.target, self._canvas.diagram.columns
        if target is None or not columns[0].units:
            return None
        return place_of(columns, target), self._canvas.hand.is_open

    def shows(self, picture: NetworkPicture | None) -> bool:
        """Whether this picture is what is seen, if it is told to `settle`."""
        return picture is not None and picture is self._canvas.picture

    def settle(self) -> None:
        """Let every part show the newest picture at once."""
        self._canvas.settle()

    def drawing(self, colours: Colours | None = None) -> Drawing:
        """The diagram as it stands, for a picture; in other colours, if given."""
        colours, canvas = colours or colours_of(self._canvas), self._canvas
        return diagram_drawing(canvas, canvas.painter_in(colours), canvas.controls, colours)

    def _show_layers(self) -> None:
        controls = self._canvas.controls
        while len(controls.headings) > len(self._spec.hidden):
            controls.drop_heading()
        while len(controls.headings) < len(self._spec.hidden):
            self._connect(len(controls.headings))
        before = [column.units for column in self._canvas.diagram.columns]
        inputs, outputs, units, pixels, offer = self._ends
        self._canvas.show_network(self._spec, inputs, outputs, units, pixels)
        self._canvas.show_offer(offer)
        if before != [column.units for column in self._canvas.diagram.columns]:
            self._view.forget()

    def _connect(self, number: int) -> None:
        card = self._canvas.controls.add_heading()
        card.units_edited.connect(partial(self._edit_units, number))
        card.units_finished.connect(partial(self.finished.emit, HIDDEN))
        card.activation_picked.connect(partial(self._pick_activation, number))
        card.dropout_edited.connect(partial(self._edit_dropout, number))
        card.dropout_finished.connect(partial(self.finished.emit, LAYER_DROPOUTS))
        card.removed.connect(partial(self._remove, number))

    def _show_counts(self) -> None:
        layers = len(self._spec.hidden)
        full = layers >= MAXIMUM_HIDDEN_LAYERS
        self._more.setEnabled(not full)
        self._more.setToolTip(tool_tip(_full_text() if full else _(_ADD)))
        self._fewer.setEnabled(layers > 0)
        hidden = layers_text(layers) if layers else _("No hidden layer: a linear model")
        if not self._sizes[0]:
            self._count.show_text(hidden)
            return
        count = parameter_count(self._spec, *self._sizes)
        words = ngettext("{n} parameter", "{n} parameters", count).format(n=count_text(count))
        self._count.show_text(f"{hidden} · {words}")

    def _edit_units(self, number: int, units: int) -> None:
        self._ask(HIDDEN, with_units(self._spec, number, units))

    def _pick_activation(self, number: int, key: str) -> None:
        self._ask(LAYER_ACTIVATIONS, with_activation(self._spec, number, key))
        self.finished.emit(LAYER_ACTIVATIONS)

    def _edit_dropout(self, number: int, text: str) -> None:
        self._ask(LAYER_DROPOUTS, with_dropout(self._spec, number, text))

    def _choose_inputs(self, path: str, value: tuple[str, ...]) -> None:
        self.edited.emit(path, value)
        self.finished.emit(path)

    def _add(self) -> None:
        self._canvas.controls.inserted.emit(len(self._spec.hidden))

    def _insert(self, number: int) -> None:
        if len(self._spec.hidden) < MAXIMUM_HIDDEN_LAYERS:
            self._ask_for_layers(with_layer(self._spec, number))

    def _remove_last(self) -> None:
        self._remove(len(self._spec.hidden) - 1)

    def _remove(self, number: int) -> None:
        self._ask_for_layers(without_layer(self._spec, number))

    def _ask_for_layers(self, after: NetworkSpec) -> None:
        self._show(after)
        self.layers_edited.emit(after)

    def _ask(self, path: str, value: Value) -> None:
        name = path.partition(".")[2]
        self._show(replace(self._spec, **{name: value}))  # type: ignore[arg-type]
        self.edited.emit(path, value)

    def _show(self, spec: NetworkSpec) -> None:
        """Show a change at once, so that the next builds on it."""
        self._spec = spec
        self._show_layers()
        self._show_counts()

    def _editor(self, path: str) -> Editor:
        editor = editor_for(fixed_parameters()[path], self, path=path)
        editor.edited.connect(self._ask)
        editor.finished.connect(self.finished)
        return editor

    def _settings_button(self) -> QToolButton:
        button = named(
            QToolButton(self),
            "network.settings",
            _("Show activation, initial weights and dropout"),
            _("Show activation, initial weights and dropout."),
        )
        button.setAutoRaise(True)
        button.setStyleSheet("QToolButton { border: 0; }")
        button.setCheckable(True)
        button.setChecked(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setArrowType(Qt.ArrowType.DownArrow)
        button.toggled.connect(self._show_settings)
        button.clicked.connect(lambda: button.setProperty("chosen", True))
        return button

    def _show_settings(self, shown: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow
        self._settings.setArrowType(arrow)
        for path in COMMON[:3]:
            self._editors[path].setVisible(shown)

    def _lay_out(self) -> None:
        layers = fill(QHBoxLayout(), self._fewer, self._more, spacing=GRID)
        layers.addSpacing(GRID)
        layers.addWidget(self._count, 1)
        layers.addWidget(self._editors["network.bias"])
        layers.addWidget(self._settings)
        self._common = QGridLayout()
        self._common.setHorizontalSpacing(2 * GRID)
        self._common.setVerticalSpacing(HALF)
        for editor in (self._editors[path] for path in COMMON[:2]):
            editor.control.setMinimumWidth(_NARROWEST_COMBO)
        self._arrange(narrow=False)
        fill(QVBoxLayout(self), layers, self._common, (self._view, 1), spacing=GRID, margins=GRID)
        bias = self._editors["network.bias"].stops()
        stops = [stop for path in COMMON[:3] for stop in self._editors[path].stops()]
        order_tabs([self._fewer, self._more, *bias, self._settings, *stops, self._canvas])


def _full_text() -> str:
    most = MAXIMUM_HIDDEN_LAYERS
    words = ngettext(
        "A network has at most {n} hidden layer.", "A network has at most {n} hidden layers.", most
    )
    return words.format(n=grouped(most))
