"""All rows of the catalogue, by kind."""

from collections.abc import Mapping
from types import MappingProxyType

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.catalogue.datasets import DATASETS
from playground.engine.catalogue.initialisers import INITIALISERS
from playground.engine.catalogue.losses import LOSSES
from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.catalogue.row import Row
from playground.engine.catalogue.schedules import SCHEDULES
from playground.engine.spec.parameter import require_known

KINDS: Mapping[str, tuple[Row, ...]] = MappingProxyType(
    {
        "datasets": DATASETS,
        "activations": ACTIVATIONS,
        "initialisers": INITIALISERS,
        "losses": LOSSES,
        "optimizers": OPTIMIZERS,
        "schedules": SCHEDULES,
    }
)


def rows(kind: str) -> tuple[Row, ...]:
    """The rows of one kind, in the order in which they are offered."""
    return KINDS[kind]


def find(kind: str, key: str) -> tuple[Row, ...]:
    """The row as a tuple of one, or an empty tuple where this version lacks it."""
    return tuple(row for row in KINDS[kind] if row.key == key)


def row(kind: str, key: str) -> Row:
    """The row of one kind with this key.

    Raises:
        InputError: there is none; the sentence names the nearest.
    """
    require_known(key, (row.key for row in KINDS[kind]), kind)
    return find(kind, key)[0]
