"""Settings that were given, but change nothing for the data that were chosen."""

from collections.abc import Iterable

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import TABLE, DatasetRow
from playground.engine.settings.relevant import PLANAR, READING, SAMPLES, applying


def without_effect(source: str, assignments: Iterable[str]) -> list[str]:
    """A sentence for each `PATH=VALUE` under `data.` that has no effect on the data `source`.

    Args:
        source: the key of a dataset, or of a table of one's own.
    """
    given = dict.fromkeys(text.partition("=")[0].strip() for text in assignments)
    data = [path for path in given if path.startswith("data.")]
    name = "a table" if source == TABLE else repr(source)
    return [
        f"{path} has no effect on {name}, {_why(path, source)}."
        for path in data
        if path not in applying(source)
    ]


def _why(path: str, source: str) -> str:
    row = next(iter(index.find("datasets", source)), None)
    if path in READING:
        return "which is not read from a table"
    if path in PLANAR:
        return "which is not made of points in a plane"
    if path in SAMPLES and isinstance(row, DatasetRow) and row.fixed_samples:
        return f"which always has {row.fixed_samples} points"
    return "whose rows are given"
