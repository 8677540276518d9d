"""A plane through the weights of a network: its centre, and the two directions that span it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.spec.edit import Edit, Edits
from playground.engine.training.edits import MOST_WEIGHTS

Vector = npt.NDArray[np.float32]
"""All weights of a network one after the other, in the order of its parameters."""
Form = tuple[tuple[str, tuple[int, ...]], ...]
"""The names and shapes of the parameters."""
Kind = Literal["random", "path"]
FLAT = 1e-6
"""A second direction of a path is one if it holds more than this part of its spread."""


def form_of(network: nn.Module) -> Form:
    """The names and shapes of a network's parameters."""
    return tuple((name, tuple(weight.shape)) for name, weight in network.named_parameters())


def vector_of(network: nn.Module) -> Vector:
    """A copy of a network's weights."""
    parts = [weight.detach().cpu().float().numpy().ravel() for weight in network.parameters()]
    vector: Vector = np.concatenate(parts)
    return vector


@dataclass(frozen=True, slots=True)
class Place:
    """Where weights lie as seen from a plane.

    Attributes:
        across, up: their nearest place in it.
        outside: the part of their way from the centre that leads out of it, 0 to 1.
    """

    across: float
    up: float
    outside: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The weights `centre + a · across + b · up`.

    Attributes:
        centre, across, up: float32 `[weights]`.
        form: of the network.
        kind: where the directions come from.
        step: of the run, at which the centre was.
        shares: the parts of the path's spread that lie along each direction; 0 for random ones.
    """

    centre: Vector = field(repr=False)
    across: Vector = field(repr=False)
    up: Vector = field(repr=False)
    form: Form
    kind: Kind
    step: int
    shares: tuple[float, float] = (0.0, 0.0)

    def at(self, across: float, up: float) -> Vector:
        """The weights at a place: float32 `[weights]`."""
        weights: Vector = self.centre + np.float32(across) * self.across
        weights += np.float32(up) * self.up
        return weights

    def place_of(self, weights: Vector) -> Place:
        """The place nearest to these weights, by least squares: the directions may be oblique."""
        way = weights - self.centre
        inner = np.array([_dot(way, self.across), _dot(way, self.up)])
        first, mixed, second = (
            _dot(self.across, self.across),
            _dot(self.across, self.up),
            _dot(self.up, self.up),
        )
        across, up = np.linalg.solve([[first, mixed], [mixed, second]], inner).tolist()
        length, within = _dot(way, way), float(inner @ (across, up))
        outside = math.sqrt(max(0.0, 1.0 - within / length)) if length > 0 else 0.0
        return Place(across, up, outside)

    def edits(self, across: float, up: float) -> Edits:
        """What gives a network the weights at a place.

        Raises:
            InputError: the network has too many weights for undo.
        """
        if len(self.centre) > MOST_WEIGHTS:
            raise InputError(_("The network has too many weights to set them from the map."))
        weights, edits, start = self.at(across, up), [], 0
        for name, shape in self.form:
            count = math.prod(shape)
            values = weights[start : start + count].astype(np.float64)
            edits.append(Edit("weights", name, np.arange(count), values))
            start += count
        return tuple(edits)


def random_plane(network: nn.Module, step: int, seed: int) -> Plane:
    """A plane around a network's weights, spanned by two filter-normalised random directions.

    Raises:
        InputError: the network has no weights but zeros.
    """
    generator = torch.Generator().manual_seed(seed)
    across, up = (_random_direction(network, generator) for _number in range(2))
    if not (across.any() and up.any()):
        raise InputError(_("All weights are zero, so random directions cannot be scaled to them."))
    return Plane(vector_of(network), across, up, form_of(network), "random", step)


def filter_normalised(direction: Tensor, weight: Tensor) -> Tensor:
    """`direction`, of which each neuron's part is as long as that neuron's incoming weights.

    Li et al. 2018, "Visualizing the Loss Landscape of Neural Nets", section 4, at
    https://arxiv.org/abs/1712.09913. As in their code, biases get no direction.

    Args:
        direction, weight: `[neurons, ...]`, or `[neurons]` for biases.
    """
    if weight.dim() < 2:
        return torch.zeros_like(weight)
    lengths = weight.flatten(1).norm(dim=1) / (direction.flatten(1).norm(dim=1) + 1e-10)
    scaled: Tensor = direction * lengths.view(-1, *[1] * (weight.dim() - 1))
    return scaled


def path_plane(path: Sequence[Vector], form: Form, centre: Vector, step: int) -> Plane:
    """The plane of the two principal components of a path, seen from its present end.

    Both directions have length 1; see section 7.2 of Li et al. 2018.

    Args:
        path: float32 `[weights]` each.

    Raises:
        InputError: the path does not lead in two directions.
    """
    # The centre itself adds nothing; twice, it lets even an empty path have two components.
    ways = np.stack([*path, centre, centre]) - centre
    spread, turns = np.linalg.eigh((ways @ ways.T).astype(np.float64))
    first, second = float(spread[-1]), float(spread[-2])
    if not (first > 0 and second > FLAT * first):
        raise InputError(
            _(
                "The path of this run does not span two directions yet: train some more with this "
                "panel open."
            )
        )
    across, up = (_unit(turns[:, -number].astype(np.float32) @ ways) for number in (1, 2))
    whole = float(np.maximum(spread, 0.0).sum())
    return Plane(centre, across, up, form, "path", step, (first / whole, second / whole))


def _random_direction(network: nn.Module, generator: torch.Generator) -> Vector:
    parts = []
    for weight in network.parameters():
        own = weight.detach().cpu()
        drawn = torch.randn(own.shape, generator=generator)
        parts.append(filter_normalised(drawn, own).flatten().numpy())
    direction: Vector = np.concatenate(parts)
    return direction


def _unit(direction: Vector) -> Vector:
    unit: Vector = direction / np.float32(np.linalg.norm(direction))
    return unit


def _dot(one: Vector, other: Vector) -> float:
    return float(np.dot(one, other))
