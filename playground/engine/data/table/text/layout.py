"""How a table is laid out: what stands above it, its separator, its header, its columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.containers.opened import check_shape
from playground.engine.data.table.text.above import with_mended_header
from playground.engine.data.table.text.decoded import CHOSEN, Guess, TableText
from playground.engine.data.table.text.dialect import Dialect, Record, take
from playground.engine.data.table.text.names import folded, names_for
from playground.engine.data.table.text.opening import Opening, open_text
from playground.engine.data.table.text.start import Start, find_start
from playground.engine.data.table.text.units import second_lines
from playground.engine.data.table.words import shorten
from playground.engine.spec.run import DataSpec

_RECORDS = 400


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out; each guess holds a value of the setting of its name.

    Attributes:
        quoting: the quotation mark, or `none`.
        names: of the columns, unique.
    """

    separator: Guess
    quoting: Guess
    skip_lines: Guess
    comment: Guess
    header: Guess
    footer_lines: Guess
    names: tuple[str, ...]

    @property
    def has_header(self) -> bool:
        """Whether a line names the columns."""
        return self.header.value == "yes"


@dataclass(frozen=True, slots=True)
class Body:
    """Where the rows of a table lie, and how they are read.

    Attributes:
        start, end: byte offsets of the rows.
        line: the physical line, from 1, of the first byte.
        width: how many cells most rows have.
        header: the names as they stand in the file; empty without a header.
    """

    dialect: Dialect
    start: int
    end: int
    line: int
    width: int
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """A layout, the place of the rows, and sentences on what was met on the way."""

    layout: Layout
    body: Body
    notes: tuple[str, ...] = ()


def lay_out(text: TableText, spec: DataSpec, wanted: frozenset[str] = frozenset()) -> Laid:
    """Lay out `text` by the choices of `spec`, guessing what is automatic.

    Args:
        wanted: names of columns that must be there: a first line that has them all is a header.

    Raises:
        InputError: it has no rows, or too many columns.
    """
    opening = open_text(text, spec, frozenset(map(folded, wanted)))
    found = [
        replace(record, start=record.start + opening.start, end=record.end + opening.start)
        for record in take(opening.head, opening.dialect, _RECORDS, 0, opening.line)
    ]
    if not found:
        raise InputError(
            _("{file} has no rows; choose a table with a header and rows.").format(file=text.name)
        )
    if spec.header != "no":
        found = with_mended_header(found, text.content, opening.dialect)
    start = find_start(found, spec, wanted)
    check_shape(text.name, 0, start.width)
    return _laid(spec, opening, found, start)


def _laid(spec: DataSpec, opening: Opening, found: Sequence[Record], start: Start) -> Laid:
    first, width, dialect = start.first, start.width, opening.dialect
    rows = [record.fields for record in found[first:] if record.width == width]
    names, note = names_for(start.names, width, rows)
    units = ""
    if start.names and first < len(found) and found[first].width == width:
        first, names, units = second_lines(found, first, names, width)
    layout = Layout(
        separator=opening.separator,
        quoting=Guess(dialect.quote or "none", _why_quoting(dialect)),
        skip_lines=_skip_guess(spec, found, start),
        comment=opening.comment,
        header=start.header,
        footer_lines=Guess(str(max(spec.footer_lines, 0)), CHOSEN),
        names=(),
    )
    begin, line = found[-1].end, found[-1].line + 1
    if first < len(found):
        begin, line = found[first].start, found[first].line
    body = Body(dialect, begin, opening.end, line, width, names)
    return Laid(layout, body, tuple(each for each in (*opening.notes, note, units) if each))


def _why_quoting(dialect: Dialect) -> str:
    if dialect.whole:
        return _("Each line is quoted as a whole.")
    if dialect.quote == "'":
        return _("Most cells stand between single quotation marks.")
    return ""


def _skip_guess(spec: DataSpec, found: Sequence[Record], start: Start) -> Guess:
    if spec.skip_lines >= 0:
        return Guess(str(spec.skip_lines), CHOSEN)
    if not start.above:
        return Guess("0", _("The table begins with the first line."))
    lines = found[start.above].line - 1 if start.above < len(found) else 0
    why = ngettext(
        "The line above the table is no row of it: {text}.",
        "The {n} lines above the table are no rows of it, such as {text}.",
        lines,
    )
    text = shorten(" ".join(found[0].fields).strip())
    return Guess(str(lines), why.format(n=grouped(lines), text=repr(text)))
