"""Which stepper runs a trainer's steps."""

from playground.engine.steppers.cuda.stepper import CudaGraphStepper, supported
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.scripted.stepper import ScriptedStepper
from playground.engine.steppers.stepper import Stepper
from playground.engine.training.trainer import Trainer


def choose_stepper(trainer: Trainer) -> Stepper:
    """What `training.stepper` asks for; the fast ways fall back to eager by themselves."""
    if trainer.spec.training.stepper == "eager":
        return EagerStepper(trainer)
    if supported(trainer.device):
        return CudaGraphStepper(trainer)
    if trainer.device.type == "cpu":
        return ScriptedStepper(trainer)
    return EagerStepper(trainer)
