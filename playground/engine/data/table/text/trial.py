"""Which separator and which quotation mark a text is written with: each is tried on its rows."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.text.decoded import CHOSEN, Guess
from playground.engine.data.table.text.dialect import Dialect, take
from playground.engine.data.table.text.looks import look
from playground.engine.data.table.text.names import folded

_SAMPLE_BYTES = 2**18
_LONGEST_SAMPLE = 2**24
_FEWEST_LINES = 20
_RECORDS = 400
_LINE_END = re.compile(rb"\r\n?|\n")
_CELLS = 6_000
_COMMON = ("semicolon", "tab", "bar", "comma", "blanks", "space")
"""In the order that decides where all else is equal: commas stand in numbers and sentences too."""
_RARE = ":~^!&#@*$§¦\x1f\x1e\x01"
_MARKS = ",;\t|"
_NO_MARK = "\0"


@dataclass(frozen=True, slots=True)
class Trial:
    """How well a dialect splits the sample.

    Attributes:
        width: the number of cells that most records have.
        fitting: how many have it, of the `counted` between the first and the last of them.
        score: 0..1.
        every: it is certain to split every record into as many cells.
    """

    dialect: Dialect
    width: int
    fitting: int
    counted: int
    score: float
    every: bool = False


def sample_of(content: bytes, complete: bool = True) -> bytes:
    """Whole lines from the beginning."""
    ends = (line.end() for line in _LINE_END.finditer(content, 0, _LONGEST_SAMPLE))
    size = max(_SAMPLE_BYTES, next(islice(ends, _FEWEST_LINES, None), _LONGEST_SAMPLE))
    if complete and len(content) <= size:
        return content
    part = content[:size]
    end = max(part.rfind(b"\n"), part.rfind(b"\r"))
    return part[: end + 1] if end >= 0 else part.decode("utf-8", "ignore").encode("utf-8")


def guess_dialect(
    head: bytes, separator: str, comment: str = "", needed: frozenset[str] = frozenset()
) -> tuple[Dialect, Guess]:
    """The dialect that splits the first lines best, and the separator with the reason for it.

    Args:
        separator: `auto`, a key of SEPARATORS or a character.
        comment: what lines begin with that are left out.
        needed: names of columns, folded: what splits a line into them, and the rows into as many
            cells, is right.
    """
    keys = _COMMON if separator == "auto" else (separator,)
    text = head.decode("utf-8", "replace")
    trials = [
        _try(head, dialect)
        for key in keys
        for dialect in _quotings(Dialect(key, comment=comment), text)
        if separator != "auto" or not dialect.mark or dialect.mark in text
    ]
    single = _try_single(head, comment)
    every = [*trials, single] if separator == "auto" else trials
    named = [trial for trial in every if _is_named(trial, head, needed)]
    trials = named or trials
    if any(trial.every and trial.dialect.mark == "\t" for trial in trials):
        # Blanks beside tabs stand in texts.
        trials = [trial for trial in trials if trial.every and trial.dialect.mark.strip(" ")]
    best = max(trials, key=lambda trial: trial.score, default=single)
    if separator != "auto":
        return best.dialect, Guess(separator, CHOSEN)
    if not named and (best is single or _is_single(best, single, head)):
        rare = _try_rare(head, text, comment) if single.score < 0.3 else None
        best = rare or single
    if best is single:
        return single.dialect, Guess("comma", _("No separator splits the lines into columns."))
    return best.dialect, Guess(best.dialect.separator, _why(best))


def _is_named(trial: Trial, head: bytes, needed: frozenset[str]) -> bool:
    """Whether a line, as wide as the rows, has all the names that are needed."""
    found = take(head, trial.dialect, _RECORDS // 4) if needed else []
    return any(r.width == trial.width and needed <= set(map(folded, r.fields)) for r in found)


def _quotings(plain: Dialect, text: str) -> Iterator[Dialect]:
    """The ways in which cells may be quoted that this text gives reason for."""
    mark = re.escape(plain.mark or " ")
    yield plain
    if plain.mark.strip() and re.search(rf'{mark}[ \t]+"', text):
        yield (plain := replace(plain, blank_first=True))
    if '\\"' in text:
        yield replace(plain, escape=True)
    border = rf"(?:^|{mark})[ ]?"
    single = len(re.findall(rf"{border}'[^'\r\n]*'(?=[ ]?(?:{mark}|$))", text, re.M))
    double = len(re.findall(rf'{border}"', text, re.M))
    if single > 2 * double and single > 2:
        yield replace(plain, quote="'")
    lines = text.split("\n", 60)[:60]
    quoted = sum(line.strip()[:1] == '"' == line.strip()[-1:] for line in lines if line.strip())
    if quoted > 0.8 * sum(bool(line.strip()) for line in lines) and plain.mark:
        yield replace(plain, whole=True)


def _try(head: bytes, dialect: Dialect) -> Trial:
    found = take(head, dialect, _RECORDS)
    widths = [record.width for record in found]
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return Trial(dialect, 1, len(widths), len(widths), 0.0)
    width = max(counts, key=lambda each: (counts[each], each))
    places = [index for index, each in enumerate(widths) if each == width]
    span = places[-1] - places[0] + 1
    fit = len(places) / span
    cover = len(places) / len(widths)
    rows = [found[place].fields for place in places]
    typed = _typed(rows, dialect.mark)
    score = fit * fit * cover**0.5 * typed * typed * (width - 1) / width
    if not dialect.mark.strip(" "):
        score *= 0.85  # blanks stand in texts
    every = cover == 1.0 and not (dialect.mark == "\t" and any(map(_numbers, rows)))
    return Trial(dialect, width, len(places), span, score, every)


def _numbers(row: tuple[str, ...]) -> bool:
    """Whether the first cell holds several numbers, as if blanks separated them."""
    return sum(look(part) == "number" for part in row[0].split()) > 1


def _typed(rows: Sequence[tuple[str, ...]], mark: str) -> float:
    """How much the cells look like values, in 0..1; of a first row that may be a header, none."""
    rows = rows[1:] or rows
    step = max(1, len(rows) * len(rows[0]) // _CELLS)
    cells = [cell.strip() for row in rows for cell in row][::step]
    return sum(_worth(cell, mark) for cell in cells) / len(cells)


def _worth(cell: str, mark: str) -> float:
    if not cell:
        return 0.6
    kind = look(cell)
    if kind != "text":
        return 0.95 if kind == "quantity" else 1.0
    if cell[0] == '"' or (cell[-1] == '"' and look(cell[:-1]) == "text"):
        return 0.05  # a quotation mark that this dialect does not understand
    if any(other in cell for other in _MARKS if other != mark):
        return 0.1 if len(cell) <= 40 and cell.count(" ") < 3 else 0.5
    if not any(char.isalpha() for char in cell):
        return 0.3
    if cell[0] == "'" == cell[-1] and len(cell) > 1:
        return 0.4
    return 0.85 if len(cell) <= 40 else 0.7


def _try_single(head: bytes, comment: str) -> Trial:
    """The text taken as a single column."""
    text = head.decode("utf-8", "replace")
    used = next((char for char in "\x1d\x1c\x1f" if char not in text), "\x1d")
    found = take(head, Dialect(used, comment=comment), _RECORDS)
    rows = [record.fields for record in found]
    typed = _typed(rows, _NO_MARK) if rows else 0.0
    return Trial(Dialect(used, comment=comment), 1, len(rows), len(rows), 0.3 * typed * typed)


def _is_single(best: Trial, single: Trial, head: bytes) -> bool:
    """Whether the text is one column, whose cells the best separator would tear apart."""
    found = take(head, best.dialect, _RECORDS)
    split = sum(record.width > 1 for record in found) > 0.5 * len(found)
    named = bool(found) and found[0].width > 1
    if not split or (not named and best.fitting < 0.9 * best.counted):
        return best.score <= 3 * single.score
    rows = [record.fields[0].strip() for record in take(head, single.dialect, _RECORDS)][1:]
    if not rows or not all(look(row) in ("number", "date", "missing") for row in rows):
        return False
    return best.width == 2 and (not best.dialect.mark.strip() or not named)


def _try_rare(head: bytes, text: str, comment: str) -> Trial | None:
    """A separator that few use, where it leaves no doubt."""
    trials = [_try(head, Dialect(mark, comment=comment)) for mark in _RARE if text.count(mark) > 2]
    certain = [t for t in trials if t.width > 1 and t.fitting == t.counted > 2 and t.score > 0.3]
    return max(certain, key=lambda trial: trial.score, default=None)


def _why(trial: Trial) -> str:
    sentence = ngettext(
        "{n} of {lines} row tried has {width} fields.",
        "{n} of {lines} rows tried have {width} fields.",
        trial.counted,
    )
    return sentence.format(
        n=grouped(trial.fitting), lines=grouped(trial.counted), width=grouped(trial.width)
    )
