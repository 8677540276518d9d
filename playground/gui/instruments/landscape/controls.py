"""What stands beside the map: which plane is shown, and the place that is marked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.spec.parameter import Choice, Parameter
from playground.gui.forms.editors import ChoiceEditor
from playground.gui.forms.form import order_tabs
from playground.gui.forms.numeric_field import NumericField, Step, step_by_one
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label, quiet_label

Point = tuple[float, float]
STEP = 0.05
"""Between two values of a place, by the arrow keys; ten of them by the page keys."""
RANDOM, PATH = "random", "path"
KIND = Parameter(
    "kind",
    N_("Directions"),
    "choice",
    RANDOM,
    N_("The two directions in the space of all weights that span the map."),
    choices=(
        Choice(
            RANDOM,
            N_("Random"),
            N_(
                "Two random directions, scaled to the norm of each neuron's weights (Li et al. "
                "2018). Biases do not change."
            ),
        ),
        Choice(
            PATH,
            N_("Path of the run"),
            N_(
                "The two directions in which the weights have moved most while this panel was open "
                "(principal components)."
            ),
        ),
    ),
)
SEED = Parameter(
    "seed",
    N_("Seed"),
    "integer",
    0,
    N_("Another seed draws other random directions."),
    minimum=0,
    maximum=2**31 - 1,
)
REACH = Parameter(
    "reach",
    N_("Reach"),
    "number",
    1.0,
    N_(
        "How far the map extends: 1 is the norm of each neuron's weights, or the whole path with "
        "some margin."
    ),
    minimum=0.001,
    maximum=1000.0,
)
ACROSS = Parameter(
    "across", N_("Horizontal"), "number", 0.0, N_("The marked point on the horizontal axis.")
)
UP = Parameter("up", N_("Vertical"), "number", 0.0, N_("The marked point on the vertical axis."))


class Controls(QWidget):
    """Two groups of fields with their buttons, and a sentence each.

    Attributes:
        compute, stop, set_here: the buttons.
        words: on the map.
        mark_words: on the marked place.

    Signals:
        mark_moved: the fields of the marked place were changed.
    """

    mark_moved = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind = ChoiceEditor(KIND, self, path="landscape.kind", caption=_(KIND.label))
        self._kind.label.hide()
        self._seed = _field(SEED, self, step_by_one)
        self._reach = _field(REACH, self, _by_factors)
        self._across, self._up = (_field(parameter, self, _by_parts) for parameter in (ACROSS, UP))
        self.compute, self.stop, self.set_here = _buttons(self)
        self.words, self.mark_words = plain_label(parent=self, wrap=True), quiet_label(wrap=True)
        self.words.setObjectName("landscape.words")
        self._lay_out()
        for field in (self._across, self._up):
            field.edited.connect(lambda _number: self.mark_moved.emit())

    @property
    def kind(self) -> str:
        """Which directions are chosen: `random` or `path`."""
        return str(self._kind.value())

    @property
    def seed(self) -> int:
        return int(self._seed.number())

    @property
    def reach(self) -> float:
        return self._reach.number()

    @property
    def mark(self) -> Point:
        """The place in the fields."""
        return self._across.number(), self._up.number()

    def show_mark(self, mark: Point) -> None:
        """Show a place in the fields, without a signal."""
        for field, value in zip((self._across, self._up), mark, strict=True):
            field.set_number(float(f"{value:.4g}"))

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        fields = [*self._kind.stops(), self._seed, self._reach]
        return [*fields, self.compute, self.stop, self._across, self._up, self.set_here]

    def set_narrow(self, narrow: bool) -> None:
        """Put the fields below each other, or beside each other."""
        ways = QBoxLayout.Direction
        self._plane.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def settle(self) -> None:
        """Take what is typed.

        Raises:
            InputError: it is no number within the bounds.
        """
        for field in (self._seed, self._reach):
            field.settle()
            if field.problem():
                raise InputError(field.problem())

    def _lay_out(self) -> None:
        self._plane = fill(
            QHBoxLayout(),
            _line(SEED.label, self._seed),
            _line(REACH.label, self._reach),
            spacing=HALF,
        )
        place = _line(N_("Point"), self._across)
        place.addWidget(self._up, 1)
        buttons = fill(QHBoxLayout(), (self.compute, 1), self.stop, spacing=HALF)
        mark = (place, self.set_here, self.mark_words)
        parts = (self._kind, self._plane, buttons, *mark, self.words, None)
        fill(QVBoxLayout(self), *parts, spacing=GRID, margins=GRID)
        order_tabs(self.stops())


def _field(parameter: Parameter, parent: QWidget, step: Step) -> NumericField:
    field = NumericField(parameter, parent, step, narrowest="-0.123")
    field.setAccessibleName(_(parameter.label))
    field.setObjectName(f"landscape.{parameter.name}")
    return field


def _line(name: str, field: NumericField) -> QHBoxLayout:
    """A field with its name."""
    label = plain_label(_(name), field.parentWidget())
    label.setBuddy(field)
    return fill(QHBoxLayout(), label, (field, 1), spacing=HALF)


def _buttons(parent: QWidget) -> tuple[QPushButton, QPushButton, QPushButton]:
    compute = QPushButton(_("Compute"), parent)
    tip = _("Measures the loss around the current weights, on a copy; the run is not changed.")
    named(compute, "landscape.compute", _("Compute the map"), tip)
    stop = QPushButton(_("Stop"), parent)
    tip = _("Keeps the map at its current resolution.")
    named(stop, "landscape.stop", _("Stop refining the map"), tip)
    set_here = QPushButton(_("Set weights here"), parent)
    tip = _(
        "Gives the network the weights of the marked point; the optimizer keeps its state. Undo "
        "restores the previous weights. Enter in the map does the same."
    )
    named(set_here, "landscape.set", _("Set the weights to the marked point"), tip)
    return compute, stop, set_here


def _by_factors(value: float, steps: int, page: bool) -> float:
    return float(f"{value * (10.0 if page else 1.25) ** steps:.3g}")


def _by_parts(value: float, steps: int, page: bool) -> float:
    return round(value + steps * STEP * (10 if page else 1), 6)
