"""A run whose data are too few to learn from, until there are more."""

from dataclasses import dataclass

from playground.engine.common.language import _
from playground.engine.run.events import State


@dataclass(slots=True)
class Waiting:
    """What a run waits for.

    Attributes:
        possible: whether somebody is there who may add to the data.
        lacking: what is missing, in a sentence; empty while nothing is.
        goes_on: whether it trains by itself once that is there.
    """

    possible: bool = True
    lacking: str = ""
    goes_on: bool = False

    def begin(self, lacking: str, state: State) -> tuple[State, str]:
        """Wait from `state` on; the state to be in instead, and why."""
        if not self.possible:
            return "failed", lacking
        self.lacking = lacking
        return self.wish(self.goes_on or state == "running")

    def wish(self, goes_on: bool) -> tuple[State, str]:
        """Whether to train once nothing is missing; the state until then, and why."""
        self.goes_on = goes_on
        if not goes_on:
            return "paused", self.lacking
        later = _("Training then continues by itself.")
        return "paused", f"{self.lacking} {later}"

    def end(self) -> bool:
        """Nothing is missing any more; whether to train now."""
        goes_on = self.goes_on
        self.lacking, self.goes_on = "", False
        return goes_on
