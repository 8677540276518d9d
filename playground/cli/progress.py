"""How far a training has come: a bar on a terminal, a line now and then elsewhere."""

import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from playground.cli.console import say
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped, number
from playground.engine.frames.frame import Frame

TICK = 0.1
FIRST = 1.0
ON_TERMINAL, ELSEWHERE = 0.2, 5.0
"""Seconds between two moments: a bar lives, and a log stays short."""
WIDTH = 24


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a training ends at the latest; each counted from the very start of the run.

    Attributes:
        epochs: None where the data are passed over without end.
        from_epoch, from_step, from_seconds: where it goes on from.
    """

    epochs: float | None = None
    steps: int | None = None
    seconds: float | None = None
    from_epoch: float = 0.0
    from_step: int = 0
    from_seconds: float = 0.0

    def fraction(self, frame: Frame) -> float | None:
        """The part that is done, 0 to 1; None where there is no end."""
        parts = [
            (now - start) / (end - start)
            for now, start, end in (
                (frame.epoch, self.from_epoch, self.epochs),
                (float(frame.step), float(self.from_step), self.steps),
                (frame.seconds, self.from_seconds, self.seconds),
            )
            if end is not None and end > start
        ]
        return min(1.0, max(0.0, *parts)) if parts else None


class ProgressBar:
    """Draws frames on standard error."""

    def __init__(self, goal: Goal, now: Callable[[], float] = time.monotonic) -> None:
        self._goal = goal
        self._now = now
        can_redraw = os.environ.get("TERM") != "dumb"
        self._terminal = can_redraw and sys.stderr.isatty()
        self._drawn = False
        self._interval = ON_TERMINAL if self._terminal else ELSEWHERE
        self._due = now() + min(FIRST, self._interval)

    def is_due(self) -> bool:
        """Whether it is time to show a moment again."""
        if self._now() < self._due:
            return False
        self._due = self._now() + self._interval
        return True

    def draw(self, frame: Frame) -> None:
        """Show the moment."""
        text = describe(frame, self._goal)
        if not self._terminal:
            say(text)
            return
        columns = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r\x1b[K{text[:columns]}")
        sys.stderr.flush()
        self._drawn = True

    def clear(self) -> None:
        """Take the bar away."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def describe(frame: Frame, goal: Goal) -> str:
    """A bar, the losses, the rate and the time left, in one line."""
    parts = [
        _("epoch {n}").format(n=grouped(round(frame.epoch))),
        _losses(frame),
        rate(frame.steps_per_second),
    ]
    fraction = goal.fraction(frame)
    if fraction is None:
        return "  ".join([*parts, _("{time} elapsed").format(time=clock(frame.seconds))])
    filled = round(fraction * WIDTH)
    bar = f"[{'#' * filled}{'-' * (WIDTH - filled)}] {fraction:4.0%}"
    if fraction == 0:
        return "  ".join([bar, *parts])
    left = (frame.seconds - goal.from_seconds) * (1 - fraction) / fraction
    return "  ".join([bar, *parts, _("{time} left").format(time=clock(left))])


def rate(steps_per_second: float) -> str:
    """Steps a second."""
    steps = round(steps_per_second)
    return ngettext("{n} step/s", "{n} steps/s", steps).format(n=grouped(steps))


def _losses(frame: Frame) -> str:
    train = number(frame.train.loss, ".4g")
    if frame.validation is None:
        return _("loss {loss}").format(loss=train)
    validation = number(frame.validation.loss, ".4g")
    return _("loss {train} / {validation}").format(train=train, validation=validation)


def clock(seconds: float) -> str:
    """Hours, minutes and seconds: `1:02:03`, `2:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
