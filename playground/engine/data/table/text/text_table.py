"""A table read once, as text: every cell as it stands, and what was guessed and left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.progress import Progress, part_of, silent
from playground.engine.data.table.containers.opened import Declared, check_shape
from playground.engine.data.table.containers.opening import as_text
from playground.engine.data.table.text.by_record import read_by_record
from playground.engine.data.table.text.cells import BentRow, Cells, read_in_bulk
from playground.engine.data.table.text.decoded import Guess, TableText
from playground.engine.data.table.text.dialect import records
from playground.engine.data.table.text.encoding import decode_table
from playground.engine.data.table.text.layout import Body, Laid, Layout, lay_out
from playground.engine.data.table.text.lines import RowLines, has_stray_quotes, named_lines
from playground.engine.data.table.text.names import unique
from playground.engine.data.table.text.tidy import equal_rows, rows_apart, sift_rows
from playground.engine.data.table.text.widths import judge_widths
from playground.engine.data.table.words import shorten
from playground.engine.spec.run import DataSpec, TableFile

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, eq=False)
class TextTable:
    """Every cell still the text it was.

    Attributes:
        layout: what was guessed, and the names of the columns.
        columns: by name, texts `[rows]` without blanks at their ends, never null.
        bent: rows left out because they are not as wide as the table.
        notes: sentences on what was left out, repaired or obeyed.
        declared: what the format of the file says that a column holds.
    """

    text: TableText
    layout: Layout
    columns: "dict[str, pa.ChunkedArray]"
    bent: tuple[BentRow, ...]
    notes: tuple[str, ...]
    _lines: RowLines
    declared: Mapping[str, Declared] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def line(self, row: int) -> int:
        """The physical line, from 1, on which row `row` (from 0) starts."""
        return int(self._lines.of_rows()[row])

    def lines(self) -> npt.NDArray[np.int64]:
        """The physical line of each row, int64 `[rows]`."""
        return self._lines.of_rows()

    def lines_between(self) -> npt.NDArray[np.int64]:
        """The lines of bent and empty rows, and of headers that stand again, among the rows."""
        return self._lines.between()

    def place(self, row: int, name: str) -> str:
        """A cell in words: `casas.csv, line 7, column 'area'`."""
        return _("{file}, line {line}, column {column}").format(
            file=self.text.name, line=grouped(self.line(row)), column=repr(shorten(name))
        )


def read_texts(
    table: TableFile,
    spec: DataSpec,
    progress: Progress = silent,
    limit: int | None = None,
    wanted: frozenset[str] = frozenset(),
) -> TextTable:
    """Read `table` by the choices of `spec`, guessing what is automatic.

    Args:
        limit: look at about the first `limit` bytes only.
        wanted: names of columns a model needs; a first line that has them all is a header.

    Raises:
        InputError: it is no table; the sentence names file, line and what to do.
        Cancelled: `progress` raised it.
    """
    opened = as_text(table, spec, part_of(progress, 0.0, 0.1))
    texts = _read(opened, opened.given.settle(spec), part_of(progress, 0.1, 1.0), limit, wanted)
    kinds = opened.given.kinds
    declared = dict(zip(texts.columns, kinds, strict=False)) if kinds else {}
    return replace(texts, notes=(*opened.given.notes, *texts.notes), declared=declared)


def _read(
    table: TableFile,
    spec: DataSpec,
    progress: Progress,
    limit: int | None,
    wanted: frozenset[str],
) -> TextTable:
    text = decode_table(table, spec.encoding, part_of(progress, 0.0, 0.3), limit)
    laid = lay_out(text, spec, wanted)
    if not text.complete:
        laid = replace(laid, body=_whole_records(text, laid.body))
    return _tidied(text, spec, laid, _cells(text, laid.body, spec, part_of(progress, 0.3, 0.9)))


def _cells(text: TableText, body: Body, spec: DataSpec, progress: Progress) -> Cells:
    content, dialect, filled = text.content, body.dialect, spec.bent_rows == "fill"
    if b'"' not in content:
        # Rows are about as many as lines: they are refused before any memory is taken.
        check_shape(text.name, content.count(b"\n") - 1000, 0)
    if dialect.plain and not filled and not (dialect.quote and has_stray_quotes(content, body)):
        return read_in_bulk(text.name, content, body, progress)
    return read_by_record(text.name, content, body, filled, progress)


def _tidied(text: TableText, spec: DataSpec, laid: Laid, cells: Cells) -> TextTable:
    """Cells without blanks around them, without rows that are none, and all that is to be said."""
    import pyarrow as pa
    import pyarrow.compute as pc

    body = laid.body
    columns = cells.columns
    for place in range(len(columns)):  # one at a time: the untrimmed ones make room
        columns[place] = pc.utf8_trim_whitespace(columns[place])
    rows = len(columns[0]) if columns else 0
    widths = judge_widths(text.name, laid, cells.bent, rows, spec.bent_rows)
    columns = [column[: widths.rows] for column in columns]
    header = [name.strip() for name in body.header]
    apart = _apart(text, body, widths.below) if spec.footer_lines < 0 else None
    keep, notes = sift_rows(columns, header, apart, cells.lines)
    if not keep.all():
        mask = pa.array(keep)
        columns = [column.filter(mask) for column in columns]
    if len(keep) < rows or not keep.all():
        cells.lines.keep(np.append(keep, np.zeros(rows - len(keep), dtype=np.bool_)))
    named, note = _named(laid, columns)
    repaired = [_repaired(cells.repaired)] if cells.repaired else []
    layout = _with_footer(laid.layout, tuple(named), spec, widths.below)
    every = (*text.notes, *laid.notes, *note, *repaired, *widths.notes, *notes)
    table = TextTable(text, layout, named, widths.bent, every, cells.lines)
    if not table.rows:
        raise InputError(
            _("{file} has only a header and no rows; add rows below it.").format(file=text.name)
        )
    return table


def _whole_records(text: TableText, body: Body) -> Body:
    """The rows of a beginning without the last record, which may be cut off."""
    starts = [record.start for record in records(text.content, body.dialect, body.start)]
    if len(starts) < 2 or starts[-1] < (body.start + body.end) // 2:
        return body  # a quotation mark that is never closed swallows the rest
    return replace(body, end=starts[-1])


def _apart(text: TableText, body: Body, below: int) -> int:
    """How many rows stand below the last blank line."""
    return max(0, rows_apart(text.content[max(body.start, body.end - 4096) : body.end]) - below)


def _repaired(lines: Sequence[int]) -> str:
    return ngettext(
        "A quotation mark in line {lines} opens or closes nothing and was read as a letter.",
        "Quotation marks in lines {lines} open or close nothing and were read as letters.",
        len(lines),
    ).format(lines=named_lines(lines))


def _named(
    laid: Laid, columns: "list[pa.ChunkedArray]"
) -> "tuple[dict[str, pa.ChunkedArray], list[str]]":
    """The columns by name, without a last one that nothing names and nothing fills."""
    header, notes = laid.body.header, []
    raw = header or ("",) * laid.body.width
    while len(raw) > 1 and header and not raw[-1] and equal_rows(columns[-1:], [""]).all():
        raw, columns = raw[:-1], columns[:-1]
        notes = [_("Each row ends with a separator.")]
    names, renamed = unique(raw, bool(header))
    notes += [renamed] if renamed else []
    return dict(zip(names, columns, strict=True)), notes


def _with_footer(layout: Layout, names: tuple[str, ...], spec: DataSpec, below: int) -> Layout:
    if spec.footer_lines >= 0:
        return replace(layout, names=names)
    why = _("Lines below the table are no rows of it.") if below else _("The table ends the file.")
    return replace(layout, names=names, footer_lines=Guess(str(below), why))
