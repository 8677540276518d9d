"""The weights of a layer as a table: value, gradient, optimizer state, change, new value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from playground.engine.common.language import _
from playground.engine.instruments.slow_step.focus import Names
from playground.engine.instruments.slow_step.phases import Kind, Phase
from playground.engine.instruments.slow_step.reckoning import of_layer
from playground.engine.instruments.slow_step.values import MOST_WEIGHTS, Column, Focus, Weights
from playground.engine.instruments.slow_step.walk import ORDER, Walk

_SYMBOLS: Mapping[str, str] = {
    "exp_avg": "m",
    "exp_avg_sq": "v",
    "max_exp_avg_sq": "vₘ",
    "exp_inf": "u",
    "square_avg": "v",
    "grad_avg": "ḡ",
    "momentum_buffer": "v",
    "sum": "s",
    "acc_delta": "u",
    "prev": "g′",
    "step_size": "Δ",
}
"""By torch's names of what an optimizer keeps, the letters of `optimizer_lines`."""


@dataclass(frozen=True, slots=True, eq=False)
class _Filled:
    """A column with the tensors whose numbers stand in it; None where there is none."""

    column: Column
    weight: Tensor | None = None
    bias: Tensor | None = None


def weight_rows(walk: Walk, phase: Phase, focus: Focus, first: int, names: Names) -> Weights:
    """Some of the weights of the layer that is told of, as far as a phase has them.

    Args:
        first: of the weights, the number of the first that is wanted.
    """
    station = walk.stations[focus.layer]
    inputs, units = station.linear.in_features, station.linear.out_features
    sources = inputs + (1 if station.bias else 0)
    first = max(0, min(first, units * sources - 1))
    numbers = torch.arange(first, min(first + MOST_WEIGHTS, units * sources))
    neurons, places = numbers // sources, numbers % sources
    filled = [*_columns(walk, phase, station.weight, station.bias)]
    values = [_picked(one, neurons, places, inputs) for one in filled]
    pairs = zip(neurons.tolist(), places.tolist(), strict=True)
    last = Focus(0, focus.layer, units - 1, inputs - 1)
    own = [names.weight(walk, Focus(0, focus.layer, n, s)) for n, s in pairs]
    return Weights(
        count=units * sources,
        sources=sources,
        columns=tuple(one.column for one in filled),
        first=first,
        names=tuple(of_layer(name, focus.layer + 1) for name in own),
        widest=of_layer(names.weight(walk, last), focus.layer + 1),
        values=np.stack([value for value, _ in values], 1),
        known=np.stack([known for _, known in values], 1),
    )


def _columns(walk: Walk, phase: Phase, weight: str, bias: str) -> Iterator[_Filled]:
    """What a step makes of a weight, and then what the optimizer keeps for it."""
    kinds: dict[str, Kind] = {"gradient": "backward", "prepared": "clip", "after": "step"}
    own, other = (
        _seen(walk.tensors(name) if name else {}, phase, kinds) for name in (weight, bias)
    )

    def filled(key: str, title: str, hint: str) -> _Filled:
        return _Filled(Column(title, hint), own.get(key), other.get(key))

    before, after = _("{symbol} before"), _("{symbol} after")
    yield filled("before", before.format(symbol="w"), _("The value before the step."))
    yield filled("gradient", "dL/dw", _("The gradient, as the backward pass gives it."))
    if Phase("clip") in walk.phases:
        yield filled("prepared", "g", _("The gradient that the optimizer is given."))
    yield _Filled(Column("Δw", _("How far the step moves it.")), _change(own), _change(other))
    yield filled("after", after.format(symbol="w"), _("The value after the step."))
    yield from _state_columns(walk, phase, weight, bias)


def _seen(
    tensors: Mapping[str, Tensor], phase: Phase, kinds: Mapping[str, Kind]
) -> dict[str, Tensor]:
    """What the phase that is shown has come to, whichever the walk has been to already."""
    now = ORDER.index(phase.kind)
    return {
        key: tensor
        for key, tensor in tensors.items()
        if key not in kinds or ORDER.index(kinds[key]) <= now
    }


def _change(tensors: Mapping[str, Tensor]) -> Tensor | None:
    if "after" not in tensors:
        return None
    return tensors["after"].double() - tensors["before"].double()


def _state_columns(walk: Walk, phase: Phase, weight: str, bias: str) -> Iterator[_Filled]:
    """Two for each tensor that the optimizer keeps: as it was, and as the step leaves it."""
    is_after = phase.kind == "step"
    own, other = walk.states(weight), walk.states(bias) if bias else {}
    kind = type(walk.recipe.optimizer).__name__
    for key in dict.fromkeys([*own, *other]):
        symbol = "b" if (kind, key) == ("RMSprop", "momentum_buffer") else _SYMBOLS.get(key, key)
        pairs = [one.get(key, (None, None)) for one in (own, other)]
        words = _("{name} of {optimizer} before the step.").format(name=key, optimizer=kind)
        title = _("{symbol} before").format(symbol=symbol)
        yield _Filled(Column(title, words), *(before for before, _after in pairs))
        words = _("{name} of {optimizer} after the step.").format(name=key, optimizer=kind)
        title = _("{symbol} after").format(symbol=symbol)
        yield _Filled(Column(title, words), *(after if is_after else None for _b, after in pairs))


def _picked(
    one: _Filled, neurons: Tensor, places: Tensor, inputs: int
) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of a column in some rows, and which of them are known."""
    values = np.full(len(neurons), np.nan)
    is_bias = places >= inputs
    for tensor, mask, where in (
        (one.weight, ~is_bias, (neurons, places)),
        (one.bias, is_bias, (neurons,)),
    ):
        if tensor is not None:
            index = tuple(part[mask].to(tensor.device) for part in where)
            values[mask.numpy()] = tensor.detach()[index].double().cpu().numpy()
    known = np.where(is_bias.numpy(), one.bias is not None, one.weight is not None)
    return values, known
