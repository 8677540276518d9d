"""Drawing the weights of one linear layer, in place, from a generator of their own.

Each takes the weight, float32 `[outputs, inputs]`, the bias, float32 `[outputs]`, or None, and the
generator; random numbers come from nowhere else. The formulas and their sources stand in the rows
of `playground.engine.catalogue.initialisers`.
"""

import math

from torch import Generator, Tensor
from torch.nn import init


def default(weight: Tensor, bias: Tensor | None, generator: Generator) -> None:
    """What `torch.nn.Linear.reset_parameters` draws."""
    init.kaiming_uniform_(weight, a=math.sqrt(5), generator=generator)
    if bias is not None:
        bound = 1 / math.sqrt(weight.shape[1])
        init.uniform_(bias, -bound, bound, generator=generator)


def xavier_uniform(weight: Tensor, bias: Tensor | None, generator: Generator) -> None:
    """Glorot and Bengio 2010, uniform, gain 1; bias 0."""
    init.xavier_uniform_(weight, generator=generator)
    _zero(bias)


def xavier_normal(weight: Tensor, bias: Tensor | None, generator: Generator) -> None:
    """Glorot and Bengio 2010, normal, gain 1; bias 0."""
    init.xavier_normal_(weight, generator=generator)
    _zero(bias)


def kaiming_uniform(weight: Tensor, bias: Tensor | None, generator: Generator) -> None:
    """He et al. 2015, uniform, gain √2; bias 0."""
    init.kaiming_uniform_(weight, nonlinearity="relu", generator=generator)
    _zero(bias)


def kaiming_normal(weight: Tensor, bias: Tensor | None, generator: Generator) -> None:
    """He et al. 2015, normal, gain √2; bias 0."""
    init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)
    _zero(bias)


def orthogonal(weight: Tensor, bias: Tensor | None, generator: Generator) -> None:
    """Saxe et al. 2013: orthonormal rows or columns; bias 0."""
    init.orthogonal_(weight, generator=generator)
    _zero(bias)


def small_normal(weight: Tensor, bias: Tensor | None, generator: Generator) -> None:
    """Mean 0 and deviation 0.01; bias 0."""
    init.normal_(weight, std=0.01, generator=generator)
    _zero(bias)


def zeros(weight: Tensor, bias: Tensor | None, generator: Generator) -> None:  # noqa: ARG001
    """All zero."""
    init.zeros_(weight)
    _zero(bias)


def _zero(bias: Tensor | None) -> None:
    if bias is not None:
        init.zeros_(bias)
