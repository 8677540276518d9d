"""What the import dialog says of a table, each sentence with a choice where one fits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.chosen import changes_between, with_format, with_kind
from playground.engine.data.table.columns.dates import TWINS, DateFormat
from playground.engine.data.table.columns.kinds import Mask, Settled, TextCells
from playground.engine.data.table.columns.marks import ALWAYS, IN_NUMBERS
from playground.engine.data.table.columns.numbers import NumberFormat
from playground.engine.data.table.notes import doubt_notes, mark_notes, odd_note
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import listed, shorten
from playground.engine.spec.run import DataSpec

Weight = Literal["problem", "doubt", "note"]

_OTHER = {
    ("point", "none"): ("comma", "point"),
    ("comma", "point"): ("point", "none"),
    ("comma", "none"): ("point", "comma"),
    ("point", "comma"): ("comma", "none"),
}
"""As what else the marks of a doubtful number may be read."""
_COLUMNS = 8
"""How many columns are named one by one."""

_OFTEN_NAMES = frozenset(["x", "*"])
"""Marks that are hardly ever one among texts."""
_LINES = 8
_FEWEST = 3
"""Of two texts both are classes, whatever they are."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Settings that would change what a sentence says.

    Attributes:
        label: what they would do, in a few words.
        changes: names of `DataSpec` with the values they would take.
    """

    label: str
    changes: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence on how a table is read; a doubt is what a person had better look at."""

    said: str
    weight: Weight = "note"
    offer: Offer | None = None


def column_remarks(
    texts: TextTable, columns: Sequence[Settled], spec: DataSpec
) -> tuple[Remark, ...]:
    """On odd cells, on what could not be settled by a column alone, and on what is missing."""
    numbers = [column for column in columns if not isinstance(column.cells, TextCells)]
    return (
        *_odd(texts, columns, spec),
        *_doubtful(columns, spec),
        *_names(columns, spec),
        *_gaps(columns, spec),
        *(Remark(note) for note in mark_notes(numbers)),
    )


def lines_left_out(texts: TextTable, used: Mask) -> str:
    """In which lines the first of the rows stand that are not used: a sentence, or nothing."""
    rows = np.flatnonzero(~used)
    if not len(rows):
        return ""
    lines = [grouped(texts.line(int(row))) for row in rows[:_LINES]]
    return ngettext("It is in line {lines}.", "They are in lines {lines}.", len(rows)).format(
        lines=listed(lines, len(lines), len(rows))
    )


def _odd(texts: TextTable, columns: Sequence[Settled], spec: DataSpec) -> Iterator[Remark]:
    having = [column for column in columns if column.odd.count]
    for column in having[:_COLUMNS]:
        label = _("Read {column} as a category").format(column=repr(shorten(column.name, 20)))
        after = with_kind(spec, column.name, "category")
        offer = Offer(label, changes_between(spec, after))
        yield Remark(odd_note(texts, column), "doubt", offer)


def _doubtful(columns: Sequence[Settled], spec: DataSpec) -> Iterator[Remark]:
    having = [column for column in columns if column.doubtful]
    for column in having[:_COLUMNS]:
        marks = list(_marks_among(column, spec))
        offer = _as_missing(column, marks[0][0], spec) if marks else _read_otherwise(column, spec)
        yield Remark(doubt_notes([column])[0], "doubt", offer)


def _read_otherwise(column: Settled, spec: DataSpec) -> Offer | None:
    form = _other_format(column.form)
    if not form:
        return None
    changes = changes_between(spec, with_format(spec, column.name, form))
    label = _("Read {column} like {form}").format(column=repr(shorten(column.name, 20)), form=form)
    return Offer(label, changes) if changes else None


def _names(columns: Sequence[Settled], spec: DataSpec) -> Iterator[Remark]:
    """On texts that stand for nothing in other tables and are categories here."""
    found = [
        (column, text, count)
        for column in columns
        if not column.doubtful
        for text, count in _marks_among(column, spec)
    ]
    for column, text, count in found[:_COLUMNS]:
        sentence = ngettext(
            "Column {column}: {text} in {n} cell is a category like the others.",
            "Column {column}: {text} in {n} cells is a category like the others.",
            count,
        )
        yield Remark(_said(sentence, column, text, count), "doubt", _as_missing(column, text, spec))


def _gaps(columns: Sequence[Settled], spec: DataSpec) -> Iterator[Remark]:
    """On texts that are missing values here and may be names in other tables."""
    found = [
        (column, text, count)
        for column in columns
        if isinstance(column.cells, TextCells)
        for text, count in column.marks
    ]
    for column, text, count in found[:_COLUMNS]:
        sentence = ngettext(
            "Column {column}: {text} in {n} cell counts as missing.",
            "Column {column}: {text} in {n} cells counts as missing.",
            count,
        )
        # With marks of its own, of which there is none but the empty one, nothing is detected.
        marks = (*spec.missing_marks, f"{column.name}=")
        offer = Offer(
            _("Read {text} as a category").format(text=repr(shorten(text, 20))),
            (("missing_marks", marks),),
        )
        is_sure = text.lower() in ALWAYS
        is_chosen = any(entry.endswith(text) for entry in spec.missing_marks)
        said = _said(sentence, column, text, count)
        yield Remark(
            said, "note" if is_sure or is_chosen else "doubt", None if is_chosen else offer
        )


def _said(sentence: str, column: Settled, text: str, count: int) -> str:
    return sentence.format(
        column=repr(shorten(column.name)), text=repr(shorten(text)), n=grouped(count)
    )


def _marks_among(column: Settled, spec: DataSpec) -> Iterator[tuple[str, int]]:
    """Categories that stand for nothing elsewhere, with how often they occur."""
    cells = column.cells
    marked = any(entry.startswith(f"{column.name}=") for entry in spec.missing_marks)
    if not isinstance(cells, TextCells) or len(cells.texts) < _FEWEST:
        return
    if marked or column.name in spec.categories:
        return
    for code, text in enumerate(cells.texts):
        if text.lower() in IN_NUMBERS - _OFTEN_NAMES:
            yield text, int((cells.codes == code).sum())


def _as_missing(column: Settled, text: str, spec: DataSpec) -> Offer:
    marks = (*spec.missing_marks, f"{column.name}={text}")
    label = _("Count {text} as missing").format(text=repr(text))
    return Offer(label, (("missing_marks", marks),))


def _other_format(form: NumberFormat | DateFormat | None) -> str:
    """How else a doubtful column may be read; empty where there is one way."""
    if isinstance(form, DateFormat):
        twins = {a: b for pair in TWINS for a, b in (pair, pair[::-1])}
        return twins.get(form.key, "")
    if form is None or (form.decimal, form.thousands) not in _OTHER:
        return ""
    return NumberFormat(*_OTHER[form.decimal, form.thousands]).example
