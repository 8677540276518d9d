"""The runs of the open project, newest last, and which of them are compared."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from playground.engine.spec.run import RunSpec, TableFile
from playground.state.history.bounds import USUAL, Bounds, Dropped, bounded
from playground.state.history.foreign import is_foreign, is_foreign_key
from playground.state.history.marked import NO_MARKS, Marked
from playground.state.history.record import RunRecord
from playground.state.subscribers import Subscribers


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """What is other than before: the keys of the runs added, edited or gone; or what is compared.

    Attributes:
        compares: the runs that are ticked or pinned are others.
    """

    keys: frozenset[str] = frozenset()
    compares: bool = False


class History:
    """Every method belongs to one thread.

    Attributes:
        bounds: how much is kept.
        dropped: what gave way since the project was opened.
        marked: which of the runs are compared.
        stamps: tells the versions of the runs apart, by key.
    """

    def __init__(self, records: Iterable[RunRecord] = (), bounds: Bounds = USUAL) -> None:
        self.bounds = bounds
        self.dropped = Dropped()
        self._records = {record.key: record for record in records}
        self._count = 0
        self.stamps: Mapping[str, int] = dict.fromkeys(self._records, 0)
        self._saved: Mapping[str, int] = self.stamps
        self.marked = NO_MARKS
        self._subscribers: Subscribers[HistoryChange] = Subscribers()

    @property
    def records(self) -> tuple[RunRecord, ...]:
        """Every run that is kept, oldest first."""
        return tuple(self._records.values())

    @property
    def own(self) -> tuple[RunRecord, ...]:
        """Those that are not of other projects, oldest first."""
        return tuple(record for record in self.records if not is_foreign(record))

    def holds(self, spec: RunSpec, table: TableFile | None, steps: int, seconds: float) -> bool:
        """Whether a run of this project is kept as it stood then."""
        return any(record.is_at(spec, table, steps, seconds) for record in self.own)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys of the runs that are compared, in the order in which they were ticked."""
        return self.marked.ticked

    @property
    def pinned(self) -> str:
        """The key of the run that the others are measured against, or empty."""
        return self.marked.pinned

    @property
    def marked_own(self) -> Marked:
        """Which runs of this project are compared: that is saved with them, but no reason to."""
        return self.marked.among([record.key for record in self.own])

    @property
    def compared(self) -> tuple[RunRecord, ...]:
        """The runs to compare the present one with: the pinned one first, then those ticked."""
        keys = dict.fromkeys(key for key in (self.pinned, *self.ticked) if key)
        return tuple(self._records[key] for key in keys)

    @property
    def modified(self) -> bool:
        """Whether the runs are others than the project's file holds; of other projects none are."""
        return _own(self.stamps) != _own(self._saved)

    def limit(self, bounds: Bounds) -> None:
        """Hold at most so much from now on."""
        if bounds != self.bounds:
            self.bounds = bounds
            self.replace_all(self.records)

    def mark_saved(self, stamps: Mapping[str, int]) -> None:
        """The runs of these versions, as `stamps` were, were written."""
        self._saved = stamps

    def find(self, key: str) -> RunRecord | None:
        """The run of this key, if it is kept."""
        return self._records.get(key)

    def subscribe(self, callback: Callable[[HistoryChange], None]) -> Callable[[], None]:
        """Let `callback` hear every change from now on; the returned function ends that."""
        return self._subscribers.subscribe(callback)

    def forget_listeners(self) -> None:
        """Nobody hears a change any more: others will show it from now on."""
        self._subscribers = Subscribers()

    def put(self, record: RunRecord) -> None:
        """Add a run as the newest, or put another version of it in the same place.

        What no longer fits gives way, and is counted in `dropped`.
        """
        self.replace_all((self._records | {record.key: record}).values())

    def label(
        self,
        key: str,
        *,
        name: str | None = None,
        note: str | None = None,
        is_starred: bool | None = None,
    ) -> None:
        """Name, describe or mark a run; None leaves what it has."""
        record = self._records[key]
        self.put(
            replace(
                record,
                name=record.name if name is None else name,
                note=record.note if note is None else note,
                is_starred=record.is_starred if is_starred is None else is_starred,
            )
        )

    def remove(self, keys: Collection[str]) -> None:
        """Let go of these runs."""
        self.replace_all(record for record in self.records if record.key not in keys)

    def open(
        self, records: Iterable[RunRecord], marked: Marked = NO_MARKS, *, keeps: bool = False
    ) -> None:
        """Hold the runs of a project that was opened, or of none.

        Args:
            marked: which of them are compared.
            keeps: it is the project that was open: what its file does not hold stays too.
        """
        own = {record.key: record for record in self.records} if keeps else {}
        self.dropped = self.dropped if keeps else Dropped()
        read = {record.key: record for record in records}
        together = (read | own).values()
        self.replace_all(sorted(together, key=lambda run: run.ended) if own else together)
        self._mark(marked | self.marked.among(own).without(read))
        if not own:
            self.mark_saved(self.stamps)

    def replace_all(self, records: Iterable[RunRecord]) -> None:
        """Hold these runs and no others, in this order; what is compared stays where it can."""
        before = self._records
        kept, dropped = _within(tuple(records), self.bounds)
        self.dropped += dropped
        self._records = {record.key: record for record in kept}
        keys = _others(before, self._records)
        marked, self.marked = self.marked, self.marked.among(self._records)
        self._count += 1
        stamps = {key: self._count if key in keys else self.stamps[key] for key in self._records}
        self.stamps = stamps
        if keys or [*before] != [*self._records]:
            self._tell(keys, compares=marked != self.marked)

    def tick(self, keys: Iterable[str]) -> None:
        """Compare these runs."""
        self._mark(Marked(tuple(keys), self.pinned))

    def pin(self, key: str) -> None:
        """Measure against this run; empty for none."""
        self._mark(Marked(self.ticked, key))

    def _mark(self, marked: Marked) -> None:
        self.marked = marked.among(self._records)
        self._tell((), compares=True)

    def _tell(self, keys: Collection[str], *, compares: bool = False) -> None:
        self._subscribers.send(HistoryChange(frozenset(keys), compares))


def _others(before: dict[str, RunRecord], after: dict[str, RunRecord]) -> set[str]:
    """The keys of the runs that are there on one side alone, or are another version."""
    return {key for key in before | after if before.get(key) is not after.get(key)}


def _within(records: Sequence[RunRecord], bounds: Bounds) -> tuple[list[RunRecord], Dropped]:
    """What is kept of them; runs of other projects push none of this one out, nor count."""
    own, dropped = bounded([one for one in records if not is_foreign(one)], bounds)
    foreign, _ = bounded([one for one in records if is_foreign(one)], bounds)
    kept = {record.key: record for record in (*own, *foreign)}
    return [kept[record.key] for record in records if record.key in kept], dropped


def _own(stamps: Mapping[str, int]) -> dict[str, int]:
    return {key: stamp for key, stamp in stamps.items() if not is_foreign_key(key)}
