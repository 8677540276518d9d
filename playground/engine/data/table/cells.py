"""Reads all cells of a table in bulk: numbers as float64, texts as codes."""

import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.engine.common.language import _
from playground.engine.data.progress import Progress
from playground.engine.data.raw import FloatArray, IntArray
from playground.engine.data.table.guess import Layout
from playground.engine.data.table.numbers import MISSING, NumberFormat, is_missing
from playground.engine.data.table.scan import Shape
from playground.engine.data.table.text import TableText

if TYPE_CHECKING:
    import pandas as pd

_CELLS_PER_CHUNK = 200_000
_MINIMUM_CHUNK = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class NumberCells:
    """A column of plain numbers: float64 `[rows]`, NaN where a value is missing."""

    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class TextCells:
    """A column of texts: `texts[codes]`, int64 `[rows]`, −1 where a value is missing.

    `texts` are trimmed and distinct, in the order of their first chunk.
    """

    codes: IntArray
    texts: tuple[str, ...]


Cells = NumberCells | TextCells


def read_cells(
    text: TableText,
    layout: Layout,
    shape: Shape,
    as_text: Collection[str],
    report: Progress,
) -> dict[str, Cells]:
    """All cells below the header, by column.

    A column comes as numbers where each cell is a plain number (no thousands mark) or missing.

    Args:
        as_text: names of the columns that come as texts in any case.
    """
    texts = {
        number
        for number, name in enumerate(layout.names)
        if name in as_text or not _plain(layout, number)
    }
    everything = list(range(len(layout.names)))
    cells, odd = _read(text, layout, shape, everything, texts, report)
    if odd:
        again, _ = _read(text, layout, shape, sorted(odd), odd, report)
        cells |= again
    return {layout.names[number]: cells[number] for number in everything}


def _plain(layout: Layout, number: int) -> bool:
    plain = NumberFormat(layout.decimal.value, "none")
    cells = (row[number] for row in layout.sample)
    return all(is_missing(cell) or plain.parse(cell) is not None for cell in cells)


def _read(
    text: TableText,
    layout: Layout,
    shape: Shape,
    columns: list[int],
    texts: Collection[int],
    report: Progress,
) -> tuple[dict[int, Cells], set[int]]:
    """The cells of `columns`, and which of them turned out to be no plain numbers."""
    import pandas as pd

    numbers: dict[int, list[FloatArray]] = {n: [] for n in columns if n not in texts}
    collectors = {number: _TextCollector() for number in texts}
    odd: set[int] = set()
    rows = max(shape.records - layout.has_header, 1)
    done = 0
    for chunk in _chunks(text, layout, shape, columns, texts):
        done += len(chunk)
        report(min(done / rows, 1.0), _("Reading rows"))
        for number in columns:
            column = chunk[number]
            if number in collectors:
                collectors[number].take(column)
            elif pd.api.types.is_bool_dtype(column.dtype) or column.dtype.kind not in "iuf":
                odd.add(number)
            elif number not in odd:
                numbers[number].append(column.to_numpy(dtype=np.float64))
    cells: dict[int, Cells] = {number: c.cells() for number, c in collectors.items()}
    for number, parts in numbers.items():
        if number not in odd:
            cells[number] = NumberCells(np.concatenate(parts) if parts else np.empty(0))
    return cells, odd


def _chunks(
    text: TableText, layout: Layout, shape: Shape, columns: list[int], texts: Collection[int]
) -> "pd.io.parsers.TextFileReader | list[Any]":
    import pandas as pd

    start = shape.first_end if layout.has_header else 0
    body = text.content if text.complete else text.content[: shape.end]
    if not body[start : start + 2**16].strip() and shape.records <= layout.has_header:
        return []
    stream = io.BytesIO(body)
    stream.seek(start)
    return pd.read_csv(
        stream,
        sep=layout.mark,
        decimal="," if layout.decimal.value == "comma" else ".",
        header=None,
        names=list(range(len(layout.names))),
        usecols=columns,
        index_col=False,
        # Not as categories: of those that all look like numbers, pandas makes numbers.
        dtype=dict.fromkeys(texts, str),
        na_values=sorted(MISSING),
        keep_default_na=False,
        encoding="utf-8",
        engine="c",
        low_memory=False,
        **_exact(pd.__version__),
        chunksize=max(_MINIMUM_CHUNK, _CELLS_PER_CHUNK // len(columns)),
    )


def _exact(version: str) -> "dict[str, Any]":
    """The option under which pandas rounds to the nearest float64; from 3.1 on it always does."""
    major, minor = (int(part) for part in version.split(".")[:2])
    return {"float_precision": "round_trip"} if (major, minor) < (3, 1) else {}


class _TextCollector:
    """Joins the texts of chunks into one list."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._parts: list[IntArray] = []

    def take(self, column: "pd.Series[Any]") -> None:
        """Add a chunk of texts as they stand."""
        codes, distinct = column.factorize()
        # Item by item, pandas hands out its texts ten times as slowly.
        texts = [text.strip() for text in np.asarray(distinct, object).tolist()]
        lookup = np.full(len(texts) + 1, -1, dtype=np.int64)
        for index, text in enumerate(texts):
            if text not in MISSING:
                lookup[index] = self._numbers.setdefault(text, len(self._numbers))
        # Code −1 stands for a missing value, and picks the last place of `lookup`.
        self._parts.append(lookup[codes])

    def cells(self) -> TextCells:
        """All that was added."""
        codes = np.concatenate(self._parts) if self._parts else np.empty(0, dtype=np.int64)
        return TextCells(codes, tuple(self._numbers))
