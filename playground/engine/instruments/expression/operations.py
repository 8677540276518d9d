"""The operations of expressions: torch's own, and no others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from playground.engine.common.language import N_

Value = Tensor | float


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        make: called with tensors and numbers, the first a tensor.
        arities: how many arguments it takes.
        outside: a sentence for numbers with which its result is not finite; English, looked up
            where it is shown.
    """

    make: Callable[..., Any]
    arities: tuple[int, ...] = (1,)
    outside: str = N_("{name} gives {result} here, so no gradient can be computed.")


def _greatest(value: Tensor, other: Value | None = None) -> Tensor:
    """The greatest of all numbers, or the greater of each two."""
    if other is None:
        return value.max()
    return torch.maximum(value, torch.as_tensor(other, dtype=value.dtype))


_TOO_LARGE = N_("{name} gives {result}: the result is too large for a float64.")

OPERATIONS: Mapping[str, Operation] = {
    "+": Operation(torch.add, (2,), _TOO_LARGE),
    "-": Operation(torch.sub, (2,), _TOO_LARGE),
    "*": Operation(torch.mul, (2,), _TOO_LARGE),
    "/": Operation(
        torch.div,
        (2,),
        N_("The division gives {result}, because the divisor is zero or almost zero."),
    ),
    "**": Operation(
        torch.pow,
        (2,),
        N_(
            "The power gives {result}: it is too large, divides by zero, or is the root of a "
            "negative number."
        ),
    ),
    "@": Operation(torch.matmul, (2,), _TOO_LARGE),
    "neg": Operation(torch.neg),
    "exp": Operation(torch.exp, outside=_TOO_LARGE),
    "log": Operation(
        torch.log,
        outside=N_("log gives {result}, because it is defined only for numbers above zero."),
    ),
    "sqrt": Operation(
        torch.sqrt,
        outside=N_("sqrt gives {result}, because it is not defined for negative numbers."),
    ),
    "sin": Operation(torch.sin),
    "cos": Operation(torch.cos),
    "tanh": Operation(torch.tanh),
    "sigmoid": Operation(torch.sigmoid),
    "relu": Operation(torch.relu),
    "abs": Operation(torch.abs),
    "sum": Operation(torch.sum, outside=_TOO_LARGE),
    "mean": Operation(torch.mean, outside=_TOO_LARGE),
    "max": Operation(_greatest, (1, 2)),
    "matmul": Operation(torch.matmul, (2,), _TOO_LARGE),
}
