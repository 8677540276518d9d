"""Lines between the names of the columns and the first row: units, and a second line of names."""

import re
from collections.abc import Sequence

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.table.text.dialect import Record
from playground.engine.data.table.text.heading import Below, columns_below
from playground.engine.data.table.text.looks import look
from playground.engine.data.table.text.start import rows_from
from playground.engine.data.table.words import shorten

_UNIT = re.compile(
    r"[kKMGmµucdn]?(?:m|g|s|S|l|L|t|A|V|W|Wh|VA|N|J|K|T|Pa|Hz|bar|cal|mol|ohm|Ohm|Ω|dB|lm|lx|rad)"
    r"|[ckmµu]?m[²³23]|[sm]⁻¹|sec|min|hr?s?|hours?|d|days?|weeks?|years?|yr|month|a|ha|acres?"
    r"|inch(?:es)?|ft|yd|mi|miles?|lbs?|oz|tons?|tonnes|gal|cc|[°º]?[CF]?|deg[CF]?|gon|psi|atm"
    r"|mmHg|Torr|BTU|M|mM|pp[mb]|rpm|dBm|cd|Wb|H|pH|psu|[%‰#n€£]|--?|(?:R|US)?\$|count|pcs"
    r"|USD|EUR|GBP|BRL|index|ratio|str|string|int|float|units?|text|date|number|none|dimensionless"
)
_SPLIT = re.compile(r"[\s/*·.^()\[\]{}<>+\-\d]+")


def is_unit(cell: str) -> bool:
    """Whether a cell reads as a unit: `kg`, `l/min`, `[m/s]`."""
    parts = [part for part in _SPLIT.split(cell) if part]
    bracketed = cell[:1] in ("(", "[") and cell[-1:] in (")", "]")
    return len(cell) <= 15 and (bracketed or all(map(_UNIT.fullmatch, parts or [cell])))


def second_line(row: Sequence[str], below: Sequence[Below]) -> str:
    """What the line under the names is: `units`, `names`, or nothing where it is a row."""
    cells = [cell.strip() for cell in row]
    values = [
        cell
        for cell, column in zip(cells, below, strict=True)
        if column.kind in ("number", "quantity", "date") and len(column.cells) > 1
    ]
    texts = [cell for cell in values if look(cell) != "missing"]
    given = [cell for cell in cells if cell]
    units = [cell for cell in given if is_unit(cell)]
    if texts and len(units) >= 0.6 * len(given) and _only_texts(values):
        return "units"
    several = len(texts) >= 2 or (bool(texts) and len(given) == len(texts) < len(cells))
    return "names" if several and _only_texts(values) else ""


def _only_texts(values: Sequence[str]) -> bool:
    """Whether nothing in the columns of values is a value itself."""
    return not any(look(cell) in ("number", "quantity", "date") for cell in values)


def join_names(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """The names of two lines as one; a name that spans columns is repeated over them."""
    names, spanning = [], ""
    for upper, lower in zip(first, second, strict=True):
        spanning = upper.strip() or (spanning if lower.strip() else "")
        parts = dict.fromkeys(part for part in (spanning, lower.strip()) if part)
        names.append(" ".join(parts))
    return tuple(names)


def second_lines(
    found: Sequence[Record], first: int, names: Sequence[str], width: int
) -> tuple[int, tuple[str, ...], str]:
    """The first row below units and further lines of names; the names; what was left out."""
    note = ""
    below = columns_below(rows_from(found, first + 1, width), width)
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
        below = columns_below(rows_from(found, first + 1, width), width)
    return first, tuple(names), note
