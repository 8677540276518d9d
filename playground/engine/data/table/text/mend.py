"""Cells of a line whose quotation marks or separators are not those of the other lines."""

import csv
import re

from playground.engine.data.table.text.dialect import Dialect

_MOST_MARKS = 40
_HIDDEN = "\x00"


def mended(line: str, dialect: Dialect, width: int) -> tuple[str, ...] | None:
    """The `width` cells of a line in which a quotation mark opens or closes nothing.

    None where no reading, or more than one, gives as many cells.
    """
    mark, quote = dialect.mark, dialect.quote
    if not mark or not quote or quote not in line or well_quoted(line, dialect):
        return None
    fields = _patient_fields(line, mark, quote)
    if len(fields) == width:
        return fields
    places = [match.start() for match in re.finditer(re.escape(quote), line)]
    found = set()
    for place in places[:_MOST_MARKS]:
        hidden = line[:place] + _HIDDEN + line[place + 1 :]
        fields = _patient_fields(hidden, mark, quote)
        if len(fields) == width:
            found.add(tuple(cell.replace(_HIDDEN, quote) for cell in fields))
    return found.pop() if len(found) == 1 else None


def well_quoted(text: str, dialect: Dialect) -> bool:
    """Whether each quotation mark of a record opens or closes a cell, or is doubled in one."""
    quote = dialect.quote
    lines = text.splitlines(keepends=True)
    try:
        rows = list(csv.reader(lines, delimiter=dialect.mark, quotechar=quote, strict=True))
    except csv.Error:
        return False
    return len(rows) == 1 and (quote not in "".join(rows[0]) or quote * 2 in text)


def split_otherwise(line: str, dialect: Dialect, width: int) -> tuple[str, ...] | None:
    """The `width` cells of a line that is written with another separator than the rows are."""
    if width < 2:
        return None
    for mark in ",;\t| ":
        fields = next(csv.reader([line.strip()], delimiter=mark, skipinitialspace=True), [])
        if mark != dialect.mark and len(fields) == width and all(fields):
            return tuple(fields)
    return None


def _patient_fields(line: str, mark: str, quote: str) -> tuple[str, ...]:
    """The cells, where a quotation mark counts only at both borders of a cell."""
    sep, q = re.escape(mark), re.escape(quote)
    end = rf"[ ]*(?:{sep}|$)"
    pattern = re.compile(
        rf"[ ]*{q}((?:[^{q}]|{q}{q}(?!{end})|{q}(?!{end}))*){q}(?={end})[ ]*|([^{sep}]*)"
    )
    fields, position = [], 0
    while position <= len(line):
        match = pattern.match(line, position)
        assert match is not None
        quoted = match[1]
        fields.append(match[2] if quoted is None else quoted.replace(quote * 2, quote))
        position = match.end() + 1
    return tuple(fields)
