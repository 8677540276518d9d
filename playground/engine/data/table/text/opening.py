"""What is settled before the rows are looked at: lines left out, the separator, comments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.table.text.decoded import CHOSEN, Guess, TableText
from playground.engine.data.table.text.dialect import SEPARATORS, Dialect, Record, take
from playground.engine.data.table.text.looks import look
from playground.engine.data.table.text.trial import guess_dialect, sample_of
from playground.engine.spec.run import DataSpec

_RECORDS = 400
_COMMENTS = ("#", "%", "//", "!")
_SEP_LINE = re.compile(rb'"?sep=(.|\\t)"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a text begins.

    Attributes:
        start, end: byte offsets of what is looked at.
        line: the physical line, from 1, of the first byte.
        head: whole lines from `start` on.
    """

    dialect: Dialect
    separator: Guess
    comment: Guess
    start: int
    end: int
    line: int
    head: bytes
    notes: tuple[str, ...] = ()


def open_text(text: TableText, spec: DataSpec, needed: frozenset[str] = frozenset()) -> Opening:
    """Leave out the lines that `spec` says, and find the dialect of the others.

    Args:
        needed: names of columns, folded, that a line of the table has to have.

    Raises:
        InputError: there are not as many lines.
    """
    _check_separator(spec.separator)
    start, end = _between(text, max(spec.skip_lines, 0), max(spec.footer_lines, 0))
    line = 1 + max(spec.skip_lines, 0)
    separator, notes = spec.separator, []
    if stated := _SEP_LINE.match(text.content, start):
        start, line = stated.end(), line + 1
        if separator == "auto":
            mark = stated[1].decode().replace("\\t", "\t")
            separator = next((key for key, own in SEPARATORS.items() if own == mark), mark)
            notes.append(_("The line sep={mark} states the separator.").format(mark=mark))
    head = sample_of(text.content[start:end], text.complete)
    dialect, why, comment = _guess_dialect(head, separator, spec.comment, needed)
    if notes:
        why = Guess(separator, _("The first line states it."))
    return Opening(dialect, why, comment, start, end, line, head, tuple(notes))


def _check_separator(separator: str) -> None:
    usable = len(separator) == 1 and separator not in "\"'\r\n\0"
    if separator != "auto" and separator not in SEPARATORS and not usable:
        raise InputError(
            _(
                "data.separator: {text} cannot separate columns; choose a single character or one "
                "of {names}."
            ).format(text=repr(separator), names=", ".join(SEPARATORS))
        )


def _between(text: TableText, skipped: int, footer: int) -> tuple[int, int]:
    """The bytes behind the first `skipped` lines and before the last `footer` lines."""
    lines = text.content.splitlines(keepends=True) if skipped or footer else []
    if skipped and skipped >= len(lines):
        raise InputError(
            _("{file} has no more than {n} lines; skip fewer.").format(
                file=text.name, n=grouped(skipped)
            )
        )
    below = lines[max(0, len(lines) - footer) :]
    return sum(map(len, lines[:skipped])), len(text.content) - sum(map(len, below))


def _guess_dialect(
    head: bytes, separator: str, comment: str, needed: frozenset[str]
) -> tuple[Dialect, Guess, Guess]:
    """The dialect, the separator and the comment mark."""
    if comment:
        mark = "" if comment == "none" else comment
        dialect, why = guess_dialect(head, separator, mark, needed)
        return dialect, why, Guess(comment, CHOSEN)
    dialect, why = guess_dialect(head, separator, needed=needed)
    mark, line = _comment_mark(take(head, dialect, _RECORDS))
    if not mark:
        return dialect, why, Guess("none", _("No line begins as a comment does."))
    dialect, why = guess_dialect(head, separator, mark, needed)
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
