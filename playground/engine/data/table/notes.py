"""What a person is told of how a table was read: sentences on guesses, odd cells, rows left out."""

from collections.abc import Iterable, Sequence

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.columns.kinds import Settled
from playground.engine.data.table.plan import Plan, left_out_note
from playground.engine.data.table.text.decoded import CHOSEN
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import choice_words, listed, quoted, shorten
from playground.engine.settings.paths import fixed_parameters

LAYOUT = ("separator", "skip_lines", "comment", "header", "footer_lines")
"""The settings of `data.*` that a layout guesses."""
_NOTHING = ("0", "none")
"""Values of the layout that go without saying."""
_COLUMNS = 8
"""How many columns with odd cells are named one by one."""


def layout_notes(table: TextTable) -> tuple[str, ...]:
    """What was guessed of the file as a whole, and why: a note for each; then what was left out."""
    return (*layout_guesses(table), *table.notes)


def layout_guesses(table: TextTable) -> tuple[str, ...]:
    """What was guessed of the file as a whole, and why."""
    guesses = {"encoding": table.text.encoding}
    guesses |= {key: getattr(table.layout, key) for key in LAYOUT}
    return tuple(
        said_of(key, choice_words(key, guess.value), guess.why)
        for key, guess in guesses.items()
        if guess.why not in (CHOSEN, "") and guess.value not in _NOTHING
    )


def guesses_in_brief(table: TextTable) -> str:
    """`Read as: separator Comma; header First line.`; nothing where all was chosen."""
    guesses = {key: getattr(table.layout, key) for key in ("separator", "header", "skip_lines")}
    said = [
        f"{_(fixed_parameters()[f'data.{key}'].label)}: {choice_words(key, guess.value)}"
        for key, guess in guesses.items()
        if guess.why not in (CHOSEN, "") and guess.value not in _NOTHING
    ]
    return _("Read as: {guesses}.").format(guesses="; ".join(said)) if said else ""


def plan_notes(table: TextTable, plan: Plan) -> tuple[str, ...]:
    """A note each on target, task, doubtful columns, odd cells and columns left out."""
    notes = []
    if plan.target_why != CHOSEN:
        notes.append(said_of("target", quoted(plan.target_names), plan.target_why))
    if plan.task.why != CHOSEN:
        notes.append(said_of("task", choice_words("task", plan.task.value), plan.task.why))
    used = [column.settled for column in plan.columns if column.role != "ignore"]
    notes += doubt_notes(used)
    notes += odd_notes(table, used)
    notes += mark_notes(used)
    left_out = left_out_note(plan.columns)
    return (*notes, left_out) if left_out else tuple(notes)


def doubt_notes(columns: Iterable[Settled]) -> list[str]:
    """What could not be settled by a column alone."""
    doubtful = [column for column in columns if column.doubtful]
    notes = [f"{shorten(c.name)!r}: {c.why}" for c in doubtful[:_COLUMNS]]
    return [*notes, *_more(len(doubtful) - _COLUMNS)]


def odd_notes(table: TextTable, columns: Sequence[Settled]) -> list[str]:
    """The cells that count as missing because they are not what their column is, with lines."""
    having = [column for column in columns if column.odd.count]
    notes = [odd_note(table, column) for column in having[:_COLUMNS]]
    return [*notes, *_more(len(having) - _COLUMNS)]


def mark_notes(columns: Sequence[Settled]) -> list[str]:
    """Which texts count as missing, and where: `Counted as missing: 'NA' in 'bairro' (6 cells).`"""
    found = [
        ngettext("{text} in {column} ({n} cell)", "{text} in {column} ({n} cells)", count).format(
            text=repr(shorten(text)), column=repr(shorten(column.name)), n=grouped(count)
        )
        for column in columns
        for text, count in column.marks
    ]
    if not found:
        return []
    return [_("Counted as missing: {cells}.").format(cells=listed(found, _COLUMNS))]


def odd_note(table: TextTable, column: Settled) -> str:
    """`'area': 2 cells are no numbers and count as missing: '4O' (line 17) and '-' (line 20).`"""
    cells = [
        _("{text} (line {line})").format(text=repr(shorten(text)), line=grouped(table.line(row)))
        for row, text in column.odd.first
    ]
    if column.kind == "date":
        sentence = ngettext(
            "Column {column}: {n} cell is no such date and counts as missing: {cells}.",
            "Column {column}: {n} cells are no such dates and count as missing: {cells}.",
            column.odd.count,
        )
    else:
        sentence = ngettext(
            "Column {column}: {n} cell is not a number and counts as missing: {cells}.",
            "Column {column}: {n} cells are not numbers and count as missing: {cells}.",
            column.odd.count,
        )
    return sentence.format(
        column=repr(shorten(column.name)),
        n=grouped(column.odd.count),
        cells=listed(cells, len(cells), column.odd.count),
    )


def said_of(key: str, value: str, why: str) -> str:
    """`Separator: Semicolon. Each of the first 200 rows has 6 fields.`"""
    label = _(fixed_parameters()[f"data.{key}"].label)
    return f"{label}: {value}. {why}"


def _more(count: int) -> list[str]:
    if count <= 0:
        return []
    said = ngettext("So is {n} more column.", "So are {n} more columns.", count)
    return [said.format(n=grouped(count))]
