"""What a race reports, as values that may cross threads. Imports no torch."""

from dataclasses import dataclass
from typing import Literal

from playground.engine.frames.frame import DataPicture, Frame
from playground.engine.run.events import ENDED, State

RaceState = Literal["preparing", "running", "paused", "over", "failed"]
Beginning = Literal["same", "shapes", "drawn"]
"""Whether both lanes begin with the same weights; or cannot, since the shapes of their networks
differ; or do not, since what draws the weights is what differs."""
Pair = tuple[Frame, Frame]
"""Both lanes after the same step; one that has ended, at its end."""


@dataclass(frozen=True, slots=True)
class LaneStanding:
    """How one lane stands; `reason` is a sentence for the person, or empty."""

    state: State = "preparing"
    step: int = 0
    reason: str = ""
    details: str = ""

    @property
    def has_ended(self) -> bool:
        """Whether it takes no more steps by itself."""
        return self.state in ENDED


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How a race stands; reported with each change, never once per step.

    Attributes:
        race: its number, from 1.
        state: `over` once both lanes have ended, `failed` where it could not be prepared.
        data: what both learn from, once it is prepared.
        reason, details: why it could not be prepared.
    """

    race: int = 0
    state: RaceState = "preparing"
    lanes: tuple[LaneStanding, LaneStanding] = (LaneStanding(), LaneStanding())
    beginning: Beginning = "same"
    data: DataPicture | None = None
    reason: str = ""
    details: str = ""
