"""What was read of a table last, for as long as someone holds its numbers.

The inputs are held weakly: a table that waits among the steps of undo keeps its bytes and its
targets, and nothing else.
"""

import dataclasses
import weakref
from dataclasses import dataclass

import numpy as np

from playground.engine.data.raw import FloatArray, RawData
from playground.engine.spec.run import DataSpec, TableFile

_AFTER_READING = ("source", "samples", "noise", "validation_fraction", "seed", "standardise")
"""Settings that change nothing of what is read; nor do `features`, which tables do not have."""


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """All but the inputs, and where these are while somebody holds them."""

    rest: RawData
    inputs: "weakref.ref[FloatArray]"


def remember(table: TableFile, spec: DataSpec, raw: RawData) -> None:
    """Keep in mind that `raw` is what `table` holds by the choices of `spec`."""
    rest = dataclasses.replace(raw, inputs=np.empty((0, 0)))
    table.last_reading.pair = (_choices(spec), _Reading(rest, weakref.ref(raw.inputs)))


def recall(table: TableFile, spec: DataSpec) -> RawData | None:
    """What was read of `table` by these choices last; None where it must be read."""
    pair = table.last_reading.pair
    if pair is None or pair[0] != _choices(spec):
        return None
    reading = pair[1]
    assert isinstance(reading, _Reading)
    inputs = reading.inputs()
    return None if inputs is None else dataclasses.replace(reading.rest, inputs=inputs)


def _choices(spec: DataSpec) -> DataSpec:
    """The spec with all that is settled after reading as it is by default."""
    plain = DataSpec()
    after = {name: getattr(plain, name) for name in _AFTER_READING}
    return dataclasses.replace(spec, features=plain.features, **after)
