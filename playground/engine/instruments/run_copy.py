"""A copy of a run between two steps, with which an instrument may do what it likes elsewhere."""

from dataclasses import dataclass, field

import torch

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.dataset import Dataset
from playground.engine.spec.run import RunSpec
from playground.engine.training.state import TrainingState
from playground.engine.training.trainer import Trainer


@dataclass(frozen=True, slots=True, eq=False)
class RunCopy:
    """All that a trainer of its own needs; nothing of it is the run's, but the data, which stay.

    Attributes:
        state: on the CPU, with finite weights.
    """

    spec: RunSpec
    dataset: Dataset = field(repr=False)
    state: TrainingState = field(repr=False)


def copy_of(trainer: Trainer, *, optimizer: bool = True) -> RunCopy:
    """Copy a run on the thread that it lives on.

    Args:
        optimizer: whether what the optimizer remembers is copied too.

    Raises:
        InputError: a weight is not a finite number.
    """
    state = trainer.state()
    if not all(bool(torch.isfinite(weight).all()) for weight in state.weights.values()):
        raise InputError(
            _("Some weights are no longer finite: restore the last valid weights, or reset.")
        )
    kept = state if optimizer else state.with_weights(state.weights)
    return RunCopy(trainer.spec, trainer.dataset, kept)


def trainer_of(copy: RunCopy) -> Trainer:
    """A trainer of its own that stands where the copy was made.

    It lies on the CPU, so that it cannot disturb what the run does on another device.
    """
    trainer = Trainer(copy.spec, copy.dataset, torch.device("cpu"))
    trainer.return_to(copy.state)
    return trainer
