"""What a range test came to, as values, and what is said of it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.common.language import _, listed, ngettext
from playground.engine.common.numbers import grouped, number
from playground.engine.instruments.range_reading import Reading
from playground.engine.instruments.rate_range import Doubles, RangeStep, RateRange, remark_on
from playground.engine.instruments.rate_settings import changed_since
from playground.state.project import Project

End = Literal["running", "done", "exploded", "cancelled"]
DIGITS = 2
"""Of a rate that is suggested: the curve tells it no better."""
MOST_NAMED = 3
"""Settings that are told by name, where others have changed since."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A test, as far as it has come.

    Attributes:
        rates, losses, untouched: float64 `[steps so far]`; see `RangeStep`.
        started: the step of the run that was copied.
        tested: what it was measured with.
    """

    range: RateRange
    rates: Doubles
    losses: Doubles
    untouched: Doubles
    end: End
    started: int
    tested: Project


def outcome(
    wanted: RateRange, steps: list[RangeStep], end: End, started: int, tested: Project
) -> Outcome:
    """The test after these steps."""
    losses = np.array([step.loss for step in steps])
    untouched = np.array([step.untouched for step in steps])
    rates = wanted.rates[: len(steps)]
    return Outcome(wanted, rates, losses, untouched, end, started, tested)


def rounded(rate: float) -> float:
    """A rate as it is suggested: with two digits."""
    return float(f"{rate:.{DIGITS}g}")


def sentences(shown: Outcome, reading: Reading) -> str:
    """How the test ended, and what it suggests and why."""
    if shown.end == "running":
        words = _("Testing: step {n} of {steps}, rate {rate}.")
        rate = number(shown.rates[-1], ".2g") if len(shown.rates) else number(shown.range.low)
        steps = grouped(shown.range.steps)
        return words.format(n=grouped(len(shown.rates)), steps=steps, rate=rate)
    remark = remark_on(shown.tested.run.training.optimizer)
    parts = (_suggestion(reading), _how_it_ended(shown), remark)
    return " ".join(part for part in parts if part)


def outdated_words(tested: Project, now: Project) -> str:
    """That a test was made with other settings, or another table, than those of now; or nothing."""
    changed = changed_since(tested.run, now.run)
    if not changed and tested.table is now.table:
        return ""
    names = [*dict.fromkeys(_(parameter.label) for parameter in changed)]
    if not 0 < len(names) <= MOST_NAMED:
        return _("Measured with other settings than now. Test again.")
    words = _("Measured with other settings than now ({names}). Test again.")
    return words.format(names=listed(names))


def _suggestion(reading: Reading) -> str:
    if reading.suggested is not None and reading.lowest is not None:
        return _(
            "Suggested: {rate}, where the smoothed loss falls fastest. The loss is lowest at "
            "{lowest}."
        ).format(rate=number(rounded(reading.suggested)), lowest=number(rounded(reading.lowest)))
    return _(
        "No suggestion: the smoothed loss does not clearly fall at any rate. If the network is "
        "already trained, reset it and test again."
    )


def _how_it_ended(shown: Outcome) -> str:
    last = number(shown.rates[-1], ".2g") if len(shown.rates) else ""
    match shown.end:
        case "exploded":
            words = _("At {rate} the loss exploded (4 times its lowest), and the test stopped.")
        case "cancelled":
            n = len(shown.rates)
            words = ngettext("Cancelled after {n} step.", "Cancelled after {n} steps.", n)
        case _:
            words = _("The loss did not explode up to {rate}.")
    return words.format(rate=last, n=grouped(len(shown.rates)))
