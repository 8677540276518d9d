"""The data that come with the playground, and the settings each starts with."""

from dataclasses import dataclass

from playground.engine.catalogue.row import Row
from playground.engine.parameter import Value
from playground.engine.spec import Task

TABLE = "table"
"""The source of a run whose data come from a table of one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRow(Row):
    """`target` builds a `RawData` from a `DataSpec`.

    Attributes:
        synthetic: it is drawn: samples, noise and seed apply.
        planar: it has two variables in the plane, for which `data.features` applies.
        start: the settings, by path, that learn it well; applied when it is chosen.
    """

    task: Task
    synthetic: bool = False
    planar: bool = False
    start: tuple[tuple[str, Value], ...] = ()


DATASETS: tuple[DatasetRow, ...] = ()
