"""What a window is shown of a slow step, as plain values."""

from __future__ import annotations

from dataclasses import replace

from torch import Tensor

from playground.engine.common.language import _
from playground.engine.instruments.slow_step.code import code_of, lit_lines
from playground.engine.instruments.slow_step.focus import Names, within
from playground.engine.instruments.slow_step.lines import lines_of
from playground.engine.instruments.slow_step.marks import marks_of
from playground.engine.instruments.slow_step.phases import (
    Kind,
    Phase,
    layer_name,
    phase_name,
)
from playground.engine.instruments.slow_step.values import (
    MOST_ROWS,
    Choices,
    Focus,
    Numbers,
    Rows,
    StepView,
    Wish,
)
from playground.engine.instruments.slow_step.walk import Walk
from playground.engine.instruments.slow_step.weight_rows import weight_rows

MOST_COLUMNS = 64
"""So many inputs of a row are handed over."""
OF_WEIGHTS: frozenset[Kind] = frozenset({"zero_grad", "backward", "clip", "step"})
"""Phases whose last line is about the weight that is told of."""


def picture(walk: Walk, wish: Wish, inputs: tuple[str, ...] = ()) -> StepView:
    """Take the step as far as it is wished, and show that phase."""
    number = min(max(wish.phase, 0), len(walk.phases) - 1)
    phase, names = walk.phases[number], Names(inputs)
    walk.reach(phase)
    focus, layers = within(wish.focus, walk, phase), len(walk.stations)
    code = code_of(walk.recipe, walk.stations)
    lines = tuple(lines_of(walk, phase, focus, names))
    return StepView(
        step=0,
        phases=tuple(phase_name(phase, layers) for phase in walk.phases),
        kinds=tuple((phase.kind, phase.layer) for phase in walk.phases),
        phase=number,
        focus=focus,
        choices=_choices(walk, focus, names),
        code=tuple(line.text for line in code),
        lit=lit_lines(code, phase),
        lines=lines,
        told=lines[-1].strip() if phase.kind in OF_WEIGHTS else "",
        rows=_rows(walk, wish.first, number, names),
        weights=weight_rows(walk, phase, focus, wish.first_weight, names),
        marks=marks_of(walk, phase, focus),
    )


def _choices(walk: Walk, focus: Focus, names: Names) -> Choices:
    station, layers = walk.stations[focus.layer], len(walk.stations)
    inputs = station.linear.in_features
    weights = [replace(focus, source=n) for n in range(inputs + bool(station.bias))]
    arriving = [names.source(focus.layer, n) for n in range(inputs)]
    arriving += [_("bias")] * bool(station.bias)
    own = [names.weight(walk, weight) for weight in weights]
    return Choices(
        layers=tuple(layer_name(n, layers) for n in range(layers)),
        neurons=tuple(str(n + 1) for n in range(station.linear.out_features)),
        inputs=inputs,
        sources=tuple(f"{name} ({source})" for name, source in zip(own, arriving, strict=True)),
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
