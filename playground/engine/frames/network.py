"""What the network itself looks like at one moment, as numpy: values that may cross threads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Levels = npt.NDArray[np.uint8]
Marks = npt.NDArray[np.bool_]
Edges = Literal["weights", "gradients"]
LayerKind = Literal["inputs", "hidden", "outputs"]

ZERO = 128
"""The level that stands for an output of zero; 1 is as far below as 255 is above."""


@dataclass(frozen=True, slots=True)
class Place:
    """A neuron, or one of the edges that arrive at it.

    Attributes:
        layer: its number: 0 for the inputs, then the hidden layers, last the outputs.
        number: of the neuron in its layer, from 0.
        before: the number of the neuron that the edge comes from; None for the neuron itself.
    """

    layer: int
    number: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Unfolded:
    """The part that is seen of all neurons of one layer: `count` of them from `first` on."""

    layer: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Matrices:
    """Which gaps between layers are wanted as a matrix, of at most so many cells."""

    gaps: tuple[int, ...]
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """What a window wants to see of the network.

    Attributes:
        grid: cells along each side of a neuron's map, or points along its curve.
        most: neurons shown of a layer; of more, the strongest.
        most_pictures: of the first layer, where its edges arrive from the pixels of pictures.
        edges: what edges show.
        kept: neurons, by layer and number, that are shown even if they are not the strongest.
        closely: of which neuron or edge more is wanted; None for none.
    """

    grid: int = 32
    most: int = 12
    edges: Edges = "weights"
    most_pictures: int = 12
    kept: tuple[tuple[int, int], ...] = ()
    unfolded: Unfolded | None = None
    matrices: Matrices | None = None
    closely: Place | None = None


@dataclass(frozen=True, slots=True)
class Closely:
    """More about a neuron or an edge.

    Attributes:
        weight: of the edge; the bias of a neuron, 0 where there is none.
        gradient: of the loss of some training rows with respect to the edge's weight; for a neuron
            the length of the gradient of all its incoming weights and its bias.
        update: how far the last step moved the weight; for a neuron the length of the way that its
            incoming weights and its bias went together. None before a step was watched.
    """

    place: Place
    weight: float
    gradient: float
    update: float | None


@dataclass(frozen=True, slots=True, eq=False)
class LayerPicture:
    """One layer as it stands.

    Attributes:
        units: how many neurons there are; those shown may be fewer.
        shown: the numbers of the neurons shown, ascending.
        labels: what each of them is called; empty where they go by their numbers.
        maps: levels `[shown, grid, grid]` over the plane of the data, first index y, from the
            lower bound up; `[shown, grid]` over one variable. ZERO stands for 0.
        reach: float32 `[shown]`, the absolute output at the ends of the levels, above 0.
        bias: float32 `[shown]`; None where there is none.
        edges: float32 `[shown, shown of the layer before]`; None where there are none.
        quiet: float32 `[shown]`, the part of the rows for which the neuron is dead or saturated.
        weight_name, bias_name: of the parameters that edges and biases are; empty where there are
            none.
        frozen_edges: bool, of the shape of `edges`; None where all learn.
        frozen: bool `[shown]`, of which neurons all weights are; None where all learn.
        muted: bool `[shown]`; None where nobody is.
        pixels: where the inputs are the pixels of pictures, float32 `[shown, height, width]` of the
            edges that arrive from them; for the inputs themselves `[1, height, width]`, the
            strongest edge that leaves each. None elsewhere.
        chances: its outputs are the chances of classes, not values.
    """

    kind: LayerKind
    units: int
    shown: tuple[int, ...]
    labels: tuple[str, ...]
    maps: Levels
    reach: Array
    bias: Array | None
    edges: Array | None
    quiet: Array
    weight_name: str = ""
    bias_name: str = ""
    frozen_edges: Marks | None = None
    frozen: Marks | None = None
    muted: Marks | None = None
    pixels: Array | None = None
    chances: bool = False

    def part(self, rows: slice) -> "LayerPicture":
        """Some of the neurons shown, without their edges."""
        changed: dict[str, Any] = {
            name: value[rows]
            for name in (one.name for one in fields(self))
            if isinstance(value := getattr(self, name), np.ndarray)
        }
        changed |= {"shown": self.shown[rows], "labels": self.labels[rows]}
        changed |= {"edges": None, "frozen_edges": None}
        return replace(self, **changed)


@dataclass(frozen=True, slots=True, eq=False)
class MatrixPicture:
    """All edges between two layers, in blocks of neighbours where there are too many.

    Attributes:
        values: float32 `[rows, columns]`, the strongest edge of each block with its sign; a row for
            the neurons before, a column for those after.
        before, after: int64 `[rows, columns]`, the numbers of the two neurons of that edge.
        block: how many neurons before and after make a block.
        units: how many neurons there are before and after.
    """

    values: Array
    before: npt.NDArray[np.int64]
    after: npt.NDArray[np.int64]
    block: tuple[int, int]
    units: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class NetworkPicture:
    """The network at one moment: inputs, hidden layers, outputs.

    Attributes:
        closely: what the request wanted to see closely.
        unfolded: the part of a layer that was asked for.
        matrices: those asked for, by gap.
    """

    request: NetworkRequest
    layers: tuple[LayerPicture, ...]
    closely: Closely | None = None
    unfolded: LayerPicture | None = None
    matrices: Mapping[int, MatrixPicture] = field(default_factory=dict)
