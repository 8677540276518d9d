"""Going on from a file in a new process is the same as never having stopped, bit for bit."""

import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pytest
import safetensors.torch
import torch

from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.catalogue.schedules import SCHEDULES
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from tests.engine.catalogue.test_optimizers import SETTINGS
from tests.engine.checkpoint.going_on import result, save, trained

ROOT = Path(__file__).parents[3]
FIRST, STEPS = 23, 61
"""Saved after 23 steps, within an epoch whatever the batch; gone on from until step 61."""

PLAIN: tuple[str, ...] = ()
PENALTIES = ("training.l1=0.001", "training.l2=0.01", "training.gradient_clip=0.5")
DROPOUT = ("network.dropout=0.3",)
EXTRAS = (PLAIN, DROPOUT, PENALTIES, (*DROPOUT, *PENALTIES, "training.warmup=30"))
BATCHES = ("training.batch_size=9", "training.batch_size=10", "training.batch_size=16")


def spec_of(optimizer: str, schedule: str, options: bool, *assignments: str) -> RunSpec:
    spec = settings.parse_all(
        defaults_for("circle"),
        (
            "data.samples=90",
            "data.noise=0.2",
            "network.hidden=5,4",
            "training.epochs=0",
            f"training.optimizer={optimizer}",
            f"training.schedule={schedule}",
            "training.patience=500",
            *assignments,
        ),
    )
    chosen = {f"training.{name}": value for name, value in SETTINGS[optimizer][0].items()}
    return settings.write_all(spec, chosen) if options else spec


def cases() -> dict[str, RunSpec]:
    """Every optimizer, with and without its options, under every schedule; the rest in turns."""
    made: dict[str, RunSpec] = {}
    extras, batches = cycle(EXTRAS), cycle(BATCHES)
    for optimizer in OPTIMIZERS:
        for options in (False, True):
            for number, schedule in enumerate(SCHEDULES):
                stepper = "auto" if (number + options) % 4 == 0 else "eager"
                name = f"{optimizer.key}-{'options' if options else 'defaults'}-{schedule.key}"
                chosen = (*next(extras), next(batches), f"training.stepper={stepper}")
                made[f"{name}-{stepper}"] = spec_of(optimizer.key, schedule.key, options, *chosen)
    return made


CASES = cases()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a new process made of every case."""
    folder = tmp_path_factory.mktemp("going_on")
    for name, spec in CASES.items():
        save(folder / f"{name}.playground", spec, FIRST)
    command = [sys.executable, "-W", "ignore", "-m", "tests.engine.checkpoint.going_on"]
    subprocess.run([*command, str(folder), str(STEPS)], cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize("name", CASES)
def test_that_a_run_that_was_saved_goes_on_as_if_it_had_never_stopped(
    folder: Path, name: str
) -> None:
    expected = result(*trained(CASES[name], STEPS))
    found = safetensors.torch.load_file(folder / f"{name}.safetensors")
    expected["losses"] = expected["losses"][FIRST:]
    expected["measured"] = expected["measured"][-len(found["measured"]) :]
    assert found.keys() == expected.keys()
    for key, tensor in expected.items():
        assert torch.equal(found[key], tensor), key


def test_that_every_kind_of_step_is_among_the_cases() -> None:
    specs = CASES.values()
    assert {spec.training.schedule for spec in specs} == {row.key for row in SCHEDULES}
    assert any(spec.training.warmup for spec in specs)
    assert any(spec.network.dropout and spec.training.l1 for spec in specs)
    assert {spec.training.stepper for spec in specs} == {"auto", "eager"}
