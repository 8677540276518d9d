"""Settings that were given, but change nothing for the data that were chosen."""

from collections.abc import Iterable

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import TABLE, DatasetRow
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.settings.relevant import PLANAR, READING, SAMPLES, applying


def without_effect(source: str, assignments: Iterable[str]) -> list[str]:
    """A sentence for each `PATH=VALUE` under `data.` that has no effect on the data `source`.

    Args:
        source: the key of a dataset, or of a table of one's own.
    """
    given = dict.fromkeys(text.partition("=")[0].strip() for text in assignments)
    data = [path for path in given if path.startswith("data.")]
    points = _points_of(source)
    return [
        _sentence(path, source, points).format(path=path, source=repr(source), n=grouped(points))
        for path in data
        if path not in applying(source)
    ]


def _points_of(source: str) -> int:
    """How many points a data set always has; 0 where that can be chosen, or is not known."""
    row = next(iter(index.find("datasets", source)), None)
    return (isinstance(row, DatasetRow) and row.fixed_samples) or 0


def _sentence(path: str, source: str, points: int) -> str:
    is_table = source == TABLE
    if path in READING:
        return _("{path} has no effect: {source} is not read from a table.")
    if path in PLANAR and is_table:
        return _("{path} has no effect: a table is not made of points in a plane.")
    if path in PLANAR:
        return _("{path} has no effect: {source} is not made of points in a plane.")
    if path in SAMPLES and points:
        return ngettext(
            "{path} has no effect: {source} always has {n} point.",
            "{path} has no effect: {source} always has {n} points.",
            points,
        )
    if is_table:
        return _("{path} has no effect: the rows of a table are fixed.")
    return _("{path} has no effect: the rows of {source} are fixed.")
