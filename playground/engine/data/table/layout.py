"""How a table is laid out: what stands above it, its separator, its header, its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.dialect import Dialect, Record, take
from playground.engine.data.table.heading import Below, columns_below, judge_header
from playground.engine.data.table.looks import look
from playground.engine.data.table.mend import mended, split_otherwise
from playground.engine.data.table.names import folded, names_for
from playground.engine.data.table.start import Start, find_start, usual_width
from playground.engine.data.table.text import CHOSEN, Guess, TableText
from playground.engine.data.table.trial import SAMPLE_BYTES, guess_dialect, sample_of
from playground.engine.data.table.units import join_names, second_line
from playground.engine.data.table.words import shorten
from playground.engine.spec.run import DataSpec

MAXIMUM_COLUMNS = 10_000
_RECORDS = 400
_COMMENTS = ("#", "%", "//", "!")
_SEP_LINE = re.compile(rb'"?sep=(.|\\t)"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)


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
    notes: tuple[str, ...] = field(default=())


def lay_out(text: TableText, spec: DataSpec, wanted: frozenset[str] = frozenset()) -> Laid:
    """Lay out `text` by the choices of `spec`, guessing what is automatic.

    Args:
        wanted: names of columns that must be there: a first line that has them all is a header.

    Raises:
        InputError: it has no rows, or too many columns.
    """
    offset, line = _skipped(text, spec.skip_lines)
    end = _without_footer(text.content, spec.footer_lines)
    content = text.content[:end] if end < len(text.content) else text.content
    notes: list[str] = []
    separator = spec.separator
    stated = _SEP_LINE.match(content, offset)
    if stated and separator == "auto":
        mark = stated[1].decode().replace("\\t", "\t")
        separator = _key(mark)
        notes.append(_("The line sep={mark} states the separator.").format(mark=mark))
    if stated:
        offset, line = stated.end(), line + 1
    head, tail = sample_of(content[offset:] if offset else content, text.complete)
    needed = frozenset(map(folded, wanted))
    dialect, why, comment = _guess_dialect(head, tail, separator, spec.comment, needed)
    if stated and spec.separator == "auto":
        why = Guess(separator, _("The first line states it."))
    found = take(head, dialect, _RECORDS, 0, line)
    found = [replace(r, start=r.start + offset, end=r.end + offset) for r in found]
    if not found:
        raise InputError(
            _("{file} has no rows; choose a table with a header and rows.").format(file=text.name)
        )
    if spec.header != "no":
        found = _with_mended_header(found, content, dialect, comment)
    start = find_start(found, spec, wanted)
    return _laid(text, spec, found, start, dialect, why, comment, end, notes)


def _laid(
    text: TableText,
    spec: DataSpec,
    found: Sequence[Record],
    start: Start,
    dialect: Dialect,
    separator: Guess,
    comment: Guess,
    end: int,
    notes: list[str],
) -> Laid:
    _refuse_columns(text.name, start.width)
    header = start.header
    first = start.first
    rows = [r.fields for r in found[first:] if r.width == start.width]
    raw, note = names_for(start.names, start.width, rows)
    notes += [note] if note else []
    if start.names and first < len(found) and found[first].width == start.width:
        first, raw, note = _second_lines(found, first, raw, start.width)
        notes += [note] if note else []
    before = found[first - 1] if first else None
    begins = before.end if before else found[0].start
    line = found[first].line if first < len(found) else (before.line + 1 if before else 1)
    begins = found[first].start if first < len(found) else begins
    layout = Layout(
        separator,
        Guess(dialect.quote or "none", _why_quoting(dialect)),
        _skip_guess(spec, found, start),
        comment,
        header,
        Guess(str(max(spec.footer_lines, 0)), CHOSEN if spec.footer_lines >= 0 else ""),
        (),
    )
    body = Body(dialect, begins, end, line, start.width, tuple(raw))
    return Laid(layout, body, tuple(notes))


def _with_mended_header(
    found: list[Record], content: bytes, dialect: Dialect, comment: Guess
) -> list[Record]:
    """The records, of which the one above the rows has a cell for each if it can be read so."""
    width = usual_width(found)
    place = next((n for n, record in enumerate(found) if record.width == width), 0)
    first = found[place]
    if first.line > 1 and comment.value not in ("none", "") and (place == 0):
        named = _commented_header(content[: first.start], dialect, comment.value, first, width)
        return [named, *found] if named else found
    if not place or found[place - 1].width >= width - 1:
        above = found[place - 1] if place else None
        if above is None or above.width == width - 1:
            return found
    above = found[place - 1]
    line = content[above.start : above.end].decode("utf-8").strip("\r\n")
    if "\n" in line or "\r" in line:
        return found
    fields = mended(line, dialect, width) or split_otherwise(line, dialect, width)
    if not fields:
        return found
    return [*found[: place - 1], replace(above, fields=fields), *found[place:]]


def _commented_header(
    above: bytes, dialect: Dialect, mark: str, first: Record, width: int
) -> Record | None:
    """Names of the columns in the last comment above the rows, which do not name them."""
    start = max(above.rstrip(b"\r\n").rfind(b"\n"), above.rstrip(b"\r\n").rfind(b"\r")) + 1
    text = above[start:].strip()
    if not text.startswith(mark.encode()) or all(look(cell) == "text" for cell in first.fields):
        return None
    line = text.lstrip(mark.encode()).strip()
    names = take(line, replace(dialect, comment=""), 1)
    if not names or names[0].width != width or any(look(c) != "text" for c in names[0].fields):
        return None
    return replace(names[0], line=first.line - 1, start=start, end=first.start)


def _key(mark: str) -> str:
    keys = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}
    return keys.get(mark, mark)


def _skipped(text: TableText, lines: int) -> tuple[int, int]:
    """The byte and the line behind the first `lines` lines."""
    offset = 0
    for _number in range(max(lines, 0)):
        found = re.compile(rb"\r\n|\r|\n").search(text.content, offset)
        if found is None:
            raise InputError(
                _("{file} has no more than {n} lines; skip fewer.").format(
                    file=text.name, n=grouped(lines)
                )
            )
        offset = found.end()
    return offset, 1 + max(lines, 0)


def _without_footer(content: bytes, lines: int) -> int:
    """The byte before the last `lines` lines."""
    end = len(content)
    for _number in range(max(lines, 0)):
        trimmed = content[max(0, end - 2) : end].rstrip(b"\r\n")
        last = end - (min(end, 2) - len(trimmed))
        end = max(content.rfind(b"\n", 0, last), content.rfind(b"\r", 0, last)) + 1
    return end


def _guess_dialect(
    head: bytes, tail: bytes, separator: str, comment: str, needed: frozenset[str]
) -> tuple[Dialect, Guess, Guess]:
    """The dialect, the separator and the comment mark."""
    if comment:
        mark = "" if comment == "none" else comment
        dialect, why = guess_dialect(head, tail, separator, mark, needed)
        return dialect, why, Guess(comment, CHOSEN)
    dialect, why = guess_dialect(head, tail, separator, needed=needed)
    mark, line = _comment_mark(take(head, dialect, _RECORDS))
    if not mark:
        return dialect, why, Guess("none", _("No line begins as a comment does."))
    dialect, why = guess_dialect(head, tail, separator, mark, needed)
    reason = _("Line {line} begins with {mark} and is no row.").format(
        line=grouped(line), mark=mark
    )
    return dialect, why, Guess(mark, reason)


def _comment_mark(found: Sequence[Record]) -> tuple[str, int]:
    """What begins lines that are no rows, and the first of them."""
    widths = [record.width for record in found]
    usual = max(set(widths), key=widths.count, default=1)
    for mark in _COMMENTS:
        marked = [record for record in found if record.fields[0].lstrip().startswith(mark)]
        odd = [record for record in marked if record.width != usual or _alone(record.fields)]
        leading = marked and usual == 1 and marked == found[: len(marked)]
        # A column of hash tags or of #N/A begins so too.
        if marked and (len(odd) > 0.8 * len(marked) or (leading and len(marked) < len(found) / 2)):
            return mark, marked[0].line
    return "", 0


def _alone(fields: Sequence[str]) -> bool:
    first, *others = (cell.strip() for cell in fields)
    return bool(others) and not any(others) and look(first) == "text"


def _second_lines(
    found: Sequence[Record], first: int, names: Sequence[str], width: int
) -> tuple[int, tuple[str, ...], str]:
    """The first row below units and further lines of names; the names; what was left out."""
    note = ""
    below = _below(found, first + 1, width)
    for _line in range(3):
        while first + 1 < len(found) and not any(c.strip() for c in found[first].fields):
            first += 1
        if first + 1 >= len(found) or found[first].width != width:
            break
        kind = second_line(found[first].fields, below)
        if not kind:
            break
        if kind == "names":
            names = join_names(names, found[first].fields)
        else:
            note = _("Line {line} holds the units ({cells}) and is left out.").format(
                line=grouped(found[first].line),
                cells=shorten(", ".join(c.strip() for c in found[first].fields if c.strip())),
            )
        first += 1
        below = _below(found, first + 1, width)
    return first, tuple(names), note


def _below(found: Sequence[Record], first: int, width: int) -> list[Below]:
    rows = [record.fields for record in found[first:] if record.width == width]
    return columns_below(rows[:200], width)


def _refuse_columns(name: str, width: int) -> None:
    if width > MAXIMUM_COLUMNS:
        raise InputError(
            _("{file} has {n} columns; at most {most} can be read.").format(
                file=name, n=grouped(width), most=grouped(MAXIMUM_COLUMNS)
            )
        )


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
