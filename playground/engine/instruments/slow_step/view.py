"""What a window is shown of a slow step, as plain values."""

from __future__ import annotations

from torch import Tensor

from playground.engine.common.language import _
from playground.engine.instruments.slow_step.code import code_of, lit_lines
from playground.engine.instruments.slow_step.focus import Names, within
from playground.engine.instruments.slow_step.lines import lines_of
from playground.engine.instruments.slow_step.marks import marks_of
from playground.engine.instruments.slow_step.phases import Phase, layer_name, phase_name
from playground.engine.instruments.slow_step.values import Choices, Numbers, Rows, StepView, Wish
from playground.engine.instruments.slow_step.walk import Walk

MOST_ROWS = 128
MOST_COLUMNS = 64
"""So many rows and inputs of a batch are handed over at once."""


def picture(walk: Walk, wish: Wish, inputs: tuple[str, ...] = ()) -> StepView:
    """Take the step as far as it is wished, and show that phase."""
    number = min(max(wish.phase, 0), len(walk.phases) - 1)
    phase, names = walk.phases[number], Names(inputs)
    walk.reach(phase)
    focus, layers = within(wish.focus, walk, phase), len(walk.stations)
    code = code_of(walk.recipe, walk.stations)
    return StepView(
        step=0,
        phases=tuple(phase_name(phase, layers) for phase in walk.phases),
        kinds=tuple((phase.kind, phase.layer) for phase in walk.phases),
        phase=number,
        focus=focus,
        choices=_choices(walk, focus.layer, names),
        code=tuple(line.text for line in code),
        lit=lit_lines(code, phase),
        lines=tuple(lines_of(walk, phase, focus, names)),
        rows=_rows(walk, wish.first, number, names),
        marks=marks_of(walk, phase, focus),
    )


def _choices(walk: Walk, layer: int, names: Names) -> Choices:
    station, layers = walk.stations[layer], len(walk.stations)
    sources = [names.source(layer, n) for n in range(station.linear.in_features)]
    return Choices(
        layers=tuple(layer_name(n, layers) for n in range(layers)),
        neurons=tuple(str(n + 1) for n in range(station.linear.out_features)),
        inputs=station.linear.in_features,
        sources=(*sources, *([_("bias")] if station.bias else [])),
    )


def _rows(walk: Walk, first: int, phase: int, names: Names) -> Rows:
    recipe, shown = walk.recipe, walk.phases[phase]
    first = max(0, min(first, len(recipe.inputs) - 1))
    some = slice(first, first + MOST_ROWS)
    has_losses = phase >= walk.phases.index(Phase("loss"))
    has_outputs = has_losses or shown == Phase("forward", len(walk.stations) - 1)
    inputs, targets = _plain(recipe.inputs[some, :MOST_COLUMNS]), recipe.targets[some]
    return Rows(
        batch=len(recipe.inputs),
        columns=tuple(names.source(0, n) for n in range(inputs.shape[1])),
        widths=(targets[:1].numel(), walk.stations[-1].linear.out_features, 1),
        first=first,
        inputs=inputs,
        targets=_plain(targets.reshape(len(targets), -1)),
        outputs=_plain(walk.outputs(first, MOST_ROWS)) if has_outputs else None,
        losses=walk.row_losses(first, MOST_ROWS) if has_losses else None,
    )


def _plain(tensor: Tensor) -> Numbers:
    return tensor.detach().cpu().double().numpy().copy()
