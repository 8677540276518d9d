"""A line above the rows that names the columns, though it is written otherwise than they are."""

from collections.abc import Sequence
from dataclasses import replace

from playground.engine.data.table.text.dialect import Dialect, Record, take
from playground.engine.data.table.text.looks import look
from playground.engine.data.table.text.mend import mended, split_otherwise
from playground.engine.data.table.text.start import usual_width


def with_mended_header(found: Sequence[Record], content: bytes, dialect: Dialect) -> list[Record]:
    """The records, of which the one above the rows has a cell for each if it can be read so."""
    width = usual_width(found)
    place = next((n for n, record in enumerate(found) if record.width == width), 0)
    if not place:
        named = _commented_header(content, dialect, found[0], width) if dialect.comment else None
        return [named, *found] if named else list(found)
    above = found[place - 1]
    if above.width == width - 1:  # names of rows, or a separator at the end of each
        return list(found)
    line = content[above.start : above.end].decode("utf-8").strip("\r\n")
    fields = None
    if not {"\n", "\r"} & set(line):
        fields = mended(line, dialect, width) or split_otherwise(line, dialect, width)
    fitting = above if fields is None else replace(above, fields=fields)
    return [*found[: place - 1], fitting, *found[place:]]


def _commented_header(content: bytes, dialect: Dialect, first: Record, width: int) -> Record | None:
    """Names of the columns in the last comment above the rows, which do not name them."""
    mark = dialect.comment
    above = content[: first.start].rstrip(b"\r\n")
    start = max(above.rfind(b"\n"), above.rfind(b"\r")) + 1
    text = above[start:].decode("utf-8").strip()
    if not text.startswith(mark) or all(look(cell.strip()) == "text" for cell in first.fields):
        return None
    names = take(text.lstrip(mark).strip().encode(), replace(dialect, comment=""), 1)
    if not names or names[0].width != width:
        return None
    if any(look(cell.strip()) != "text" for cell in names[0].fields):
        return None
    return replace(names[0], line=first.line - 1, start=start, end=first.start)
