"""What is made small, with the tasks it fits and what it makes of the network's output."""

from dataclasses import dataclass
from typing import Literal

from playground.engine.catalogue.row import Row
from playground.engine.spec import Task

Encoding = Literal["values", "class_index", "zero_one", "plus_minus_one", "one_hot"]
"""How a loss wants its targets: float32 `[batch, outputs]`; int64 `[batch]`; float32 `[batch, 1]`
in {0, 1}; float32 `[batch, 1]` in {−1, 1}; float32 `[batch, classes]` in {0, 1}."""

Head = Literal["identity", "sigmoid", "softmax", "signed", "simplex"]
"""What turns the network's output into what a person is shown: values; one logit to two
probabilities; logits to probabilities; a number in about −1..1 to two probabilities
(p = (clamp(f) + 1) / 2); scores in about 0..1 to probabilities by clamping and normalising."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossForm:
    """How a loss sees one task."""

    task: Task
    encoding: Encoding
    head: Head
    output_activation: str = ""  # key of an activation after the last layer, such as `tanh`


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss(Row):
    """`target` builds a module called with (output, target), which returns the batch's mean."""

    forms: tuple[LossForm, ...]

    def form(self, task: str) -> LossForm | None:
        """How this loss sees `task`, or None where it does not fit."""
        return next((form for form in self.forms if form.task == task), None)


LOSSES: tuple[Loss, ...] = ()
