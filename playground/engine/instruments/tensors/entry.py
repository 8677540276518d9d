"""What is said of a tensor without looking at its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from torch import Tensor

Group = Literal["parameters", "gradients", "optimizer", "buffers", "batch", "activations"]
GROUPS: tuple[Group, ...] = (
    "parameters",
    "gradients",
    "optimizer",
    "buffers",
    "batch",
    "activations",
)
"""In the order in which they are shown."""
Counted = Literal["neurons", "inputs", "outputs", "rows", "weights", "numbers"]
Origin = Literal["now", "last_step", "next_step"]


@dataclass(frozen=True, slots=True)
class Axis:
    """One dimension.

    Attributes:
        counted: what lies along it.
        names: of each; empty where they go by their numbers.
    """

    counted: Counted
    size: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One tensor of a run.

    Attributes:
        key: stays the same from step to step; unique.
        name: as PyTorch names it in a plain `nn.Sequential`: `0.weight`, `0.weight.exp_avg`.
        code: the line of PyTorch that gets it within the loop of a tutorial, which has `model`,
            `optimizer`, `loss_fn`, `inputs` and `targets`.
        dtype, device: as PyTorch prints them: `float32`, `cpu`.
        axes: one for each dimension; empty where they have no meaning of their own.
        layer: the number of its Linear layer, from 1; 0 where it belongs to none.
        is_last: that is the output layer.
        origin: `now`: as it lies there between two steps; `last_step`: what the last step left;
            `next_step`: what the next step will work out.
        rows: of the next step's batch, how many were used and how many there are; zeros where it
            comes from no batch.
    """

    key: str
    group: Group
    name: str
    code: str
    shape: tuple[int, ...]
    dtype: str
    device: str
    requires_grad: bool
    axes: tuple[Axis, ...] = ()
    layer: int = 0
    is_last: bool = False
    origin: Origin = "now"
    rows: tuple[int, int] = (0, 0)


class TensorSource(Protocol):
    """Some tensors at one moment."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All there are, group by group."""
        ...

    def tensor(self, key: str) -> Tensor:
        """The numbers of one, which must not be changed.

        Raises:
            KeyError: there is none with this key.
        """
        ...
