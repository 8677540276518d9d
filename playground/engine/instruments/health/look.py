"""What one look at a run has found: values that may cross threads and are kept for a while."""

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from playground.engine.spec.run import RunSpec

BINS = 48
LEARNED = 0.9
"""A loss below this part of what equal outputs for all rows would have shows that something is
learned. A convention of our own, well above noise and well below any use of the network."""
Shares = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """How values are spread between the smallest and the largest of them, in bins of one width.

    Attributes:
        shares: float32 `[BINS]`, lowest bin first: the part of all values in each; all 0 where
            there is no value.
    """

    low: float = 0.0
    high: float = 0.0
    shares: Shares = field(default_factory=lambda: np.zeros(BINS, np.float32), repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class LayerHealth:
    """One layer of weights with its activation, hidden or output.

    Norms are the square roots of sums of squares over the layer's matrix of weights; biases, which
    may all be zero, are left out.

    Attributes:
        units: neurons in the layer.
        weights: numbers in its matrix.
        gradient_norm: of the objective (loss and penalties) over the next batch, before clipping.
        weight_norm: of the weights as they are.
        update_ratio: the norm of what the next step adds to the weights, in parts of their norm.
        mean, deviation: of the layer's outputs, over the rows looked at and all of its neurons;
            the deviation divides by their number.
        dead: the part of the neurons through which next to no gradient passes on any row; NaN for
            the output layer.
        saturated: the part of all outputs that lie on a flat end of an S-shaped activation; NaN
            for other activations and the output layer.
        equal: whether all neurons have the same weights, in and out, and the same bias: then they
            stay equal, and learn one thing together. False for the output layer.
        weight_values, activation_values: how the weights and the outputs are spread.
        gradient_values: how the exponents of ten of the gradients' sizes are; zeros are left out.
    """

    units: int
    weights: int
    gradient_norm: float
    weight_norm: float
    update_ratio: float
    mean: float
    deviation: float
    dead: float
    saturated: float
    equal: bool
    weight_values: Histogram
    activation_values: Histogram
    gradient_values: Histogram

    @property
    def gradient_rms(self) -> float:
        """The root mean square of the gradient: layers of different size can be compared."""
        return self.gradient_norm / float(np.sqrt(self.weights))


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A run between two steps.

    Attributes:
        spec: what it trains by.
        rate: the learning rate of the next step, after warm-up and schedule.
        layers: hidden layers in order, then the output layer.
        train: the mean loss over some training rows, without dropout and penalties.
        constant: what that loss would be if the outputs were the same for every row: their mean,
            or zero (equal chances; the mean of a standardised target), whichever is better.
        validation: the mean loss over some validation rows; None where there are none.
        best_validation: the lowest validation loss that the run knows of; None where it has none.
    """

    step: int
    spec: RunSpec
    rate: float
    layers: tuple[LayerHealth, ...]
    train: float
    constant: float
    validation: float | None = None
    best_validation: float | None = None

    @property
    def gradient_norm(self) -> float:
        """Of all layers together."""
        return float(np.linalg.norm([layer.gradient_norm for layer in self.layers]))

    @property
    def largest_update(self) -> float:
        """Of the layers, the largest update in parts of the weights; NaN where none has any."""
        ratios = [layer.update_ratio for layer in self.layers]
        return max((ratio for ratio in ratios if math.isfinite(ratio)), default=math.nan)

    @property
    def is_finite(self) -> bool:
        """Whether weights, gradients and loss are numbers."""
        norms = [n for one in self.layers for n in (one.gradient_norm, one.weight_norm)]
        return all(map(math.isfinite, (*norms, self.train)))

    @property
    def has_learned(self) -> bool:
        """Whether the outputs tell more of the targets than their mean alone does."""
        return self.train < LEARNED * self.constant

    @property
    def sizes(self) -> tuple[int, ...]:
        """What tells one architecture from another: the weights of each layer."""
        return tuple(layer.weights for layer in self.layers)
