"""A whole run as frozen data: keys and numbers, from which everything else is built.

Each setting is declared once, with its bounds and its help, in the module of its section; forms,
`--set`, checks and documentation read the declaration. None of this imports torch.
"""

from dataclasses import dataclass
from typing import Literal

from playground.engine.spec.data import INPUT_FEATURES, DataSpec
from playground.engine.spec.network import NetworkSpec
from playground.engine.spec.training import Options, TrainingSpec

__all__ = [
    "INPUT_FEATURES",
    "DataSpec",
    "NetworkSpec",
    "Options",
    "RunSpec",
    "TableFile",
    "Task",
    "TrainingSpec",
]

Task = Literal["regression", "two_classes", "more_classes"]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table of one's own as it was given: its name and its bytes. A project keeps both."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RunSpec:
    """Everything that determines a run: the same spec gives the same losses."""

    data: DataSpec = DataSpec()
    network: NetworkSpec = NetworkSpec()
    training: TrainingSpec = TrainingSpec()
