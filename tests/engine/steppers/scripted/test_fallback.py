"""What cannot run as a program, or fails as one, goes on step by step and says why."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from playground.engine.data.dataset import build_dataset
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.scripted import run as fused_run
from playground.engine.steppers.scripted import stepper as scripted
from playground.engine.steppers.scripted.program import Bound
from playground.engine.steppers.scripted.stepper import ScriptedStepper
from playground.engine.steppers.scripted.storage import FlatState
from playground.engine.training.trainer import Trainer

SMALL = ("data.samples=50", "network.hidden=4,3", "training.batch_size=16")
ROOT = Path(__file__).parent.parent.parent.parent.parent


def _trainer(*assignments: str) -> Trainer:
    spec = settings.parse_all(defaults_for("circle"), (*SMALL, *assignments))
    return Trainer(spec, build_dataset(spec.data), torch.device("cpu"))


def _plain(steps: int, *assignments: str) -> list[float]:
    stepper = EagerStepper(_trainer(*assignments))
    return [stepper.advance(1).item() for _ in range(steps)]


def test_that_training_goes_on_while_a_program_is_prepared() -> None:
    stepper = ScriptedStepper(_trainer())
    losses = [stepper.advance(1), stepper.advance(1)]
    assert stepper.name == "eager"
    stepper.close()
    losses += [stepper.advance(4), stepper.advance(3)]
    assert stepper.name == "scripted"
    together = torch.cat(losses).tolist()
    assert together == _plain(len(together))


def test_that_a_program_that_cannot_be_made_leaves_training_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no such operation\nand a long story")

    monkeypatch.setattr(scripted, "prepare", broken)
    stepper = ScriptedStepper(_trainer(), background=False)
    losses = torch.cat([stepper.advance(3) for _ in range(6)]).tolist()
    assert stepper.name == "eager"
    assert stepper.reason == "The step could not be compiled (no such operation)."
    assert losses == _plain(len(losses))


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (scripted, "draft_of"),
        (scripted, "prepare"),
        (fused_run, "collect"),
        (Bound, "run"),
        (FlatState, "attach"),
    ],
)
@pytest.mark.parametrize("error", [KeyError("odd"), MemoryError(), RuntimeError("odd")])
def test_that_whatever_fails_on_the_way_to_a_program_training_goes_on(
    owner: object, name: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(owner, name, broken)
    stepper = ScriptedStepper(_trainer(), background=False)
    losses = torch.cat([stepper.advance(3) for _ in range(6)]).tolist()
    assert stepper.name == "eager"
    assert "odd" in stepper.reason or "MemoryError" in stepper.reason
    assert losses == _plain(len(losses))


def test_that_a_program_that_gives_other_numbers_never_takes_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    true_run = Bound.run

    def wrong(self: Bound, *arguments: Any) -> tuple[Tensor, list[float]]:  # noqa: ANN401
        losses, found = true_run(self, *arguments)
        return losses + 1e-3, found

    monkeypatch.setattr(Bound, "run", wrong)
    stepper = ScriptedStepper(_trainer(), background=False)
    losses = torch.cat([stepper.advance(3) for _ in range(6)]).tolist()
    assert stepper.name == "eager"
    assert stepper.reason == (
        "The compiled step would give different losses (largest difference 1.0e-03)."
    )
    assert losses == _plain(len(losses))


def test_that_weights_that_would_differ_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    true_run = Bound.run

    def wrong(self: Bound, segments: Any, rates: Any, *rest: Any) -> Any:  # noqa: ANN401
        return true_run(self, segments, [rate * 1.0001 for rate in rates], *rest)

    monkeypatch.setattr(Bound, "run", wrong)
    stepper = ScriptedStepper(_trainer(), background=False)
    for _ in range(6):
        stepper.advance(1)
    assert stepper.reason == "The compiled step would give different weights."


def test_that_another_choice_is_given_another_chance() -> None:
    trainer = _trainer("training.optimizer=lbfgs")
    stepper = ScriptedStepper(trainer, background=False)
    stepper.advance(4)
    assert stepper.reason == "The optimizer evaluates the loss several times in a step."
    trainer.apply(settings.parse_all(trainer.spec, ("training.optimizer=adam",)))
    for _ in range(4):
        stepper.advance(4)
    assert (stepper.name, stepper.reason) == ("scripted", "")


def test_that_few_steps_are_taken_singly_while_a_program_is_prepared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready = threading.Event()
    true_prepare = fused_run.prepare

    def slow(*arguments: Any) -> Any:  # noqa: ANN401
        ready.wait(20.0)
        return true_prepare(*arguments)

    monkeypatch.setattr(scripted, "prepare", slow)
    trainer = _trainer("training.batch_size=1")
    stepper = ScriptedStepper(trainer)
    for _ in range(4):
        assert 1 <= len(stepper.advance(4096, epochs=2**31)) <= 8
    ready.set()
    stepper.close()
    while stepper.name != "scripted":
        stepper.advance(4096, epochs=2**31)
    assert len(stepper.advance(500, epochs=2**31)) == 500
    trainer.apply(settings.parse_all(trainer.spec, ("network.activation=relu",)))
    assert 1 <= len(stepper.advance(4096, epochs=2**31)) <= 8
    stepper.close()


def test_that_one_program_is_prepared_at_a_time_and_all_are_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free, running, most = threading.Event(), [0], [0]
    true_prepare = fused_run.prepare

    def slow(*arguments: Any) -> Any:  # noqa: ANN401
        running[0] += 1
        most[0] = max(most[0], running[0])
        free.wait(20.0)
        running[0] -= 1
        return true_prepare(*arguments)

    monkeypatch.setattr(scripted, "prepare", slow)
    trainer = _trainer()
    stepper = ScriptedStepper(trainer)
    for activation in ("relu", "tanh", "elu"):
        trainer.apply(settings.parse_all(trainer.spec, (f"network.activation={activation}",)))
        for _ in range(3):
            stepper.advance(4)
    assert most == [1]
    free.set()
    stepper.close()
    assert running == [0]
    while stepper.name != "scripted":
        stepper.advance(4)
        stepper.close()


def test_that_chunks_end_where_epochs_end() -> None:
    stepper = ScriptedStepper(_trainer(), background=False)
    trainer = stepper._trainer
    per_epoch = trainer.batches.clock.steps_per_epoch
    while stepper.name != "scripted" or not trainer.batches.clock.at_epoch_end:
        stepper.advance(4)
    assert len(stepper.advance(1000)) == per_epoch
    assert len(stepper.advance(1000, epochs=3)) == 3 * per_epoch
    assert len(stepper.advance(2, epochs=3)) == 2
    assert len(stepper.advance(1000)) == per_epoch - 2
    assert stepper.advance(0).shape == (0,)


def test_that_losses_and_weights_stay_ordinary_tensors() -> None:
    stepper = ScriptedStepper(_trainer(), background=False)
    trainer = stepper._trainer
    for _ in range(6):
        losses = stepper.advance(4)
    assert stepper.name == "scripted"
    assert not losses.is_inference()
    assert not losses.requires_grad
    assert all(p.requires_grad and not p.is_inference() for p in trainer.network.parameters())
    trainer.step()


def test_that_no_warning_filter_and_no_thread_count_is_left_changed() -> None:
    before = torch.get_num_threads(), torch.is_grad_enabled(), torch.is_inference_mode_enabled()
    stepper = ScriptedStepper(_trainer(), background=False)
    for _ in range(6):
        stepper.advance(4)
    after = torch.get_num_threads(), torch.is_grad_enabled(), torch.is_inference_mode_enabled()
    assert after == before


def test_that_the_page_about_steppers_says_what_happens() -> None:
    script = ROOT / "tests" / "make_stepper_table.py"
    done = subprocess.run([sys.executable, str(script), "--check"], check=False, cwd=ROOT)
    assert done.returncode == 0, "run: python tests/make_stepper_table.py"
