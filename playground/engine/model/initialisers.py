"""Drawing the weights of one linear layer, in place, from a generator of their own.

Each takes the weight, float32 `[outputs, inputs]`, the bias, float32 `[outputs]`, or None, and the
generator; random numbers come from nowhere else. All but `default` set the bias to 0. The formulas
and their sources stand in the rows of `playground.engine.catalogue.initialisers`.
"""

import math
from collections.abc import Callable

from torch import Generator, Tensor
from torch.nn import init

Initialiser = Callable[[Tensor, Tensor | None, Generator], None]


def default(weight: Tensor, bias: Tensor | None, generator: Generator) -> None:
    """What `torch.nn.Linear.reset_parameters` draws."""
    init.kaiming_uniform_(weight, a=math.sqrt(5), generator=generator)
    if bias is not None:
        bound = 1 / math.sqrt(weight.shape[1])
        init.uniform_(bias, -bound, bound, generator=generator)


def _with_zero_bias(draw: Callable[..., object], **arguments: object) -> Initialiser:
    def initialise(weight: Tensor, bias: Tensor | None, generator: Generator) -> None:
        draw(weight, generator=generator, **arguments)
        if bias is not None:
            init.zeros_(bias)

    return initialise


xavier_uniform = _with_zero_bias(init.xavier_uniform_)
"""Glorot and Bengio 2010, uniform, gain 1."""

xavier_normal = _with_zero_bias(init.xavier_normal_)
"""Glorot and Bengio 2010, normal, gain 1."""

kaiming_uniform = _with_zero_bias(init.kaiming_uniform_, nonlinearity="relu")
"""He et al. 2015, uniform, gain √2."""

kaiming_normal = _with_zero_bias(init.kaiming_normal_, nonlinearity="relu")
"""He et al. 2015, normal, gain √2."""

orthogonal = _with_zero_bias(init.orthogonal_)
"""Saxe et al. 2013: orthonormal rows or columns."""

small_normal = _with_zero_bias(init.normal_, std=0.01)
"""Mean 0 and deviation 0.01."""

zeros = _with_zero_bias(lambda weight, generator: init.zeros_(weight))  # noqa: ARG005
"""All zero."""
