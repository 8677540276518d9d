"""What a change of its layers makes of a network: weights counted, layers added and removed.
Knows no Qt."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.settings.paths import MAXIMUM_HIDDEN_LAYERS
from playground.engine.spec.network import (
    NetworkSpec,
    hidden_activations,
    layer_ids,
    own_activation,
    own_dropout,
)

FIRST_UNITS = 4
"""Units of a layer that is added to a network without hidden layers."""


def parameter_count(spec: NetworkSpec, inputs: int, outputs: int) -> int:
    """How many numbers the network learns: weights, biases and those of its activations."""
    sizes = (inputs, *spec.hidden, outputs)
    weights = sum(before * after for before, after in pairwise(sizes))
    biases = sum(sizes[1:]) if spec.bias else 0
    learned = {row.key: row.learned for row in ACTIVATIONS}
    return weights + biases + sum(learned.get(key, 0) for key in hidden_activations(spec))


def with_units(spec: NetworkSpec, layer: int, units: int) -> tuple[int, ...]:
    """The hidden layers with another number of units in one of them."""
    return (*spec.hidden[:layer], units, *spec.hidden[layer + 1 :])


def with_activation(spec: NetworkSpec, layer: int, key: str) -> tuple[str, ...]:
    """The activations per layer with another one for `layer`; empty for the common one."""
    own = [own_activation(spec, number) for number in range(len(spec.hidden))]
    own[layer] = key
    return _trimmed(own)


def with_dropout(spec: NetworkSpec, layer: int, text: str) -> tuple[str, ...]:
    """The dropouts per layer with another one for `layer`; empty for the common one."""
    own = [own_dropout(spec, number) for number in range(len(spec.hidden))]
    own[layer] = text
    return _trimmed(own)


def with_layer(spec: NetworkSpec, layer: int) -> NetworkSpec:
    """One more hidden layer, at this number and as wide as the one before it."""
    if len(spec.hidden) >= MAXIMUM_HIDDEN_LAYERS:
        return spec
    numbers = range(len(spec.hidden))
    own = [own_activation(spec, number) for number in numbers]
    dropouts = [own_dropout(spec, number) for number in numbers]
    for texts in (own, dropouts):
        texts.insert(layer, "")
    units = spec.hidden[max(layer - 1, 0)] if spec.hidden else FIRST_UNITS
    hidden = (*spec.hidden[:layer], units, *spec.hidden[layer:])
    ids = layer_ids(spec)
    ids = (*ids[:layer], max(ids, default=-1) + 1, *ids[layer:])
    return replace(
        spec,
        hidden=hidden,
        layer_activations=_trimmed(own),
        layer_dropouts=_trimmed(dropouts),
        layer_ids=ids,
    )


def without_layer(spec: NetworkSpec, layer: int) -> NetworkSpec:
    """The network without one of its hidden layers; the others keep what is their own."""
    numbers = [n for n in range(len(spec.hidden)) if n != layer]
    own = [own_activation(spec, n) for n in numbers]
    dropouts = [own_dropout(spec, n) for n in numbers]
    hidden = (*spec.hidden[:layer], *spec.hidden[layer + 1 :])
    ids = layer_ids(spec)
    ids = (*ids[:layer], *ids[layer + 1 :])
    return replace(
        spec,
        hidden=hidden,
        layer_activations=_trimmed(own),
        layer_dropouts=_trimmed(dropouts),
        layer_ids=ids,
    )


def _trimmed(own: Sequence[str]) -> tuple[str, ...]:
    while own and not own[-1]:
        own = own[:-1]
    return tuple(own)
