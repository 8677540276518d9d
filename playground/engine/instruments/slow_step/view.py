"""What a window is shown of a slow step, as plain values."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.engine.common.language import _
from playground.engine.instruments.slow_step.code import code_of, lit_lines
from playground.engine.instruments.slow_step.focus import Names, within
from playground.engine.instruments.slow_step.lines import lines_of
from playground.engine.instruments.slow_step.marks import marks_of
from playground.engine.instruments.slow_step.phases import layer_name, phase_name
from playground.engine.instruments.slow_step.values import Numbers, Rows, StepView, Wish
from playground.engine.instruments.slow_step.walk import Walk

MOST_ROWS = 128
MOST_COLUMNS = 64
"""So many rows and inputs of a batch are handed over at once."""


def picture(walk: Walk, wish: Wish, inputs: tuple[str, ...] = ()) -> StepView:
    """Take the step as far as it is wished, and show that phase."""
    number = min(max(wish.phase, 0), len(walk.phases) - 1)
    phase, names = walk.phases[number], Names(inputs)
    walk.reach(phase)
    focus = within(wish.focus, walk, phase)
    station, layers = walk.stations[focus.layer], len(walk.stations)
    code = code_of(walk.recipe, walk.stations)
    sources = [names.source(focus.layer, n) for n in range(station.linear.in_features)]
    with torch.no_grad():
        lines = lines_of(walk, phase, focus, names)
    return StepView(
        step=0,
        phases=tuple(phase_name(phase, layers) for phase in walk.phases),
        kinds=tuple((phase.kind, phase.layer) for phase in walk.phases),
        phase=number,
        focus=focus,
        layers=tuple(layer_name(n, layers) for n in range(layers)),
        neurons=tuple(str(n + 1) for n in range(station.linear.out_features)),
        sources=(*sources, *([_("bias")] if station.bias else [])),
        code=tuple(line.text for line in code),
        lit=lit_lines(code, phase),
        lines=tuple(lines),
        columns=tuple(
            names.source(0, n) for n in range(min(walk.recipe.inputs.shape[1], MOST_COLUMNS))
        ),
        widths=(walk.recipe.targets[:1].numel(), walk.stations[-1].linear.out_features, 1),
        inputs=station.linear.in_features,
        batch=len(walk.recipe.inputs),
        rows=_rows(walk, wish.first, number),
        marks=marks_of(walk, phase, focus),
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
