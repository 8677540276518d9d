"""What is said of how the columns of a table are read, each with a choice where one fits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.columns.choices import changes_between, with_format, with_kind
from playground.engine.data.table.columns.dates import DateFormat
from playground.engine.data.table.columns.doubt import OTHER
from playground.engine.data.table.columns.kinds import Settled, TextCells
from playground.engine.data.table.columns.numbers import NumberFormat
from playground.engine.data.table.marks import ALWAYS, IN_NUMBERS, split_entry
from playground.engine.data.table.notes import cells_of
from playground.engine.data.table.plan import Plan
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import listed, quoted, shorten
from playground.engine.spec.run import DataSpec

Weight = Literal["problem", "doubt", "note"]

_OTHER = OTHER | {b: a for a, b in OTHER.items()}
"""As what else the marks of a doubtful number may be read."""
_COLUMNS = 8
"""How many columns are named one by one."""
_REASONS = 5
"""For how many different reasons columns are named that are left out."""
_OFTEN_NAMES = frozenset(["x", "*"])
"""Marks that are hardly ever one among texts."""


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
    """A sentence on how a table is or could be read; a doubt is what one had better look at."""

    said: str
    weight: Weight = "note"
    offer: Offer | None = None


def remarks_of(texts: TextTable, plan: Plan, spec: DataSpec) -> tuple[Remark, ...]:
    """On odd cells, on what could not be settled by a column alone, on what is missing, and on
    what was left out."""
    columns = plan.having("feature", "target")
    return (
        *_odd(texts, columns, spec),
        *_doubtful(columns, spec),
        *_names(columns, spec),
        *_gaps(columns, spec),
        *_marks(columns),
        *(Remark(note, "doubt") for note in texts.notes),
        *_left_out(plan.columns),
    )


def _odd(texts: TextTable, columns: Sequence[Settled], spec: DataSpec) -> Iterator[Remark]:
    having = [column for column in columns if len(column.odd)]
    for column in having[:_COLUMNS]:
        label = _("Read {column} as a category").format(column=repr(shorten(column.name, 20)))
        after = with_kind(spec, column.name, "category")
        offer = Offer(label, changes_between(spec, after))
        yield Remark(_odd_cells(texts, column), "doubt", offer)
    yield from _more(len(having) - _COLUMNS)


def _odd_cells(texts: TextTable, column: Settled) -> str:
    if column.kind == "date":
        sentence = ngettext(
            "Column {column}: {n} cell is no such date and counts as missing: {cells}.",
            "Column {column}: {n} cells are no such dates and count as missing: {cells}.",
            len(column.odd),
        )
    else:
        sentence = ngettext(
            "Column {column}: {n} cell is not a number and counts as missing: {cells}.",
            "Column {column}: {n} cells are not numbers and count as missing: {cells}.",
            len(column.odd),
        )
    return sentence.format(
        column=repr(shorten(column.name)),
        n=grouped(len(column.odd)),
        cells=cells_of(texts, column.name, column.odd),
    )


def _more(count: int) -> Iterator[Remark]:
    if count > 0:
        said = ngettext("So is {n} more column.", "So are {n} more columns.", count)
        yield Remark(said.format(n=grouped(count)), "doubt")


def _doubtful(columns: Sequence[Settled], spec: DataSpec) -> Iterator[Remark]:
    having = [column for column in columns if column.doubtful]
    for column in having[:_COLUMNS]:
        offer = _read_otherwise(column, spec)
        yield Remark(f"{shorten(column.name)!r}: {column.why}", "doubt", offer)
    yield from _more(len(having) - _COLUMNS)


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
        (column, text, count) for column in columns for text, count in _marks_among(column, spec)
    ]
    for column, text, count in found[:_COLUMNS]:
        sentence = ngettext(
            "Column {column}: {text} in {n} cell is a category like the others; if it stands for "
            "a missing value, add it to the missing marks.",
            "Column {column}: {text} in {n} cells is a category like the others; if it stands for "
            "a missing value, add it to the missing marks.",
            count,
        )
        marks = (*spec.missing_marks, f"{column.name}={text}")
        label = _("Count {text} as missing").format(text=repr(text))
        offer = Offer(label, (("missing_marks", marks),))
        yield Remark(_said(sentence, column, text, count), "doubt", offer)


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


def _marks(columns: Sequence[Settled]) -> Iterator[Remark]:
    """Which texts count as missing among numbers and dates, and where."""
    found = [
        ngettext("{text} in {column} ({n} cell)", "{text} in {column} ({n} cells)", count).format(
            text=repr(shorten(text)), column=repr(shorten(column.name)), n=grouped(count)
        )
        for column in columns
        if not isinstance(column.cells, TextCells)
        for text, count in column.marks
    ]
    if found:
        yield Remark(_("Counted as missing: {cells}.").format(cells=listed(found, _COLUMNS)))


def _left_out(columns: Sequence[Settled]) -> Iterator[Remark]:
    """Which columns are left out for a reason of their own, and why."""
    reasons: dict[str, list[str]] = {}
    for column in columns:
        if column.role == "ignore" and column.why:
            reasons.setdefault(column.why, []).append(column.name)
    said = []
    for why, names in list(reasons.items())[:_REASONS]:
        out = ngettext("Column left out: {names}.", "Columns left out: {names}.", len(names))
        said += [out.format(names=quoted(names)), why]
    rest = sum(len(names) for names in list(reasons.values())[_REASONS:])
    if rest:
        more = ngettext("{n} more column is left out.", "{n} more columns are left out.", rest)
        said.append(more.format(n=grouped(rest)))
    if said:
        yield Remark(" ".join(said))


def _said(sentence: str, column: Settled, text: str, count: int) -> str:
    return sentence.format(
        column=repr(shorten(column.name)), text=repr(shorten(text)), n=grouped(count)
    )


def _marks_among(column: Settled, spec: DataSpec) -> Iterator[tuple[str, int]]:
    """Categories that stand for nothing elsewhere, with how often they occur."""
    cells = column.cells
    if not isinstance(cells, TextCells):
        return
    marked = any(split_entry(entry, (column.name,))[0] for entry in spec.missing_marks)
    if marked or column.name in spec.categories:
        return
    for code, text in enumerate(cells.texts):
        if text.lower() in IN_NUMBERS - _OFTEN_NAMES:
            yield text, int((cells.codes == code).sum())


def _other_format(form: NumberFormat | DateFormat | None) -> str:
    """How else a doubtful column may be read; empty where there is one way."""
    if isinstance(form, DateFormat):
        return form.twin.key if form.twin else ""
    marks = _OTHER.get(form.marks) if form else None
    return NumberFormat(*marks).example if marks else ""
