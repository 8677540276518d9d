"""A chunk of steps of a session."""

from playground.engine.loss_log.log import LossLog
from playground.engine.run.session import Session
from playground.engine.run.stop_rules import Verdict


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
