"""One run of the history, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from playground.engine.spec.run import RunSpec, TableFile

Losses = Mapping[str, npt.NDArray[np.floating]]
_NO_BYTES: Mapping[str, bytes] = MappingProxyType({})
_NO_NUMBERS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Measured:
    """The loss of one part of the data, and the metrics by their keys."""

    loss: float
    metrics: Mapping[str, float] = field(default_factory=lambda: _NO_NUMBERS)


@dataclass(frozen=True, slots=True, eq=False)
class RunRecord:
    """One run, from its start to where another took its place.

    Attributes:
        key: its name inside the program; never changes, never used twice in a history.
        spec: what it trained by when it was left; its seeds and device are in it.
        table: the table its data are of, if they are of one.
        name, note: as a person wrote them; empty where nobody did.
        is_starred: it is marked, and dropped last.
        ended: when it was left, in seconds since 1970 (UTC).
        seconds: spent training.
        steps, epochs: taken; an epoch counts with its fraction.
        outcome: the state it was in, a `playground.engine.run.events.State`.
        train, validation: at `measured_step`.
        losses: the whole curve, as `LossLog.to_arrays` writes it.
        payload: its state as a project keeps it, but for the losses; empty once it was dropped.
        thumbnail: a PNG of the predictions; empty where there is none.
    """

    key: str
    spec: RunSpec
    table: TableFile | None = field(default=None, repr=False)
    name: str = ""
    note: str = ""
    is_starred: bool = False
    ended: float = 0.0
    seconds: float = 0.0
    steps: int = 0
    epochs: float = 0.0
    outcome: str = "paused"
    train: Measured | None = None
    validation: Measured | None = None
    measured_step: int = 0
    losses: Losses = field(default_factory=dict, repr=False)
    payload: Mapping[str, bytes] = field(default_factory=lambda: _NO_BYTES, repr=False)
    thumbnail: bytes = field(default=b"", repr=False)

    def is_at(self, spec: RunSpec, table: TableFile | None, steps: int, seconds: float) -> bool:
        """Whether it was left where a run of these settings stands."""
        kept = (self.steps, self.seconds, self.spec, self.table)
        return kept == (steps, seconds, spec, table)

    @property
    def size(self) -> int:
        """Bytes that it holds, the table, which others share, left out."""
        arrays = sum(array.nbytes for array in self.losses.values())
        return arrays + sum(map(len, self.payload.values())) + len(self.thumbnail)
