"""A forward pass as one program, which waits for the interpreter's lock once, not at each
operation: beside a window that paints, each such wait can last milliseconds."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from playground.engine.steppers.scripted.calls import Step, reduce_tape
from playground.engine.steppers.scripted.source import Body
from playground.engine.steppers.scripted.symbols import CannotFuse
from playground.engine.steppers.scripted.tape import Tape
from playground.engine.steppers.scripted.unit import compiled, place_tensors

LARGEST_WORK = 100_000_000
"""Rows times weights from which a program gains nothing: Python is then lost in the work, and what
is kept between operations would be large."""

_KEPT = 4
"""Programs kept, each for a number of rows: a surface, a curve, a part, a single row."""


class FusedForward:
    """Calls a function of rows and weights on the CPU, without gradients.

    The function is recorded once for each number of rows, when that comes a second time, and again
    when weights have moved elsewhere; that their numbers change does not matter. What cannot be
    recorded is called as it is. One thread at a time may call it.
    """

    def __init__(
        self, function: Callable[[Tensor], Tensor], weights: Sequence[nn.Parameter]
    ) -> None:
        """Record nothing yet.

        Args:
            function: `[rows, ...]` to a new tensor; draws no random numbers.
            weights: all that it reads and that may change.
        """
        self._function = function
        self._weights = weights
        self._programs: dict[tuple[int, ...], Callable[[Tensor], Tensor] | None] = {}
        self._seen: set[tuple[int, ...]] = set()
        self._places: tuple[int, ...] = ()

    @torch.no_grad()
    def __call__(self, inputs: Tensor) -> Tensor:
        """What the function makes of contiguous `inputs`."""
        places = tuple(weight.data_ptr() for weight in self._weights)
        if places != self._places:
            self._programs, self._seen, self._places = {}, set(), places
        key = tuple(inputs.shape)
        if key not in self._seen:  # what comes but once is not worth a recording
            self._seen.add(key)
            return self._function(inputs)
        if key not in self._programs:
            if len(self._programs) == _KEPT:
                self._programs.pop(next(iter(self._programs)))
            self._programs[key] = self._new_program(inputs)
        program = self._programs[key]
        return self._function(inputs) if program is None else program(inputs)

    def _new_program(self, inputs: Tensor) -> Callable[[Tensor], Tensor] | None:
        """The program for this number of rows; None where there can be none."""
        if len(inputs) * sum(weight.numel() for weight in self._weights) > LARGEST_WORK:
            return None
        tape = Tape([])
        kept = inputs.clone()
        roles = {tape.ref(kept).storage: "x"}
        # Named, so that nothing that is worked out from weights alone is taken for constant.
        roles |= {tape.ref(weight.detach()).storage: "weights" for weight in self._weights}
        with tape:
            output = self._function(kept)
        try:
            step = reduce_tape(tape, roles, tape.ref(output))
            bases = {n: tape.outer[n] for n, role in roles.items() if role == "weights"}
            program = _written(step, bases, tuple(output.shape))
            same = output.is_contiguous() and torch.equal(program(inputs), output)
        except (CannotFuse, RuntimeError):
            return None
        return program if same else None


def _written(
    step: Step, bases: dict[int, Tensor], shape: tuple[int, ...]
) -> Callable[[Tensor], Tensor]:
    body = Body(step, "e")
    head = "def forward(tensors: List[Tensor], x: Tensor, z: Tensor) -> Tensor:"
    forward = compiled(body.as_function(head, "return z")).forward
    tensors = place_tensors(body, bases)

    def run(inputs: Tensor) -> Tensor:
        output: Tensor = forward(tensors, inputs, torch.empty(shape))
        return output

    return run
