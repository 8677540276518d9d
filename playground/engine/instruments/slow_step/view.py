"""What a window is shown of a slow step, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from playground.engine.instruments.slow_step.code import code_of, lit_lines
from playground.engine.instruments.slow_step.focus import Focus, Names
from playground.engine.instruments.slow_step.lines import lines_of
from playground.engine.instruments.slow_step.phases import phase_name
from playground.engine.instruments.slow_step.reckoning import low
from playground.engine.instruments.slow_step.walk import Walk

Numbers = npt.NDArray[np.float64]
MOST_ROWS = 128
MOST_COLUMNS = 64
"""So many rows and inputs of a batch are handed over at once."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a window wants to see.

    Attributes:
        phase: number of the phase; beyond the last one it is the last.
        first: the first row of the batch in the table's window.
    """

    phase: int = 0
    focus: Focus = field(default_factory=Focus)
    first: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some rows of a batch.

    Attributes:
        first: the number of the first, from 0.
        inputs: float64 `[rows, inputs]`, as the network takes them; of many inputs the first.
        targets: float64 `[rows, targets]`.
        outputs: float64 `[rows, outputs]`; None before the forward pass.
        losses: float64 `[rows]`; None before the loss.
    """

    first: int
    inputs: Numbers
    targets: Numbers
    outputs: Numbers | None
    losses: Numbers | None


@dataclass(frozen=True, slots=True, eq=False)
class StepView:
    """A moment of a slow step.

    Attributes:
        step: number of the step, from 1.
        phases: what each is called.
        phase: number of the one that is shown.
        focus: what is told of, as far as it is there.
        layers, neurons, sources: what can be chosen: layers; neurons of the layer; what arrives at
            one, the bias last.
        code, lit: lines of PyTorch, and which of them are lit, the running one first.
        lines: sentences and formulas with the numbers put in.
        columns: what the inputs are called.
        batch: how many rows the batch has.
        rows: some of them.
    """

    step: int
    phases: tuple[str, ...]
    phase: int
    focus: Focus
    layers: int
    neurons: tuple[str, ...]
    sources: tuple[str, ...]
    code: tuple[str, ...]
    lit: tuple[int, ...]
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    batch: int
    rows: Rows

    @property
    def is_last(self) -> bool:
        """Whether there is no further phase."""
        return self.phase == len(self.phases) - 1


def picture(walk: Walk, wish: Wish, inputs: tuple[str, ...] = ()) -> StepView:
    """Take the step as far as it is wished, and show that phase."""
    number = min(max(wish.phase, 0), len(walk.phases) - 1)
    phase, names = walk.phases[number], Names(inputs)
    walk.reach(phase)
    focus = wish.focus.within(walk, phase)
    station, layers = walk.stations[focus.layer], len(walk.stations)
    code = code_of(walk.recipe, walk.stations)
    sources = [names.source(focus.layer, n) for n in range(station.linear.in_features)]
    with torch.no_grad():
        lines = lines_of(walk, phase, focus, names)
    return StepView(
        step=0,
        phases=tuple(phase_name(phase, layers) for phase in walk.phases),
        phase=number,
        focus=focus,
        layers=layers,
        neurons=tuple(low("", n + 1) for n in range(station.linear.out_features)),
        sources=(*sources, *(["b"] if station.bias else [])),
        code=tuple(line.text for line in code),
        lit=lit_lines(code, phase),
        lines=tuple(lines),
        columns=tuple(
            names.source(0, n) for n in range(min(walk.recipe.inputs.shape[1], MOST_COLUMNS))
        ),
        batch=len(walk.recipe.inputs),
        rows=_rows(walk, wish.first, number),
    )


def _rows(walk: Walk, first: int, phase: int) -> Rows:
    recipe = walk.recipe
    first = max(0, min(first, len(recipe.inputs) - 1))
    some = slice(first, first + MOST_ROWS)
    kinds = {one.kind for one in walk.phases[: phase + 1]}
    last = walk.phases[phase]
    has_outputs = "loss" in kinds or (
        last.kind == "forward" and last.layer == len(walk.stations) - 1
    )
    return Rows(
        first,
        _plain(recipe.inputs[some, :MOST_COLUMNS]),
        _plain(recipe.targets[some].reshape(len(recipe.targets[some]), -1)),
        _plain(walk.outputs(first, MOST_ROWS)) if has_outputs else None,
        walk.row_losses(first, MOST_ROWS) if "loss" in kinds else None,
    )


def _plain(tensor: Tensor) -> Numbers:
    return tensor.detach().cpu().double().numpy().copy()
