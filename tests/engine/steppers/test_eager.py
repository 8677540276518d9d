"""The eager stepper runs the trainer's steps and stops where an epoch ends."""

import pytest
import torch

from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.spec.run import DataSpec, RunSpec, TrainingSpec
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.stepper import Stepper
from playground.engine.training.trainer import Trainer

SPEC = RunSpec(training=TrainingSpec(batch_size=10))


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=50))


def _trainer(dataset: Dataset) -> Trainer:
    return Trainer(SPEC, dataset, torch.device("cpu"))


def test_that_a_chunk_equals_single_steps_bit_for_bit(dataset: Dataset) -> None:
    stepper: Stepper = EagerStepper(_trainer(dataset))
    single = _trainer(dataset)
    losses = torch.cat([stepper.advance(3) for _ in range(6)])
    assert losses.tolist() == [single.step().item() for _ in range(len(losses))]
    assert losses.dtype == torch.float32
    assert stepper.name == "eager"


def test_that_a_chunk_stops_at_the_end_of_an_epoch(dataset: Dataset) -> None:
    trainer = _trainer(dataset)
    assert trainer.batches.clock.steps_per_epoch == 4
    stepper = EagerStepper(trainer)
    assert [len(stepper.advance(3)) for _ in range(4)] == [3, 1, 3, 1]
    assert trainer.epoch == 2.0


def test_that_several_epochs_can_be_run_at_once(dataset: Dataset) -> None:
    trainer = _trainer(dataset)
    stepper = EagerStepper(trainer)
    stepper.advance(1)
    assert len(stepper.advance(1000, epochs=3)) == 11
    assert trainer.epoch == 3.0
    assert len(stepper.advance(6, epochs=3)) == 6


def test_that_no_steps_give_no_losses(dataset: Dataset) -> None:
    trainer = _trainer(dataset)
    assert EagerStepper(trainer).advance(0).shape == (0,)
    assert trainer.step_number == 0


def test_that_losses_keep_no_graph(dataset: Dataset) -> None:
    assert not EagerStepper(_trainer(dataset)).advance(2).requires_grad
