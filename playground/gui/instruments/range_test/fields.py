"""The fields that say how the rate rises."""

from PySide6.QtWidgets import QGridLayout, QWidget

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.instruments.rate_range import HIGHEST, LOWEST, STEPS, RateRange
from playground.engine.spec.parameter import Parameter
from playground.gui.forms.numeric_field import NumericField, step_by_one
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.plain_text import plain_label

_PARAMETERS = {
    "low": Parameter(
        "low",
        N_("Start rate"),
        "number",
        LOWEST,
        N_("The learning rate of the first step of the test."),
        minimum=1e-12,
        maximum=100.0,
        scale="logarithmic",
    ),
    "high": Parameter(
        "high",
        N_("End rate"),
        "number",
        HIGHEST,
        N_("The learning rate of the last step of the test."),
        minimum=1e-12,
        maximum=1000.0,
        scale="logarithmic",
    ),
    "steps": Parameter(
        "steps",
        N_("Steps"),
        "integer",
        STEPS,
        N_("The number of steps over which the rate rises; more steps give a finer curve."),
        minimum=20,
        maximum=5000,
    ),
}
_STEPS = {"steps": lambda value, steps, page: step_by_one(value, 10 * steps, page)}


def _by_decades(value: float, steps: int, page: bool) -> float:
    return value * 10.0 ** (steps * (2 if page else 1))


class RangeFields(QWidget):
    """The first and the last rate, and the number of steps."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(HALF)
        self._fields = {
            name: NumericField(parameter, self, _STEPS.get(name, _by_decades))
            for name, parameter in _PARAMETERS.items()
        }
        for row, (name, field) in enumerate(self._fields.items()):
            label = plain_label(_(_PARAMETERS[name].label), self)
            label.setBuddy(field)
            field.setObjectName(f"range_test.{name}")
            field.setAccessibleName(_(_PARAMETERS[name].label))
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(0, 1)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [*self._fields.values()]

    def range(self) -> RateRange:
        """What the fields say, once what is typed was taken.

        Raises:
            InputError: the rate would not rise, or a text is no number.
        """
        for field in self._fields.values():
            field.settle()
            if field.problem():
                raise InputError(field.problem())
        low, high, steps = (field.number() for field in self._fields.values())
        return RateRange(low, high, int(steps))
