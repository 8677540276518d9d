"""Runs that have ended, kept as numbers for comparison."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from playground.engine.spec.run import RunSpec

MAXIMUM_RUNS = 100


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What is left of a run: by what it was trained and how it ended.

    Attributes:
        id: the runner's number of the run.
        started: with its time zone.
        outcome: `done`, `stopped`, `diverged`, `failed`, or `paused` where it goes on.
        seconds: of training, pauses left out.
        validation_loss: None where there is no validation part.
        metrics: (name, value), in the order in which they are shown.
    """

    id: int
    name: str
    spec: RunSpec
    started: datetime
    outcome: str = "stopped"
    steps: int = 0
    epochs: float = 0.0
    seconds: float = 0.0
    train_loss: float | None = None
    validation_loss: float | None = None
    metrics: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Runs:
    """A history of runs, oldest first, at most `limit` of them."""

    records: tuple[RunRecord, ...] = ()
    limit: int = MAXIMUM_RUNS

    def add(self, record: RunRecord) -> "Runs":
        """With `record` as the newest; one of the same id is replaced where it stands."""
        if self.find(record.id):
            kept = tuple(record if old.id == record.id else old for old in self.records)
        else:
            kept = (*self.records, record)
        return dataclasses.replace(self, records=kept[-self.limit :])

    def remove(self, run: int) -> "Runs":
        """Without the run of this id."""
        return dataclasses.replace(
            self, records=tuple(record for record in self.records if record.id != run)
        )

    def rename(self, run: int, name: str) -> "Runs":
        """With another name for the run of this id."""
        renamed = (dataclasses.replace(record, name=name) for record in self.find(run))
        return next((self.add(record) for record in renamed), self)

    def find(self, run: int) -> tuple[RunRecord, ...]:
        """The record of this id as a tuple of one, or an empty tuple."""
        return tuple(record for record in self.records if record.id == run)
