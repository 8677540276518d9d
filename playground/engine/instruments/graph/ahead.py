"""The step that comes next, on copies: its batch, and a network that draws the same numbers."""

import copy
from dataclasses import dataclass

from torch import Tensor

from playground.engine.model.network import Network
from playground.engine.training.batches import dropout_seeds
from playground.engine.training.trainer import Trainer

MOST_NUMBERS = 2**23
"""Of all neurons over all rows: what lies in memory until backward has used it (32 MB)."""
MOST_PRODUCTS = 2**30
"""Of weights and rows: about a quarter of a second of two cores."""


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """What the next step starts from.

    Attributes:
        inputs, targets: of the rows that are looked at; to be read alone.
        network: a copy, in which every gradient is still None.
        batch: how many rows the step takes; more than there are in `inputs` where they were too
            many.
    """

    inputs: Tensor
    targets: Tensor
    network: Network
    batch: int


def step_ahead(trainer: Trainer) -> Ahead:
    """What the next step starts from; the trainer stays as it is, random numbers included."""
    batches = trainer.batches
    clock = batches.clock.next
    inputs, targets = batches.rows_of(clock.epoch)
    inputs, targets = (part[clock.row : clock.row + clock.batch] for part in (inputs, targets))
    network = copy.deepcopy(trainer.network).train()
    if batches.clock.at_epoch_end and network.has_dropout:
        seed, layers = trainer.spec.training.seed, len(network.dropouts())
        network.seed_dropout(dropout_seeds(seed, clock.epoch, layers), trainer.device)
    rows = min(len(inputs), _most_rows(network))
    return Ahead(inputs[:rows], targets[:rows], network, len(inputs))


def _most_rows(network: Network) -> int:
    units = network.inputs + sum(layer.out_features for layer in network.linear_layers())
    weights = sum(weight.numel() for weight in network.parameters())
    return max(1, min(MOST_NUMBERS // units, MOST_PRODUCTS // weights))
