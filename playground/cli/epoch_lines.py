"""A line every so many epochs, as tutorials print them: epoch, loss, validation loss."""

from collections.abc import Iterator

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped, number
from playground.engine.loss_log.log import LossLog

NEARLY = 1e-6
"""Places in epochs that are nearer to each other than this are the same."""


class EpochLines:
    """The lines that have fallen due in a log that grows.

    Args:
        every: epochs from one line to the next; None for no lines.
        from_epoch: up to which nothing is told.
    """

    def __init__(self, log: LossLog, every: int | None, from_epoch: float) -> None:
        self._log = log
        self._every = every
        self._next = (int(from_epoch) // every + 1) * every if every else 0

    def due(self) -> Iterator[str]:
        """The lines since the last call."""
        if self._every is None or not self._log.steps:
            return
        now = self._log.place(self._log.steps, "epoch") + NEARLY
        while self._next <= now:
            yield self._line(self._next)
            self._next += self._every

    def _line(self, epoch: int) -> str:
        low, high = epoch - 1 + NEARLY, epoch + NEARLY
        train = self._log.train("epoch", low, high)
        loss = train.mean[(train.x > low) & (train.x <= high)].mean()
        measured = self._log.validation("epoch", epoch - NEARLY, high)
        at_end = measured.mean[abs(measured.x - epoch) <= NEARLY]
        parts = [
            _("epoch {n}").format(n=grouped(epoch)),
            _("loss {loss}").format(loss=number(loss, ".6g")),
        ]
        if len(at_end):
            text = number(float(at_end[0]), ".6g")
            parts.append(_("validation loss {loss}").format(loss=text))
        return "  ".join(parts)
