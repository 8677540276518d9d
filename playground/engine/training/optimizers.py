"""Building the chosen optimizer of torch.optim, and changing its options between two steps."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import nn

from playground.engine.catalogue.optimizers import OPTIMIZERS, Optimizer
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.settings.row_options import row_options
from playground.engine.spec.parameter import Value, require_known
from playground.engine.spec.run import TrainingSpec

_PAIRS = {
    "betas": ("beta1", "beta2"),
    "etas": ("eta_minus", "eta_plus"),
    "step_sizes": ("step_size_min", "step_size_max"),
    "eps": ("eps1", "eps2"),
}
"""What torch takes as a pair, and the two parameters that make it up."""


def optimizer_row(spec: TrainingSpec) -> Optimizer:
    """The row of the chosen optimizer.

    Raises:
        InputError: there is none.
    """
    require_known(spec.optimizer, (row.key for row in OPTIMIZERS), "training.optimizer")
    return next(row for row in OPTIMIZERS if row.key == spec.optimizer)


def optimizer_arguments(spec: TrainingSpec) -> dict[str, Any]:
    """The keyword arguments of the class in torch.optim, the learning rate left out.

    Raises:
        InputError: an option is out of bounds, or two do not go together.
    """
    options = row_options(optimizer_row(spec), spec.options)
    _check_together(options)
    return _as_torch_spells_them(options)


def build_optimizer(
    spec: TrainingSpec, parameters: Sequence[nn.Parameter], device: torch.device
) -> torch.optim.Optimizer:
    """The chosen optimizer over `parameters`, with fresh state and the base learning rate.

    Raises:
        InputError: it is unknown, an option is out of bounds, or two do not go together.
    """
    row = optimizer_row(spec)
    arguments = optimizer_arguments(spec)
    if not row.needs_closure:
        arguments["foreach"] = grouped_on(device)
    optimizer: torch.optim.Optimizer = row.load()(parameters, lr=spec.learning_rate, **arguments)
    return optimizer


def set_options(optimizer: torch.optim.Optimizer, spec: TrainingSpec) -> None:
    """Change the live options in place, between two steps; the state is kept.

    Raises:
        InputError: an option is out of bounds, or two do not go together; nothing was changed.
    """
    arguments = optimizer_arguments(spec)
    for group in optimizer.param_groups:
        group.update(arguments)
        if isinstance(optimizer, torch.optim.RMSprop) and arguments["momentum"] > 0:
            _add_momentum_buffers(optimizer)


def options_of(optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """Its options as torch spells them, the learning rate `lr` among them."""
    return {name: value for name, value in optimizer.param_groups[0].items() if name != "params"}


def needs_fresh_state(old: TrainingSpec, new: TrainingSpec) -> bool:
    """Whether going from `old` to `new` takes a new optimizer.

    Raises:
        InputError: an option of either is out of bounds.
    """
    if old.optimizer != new.optimizer:
        return True
    row = optimizer_row(new)
    before, after = row_options(row, old.options), row_options(row, new.options)
    return any(before[name] != after[name] for name in after if name not in row.live)


def grouped_on(device: torch.device) -> bool | None:
    """torch's `foreach`: on the CPU one parameter after another; elsewhere torch chooses."""
    return False if device.type == "cpu" else None


def _as_torch_spells_them(options: Mapping[str, Value]) -> dict[str, Any]:
    arguments: dict[str, Any] = dict(options)
    for name, (first, second) in _PAIRS.items():
        if first in arguments:
            arguments[name] = (arguments.pop(first), arguments.pop(second))
    if "eps2" in options:
        arguments["eps"] = (options["eps1"] or None, options["eps2"])
    if "line_search" in arguments:
        arguments["line_search_fn"] = "strong_wolfe" if arguments.pop("line_search") else None
    return arguments


def _check_together(options: Mapping[str, Any]) -> None:
    if options.get("nesterov") and (options["momentum"] <= 0 or options["dampening"] != 0):
        raise InputError(
            _("training.nesterov needs training.momentum above 0 and training.dampening 0.")
        )
    if "step_size_min" in options and options["step_size_min"] > options["step_size_max"]:
        raise InputError(_("training.step_size_min must not be above training.step_size_max."))


def _add_momentum_buffers(optimizer: torch.optim.Optimizer) -> None:
    # RMSprop makes them only in its first step; momentum that starts later starts from rest.
    for parameter, state in optimizer.state.items():
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = torch.zeros_like(parameter)
