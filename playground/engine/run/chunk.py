"""A chunk of steps of a session."""

import time
from dataclasses import dataclass

from playground.engine.loss_log.log import LossLog
from playground.engine.run.budget import Budget, ChunkSize
from playground.engine.run.halts import Halts
from playground.engine.run.session import Session
from playground.engine.run.slow_motion import Pace
from playground.engine.run.stop_rules import Verdict


@dataclass(frozen=True, slots=True)
class Bounds:
    """What decides how many steps a chunk has, each of which takes note of what was taken."""

    budget: Budget
    pace: Pace
    halts: Halts
    size: ChunkSize


def take_chunk(session: Session, log: LossLog, bounds: Bounds) -> Verdict | None:
    """Take as many steps at once as may be taken now, which can be none."""
    budget, pace, trainer = bounds.budget, bounds.pace, session.trainer
    began, before = time.perf_counter(), trainer.step_number
    due = pace.steps_due(began)
    if due == 0:
        return None
    most = bounds.size.steps if due is None else min(due, bounds.size.steps)
    steps = budget.steps_ahead(before, bounds.halts.steps_ahead(before, most))
    until = bounds.halts.epochs_ahead(trainer.epoch, budget.until_epoch)
    verdict = take_steps(session, steps, log, until)
    pace.count(trainer.step_number - before, began)
    bounds.size.adapt(trainer.step_number - before, time.perf_counter() - began)
    return verdict or budget.verdict(trainer.step_number, session.stopwatch.seconds)


def take_steps(
    session: Session, steps: int, log: LossLog, until_epoch: float | None = None
) -> Verdict | None:
    """Take up to `steps` steps, the last one by itself where somebody looks closely at it.

    Args:
        until_epoch: a number of epochs beyond which no step is taken.
    """
    trainer, update = session.trainer, session.frames.last_update
    if not update.is_wanted:
        return session.advance(steps, log, until_epoch)
    if steps > 1:
        verdict = session.advance(steps - 1, log, until_epoch)
        if verdict is not None or (until_epoch is not None and trainer.epoch >= until_epoch):
            return verdict
    update.before_step(trainer.network)
    verdict = session.advance(1, log, until_epoch)
    update.after_step(trainer.network)
    return verdict
