"""How a table is laid out, guessed from its first lines: separator, number marks, header."""

import csv
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.common.language import _, ngettext
from playground.engine.data.table.numbers import NumberFormat, guess_numbers, is_missing
from playground.engine.data.table.scan import SEPARATORS, records
from playground.engine.data.table.text import CHOSEN, Guess, TableText
from playground.engine.data.table.words import quoted, shorten
from playground.engine.spec.run import DataSpec

_SAMPLE_BYTES = 2**18
_SEPARATOR_RECORDS = 200
_SAMPLE_CELLS = 50_000
# Commas stand in numbers and sentences too, so the others go first where all fit.
_PREFERENCE = ("semicolon", "tab", "bar", "comma")

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out; each guess holds the key of a choice of `DataSpec`.

    Attributes:
        names: of the columns, unique.
        sample: the first rows as texts, without the header; all as wide as `names`.
        renamed: a sentence on names that were missing or double, or nothing.
    """

    separator: Guess
    decimal: Guess
    thousands: Guess
    header: Guess
    names: tuple[str, ...]
    sample: Rows
    renamed: str = ""

    @property
    def mark(self) -> str:
        """The separating character."""
        return SEPARATORS[self.separator.value]

    @property
    def numbers(self) -> NumberFormat:
        """How numbers are written."""
        return NumberFormat(self.decimal.value, self.thousands.value)

    @property
    def has_header(self) -> bool:
        """Whether the first record names the columns."""
        return self.header.value == "yes"


def guess_layout(text: TableText, spec: DataSpec, wanted: frozenset[str] = frozenset()) -> Layout:
    """Lay out `text` by the choices of `spec`, guessing what is `auto`.

    Args:
        wanted: names of columns that must be there: a first line that has them all is a header.

    Raises:
        InputError: the choices contradict each other.
    """
    separator = guess_separator(text, spec.separator)
    sample = _sample(text, SEPARATORS[separator.value])
    first, rest = (sample[0], sample[1:]) if sample else ((), ())
    decimal, thousands = guess_numbers(
        _columns(rest or sample), spec.decimal, spec.thousands, separator.value
    )
    numbers = NumberFormat(decimal.value, thousands.value)
    header = _guess_header(first, rest, numbers, spec.header)
    if spec.header == "auto" and wanted and wanted <= {name.strip() for name in first}:
        header = Guess("yes", _("The first line names the columns that are needed."))
    named = header.value == "yes"
    names, renamed = _unique(first if named else [""] * len(first), named)
    rows = rest if named else sample
    return Layout(separator, decimal, thousands, header, names, rows, renamed)


def guess_separator(text: TableText, choice: str = "auto") -> Guess:
    """The separator that splits the first records into equally many fields, more than one."""
    if choice != "auto":
        return Guess(choice, CHOSEN)
    best, best_score = Guess("comma", _("No separator splits the lines into columns.")), 0.0
    for key in _PREFERENCE:
        widths = [len(row) for row in _records(text, SEPARATORS[key], _SEPARATOR_RECORDS)]
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        score = count / len(widths) if width > 1 else 0.0
        if score > best_score:
            best, best_score = Guess(key, _why_separator(width, count, len(widths))), score
    return best


def _why_separator(width: int, count: int, lines: int) -> str:
    if count == lines:
        sentence = ngettext(
            "The first row has {width} fields.",
            "Each of the first {lines} rows has {width} fields.",
            lines,
        )
    else:
        sentence = ngettext(
            "{n} of the first {lines} rows has {width} fields.",
            "{n} of the first {lines} rows have {width} fields.",
            count,
        )
    return sentence.format(n=count, lines=lines, width=width)


def _records(text: TableText, separator: str, limit: int) -> list[tuple[str, ...]]:
    part = text.content[:_SAMPLE_BYTES]
    cut = len(part) < len(text.content) or not text.complete
    # A beginning may end in the middle of a letter.
    part = part.decode("utf-8", "ignore").encode("utf-8") if cut else part
    found: list[tuple[str, ...]] = []
    try:
        for record in itertools.islice(records(part, separator), limit):
            if not (cut and record.end >= len(part) and found):
                found.append(record.fields)
    except csv.Error:
        return found
    return found


def _sample(text: TableText, separator: str) -> Rows:
    """The first records that are as wide as the first one."""
    first = _records(text, separator, 1)
    if not first:
        return ()
    width = len(first[0])
    rows = _records(text, separator, max(20, min(1000, _SAMPLE_CELLS // width)))
    return tuple(row for row in rows if len(row) == width)


def _columns(rows: Rows) -> list[list[str]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _guess_header(first: Sequence[str], rest: Rows, numbers: NumberFormat, choice: str) -> Guess:
    if choice != "auto":
        return Guess(choice, CHOSEN)
    above, inside = 0, 0
    for name, column in zip(first, _columns(rest), strict=False):
        present = [text for text in column if not is_missing(text)]
        if not present or not all(numbers.parse(text) is not None for text in present):
            continue
        if numbers.parse(name) is not None:
            inside += 1
        elif not is_missing(name):
            above += 1
    if above:
        return Guess("yes", _("The first line holds text above columns of numbers."))
    if inside and _counts_columns(first) and not (rest and _counts_columns(rest[0])):
        return Guess("yes", _("The first line numbers the columns."))
    if inside:
        return Guess("no", _("The first line holds numbers, as the lines below do."))
    return _guess_header_of_texts(first, rest, numbers)


def _counts_columns(texts: Sequence[str]) -> bool:
    """Whether a line is `0, 1, 2, …` or `1, 2, 3, …`, as tables without names are saved."""
    plain = [text.strip() for text in texts]
    counted = [[str(number + start) for number in range(len(plain))] for start in (0, 1)]
    return len(plain) >= 3 and plain in counted


def _guess_header_of_texts(first: Sequence[str], rest: Rows, numbers: NumberFormat) -> Guess:
    if any(numbers.parse(text) is not None for text in first):
        return Guess("no", _("The first line holds numbers."))
    recurring = [
        name
        for name, column in zip(first, _columns(rest), strict=False)
        if name in column and not is_missing(name)
    ]
    if recurring:
        why = _("{text} of the first line occurs again in the same column.")
        return Guess("no", why.format(text=repr(shorten(recurring[0]))))
    return Guess("yes", _("No text of the first line occurs again in its column."))


def _unique(raw: Sequence[str], named: bool) -> tuple[tuple[str, ...], str]:
    """Names without gaps and doubles, and a sentence on what was changed."""
    taken = {name.strip() for name in raw}
    names: dict[str, None] = {}
    changed: list[str] = []
    for number, text in enumerate(raw, start=1):
        # In every language alike: the name goes into projects and exported models.
        name = text.strip() or f"column {number}"
        if name in names or (not text.strip() and name in taken):
            name = next(
                free
                for count in itertools.count(2)
                if (free := f"{name} ({count})") not in taken and free not in names
            )
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
