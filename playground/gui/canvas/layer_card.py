"""The controls of one hidden layer: units, activation, remove."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from playground.engine.catalogue import index
from playground.engine.spec.network import NetworkSpec, own_activation
from playground.engine.spec.parameter import Choice, Parameter
from playground.gui.canvas.network_layout import NARROWEST_CARD, WIDEST_CARD
from playground.gui.forms.combo import KeyCombo
from playground.gui.forms.numeric_field import NumericField
from playground.gui.forms.slider import ParameterSlider
from playground.gui.forms.slider_scale import SliderScale
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label

MOST_UNITS = 1024
STAGE_HEIGHT = 112
_NARROWEST_COMBO = 72
_COMMON = "as_common"
_UNITS = Parameter(
    "units",
    "Units",
    "integer",
    4,
    "How many units this layer has. More units draw finer shapes, learn more by heart and take "
    "longer.",
    minimum=1,
    maximum=MOST_UNITS,
    scale="logarithmic",
)
_SCALE = SliderScale(1, MOST_UNITS, logarithmic=True, whole=True)


class LayerCard(QWidget):
    """One hidden layer. It shows what it is given and says what the person asks for.

    The dots are painted behind it, over the place that `stage` keeps free.

    Signals:
        units_edited, units_finished: another number of units; the hand has let go.
        activation_picked: a key, empty for the common activation.
        removed: the layer shall go.
    """

    units_edited = Signal(int)
    units_finished = Signal()
    activation_picked = Signal(str)
    removed = Signal()

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        title = f"Hidden {number + 1}"
        self.setObjectName(f"network.hidden.{number}")
        self.setAccessibleName(f"Hidden layer {number + 1}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.stage = QWidget(self)
        self.stage.setMinimumHeight(STAGE_HEIGHT)
        self.stage.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._field = NumericField(_UNITS, self, _SCALE.step, narrowest=str(MOST_UNITS))
        self._slider = ParameterSlider(_UNITS, _SCALE, self)
        self._fewer = _tool_button("−", f"{title}: one unit less", self)
        self._more = _tool_button("+", f"{title}: one unit more", self)
        self._remove = _tool_button("×", f"Remove {title.lower()}", self)
        self._activation = KeyCombo(self)
        self._activation.setMinimumWidth(_NARROWEST_COMBO)
        self._lay_out(title)
        self._connect()

    @property
    def units(self) -> int:
        """How many units the card shows."""
        return int(self._field.number())

    def show_layer(self, spec: NetworkSpec, number: int) -> None:
        """Show this layer of `spec`, without a signal; what is the same is left alone."""
        self._show_units(spec.hidden[number])
        self._activation.set_entries(_activations(spec.activation))
        self._activation.set_key(own_activation(spec, number) or _COMMON)

    def set_width(self, width: int) -> None:
        """Be so wide; a narrow card keeps less room around its controls."""
        if width == self.minimumWidth():
            return
        side = HALF + HALF * (width - NARROWEST_CARD) // (WIDEST_CARD - NARROWEST_CARD)
        self._column.setContentsMargins(side, HALF, side, GRID)
        self.setFixedWidth(width)

    def _lay_out(self, title: str) -> None:
        self._field.setAccessibleName(f"{title}: units")
        self._slider.setAccessibleName(f"{title}: units")
        named(self._activation, "", f"{title}: activation", "The bend after this layer alone.")
        for widget, name in (
            (self._field, "units"),
            (self._slider, "slider"),
            (self._fewer, "fewer"),
            (self._more, "more"),
            (self._remove, "remove"),
            (self._activation, "activation"),
        ):
            widget.setObjectName(f"{self.objectName()}.{name}")
        top = fill(QHBoxLayout(), plain_label(title, self, role="heading"), None, self._remove)
        units = fill(QHBoxLayout(), self._fewer, (self._field, 1), self._more, spacing=HALF)
        rows = (top, (self.stage, 1), units, self._slider, self._activation)
        self._column = fill(QVBoxLayout(self), *rows, spacing=HALF)
        self.set_width(WIDEST_CARD)

    def _connect(self) -> None:
        for control in (self._field, self._slider):
            control.edited.connect(self._edit)
            control.finished.connect(self.units_finished)
        self._fewer.clicked.connect(lambda: self._nudge(-1))
        self._more.clicked.connect(lambda: self._nudge(1))
        self._remove.clicked.connect(self.removed)
        self._activation.picked.connect(self._pick)

    def _nudge(self, step: int) -> None:
        self._edit(min(max(self.units + step, 1), MOST_UNITS))
        self.units_finished.emit()

    def _edit(self, number: float) -> None:
        self._show_units(int(number))
        self.units_edited.emit(int(number))

    def _pick(self, key: str) -> None:
        self.activation_picked.emit("" if key == _COMMON else key)

    def _show_units(self, units: int) -> None:
        self._field.set_number(units)
        self._slider.set_number(units)
        self._fewer.setEnabled(units > 1)
        self._more.setEnabled(units < MOST_UNITS)
        self.setAccessibleDescription(f"{units} units")


def _activations(common: str) -> tuple[Choice, ...]:
    label = next((row.label for row in index.find("activations", common)), common)
    as_common = Choice(_COMMON, f"{label} (common)", "What is chosen for all layers above.")
    return (as_common, *(row.choice() for row in index.rows("activations")))


def _tool_button(text: str, help_text: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setText(text)
    button.setFixedSize(24, 24)
    button.setAutoRaise(text == "×")
    button.setAutoRepeat(text != "×")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return named(button, "", help_text, help_text)
