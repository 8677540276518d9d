"""The phases of a step in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.engine.common.language import _
from playground.engine.instruments.slow_step.recipe import Recipe

Kind = Literal["batch", "zero_grad", "forward", "loss", "backward", "clip", "step"]
OF_LAYERS: frozenset[Kind] = frozenset({"forward", "backward", "step"})


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase.

    Attributes:
        layer: number of the layer it is about, from 0; -1 where it is about none.
    """

    kind: Kind
    layer: int = -1


def phases_of(recipe: Recipe, layers: int) -> tuple[Phase, ...]:
    """All phases of a step of a network with so many layers, the last of which is the output."""
    forward = range(layers)
    clips = recipe.clip > 0.0 or bool(recipe.frozen)
    return (
        Phase("batch"),
        Phase("zero_grad"),
        *(Phase("forward", layer) for layer in forward),
        Phase("loss"),
        *(Phase("backward", layer) for layer in reversed(forward)),
        *((Phase("clip"),) if clips else ()),
        *(Phase("step", layer) for layer in forward),
    )


def layer_name(layer: int, layers: int) -> str:
    """`hidden 1`, `output`."""
    if layer == layers - 1:
        return _("output")
    return _("hidden {number}").format(number=layer + 1)


def phase_name(phase: Phase, layers: int) -> str:
    """What stands in the list of phases: `forward: hidden 1`."""
    match phase.kind:
        case "batch":
            return _("batch")
        case "zero_grad":
            return "zero_grad"
        case "forward":
            return _("forward: {layer}").format(layer=layer_name(phase.layer, layers))
        case "loss":
            return _("loss")
        case "backward":
            return _("backward: {layer}").format(layer=layer_name(phase.layer, layers))
        case "clip":
            return _("adjust the gradients")
        case "step":
            return _("step: {layer}").format(layer=layer_name(phase.layer, layers))
