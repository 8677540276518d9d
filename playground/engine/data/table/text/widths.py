"""What becomes of rows that are not as wide as the table: few are left out, many are refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.text.cells import BentRow
from playground.engine.data.table.text.layout import Laid
from playground.engine.data.table.text.lines import named_lines
from playground.engine.data.table.text.looks import VALUES, look
from playground.engine.data.table.words import choice_words, shorten

_MOST = 0.1
"""The share of bent rows up to which they are left out by themselves."""
_TABLE = 4


@dataclass(frozen=True, slots=True)
class Widths:
    """What becomes of the rows.

    Attributes:
        bent: rows left out among the others.
        rows: how many rows the table has; those behind them belong to another table.
        below: how many lines stand below the table.
    """

    bent: tuple[BentRow, ...]
    rows: int
    below: int
    notes: tuple[str, ...] = ()


def judge_widths(name: str, laid: Laid, bent: Sequence[BentRow], rows: int, choice: str) -> Widths:
    """Sort out the bent rows of a table of `rows` others.

    Args:
        choice: the value of `data.bent_rows`.

    Raises:
        InputError: there are too many, or none is allowed.
    """
    bent = [row for row in bent if row.text.strip()]
    mark = laid.body.dialect.mark
    if choice != "fill":
        rows = _end_of_table(bent, rows, mark)
    footer = [row for row in bent if row.before >= rows]
    if len(footer) < _TABLE:
        footer = [row for row in footer if not all(_values(row, mark))]
    inside = tuple(row for row in bent if row not in footer)
    refused = choice == "refuse" and inside
    if refused or (choice != "fill" and len(inside) > max(1, _MOST * (rows + len(inside)))):
        raise InputError(_refusal(name, laid, inside))
    notes = [*([_left_out(inside)] if inside else []), *([_below(footer)] if footer else [])]
    return Widths(inside, rows, len(footer), tuple(notes))


def _end_of_table(bent: Sequence[BentRow], rows: int, mark: str) -> int:
    """How many rows belong to the table: below it, most lines are of another width.

    Another table there begins with names; the few rows of it that are as wide by chance are no
    rows of this one.
    """
    best, end = 0, rows
    for place, row in enumerate(bent):
        after = len(bent) - place
        gain = after - (rows - row.before)
        values = _values(row, mark)
        names = len(bent) > _MOST * rows and len(values) > 1 and not any(values)
        named = row.before == rows or names
        if after >= _TABLE and gain > best and row.before and named:
            best, end = gain, row.before
    return end


def _values(row: BentRow, mark: str) -> list[bool]:
    """Which of its cells are numbers and dates, as neither names nor notes and totals are."""
    cells = row.text.split(mark) if mark else row.text.split()
    return [look(cell.strip(" \"'\r\n")) in VALUES for cell in cells]


def _facts(bent: Sequence[BentRow]) -> dict[str, str]:
    """What sentences on bent rows tell."""
    first = bent[0]
    facts = {"n": len(bent), "line": first.line, "found": first.found, "wanted": first.wanted}
    words = {name: grouped(number) for name, number in facts.items()}
    return {"lines": named_lines([row.line for row in bent]), **words}


def _left_out(bent: Sequence[BentRow]) -> str:
    return ngettext(
        "Line {lines} is left out: it has {found} instead of {wanted} fields.",
        "{n} rows are left out, in lines {lines}: they do not have {wanted} fields (line {line} "
        "has {found}).",
        len(bent),
    ).format(**_facts(bent))


def _below(footer: Sequence[BentRow]) -> str:
    first, last = footer[0], footer[-1]
    widths = [row.found for row in footer]
    usual = max(set(widths), key=widths.count)
    if len(footer) >= _TABLE and usual > 1 and widths.count(usual) > 0.6 * len(widths):
        return _(
            "Below the table, in lines {first} to {last}, stands another one with {found} fields; "
            "it is left out."
        ).format(first=grouped(first.line), last=grouped(last.line), found=grouped(usual))
    return ngettext(
        "Line {first} below the table is left out: {text}.",
        "Lines {first} to {last} below the table are left out: {text}.",
        len(footer),
    ).format(
        first=grouped(first.line), last=grouped(last.line), text=repr(shorten(first.text.strip()))
    )


def _refusal(name: str, laid: Laid, bent: Sequence[BentRow]) -> str:
    """How the rows differ, what was guessed, and the nearest setting that would read them."""
    separator = laid.layout.separator
    what = ngettext(
        "{file}: line {lines} does not have {wanted} fields like the other rows (it has {found}); "
        "give every row as many.",
        "{file}: lines {lines} do not have {wanted} fields like the other rows (line {line} has "
        "{found}); give every row as many.",
        len(bent),
    ).format(file=name, **_facts(bent))
    guessed = _(
        "The separator was taken to be {separator}, and the first row to be in line {line}."
    ).format(
        separator=repr(choice_words("separator", separator.value)), line=grouped(laid.body.line)
    )
    advice = _("Choose another separator, or data.skip_lines.")
    if all(row.found < row.wanted for row in bent):
        advice = _("Set data.bent_rows=fill to fill up short rows, or choose another separator.")
    return f"{what}\n{guessed} {advice}"
