"""An optimizer whose step a CUDA graph can hold, over the weights and state of another one."""

from typing import Any

import torch
from torch import Tensor, nn

from playground.engine.common.language import _
from playground.engine.training.optimizers import options_of

_FUSED: tuple[type[torch.optim.Optimizer], ...] = (
    torch.optim.Adam,
    torch.optim.AdamW,
    torch.optim.SGD,
)
"""Those with one CUDA kernel for all parameters, which reads the learning rate from the device."""

_CAPTURABLE: tuple[type[torch.optim.Optimizer], ...] = (
    torch.optim.NAdam,
    torch.optim.RAdam,
    torch.optim.Adamax,
    torch.optim.RMSprop,
    torch.optim.Adadelta,
    torch.optim.ASGD,
    torch.optim.Rprop,
)
"""Those that torch can step without reading from the device, by `capturable=True`."""


def why_optimizer_is_eager(optimizer: torch.optim.Optimizer) -> str | None:
    """Why a step of this optimizer cannot be held in a graph; None if it can."""
    if isinstance(optimizer, torch.optim.LBFGS):
        return _("LBFGS decides from measured losses how often it evaluates the network.")
    if type(optimizer) not in _FUSED + _CAPTURABLE:
        return _("{optimizer} reads numbers from the device in each step.").format(
            optimizer=type(optimizer).__name__
        )
    if len(optimizer.param_groups) != 1:
        return _("The parameters are in several groups.")
    return None


class GraphOptimizer:
    """Steps as a given optimizer does, but takes the learning rate and all counters on the device.

    Weights, moments and other tensors are those of the given optimizer, changed in place. Its
    numbers (step counters and the like, which it may keep on the CPU) have copies on the device:
    `pull` takes them over before steps here, `push` gives them back after.

    Attributes:
        stepping: steps by `learning_rate`, a float32 scalar on the device.
        tensors: all that a step changes.
    """

    def __init__(self, optimizer: torch.optim.Optimizer) -> None:
        """Stand beside an optimizer that has taken at least one step.

        Raises:
            ValueError: its step cannot be held in a graph.
        """
        reason = why_optimizer_is_eager(optimizer)
        if reason is not None:
            raise ValueError(reason)
        self._given = optimizer
        self._parameters: list[nn.Parameter] = optimizer.param_groups[0]["params"]
        device = self._parameters[0].device
        self.learning_rate = torch.zeros((), device=device)
        self._places = _numbers(optimizer)
        self._numbers = torch.zeros(len(self._places), device=device)
        self._staged = staging(len(self._places), torch.float32, device)
        self.stepping = self._beside(optimizer)
        moments = [t for state in self.stepping.state.values() for t in tensors_in(state)]
        self.tensors = [*self._parameters, *(t for t in moments if t.dim() > 0), self._numbers]

    def pull(self) -> None:
        """Take over the given optimizer's numbers; does not wait for the device."""
        for place, (parameter, name) in enumerate(self._places):
            self._staged[place] = self._given.state[parameter][name]
        self._numbers.copy_(self._staged, non_blocking=True)

    def fetch(self) -> None:
        """Ask for the numbers; once the device is done with all before, `push` has them."""
        self._staged.copy_(self._numbers, non_blocking=True)

    def push(self) -> None:
        """Give the fetched numbers to the given optimizer."""
        for place, (parameter, name) in enumerate(self._places):
            self._given.state[parameter][name].copy_(self._staged[place])

    def _beside(self, optimizer: torch.optim.Optimizer) -> torch.optim.Optimizer:
        stepping = type(optimizer)(self._parameters, lr=1e-3)  # type: ignore[call-arg]
        group = stepping.param_groups[0]
        group.update(options_of(optimizer))
        group.update(_held(optimizer, group), lr=self.learning_rate)
        # Warming up before a capture runs it uncaptured on purpose, of which torch would warn.
        vars(stepping).update(_warned_capturable_if_run_uncaptured=True)
        for parameter, state in optimizer.state.items():
            stepping.state[parameter] = dict(state)
        for place, (parameter, name) in enumerate(self._places):
            stepping.state[parameter][name] = self._numbers[place]
        return stepping


def tensors_in(state: dict[str, Any]) -> list[Tensor]:
    """The tensors among what an optimizer keeps for a parameter."""
    return [value for value in state.values() if isinstance(value, Tensor)]


def staging(size: int, dtype: torch.dtype, device: torch.device) -> Tensor:
    """Room on the CPU, pinned where `device` can then copy without anyone waiting."""
    return torch.zeros(size, dtype=dtype, pin_memory=device.type == "cuda")


def _held(optimizer: torch.optim.Optimizer, group: dict[str, Any]) -> dict[str, Any]:
    fused = isinstance(optimizer, _FUSED)
    how: dict[str, Any] = {"foreach": not fused}
    if fused:
        how["fused"] = True
    if "capturable" in group:
        how["capturable"] = True
    return how


def _numbers(optimizer: torch.optim.Optimizer) -> list[tuple[Tensor, str]]:
    """Where an optimizer keeps tensors of one number."""
    return [
        (parameter, name)
        for parameter, state in optimizer.state.items()
        for name, value in state.items()
        if isinstance(value, Tensor) and value.dim() == 0
    ]
