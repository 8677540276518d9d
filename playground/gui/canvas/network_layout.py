"""The arithmetic of the network's picture: dots shown, weights counted, layers added and removed.
Knows no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.settings.paths import MAXIMUM_HIDDEN_LAYERS
from playground.engine.spec.network import NetworkSpec, hidden_activations, own_activation

MOST_DOTS = 8
"""A column with more units shows one dot less than this and says how many more there are."""
FIRST_UNITS = 4
"""Units of a layer that is added to a network without hidden layers."""
WIDEST_CARD, NARROWEST_CARD = 152, 112
_GAPS = (12, 32)
_GAPS_WITHOUT_CARDS = (32, 120)
_MARGINS = (4, 16)


@dataclass(frozen=True, slots=True)
class Columns:
    """How the picture shares out its width, in pixels.

    Attributes:
        card: the width of each hidden layer.
        gap: between two columns.
        margin: at the left and at the right.
    """

    card: int
    gap: int
    margin: int

    def width(self, cards: int, ends: int) -> int:
        """What so many cards need, between inputs and outputs that together are `ends` wide."""
        return ends + cards * self.card + (cards + 1) * self.gap + 2 * self.margin


def fit_columns(room: int, cards: int, ends: int) -> Columns:
    """The widest columns that fit into `room`; the narrowest there are where none do.

    Cards, gaps and margins give way together.
    """
    narrow = narrowest_columns(cards)
    wide = Columns(WIDEST_CARD, (_GAPS if cards else _GAPS_WITHOUT_CARDS)[1], _MARGINS[1])
    least, most = narrow.width(cards, ends), wide.width(cards, ends)
    share = min(1.0, max(0.0, (room - least) / (most - least)))
    return Columns(
        narrow.card + int(share * (wide.card - narrow.card)),
        narrow.gap + int(share * (wide.gap - narrow.gap)),
        narrow.margin + int(share * (wide.margin - narrow.margin)),
    )


def narrowest_columns(cards: int) -> Columns:
    """The columns that can still be read and used."""
    return Columns(NARROWEST_CARD, (_GAPS if cards else _GAPS_WITHOUT_CARDS)[0], _MARGINS[0])


def dots_shown(units: int) -> tuple[int, int]:
    """How many dots stand for `units`, and how many units are left out."""
    if units <= MOST_DOTS:
        return units, 0
    return MOST_DOTS - 1, units - MOST_DOTS + 1


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


def with_layer(spec: NetworkSpec) -> NetworkSpec:
    """One more hidden layer before the output, as wide as the last; the same at the most."""
    if len(spec.hidden) >= MAXIMUM_HIDDEN_LAYERS:
        return spec
    units = spec.hidden[-1] if spec.hidden else FIRST_UNITS
    return replace(spec, hidden=(*spec.hidden, units))


def without_layer(spec: NetworkSpec, layer: int) -> NetworkSpec:
    """The network without one of its hidden layers; the others keep their activations."""
    own = [own_activation(spec, n) for n in range(len(spec.hidden)) if n != layer]
    hidden = (*spec.hidden[:layer], *spec.hidden[layer + 1 :])
    return replace(spec, hidden=hidden, layer_activations=_trimmed(own))


def _trimmed(own: Sequence[str]) -> tuple[str, ...]:
    while own and not own[-1]:
        own = own[:-1]
    return tuple(own)
