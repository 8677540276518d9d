"""The controls of one hidden layer that need room: units by number and slider, activation."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from playground.engine.catalogue import index
from playground.engine.common.language import N_, _
from playground.engine.spec.network import NetworkSpec, own_activation, own_dropout
from playground.engine.spec.parameter import Choice, Parameter
from playground.gui.canvas.diagram.words import units_text
from playground.gui.forms.combo import KeyCombo
from playground.gui.forms.numeric_field import NumericField
from playground.gui.forms.slider import ParameterSlider
from playground.gui.forms.slider_scale import SliderScale
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.plain_text import plain_label, set_role
from playground.gui.widgets.tool_tip import tool_tip

MOST_UNITS = 1024
_WIDTH = 200
_COMMON = "as_common"
_UNITS = Parameter(
    "units",
    N_("Neurons"),
    "integer",
    4,
    N_(
        "How many neurons this layer has. More neurons fit finer shapes, memorise more and take "
        "longer."
    ),
    minimum=1,
    maximum=MOST_UNITS,
    scale="logarithmic",
)
_AS_COMMON = -1.0
_DROPOUT = Parameter(
    "dropout",
    N_("Dropout"),
    "number",
    _AS_COMMON,
    N_("The probability that a neuron of this layer is switched off in a step."),
    minimum=0.0,
    maximum=0.95,
    special=((_AS_COMMON, N_("as above")),),
)
_SCALE = SliderScale(1, MOST_UNITS, logarithmic=True, whole=True)


class LayerCard(QFrame):
    """One hidden layer, in a window of its own that closes with a click beside it.

    It shows what it is given and says what the person asks for.

    Signals:
        units_edited, units_finished: another number of units; the hand has let go.
        activation_picked: a key, empty for the common activation.
        dropout_edited, dropout_finished: a number as text, empty for the common dropout; the hand
            has let go.
        removed: the layer shall go.
    """

    units_edited = Signal(int)
    units_finished = Signal()
    activation_picked = Signal(str)
    dropout_edited = Signal(str)
    dropout_finished = Signal()
    removed = Signal()

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._number = number + 1
        self.setObjectName(f"network.hidden.{number}")
        self.setAccessibleName(self._named(_("Hidden layer {number}")))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFixedWidth(_WIDTH)
        self._field = NumericField(_UNITS, self, _SCALE.step, narrowest=str(MOST_UNITS))
        self._slider = ParameterSlider(_UNITS, _SCALE, self)
        self._activation = KeyCombo(self)
        self._activation_label = ""
        self._dropout = NumericField(_DROPOUT, self, _step_dropout)
        self._lay_out()
        self._field.edited.connect(self._edit)
        self._field.finished.connect(self.units_finished)
        self._slider.edited.connect(self._edit)
        self._slider.finished.connect(self.units_finished)
        self._activation.picked.connect(self._pick)
        self._dropout.edited.connect(self._edit_dropout)
        self._dropout.finished.connect(self.dropout_finished)

    @property
    def units(self) -> int:
        """How many units the card shows."""
        return int(self._field.number())

    @property
    def activation(self) -> str:
        """The label of the activation that the layer has."""
        return self._activation_label

    def show_layer(self, spec: NetworkSpec, number: int) -> None:
        """Show this layer of `spec`, without a signal; what is the same is left alone."""
        self._show_units(spec.hidden[number])
        self._activation.set_entries(_activations(spec.activation))
        own_key = own_activation(spec, number)
        self._activation.set_key(own_key or _COMMON)
        self._activation_label = _label(own_key or spec.activation)
        own = own_dropout(spec, number)
        self._dropout.set_number(float(own) if own else _AS_COMMON)

    def nudge(self, step: int) -> None:
        """Ask for so many units more or less, within bounds."""
        self._edit(min(max(self.units + step, 1), MOST_UNITS))
        self.units_finished.emit()

    def open_below(self, widget: QWidget) -> None:
        """Open under `widget`, with the number of units selected."""
        self.move(widget.mapToGlobal(widget.rect().bottomLeft()))
        self.show()
        self._field.setFocus()
        self._field.selectAll()

    def _lay_out(self) -> None:
        units = self._named(_("Hidden layer {number}: neurons"))
        self._field.setAccessibleName(units)
        self._slider.setAccessibleName(units)
        self._slider.setToolTip(tool_tip(_(_UNITS.help)))
        self._activation.setAccessibleName(self._named(_("Hidden layer {number}: activation")))
        self._activation.setToolTip(tool_tip(_("The nonlinear function after this layer.")))
        heading = plain_label(self._named(_("Hidden layer {number}")), self)
        set_role(heading, "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(heading)
        self._dropout.setAccessibleName(self._named(_("Hidden layer {number}: dropout")))
        for widget, name in (
            (self._field, "units"),
            (self._slider, "slider"),
            (self._activation, "activation"),
            (self._dropout, "dropout"),
        ):
            widget.setObjectName(f"{self.objectName()}.{name}")
            if widget is not self._dropout:
                column.addWidget(widget)
        column.addLayout(fill(QHBoxLayout(), plain_label(_("Dropout"), self), None, self._dropout))

    def _named(self, words: str) -> str:
        return words.format(number=self._number)

    def _edit(self, number: float) -> None:
        self._show_units(int(number))
        self.units_edited.emit(int(number))

    def _pick(self, key: str) -> None:
        self.activation_picked.emit("" if key == _COMMON else key)

    def _edit_dropout(self, number: float) -> None:
        self.dropout_edited.emit("" if number == _AS_COMMON else f"{number:.6g}")

    def _show_units(self, units: int) -> None:
        self._field.set_number(units)
        if self._slider.number() != units:
            self._slider.set_number(units)
        self.setAccessibleDescription(units_text(units))


def _step_dropout(value: float, steps: int, _page: bool) -> float:
    """Twentieths; below zero it is as the network's setting says."""
    moved = round(max(value, -0.05) / 0.05 + steps) * 0.05
    return _AS_COMMON if moved < -0.01 else round(moved, 2)


def _label(activation: str) -> str:
    return next((_(row.label) for row in index.find("activations", activation)), activation)


def _activations(common: str) -> tuple[Choice, ...]:
    label = _("{activation} (as above)").format(activation=_label(common))
    as_common = Choice(_COMMON, label, N_("Same as the network's setting."))
    return (as_common, *(row.choice() for row in index.rows("activations")))
