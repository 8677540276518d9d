"""What a person is told of how a file was guessed to be laid out, and where in it something is."""

from collections.abc import Iterator

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.raw import IntArray
from playground.engine.data.table.plan import Plan
from playground.engine.data.table.text.decoded import CHOSEN, Guess
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import choice_words, listed, quoted, shorten
from playground.engine.settings.paths import fixed_parameters

_LAYOUT = ("separator", "skip_lines", "comment", "header", "footer_lines")
"""The settings of `data.*` that a layout guesses."""
_IN_BRIEF = ("separator", "header", "skip_lines")


def layout_notes(table: TextTable) -> tuple[str, ...]:
    """What was guessed of the file as a whole, and why."""
    guesses = {"encoding": table.text.encoding}
    guesses |= {key: getattr(table.layout, key) for key in _LAYOUT}
    return tuple(f"{said}. {guess.why}" for said, guess in _guessed(guesses))


def guesses_in_brief(table: TextTable) -> str:
    """`Read as: Separator: Comma; Header: First line.`; nothing where all was chosen."""
    guesses = {key: getattr(table.layout, key) for key in _IN_BRIEF}
    said = "; ".join(said for said, _guess in _guessed(guesses))
    return _("Read as: {guesses}.").format(guesses=said) if said else ""


def plan_notes(plan: Plan) -> tuple[str, ...]:
    """Why this is learned: the target and the task, where they were guessed."""
    if not plan.target_names:
        return ()
    target = Guess(quoted(plan.target_names), plan.target_why)
    guesses = {"target": target, "task": plan.task}
    return tuple(f"{said}. {guess.why}" for said, guess in _guessed(guesses))


def _guessed(guesses: dict[str, Guess]) -> Iterator[tuple[str, Guess]]:
    """`Separator: Semicolon` of each guess that does not go without saying."""
    for key, guess in guesses.items():
        if guess.why not in (CHOSEN, "") and guess.value not in ("0", "none"):
            label = _(fixed_parameters()[f"data.{key}"].label)
            yield f"{label}: {choice_words(key, guess.value)}", guess


def lines_of(table: TextTable, rows: IntArray, limit: int = 5) -> str:
    """The lines of the first of some rows: `17, 20 and 3 more`."""
    return listed([grouped(table.line(row)) for row in rows[:limit].tolist()], limit, len(rows))


def cells_of(table: TextTable, name: str, rows: IntArray, limit: int = 5) -> str:
    """The cells of a column in the first of some rows: `'4O' (line 17) and '-' (line 20)`."""
    cells = [
        _("{text} (line {line})").format(
            text=repr(shorten(str(table.columns[name][row]))), line=grouped(table.line(row))
        )
        for row in rows[:limit].tolist()
    ]
    return listed(cells, limit, len(rows))
