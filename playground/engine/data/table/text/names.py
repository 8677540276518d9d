"""The names of a table's columns, from a header that may not fit them."""

import itertools
from collections.abc import Sequence

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.text.looks import look
from playground.engine.data.table.words import quoted

Rows = Sequence[Sequence[str]]


def folded(name: str) -> str:
    """A name without its letter case, its blanks and underscores."""
    return "".join(name.replace("_", " ").split()).casefold()


def names_for(header: Sequence[str], width: int, rows: Rows) -> tuple[tuple[str, ...], str]:
    """A name for each of `width` columns.

    Returns:
        The names (empty without a header), and a sentence on what did not fit, or nothing.
    """
    names = [name.strip() for name in header]
    if names and names[0] == "#" and len(names) == width + 1:
        names = names[1:]
    elif names and len(names[0]) > 1:
        names[0] = names[0].lstrip("#").strip() or names[0]
    while len(names) > width and "" in names:
        names.reverse()
        names.remove("")
        names.reverse()
    lacking = width - len(names)
    if not names or not lacking:
        return tuple(names), ""
    if lacking > 0 and _blank(rows, len(names)):
        return (*names, *[""] * lacking), ""
    if lacking == 1 and _row_names([row[0].strip() for row in rows]):
        sentence = _("The header has no name for the first column, which names the rows.")
        return ("row name", *names), sentence
    if lacking < 0:
        more = names[width:]
        sentence = ngettext(
            "The header ends with {names}, for which no row has a cell; it is left out.",
            "The header ends with {names}, for which no row has cells; they are left out.",
            len(more),
        )
        return tuple(names[:width]), sentence.format(names=quoted(more))
    sentence = _("The header has {found} names for {wanted} columns and is not used.").format(
        found=grouped(len(names)), wanted=grouped(width)
    )
    return (), sentence


def _blank(rows: Rows, first: int) -> bool:
    """Whether the columns from `first` on are nearly empty."""
    cells = [cell.strip() for row in rows for cell in row[first:]]
    return cells.count("") >= 0.8 * len(cells)


def _row_names(cells: Sequence[str]) -> bool:
    """Whether texts tell the rows apart, as R writes them: names of their own, or 1, 2, 3, …"""
    if len(set(cells)) < len(cells):
        return False
    numbers = [cell for cell in cells if look(cell) == "number"]
    if len(numbers) < len(cells):
        return not numbers and not any(look(cell) == "date" for cell in cells)
    return all(cell.isdecimal() for cell in cells) and all(
        int(a) < int(b) for a, b in itertools.pairwise(cells)
    )


def unique(raw: Sequence[str], named: bool) -> tuple[tuple[str, ...], str]:
    """Names without gaps and doubles, and a sentence on what was changed."""
    taken = {name.strip() for name in raw}
    names: dict[str, None] = {}
    changed: list[str] = []
    for number, text in enumerate(raw, start=1):
        # In every language alike: the name goes into projects and exported models.
        first = text.strip() or f"column {number}"
        more = (f"{first} ({count})" for count in itertools.count(2))
        free = (each for each in itertools.chain([first], more) if each not in names)
        name = next(each for each in free if each == text.strip() or each not in taken)
        if name != text.strip():
            changed.append(name)
        names[name] = None
    if not named or not changed:
        return tuple(names), ""
    sentence = ngettext(
        "A column without a name of its own was named {names}.",
        "Columns without a name of their own were named {names}.",
        len(changed),
    )
    return tuple(names), sentence.format(names=quoted(changed))
