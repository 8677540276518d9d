"""What the network itself looks like at one moment, as numpy: values that may cross threads."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Levels = npt.NDArray[np.uint8]
Edges = Literal["weights", "gradients"]
LayerKind = Literal["inputs", "hidden", "outputs"]

ZERO = 128
"""The level that stands for an output of zero; 1 is as far below as 255 is above."""


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """What a window wants to see of the network.

    Attributes:
        grid: cells along each side of a neuron's map, or points along its curve.
        most: neurons shown of a layer; of more, the strongest.
        edges: what edges show.
    """

    grid: int = 32
    most: int = 12
    edges: Edges = "weights"


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


@dataclass(frozen=True, slots=True, eq=False)
class NetworkPicture:
    """The network at one moment: inputs, hidden layers, outputs."""

    request: NetworkRequest
    layers: tuple[LayerPicture, ...]
