"""How the learning rate changes while training."""

from dataclasses import dataclass
from typing import Literal

from playground.engine.catalogue.row import Row

Pace = Literal["step", "epoch", "validation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Row):
    """A factor on the base learning rate."""

    pace: Pace


SCHEDULES: tuple[Schedule, ...] = ()
