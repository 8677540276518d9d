"""Runs of the history as they stood when they were left, to look at: on any thread."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.state.history.record import RunRecord

if TYPE_CHECKING:
    from playground.engine.data.dataset import Dataset
    from playground.engine.frames.still import Still
    from playground.engine.spec.run import DataSpec, TableFile

K = TypeVar("K")
V = TypeVar("V")
MOST_DATASETS, MOST_STILLS = 3, 6


class KeptStills:
    """Keeps what is dear to make: data that were read, networks that were built.

    Every method belongs to one thread, which is not the window's.
    """

    def __init__(self) -> None:
        self._datasets: OrderedDict[tuple[DataSpec, TableFile | None], Dataset] = OrderedDict()
        self._stills: OrderedDict[str, tuple[RunRecord, Still]] = OrderedDict()

    def of(self, record: RunRecord) -> Still:
        """The run as it was left.

        Raises:
            InputError: its data cannot be read, or its weights were dropped.
        """
        from playground.engine.checkpoint.payload import from_payload
        from playground.engine.frames.still import Still

        known = self._stills.get(record.key)
        if known is not None and known[0].payload is record.payload:
            self._stills.move_to_end(record.key)
            return known[1]
        checkpoint = from_payload(record.payload, record.spec, record.name)
        if checkpoint is None:
            raise InputError(
                _("The weights of this run are no longer kept: only its curve and metrics are.")
            )
        dataset = self._dataset(record.spec.data, record.table)
        still = Still(record.spec, dataset, checkpoint.state.training)
        self._stills[record.key] = record, still
        _shorten(self._stills, MOST_STILLS)
        return still

    def _dataset(self, spec: DataSpec, table: TableFile | None) -> Dataset:
        from playground.engine.data.dataset import build_dataset
        from playground.engine.data.progress import silent
        from playground.engine.data.table.process.reader import read_apart

        key = spec, table
        if key not in self._datasets:
            alike = [one for (_spec, of), one in self._datasets.items() if of == table]
            known = alike[-1] if alike else None
            self._datasets[key] = build_dataset(spec, table, silent, read_apart, known)
            _shorten(self._datasets, MOST_DATASETS)
        self._datasets.move_to_end(key)
        return self._datasets[key]


def _shorten(kept: OrderedDict[K, V], most: int) -> None:
    """Forget what was used longest ago, where there is too much."""
    while len(kept) > most:
        kept.popitem(last=False)
