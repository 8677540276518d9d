"""Which row, neuron and weight of a step is told of."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.instruments.slow_step.phases import Phase
from playground.engine.instruments.slow_step.reckoning import SUBSCRIPTS, low, of_layer
from playground.engine.instruments.slow_step.values import Focus
from playground.engine.instruments.slow_step.walk import Walk


@dataclass(frozen=True, slots=True)
class Names:
    """What inputs are called; those left out go by x and their number."""

    inputs: tuple[str, ...] = ()

    def source(self, layer: int, number: int) -> str:
        """What arrives at a layer: `x₁`, `a₁⁽¹⁾`."""
        if layer == 0:
            own = self.inputs[number] if number < len(self.inputs) else ""
            return _with_subscript(own) if own else low("x", number + 1)
        return of_layer(low("a", number + 1), layer)

    def weight(self, walk: Walk, focus: Focus) -> str:
        """`w₁₂`, `b₁`."""
        if is_bias(walk, focus):
            return low("b", focus.neuron + 1)
        return low("w", focus.neuron + 1, focus.source + 1)


def _with_subscript(name: str) -> str:
    """`x1` is written `x₁`; other names stay as they are."""
    is_counted = name[:1].isalpha() and name[1:].isdecimal()
    return name[:1] + name[1:].translate(SUBSCRIPTS) if is_counted else name


def is_bias(walk: Walk, focus: Focus) -> bool:
    """Whether the weight that is told of is a bias."""
    return focus.source >= walk.stations[focus.layer].linear.in_features


def place_of(walk: Walk, focus: Focus) -> tuple[str, tuple[int, ...]]:
    """The name of the weight's parameter, and its place in there."""
    station = walk.stations[focus.layer]
    if is_bias(walk, focus):
        return station.bias, (focus.neuron,)
    return station.weight, (focus.neuron, focus.source)


def within(focus: Focus, walk: Walk, phase: Phase) -> Focus:
    """What is told of in a phase: what is wished, or the nearest there is."""
    layers = walk.stations
    layer = phase.layer if phase.layer >= 0 else focus.layer
    if phase.kind == "loss":
        layer = len(layers) - 1
    station = layers[min(max(layer, 0), len(layers) - 1)]
    sources = station.linear.in_features + (1 if station.bias else 0)
    return Focus(
        row=min(max(focus.row, 0), len(walk.recipe.inputs) - 1),
        layer=station.number,
        neuron=min(max(focus.neuron, 0), station.linear.out_features - 1),
        source=min(max(focus.source, 0), sources - 1),
    )
