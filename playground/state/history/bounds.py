"""How much of the past is kept: the oldest runs give way, those with a star last."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from playground.state.history.record import RunRecord


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a history holds at most.

    Attributes:
        bytes: of all states together, and of tables that the newest run does not have.
        runs: however small they are.
    """

    bytes: int = 256 << 20
    runs: int = 200


USUAL = Bounds()


@dataclass(frozen=True, slots=True)
class Dropped:
    """What gave way: the states of so many runs, which stay as settings and curves, and runs.

    A run that lost its state and goes later counts as a whole; `states` then tells one fewer.
    """

    states: int = 0
    runs: int = 0

    def __add__(self, other: "Dropped") -> "Dropped":
        return Dropped(self.states + other.states, self.runs + other.runs)


def bounded(records: Sequence[RunRecord], bounds: Bounds) -> tuple[tuple[RunRecord, ...], Dropped]:
    """The runs, oldest first, of which the oldest without a star gave way until they fit."""
    kept = {record.key: record for record in records}
    states = runs = 0
    for record in _in_turn(records):
        if _held(kept) <= bounds.bytes:
            break
        if record.payload:
            kept[record.key] = replace(record, payload=MappingProxyType({}))
            states += 1
    for record in _in_turn(records):
        if len(kept) <= bounds.runs and _held(kept) <= bounds.bytes:
            break
        states -= not kept[record.key].payload  # it is gone as a whole, now or since earlier
        del kept[record.key]
        runs += 1
    return tuple(kept.values()), Dropped(states, runs)


def _in_turn(records: Sequence[RunRecord]) -> list[RunRecord]:
    """Those that give way first come first."""
    return sorted(records, key=lambda record: record.is_starred)


def _held(kept: dict[str, RunRecord]) -> int:
    """The bytes that states take, and tables that others than the newest run have."""
    records = list(kept.values())
    tables = {id(r.table): len(r.table.content) for r in records if r.table is not None}
    if records and records[-1].table is not None:
        del tables[id(records[-1].table)]
    return sum(tables.values()) + sum(_size_of_state(record) for record in records)


def _size_of_state(record: RunRecord) -> int:
    return sum(map(len, record.payload.values()))
