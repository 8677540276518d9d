"""A run measures, keeps and records the same, whatever way its steps are taken."""

import dataclasses
import math
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
import torch

from playground.engine.data.dataset import build_dataset
from playground.engine.frames.frame import FrameRequest
from playground.engine.loss_log.log import LossLog
from playground.engine.run.epoch_ends import Moment
from playground.engine.run.session import Session
from playground.engine.run.stop_rules import StopRules
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.steppers.measurements import Measurement, Measurements
from playground.engine.training.epoch_clock import EpochClock

CASE = (
    "data.samples=60",
    "network.hidden=4,3",
    "training.batch_size=10",
    "training.epochs=0",
)


def prepared(*assignments: str) -> tuple[Session, LossLog]:
    """A run before its first step."""
    spec = settings.parse_all(defaults_for("circle"), (*CASE, *assignments))
    session = Session(spec, build_dataset(spec.data), None)
    session.stopwatch.start()
    return session, LossLog()


def advanced(epochs: int, chunk: int, *assignments: str) -> tuple[Session, LossLog]:
    """A run after so many epochs, in chunks of so many steps."""
    session, log = prepared(*assignments)
    while session.trainer.epoch < epochs:
        session.advance(chunk, log, float(epochs))
        session.close()  # lets a program in preparation take over at the next chunk
    return session, log


@pytest.mark.parametrize("every", [1, 4])
def test_that_every_way_records_the_same_validation_losses_and_best_weights(every: int) -> None:
    often = f"training.validate_every={every}"
    plain, plain_log = advanced(60, 1, often, "training.stepper=eager")
    fused, fused_log = advanced(60, 33, often)
    assert fused.stepper.name == "scripted"
    for one, other in zip(plain_log.records(), fused_log.records(), strict=True):
        assert np.array_equal(one.loss, other.loss)
        assert np.array_equal(one.step, other.step)
    assert np.allclose(plain_log.records()[1].epoch, fused_log.records()[1].epoch)
    mine, theirs = plain.run_state(), fused.run_state()
    assert mine.stop.best_loss == theirs.stop.best_loss
    assert mine.stop.best_step == theirs.stop.best_step
    assert mine.best is not None
    assert theirs.best is not None
    for name, weight in mine.best.items():
        assert torch.equal(weight, theirs.best[name])


@pytest.mark.parametrize(
    "rules",
    [
        ("training.patience=3",),
        ("training.patience=2", "training.validate_every=3"),
        ("training.target_loss=0.45",),
        ("training.target_loss=0.45", "training.patience=2", "training.schedule=plateau"),
    ],
)
def test_that_a_run_ends_at_the_same_epoch_in_every_way(rules: tuple[str, ...]) -> None:
    ends = []
    for chunk, stepper in ((1, "eager"), (500, "auto")):
        session, log = prepared(*rules, f"training.stepper={stepper}", "training.learning_rate=0.1")
        verdict = None
        while verdict is None:
            verdict = session.advance(chunk, log)
            session.close()
        best = session.run_state().best
        assert best is not None
        ends.append((verdict, session.trainer.step_number, session.rules.state.best_loss))
        assert log.records()[1].step[-1] == session.trainer.step_number
    assert session.stepper.name == "scripted"
    assert ends[0] == ends[1]


@pytest.mark.parametrize(
    "rule", ["training.patience=5", "training.target_loss=0.3", "training.schedule=plateau"]
)
def test_that_what_hangs_on_a_measurement_waits_for_it(rule: str) -> None:
    plain, plain_log = advanced(30, 1, rule, "training.stepper=eager")
    fused, fused_log = advanced(30, 100, rule)
    assert np.array_equal(plain_log.records()[0].loss, fused_log.records()[0].loss)
    assert plain.trainer.learning_rate == fused.trainer.learning_rate
    assert plain.rules.state.best_loss == fused.rules.state.best_loss


def test_that_measurements_beyond_the_step_that_diverged_are_left_out() -> None:
    spec = settings.parse_all(
        defaults_for("plane"),
        (*CASE, "network.activation=relu", "training.optimizer=sgd", "training.gradient_clip=0"),
    )
    session, log = Session(spec, build_dataset(spec.data), None), LossLog()
    session.stopwatch.start()
    while session.stepper.name != "scripted":
        session.advance(50, log)
        session.close()
    session.change(settings.parse_all(spec, ("training.learning_rate=10",)), lambda *_: None)
    verdict = None
    while verdict is None:
        verdict = session.advance(400, log)
    assert verdict.state == "diverged"
    train, validation = log.records()
    assert len(train.loss) == session.trainer.step_number
    assert validation.step[-1] < session.trainer.step_number
    best = session.run_state().best
    assert best is not None
    assert all(bool(weight.isfinite().all()) for weight in best.values())


def _wild_after_a_while(
    usual: Callable[[int, EpochClock], float], step: int, clock: EpochClock
) -> float:
    return usual(step, clock) if step < 300 else 1e30


def test_that_a_run_that_diverges_within_a_chunk_keeps_its_best_weights() -> None:
    kept = []
    for stepper in ("eager", "auto"):
        session, log = prepared(
            f"training.stepper={stepper}",
            "training.optimizer=sgd",
            "network.activation=relu",
            "training.loss=bce_with_logits",
        )
        while session.trainer.epoch < 20:
            session.advance(20, log)
            session.close()
        assert session.stepper.name == ("eager" if stepper == "eager" else "scripted")
        rate = session.trainer.learner.rate
        wild = partial(_wild_after_a_while, rate.at)
        rate.at, rate.varies = wild, lambda step: step >= 0  # type: ignore[method-assign]
        verdicts = (session.advance(4096, log) for _ in range(200))
        ended = next(verdict for verdict in verdicts if verdict is not None)
        assert ended.state == "diverged"
        assert session.restore_best() == ""
        assert session.trainer.evaluate("validation")[0] == session.rules.state.best_loss
        kept.append(session.rules.state.best_loss)
    assert kept[0] == kept[1]


def test_that_weights_that_do_not_count_leave_the_best_as_they_were() -> None:
    session, log = prepared()
    session.rules.record(0.7, 3, 1)
    made = Measurements(1, 0.7)
    made.add([Measurement(5, 1, 0.5), Measurement(10, 2, 0.3)])
    made.weights = session.trainer.weights()
    session.ends.record(made, Moment(0, 0.0), Moment(10, 1.0), log, up_to=7)
    assert (session.rules.state.best_loss, session.rules.state.best_step) == (0.7, 3)
    assert session.run_state().best is None
    assert len(log.records()[1].loss) == 1


def test_that_another_loss_is_not_compared_to_the_one_before() -> None:
    session, log = advanced(20, 100, "training.loss=cross_entropy", "training.patience=500")
    assert session.rules.state.best_loss is not None
    change = settings.parse_all(session.spec, ("training.loss=hinge",))
    session.change(change, lambda *_: None)
    assert session.rules.state.best_loss is None
    assert session.rules.state.best_step is None
    assert session.restore_best() != ""
    while session.trainer.epoch < 40:
        session.advance(100, log, 40.0)
        session.close()
    assert session.restore_best() == ""


@pytest.mark.parametrize("stepper", ["eager", "auto"])
def test_that_the_step_of_the_best_weights_is_told_until_they_are_forgotten(stepper: str) -> None:
    session, log = advanced(30, 33, f"training.stepper={stepper}")
    # A rate that is far too high: the best weights are not the last.
    session.change(settings.write(session.spec, "training.learning_rate", 30.0), lambda *_: None)
    for _ in range(10):
        session.advance(33, log)
    assert session.stepper.name == ("eager" if stepper == "eager" else "scripted")
    measured = log.records()[1]
    best = int(measured.step[measured.loss.argmin()])
    assert best < session.trainer.step_number
    assert session.frame(1, FrameRequest(), fresh=True).best_step == best
    assert session.run_state().stop.best_step == best
    noisier = settings.parse_all(session.spec, ("data.noise=0.3",))
    session.change(noisier, lambda *_: None)
    assert session.frame(1, FrameRequest(), fresh=True).best_step is None
    assert session.run_state().stop.best_step is None


def test_that_a_run_that_goes_on_from_a_project_knows_the_step_of_its_best_weights() -> None:
    session, _ = advanced(20, 33)
    resumed, _ = prepared()
    resumed.return_to(session.run_state())
    assert resumed.rules.state.best_step == session.rules.state.best_step is not None
    state = session.run_state()
    older = dataclasses.replace(state, stop=dataclasses.replace(state.stop, best_step=None))
    resumed.return_to(older)
    assert resumed.frame(1, FrameRequest(), fresh=True).best_step is None
    assert resumed.restore_best() == ""
    assert resumed.restored == "The best weights were restored."


def test_that_weights_that_are_taken_back_are_told_by_their_step() -> None:
    session, _ = advanced(40, 33, "training.learning_rate=0.3")
    assert session.restore_best() == ""
    step = session.rules.state.best_step
    assert session.restored == f"The best weights were restored: those of step {step}."
    assert session.restore_finite() == ""
    assert "last valid weights were restored: those of step" in session.restored


def diverged(*assignments: str) -> Session:
    """A run whose weights are numbers no more."""
    session, _ = advanced(20, 33, *assignments)
    with torch.no_grad():
        next(session.trainer.network.parameters()).fill_(math.nan)
    return session


def test_that_a_lower_rate_after_a_divergence_leaves_the_last_finite_weights() -> None:
    session = diverged()
    session.change(settings.write(session.spec, "training.learning_rate", 1e-4), lambda *_: None)
    assert session.restore_finite() == ""
    assert all(weight.isfinite().all() for weight in session.trainer.weights().values())


def test_that_a_network_for_which_no_finite_weights_are_left_says_so() -> None:
    session = diverged()
    session.change(settings.write(session.spec, "network.hidden", (7, 7)), lambda *_: None)
    assert "reset" in session.restore_finite()


def test_that_a_run_that_goes_on_by_another_loss_forgets_what_was_best() -> None:
    session, _ = advanced(20, 33)
    other, _ = prepared("training.loss=focal")
    other.return_to(session.run_state())
    assert other.rules.state.best_loss is None
    assert other.rules.state.best_step is None
    assert other.restore_best() != ""


def test_that_a_run_without_a_validation_part_has_no_best_validation_loss() -> None:
    session, _ = advanced(10, 33, "data.validation_fraction=0", "training.patience=500")
    assert session.rules.state.best_step is not None
    assert session.frame(1, FrameRequest(), fresh=True).best_step is None


def test_that_patience_is_asked_for_only_where_a_loss_was_measured() -> None:
    spec = settings.parse_all(defaults_for("circle"), ("training.patience=2",)).training
    rules = StopRules()
    for step, loss in enumerate((0.5, 0.6, 0.7)):
        rules.record(loss, step, step)
    assert rules.ask(spec, 11, None) is None
    assert rules.ask(spec, 20, 0.7) is not None


def test_that_a_loss_that_is_not_a_number_is_never_the_best() -> None:
    rules = StopRules()
    assert not rules.record(float("nan"), 1, 1)
    assert rules.record(0.5, 2, 2)
    assert not rules.record(float("nan"), 3, 3)
    assert (rules.state.best_loss, rules.state.best_step) == (0.5, 2)
