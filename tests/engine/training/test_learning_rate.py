"""The learning rates of the next steps are those that the steps then have."""

import pytest
import torch

from playground.engine.catalogue.schedules import SCHEDULES
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def circle() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=60))


@pytest.mark.parametrize("schedule", [row.key for row in SCHEDULES])
@pytest.mark.parametrize("assignments", [(), ("training.warmup=7",), ("training.batch_size=9",)])
def test_that_rates_ahead_are_the_rates_of_the_steps(
    circle: Dataset, schedule: str, assignments: tuple[str, ...]
) -> None:
    start = ("training.batch_size=10", f"training.schedule={schedule}")
    trainer = Trainer(settings.parse_all(RunSpec(), (*start, *assignments)), circle, CPU)
    for _ in range(3):
        ahead = trainer.rates_ahead(trainer.batches.clock.steps_per_epoch)
        for expected in ahead:
            assert trainer.learning_rate == expected
            trainer.step()
            assert trainer.optimizer.param_groups[0]["lr"] == expected
    trainer.step()
    trainer.step()
    within = trainer.rates_ahead(trainer.batches.clock.steps_per_epoch - 2)
    assert within == [_rate_of_a_step(trainer) for _ in within]


def _rate_of_a_step(trainer: Trainer) -> float:
    trainer.step()
    rate: float = trainer.optimizer.param_groups[0]["lr"]
    return rate
