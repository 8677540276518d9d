"""The runs of the open project, newest last, and which of them are compared."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

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
        ticked: the keys of the runs that are compared, in the order in which they were ticked.
        pinned: the key of the run that the others are measured against, or empty.
    """

    def __init__(self, records: Iterable[RunRecord] = ()) -> None:
        self._records = {record.key: record for record in records}
        self.ticked: tuple[str, ...] = ()
        self.pinned = ""
        self._subscribers: Subscribers[HistoryChange] = Subscribers()

    @property
    def records(self) -> tuple[RunRecord, ...]:
        """Every run that is kept, oldest first."""
        return tuple(self._records.values())

    @property
    def compared(self) -> tuple[RunRecord, ...]:
        """The runs to compare the present one with: the pinned one first, then those ticked."""
        keys = dict.fromkeys(key for key in (self.pinned, *self.ticked) if key)
        return tuple(self._records[key] for key in keys)

    def find(self, key: str) -> RunRecord | None:
        """The run of this key, if it is kept."""
        return self._records.get(key)

    def subscribe(self, callback: Callable[[HistoryChange], None]) -> Callable[[], None]:
        """Let `callback` hear every change from now on; the returned function ends that."""
        return self._subscribers.subscribe(callback)

    def put(self, record: RunRecord) -> None:
        """Add a run as the newest, or put another version of it in the same place."""
        self._records[record.key] = record
        self._tell({record.key})

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

    def replace_all(self, records: Iterable[RunRecord]) -> None:
        """Hold these runs and no others, in this order; what is compared stays where it can."""
        before = set(self._records)
        self._records = {record.key: record for record in records}
        self.ticked = tuple(key for key in self.ticked if key in self._records)
        self.pinned = self.pinned if self.pinned in self._records else ""
        self._tell(before | set(self._records), compares=True)

    def tick(self, keys: Iterable[str]) -> None:
        """Compare these runs."""
        self.ticked = tuple(dict.fromkeys(key for key in keys if key in self._records))
        self._tell((), compares=True)

    def pin(self, key: str) -> None:
        """Measure against this run; empty for none."""
        self.pinned = key if key in self._records else ""
        self._tell((), compares=True)

    def _tell(self, keys: Collection[str], *, compares: bool = False) -> None:
        self._subscribers.send(HistoryChange(frozenset(keys), compares))
