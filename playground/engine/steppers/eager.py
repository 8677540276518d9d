"""Any network, any optimizer, any device: one Python step after another."""

import torch
from torch import Tensor

from playground.engine.steppers.measurements import Measurements
from playground.engine.steppers.precision import steps_at
from playground.engine.training.trainer import Trainer


class EagerStepper:
    """Calls `Trainer.step`; see `Stepper` for the contract."""

    name = "eager"
    reason = ""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer

    def close(self) -> None:
        """Nothing is prepared in the background."""

    def advance(self, k: int, epochs: int = 1, measurements: Measurements | None = None) -> Tensor:
        trainer = self._trainer
        if measurements is not None:
            epochs = min(epochs, measurements.epochs_ahead(int(trainer.epoch)))
        losses: list[Tensor] = []
        with steps_at(trainer.spec.training.precision, trainer.device):
            while len(losses) < k and epochs > 0:
                losses.append(trainer.step())
                epochs -= trainer.batches.clock.at_epoch_end
        # One transfer for all of them: reading each loss would wait for the device each time.
        return torch.stack(losses).float().cpu() if losses else torch.empty(0)
