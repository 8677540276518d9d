"""The runs that are compared with the present one, and how each is told from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

from playground.engine.common.language import _
from playground.state.document import Change, Document
from playground.state.history.differences import Told, words_of
from playground.state.history.history import History, HistoryChange
from playground.state.history.record import RunRecord
from playground.state.project import is_view
from playground.state.subscribers import Subscribers

PREVIOUS = "view.loss_previous"
NO_PLACES: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One of the runs.

    Attributes:
        place: among those compared; it stays while the run is one of them, and so does its colour.
        words: what it was set to where that differs from the present run; else its name.
        is_pinned: the others are measured against it.
    """

    record: RunRecord
    place: int
    words: str
    is_pinned: bool


class Comparison:
    """Follows a history and a document; every method belongs to one thread.

    Args:
        places: of runs that were compared before; they keep them.

    Attributes:
        places: of the runs that are compared, by their keys.
        runs: the pinned one first, then those ticked, then the run before the present one where
            the document asks for it.
        present_words: what the present run is set to where any of them differs; else empty.
    """

    def __init__(
        self, history: History, document: Document, places: Mapping[str, int] = NO_PLACES
    ) -> None:
        self._history, self._document = history, document
        self.places = places
        self._subscribers: Subscribers[None] = Subscribers()
        self.runs: tuple[Compared, ...] = ()
        self.present_words = ""
        self._look()
        history.subscribe(self._heard_history)
        document.subscribe(self._heard_document)

    @property
    def present(self) -> Told:
        """What the present run is set to."""
        return self._document.project.run, self._document.project.table

    def subscribe(self, callback: Callable[[None], None]) -> Callable[[], None]:
        """Let `callback` hear that `runs` or words are others; the returned function ends that."""
        return self._subscribers.subscribe(callback)

    def title(self, record: RunRecord) -> str:
        """The name of a run, or its number in the history."""
        keys = [other.key for other in self._history.records]
        number = keys.index(record.key) + 1 if record.key in keys else 0
        return record.name or _("Run {number}").format(number=number)

    def _heard_history(self, _change: HistoryChange) -> None:
        self._renew()

    def _heard_document(self, change: Change) -> None:
        if PREVIOUS in change.paths or not all(map(is_view, change.paths)):
            self._renew()

    def _renew(self) -> None:
        before = self._told()
        self._look()
        if self._told() != before:
            self._subscribers.send(None)

    def _told(self) -> tuple[object, ...]:
        return self.present_words, tuple(
            (run.record, run.words, run.place, run.is_pinned) for run in self.runs
        )

    def _look(self) -> None:
        records, present = self._records(), self.present
        self._settle([record.key for record in records])
        words = [words_of((record.spec, record.table), (present,)) for record in records]
        self.present_words = words_of(present, [(one.spec, one.table) for one in records])
        self.runs = tuple(
            Compared(
                record,
                self.places[record.key],
                self._distinct(record, own, words),
                record.key == self._history.pinned,
            )
            for record, own in zip(records, words, strict=True)
        )

    def _records(self) -> tuple[RunRecord, ...]:
        records = self._history.compared
        newest = self._history.own[-1:]
        if self._document.read(PREVIOUS) and not any(one in records for one in newest):
            return (*records, *newest)
        return records

    def _settle(self, keys: list[str]) -> None:
        """Let each run keep its place, and give new ones the first that are free."""
        places = {key: place for key, place in self.places.items() if key in keys}
        taken = set(places.values())
        free = (place for place in count() if place not in taken)
        self.places = places | {key: next(free) for key in keys if key not in places}

    def _distinct(self, record: RunRecord, words: str, all_words: list[str]) -> str:
        if not words:
            return self.title(record)
        return f"{words} ({self.title(record)})" if all_words.count(words) > 1 else words
