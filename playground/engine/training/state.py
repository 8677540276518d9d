"""What decides how training goes on: taken between two steps, and put back, bit for bit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor, nn

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.training.schedule_factors import Plateau

Weights = Mapping[str, Tensor]
OptimizerState = Mapping[str, Mapping[str, Any]]
"""By the name of the parameter, then by torch's own names: tensors, numbers, and lists of them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place among the batches.

    Attributes:
        epoch: number of the epoch, from 0.
        row: rows of it that were handed out, in 0..rows.
        rows: in an epoch, at least 1.
        is_shuffled: whether the rows of this epoch come in the order that its number gives, or
            else as they are.
    """

    epoch: int = 0
    row: int = 0
    rows: int = 1
    is_shuffled: bool = True

    @property
    def epochs(self) -> float:
        """Passes over the training part so far, with the fraction of the present one."""
        return self.epoch + self.row / self.rows


@dataclass(frozen=True, slots=True, eq=False)
class TrainingState:
    """A trainer between two steps, on the CPU: going on from it is as never having stopped.

    Attributes:
        step: optimizer steps so far, at or above 0.
        weights: the network's state by name, in the network's own dtypes.
        optimizer: empty where the optimizer starts afresh.
        plateau: what the schedule remembers of the measured losses.
        generators: where the random numbers of each dropout stand, uint8, first layer first; empty
            where they start with the epoch.
        frozen: by the name of a parameter, which of its weights must not change: bool.
        muted: by the name of a hidden layer's weight, which of its neurons count as zero: bool.
    """

    step: int
    place: Place
    weights: Weights = field(repr=False)
    optimizer: OptimizerState = field(default_factory=dict, repr=False)
    plateau: Plateau = field(default_factory=Plateau)
    generators: tuple[Tensor, ...] = field(default=(), repr=False)
    frozen: Mapping[str, Tensor] = field(default_factory=dict, repr=False)
    muted: Mapping[str, Tensor] = field(default_factory=dict, repr=False)

    def with_weights(self, weights: Weights) -> "TrainingState":
        """The same place with other weights, from which the optimizer starts afresh."""
        return replace(self, weights=weights, optimizer={})


def weights_of(network: nn.Module) -> dict[str, Tensor]:
    """Copies of a network's weights by name, on the CPU."""
    return {name: _on_cpu(tensor) for name, tensor in network.state_dict().items()}


def load_weights(network: nn.Module, weights: Weights) -> None:
    """Copy `weights` into `network`.

    Raises:
        InputError: they belong to a network of another shape; nothing was changed.
    """
    own = network.state_dict()
    for name in own.keys() ^ weights.keys():
        raise InputError(
            _("The weights do not fit the network: only one of the two has {name}.").format(
                name=repr(name)
            )
        )
    for name, tensor in own.items():
        if tensor.shape != weights[name].shape:
            raise InputError(
                _(
                    "The weights do not fit the network: {name} has the shape {shape} and should "
                    "have {wanted}."
                ).format(
                    name=repr(name), shape=tuple(weights[name].shape), wanted=tuple(tensor.shape)
                )
            )
    network.load_state_dict(dict(weights))


def optimizer_state_of(network: nn.Module, optimizer: torch.optim.Optimizer) -> OptimizerState:
    """Copies of what an optimizer over all of a network's parameters keeps, on the CPU."""
    return {
        name: {key: _copied(value) for key, value in optimizer.state[parameter].items()}
        for name, parameter in network.named_parameters()
        if parameter in optimizer.state
    }


def load_optimizer_state(
    network: nn.Module, optimizer: torch.optim.Optimizer, state: OptimizerState
) -> None:
    """Put back what `optimizer_state_of` gave; each tensor goes where torch wants to have it.

    Raises:
        InputError: it belongs to a network of another shape; nothing was changed.
    """
    parameters = dict(network.named_parameters())
    _require_fitting(parameters, state)
    numbers = {name: number for number, name in enumerate(parameters)}
    # torch takes the tensors over as they are, and training would change those of the state.
    copies = {
        numbers[name]: {key: _copied(value) for key, value in kept.items()}
        for name, kept in state.items()
    }
    optimizer.load_state_dict(
        {
            "state": copies,
            "param_groups": optimizer.state_dict()["param_groups"],
        }
    )


def _require_fitting(parameters: Mapping[str, nn.Parameter], state: OptimizerState) -> None:
    total = sum(parameter.numel() for parameter in parameters.values())
    for name, kept in state.items():
        shape = parameters[name].shape if name in parameters else None
        for key, value in kept.items():
            for tensor in _tensors_in(value):
                if shape is None or not _fits(tensor.shape, shape, total):
                    raise InputError(
                        _(
                            "The optimizer's state does not fit the network: {key} of {name}."
                        ).format(key=repr(key), name=repr(name))
                    )


def _fits(shape: torch.Size, parameter: torch.Size, total: int) -> bool:
    """One number, one per weight, row or column, or (LBFGS) one for each weight of the network."""
    if shape in (torch.Size(()), torch.Size((total,))):
        return True
    pairs = zip(shape, parameter, strict=False)
    return len(shape) == len(parameter) and all(own in (1, size) for own, size in pairs)


def _tensors_in(value: object) -> list[Tensor]:
    if isinstance(value, list):
        return [tensor for item in value for tensor in _tensors_in(item)]
    return [value] if isinstance(value, Tensor) else []


def _copied(value: object) -> object:
    if isinstance(value, Tensor):
        return _on_cpu(value)
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _on_cpu(tensor: Tensor) -> Tensor:
    return tensor.detach().to("cpu", copy=True, memory_format=torch.contiguous_format)
