"""Which settings of `data.*` mean something for which data."""

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import TABLE, DatasetRow
from playground.engine.spec.data import DataSpec

ALWAYS = ("data.source", "data.validation_fraction", "data.standardise", "data.seed")
SAMPLES = ("data.samples",)
NOISE = ("data.noise",)
PLANAR = ("data.features",)
POINTS = ("data.points",)
READING = (
    "data.target",
    "data.task",
    "data.sheet",
    "data.encoding",
    "data.separator",
    "data.decimal",
    "data.thousands",
    "data.header",
    "data.skip_lines",
    "data.comment",
    "data.footer_lines",
    "data.bent_rows",
    "data.ignore",
    "data.numbers",
    "data.categories",
    "data.dates",
    "data.date_parts",
    "data.formats",
    "data.missing_marks",
    "data.most_categories",
    "data.rare_classes",
    "data.missing",
)
"""How a table is read."""


def applying(source: str) -> frozenset[str]:
    """The paths under `data.` that change something where `source` is the key of the data.

    For a source that this version lacks, those that every source has.
    """
    paths = set(ALWAYS)
    if source == TABLE:
        paths.update(READING)
    for row in index.find("datasets", source):
        if isinstance(row, DatasetRow):
            paths.update(_of(row))
    return frozenset(paths)


def read_alike(one: DataSpec, other: DataSpec) -> bool:
    """Whether both find the same in a table, however they split and scale it then."""
    names = [path.partition(".")[2] for path in READING]
    alike = all(getattr(one, name) == getattr(other, name) for name in names)
    return one.source == other.source == TABLE and alike


def _of(row: DatasetRow) -> tuple[str, ...]:
    drawn = (*NOISE, *(() if row.fixed_samples else SAMPLES)) if row.synthetic else ()
    given = POINTS if row.painted else ()
    return (*drawn, *given, *(PLANAR if row.planar else ()))
