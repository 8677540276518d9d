"""What the next step will see and work out, without taking it: the run stays as it is."""

import copy
from collections.abc import Sequence
from functools import cached_property

import torch
from torch import Tensor, nn

from playground.engine.model.dropout import Dropout
from playground.engine.model.network import Network
from playground.engine.training import step
from playground.engine.training.batches import Batch, dropout_seeds
from playground.engine.training.trainer import Trainer

MOST_WORK = 2**27
"""Rows times weights that are worked through at once; of a larger batch, the first rows."""
MOST_NUMBERS = 2**22
"""Rows times neurons, likewise."""


class NextBatch:
    """The batch of the next step; each part is worked out when it is first asked for.

    It draws the masks of dropout that the step will draw, from copies of the generators.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer

    @property
    def whole(self) -> int:
        """How many rows the batch has."""
        clock = self._trainer.batches.clock.next
        return min(clock.batch, clock.rows - clock.row)

    @property
    def used(self) -> int:
        """How many of them are used."""
        network = self._trainer.network
        weights = sum(weight.numel() for weight in network.parameters())
        widths = network.inputs + sum(layer.out_features for layer in network.linear_layers())
        return min(self.whole, max(1, min(MOST_WORK // weights, MOST_NUMBERS // widths)))

    @cached_property
    def rows(self) -> Batch:
        """Inputs `[used, inputs]` and targets `[used, ...]`."""
        return self._trainer.batches.upcoming(self.used)

    @cached_property
    def outputs(self) -> list[Tensor]:
        """What each of the modules gives, in the order of `working_modules`."""
        trainer = self._trainer
        layers = _Recording(self._modules())
        with torch.enable_grad():
            self._last = step.forward(layers, self.rows[0], trainer.spec.training.precision)
        return layers.outputs

    @cached_property
    def losses(self) -> tuple[Tensor, Tensor]:
        """The loss over these rows, and the same with the penalties; see `step.loss`."""
        trainer, training = self._trainer, self._trainer.spec.training
        parameters, _ = list(trainer.network.parameters()), self.outputs
        with torch.enable_grad():
            return step.loss(
                trainer.learner.loss,
                self._last,
                self.rows[1],
                parameters,
                training.penalty,
                training.l2,
            )

    @cached_property
    def gradients(self) -> dict[str, Tensor]:
        """The gradient of each parameter by its name, before it is clipped."""
        named = dict(self._trainer.network.named_parameters())
        found = torch.autograd.grad(
            self.losses[1], list(named.values()), retain_graph=True, allow_unused=True
        )
        return {
            name: torch.zeros_like(weight) if gradient is None else gradient
            for (name, weight), gradient in zip(named.items(), found, strict=True)
        }

    def _modules(self) -> list[nn.Module]:
        network = self._trainer.network
        copies = iter(self._dropouts())
        modules = [next(copies) if isinstance(m, Dropout) else m for m in network.layers]
        return [m for m in modules if _works(m)]

    def _dropouts(self) -> list[Dropout]:
        """Copies that draw what those of the network will draw in the next step."""
        trainer, clock = self._trainer, self._trainer.batches.clock
        copies = [copy.deepcopy(layer) for layer in trainer.network.dropouts()]
        if clock.at_epoch_end and trainer.network.has_dropout:
            seeds = dropout_seeds(trainer.spec.training.seed, clock.next.epoch, len(copies))
            for layer, seed in zip(copies, seeds, strict=True):
                layer.seed(seed, trainer.device)
        return copies


def working_modules(network: Network) -> list[tuple[str, nn.Module]]:
    """The modules of a plain `nn.Sequential` with their names in the network: all that change
    what passes them, so no dropout without a chance."""
    return [(name, m) for name, m in network.layers.named_children() if _works(m)]


def _works(module: nn.Module) -> bool:
    return not isinstance(module, Dropout) or module.p > 0.0


class _Recording(nn.Module):
    """Passes a signal through modules, and keeps what each of them gives."""

    def __init__(self, modules: Sequence[nn.Module]) -> None:
        super().__init__()
        # No child modules: nothing must be set on those of the run through this one.
        self._chain = tuple(modules)
        self.outputs: list[Tensor] = []

    def forward(self, inputs: Tensor) -> Tensor:
        signal = inputs
        for module in self._chain:
            signal = module(signal)
            self.outputs.append(signal)
        return signal
