"""The validation loss that a program measures on its way is the trainer's own, bit for bit."""

import math

import pytest
import torch

from playground.engine.catalogue.losses import LOSSES
from playground.engine.data.dataset import build_dataset
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.steppers.measurements import Measurement, Measurements
from playground.engine.steppers.scripted import capture
from playground.engine.steppers.scripted.program import Bound
from playground.engine.steppers.scripted.stepper import ScriptedStepper
from playground.engine.training.trainer import Trainer

SOURCES = {"regression": "plane", "two_classes": "circle", "more_classes": "rings"}
SMALL = (
    "data.samples=60",
    "data.validation_fraction=0.3",
    "network.hidden=4,3",
    "training.batch_size=10",
)
EPOCHS = 40


class Measurer:
    """A run whose validation loss is measured at the end of every few epochs."""

    def __init__(self, source: str, *assignments: str, every: int = 1) -> None:
        spec = settings.parse_all(defaults_for(source), (*SMALL, *assignments))
        self.trainer = Trainer(spec, build_dataset(spec.data), torch.device("cpu"))
        self.every = every
        self.best = math.inf
        self.weights: dict[str, torch.Tensor] = {}
        self.losses: list[tuple[int, float]] = []
        self.by_program = 0

    def take(self, epoch: int, loss: float) -> bool:
        self.losses.append((epoch, loss))
        better = loss < self.best
        self.best = min(self.best, loss)
        return better

    def step_by_step(self) -> "Measurer":
        for epoch in range(1, EPOCHS + 1):
            for _ in range(self.trainer.batches.clock.steps_per_epoch):
                self.trainer.step()
            if epoch % self.every == 0 and self.take(epoch, self.trainer.evaluate("validation")[0]):
                self.weights = self.trainer.weights()
        return self

    def by_stepper(self) -> "Measurer":
        stepper, trainer = ScriptedStepper(self.trainer, background=False), self.trainer
        while trainer.epoch < EPOCHS:
            measurements = Measurements(self.every, self.best)
            taken = len(stepper.advance(37, EPOCHS - int(trainer.epoch), measurements))
            better = [self.take(one.epoch, one.loss) for one in measurements.made]
            self.by_program += len(better)
            if any(better):
                assert measurements.weights is not None
                self.weights = measurements.weights
            epoch = round(trainer.epoch)
            due = trainer.batches.clock.at_epoch_end and measurements.is_due(epoch)
            is_made = measurements.loss_after(taken) is not None
            if due and not is_made and self.take(epoch, trainer.evaluate("validation")[0]):
                self.weights = trainer.weights()
        assert stepper.name == "scripted", stepper.reason
        return self


def assert_same(one: Measurer, other: Measurer) -> None:
    assert one.losses == other.losses
    assert one.weights.keys() == other.weights.keys()
    for name, weight in one.weights.items():
        assert torch.equal(weight, other.weights[name])
        assert not other.weights[name].is_inference()
    for mine, theirs in zip(
        one.trainer.network.parameters(), other.trainer.network.parameters(), strict=True
    ):
        assert torch.equal(mine, theirs)


@pytest.mark.parametrize(
    ("loss", "task"), [(row.key, form.task) for row in LOSSES for form in row.forms]
)
def test_that_every_loss_is_measured_by_the_program(loss: str, task: str) -> None:
    case = (SOURCES[task], f"training.loss={loss}")
    measured = Measurer(*case).by_stepper()
    assert_same(Measurer(*case).step_by_step(), measured)
    assert measured.by_program > EPOCHS / 2


@pytest.mark.parametrize("every", [1, 2, 7])
@pytest.mark.parametrize(
    "assignments",
    [
        (),
        ("network.dropout=0.3",),
        ("network.activation=prelu",),
        ("training.batch_size=0",),
        ("training.batch_size=8", "training.optimizer=sgd", "training.learning_rate=0.1"),
        ("training.schedule=cosine",),
    ],
)
def test_that_measuring_changes_nothing_and_finds_the_same_best_weights(
    assignments: tuple[str, ...], every: int
) -> None:
    measured = Measurer("circle", *assignments, every=every).by_stepper()
    assert_same(Measurer("circle", *assignments, every=every).step_by_step(), measured)
    assert measured.by_program > 0


def test_that_a_part_of_many_rows_is_measured_by_the_trainer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(capture, "ROWS_AT_ONCE", 5)
    measured = Measurer("circle").by_stepper()
    assert_same(Measurer("circle").step_by_step(), measured)
    assert measured.by_program == 0


def test_that_a_program_that_measures_otherwise_is_not_asked_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    true_loss = Bound.measure
    monkeypatch.setattr(Bound, "measure", lambda self: true_loss(self) + 1e-6)
    measured = Measurer("circle").by_stepper()
    assert_same(Measurer("circle").step_by_step(), measured)
    assert measured.by_program == 0


def test_that_measurements_know_when_they_are_due_and_what_was_best() -> None:
    made = Measurements(3, 0.5)
    assert [made.epochs_ahead(ended) for ended in (0, 1, 2, 3)] == [3, 2, 1, 3]
    assert [made.is_due(ended) for ended in (1, 2, 3, 6)] == [False, False, True, True]
    assert not made.add([Measurement(4, 3, 0.6), Measurement(8, 6, math.nan)])
    assert made.add([Measurement(12, 9, 0.4)])
    assert made.best == 0.4
    assert made.loss_after(12) == 0.4
    assert made.loss_after(8) is None


def test_that_measurements_end_a_run_at_their_target_or_when_patience_is_over() -> None:
    made = Measurements(1, patience=2, target=0.1)
    assert not made.is_over
    made.add([Measurement(5, 1, 0.5), Measurement(10, 2, 0.6)])
    assert (made.best, made.waiting, made.is_over) == (0.5, 1, False)
    made.add([Measurement(15, 3, math.nan)])
    assert (made.best, made.waiting, made.is_over) == (0.5, 2, True)
    made.add([Measurement(20, 4, 0.1)])
    assert (made.best, made.waiting, made.is_over) == (0.1, 0, True)
