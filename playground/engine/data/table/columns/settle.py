"""Settles what each column is: its kind by all of its values, its marks by those of the others."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.data.progress import Progress, silent
from playground.engine.data.raw import FloatArray
from playground.engine.data.table.columns.categories import settle_texts
from playground.engine.data.table.columns.choices import ColumnChoice, column_choices
from playground.engine.data.table.columns.dates import DateFormat
from playground.engine.data.table.columns.doubt import House, doubt_of, without_doubt
from playground.engine.data.table.columns.evidence import SHARE, Evidence, evidence_of
from playground.engine.data.table.columns.kinds import (
    LARGEST_NUMBER,
    DateCells,
    NumberCells,
    Settled,
    missing,
)
from playground.engine.data.table.columns.numbers import ORDER, NumberFormat
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import shorten
from playground.engine.spec.run import DataSpec

_MANY_ROWS = 100_000
_AHEAD = 2
"""Columns that are read beside the one that is looked at."""
_FEWEST_COMPACT = 3
"""In fewer texts, eight digits that happen to be a date are a number."""


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """What is known of a column before it is settled."""

    table: TextTable
    name: str
    evidence: Evidence
    choice: ColumnChoice


def settle_all(table: TextTable, spec: DataSpec, report: Progress = silent) -> dict[str, Settled]:
    """The kind of each column: of those clear by themselves first, of the others by these.

    Raises:
        InputError: what was chosen for single columns is no format, or contradicts itself.
    """
    choices = column_choices(spec, tuple(table.columns), table.declared)
    house, settled = House(table.layout.separator.value), dict[str, Settled | None]()
    open_ones: list[_Column] = []
    for index, column in enumerate(_looked_at(table, choices)):
        report(index / len(table.columns), _("Looking at columns"))
        settled[column.name] = _settle(column, house, by_itself=True)
        if settled[column.name] is None:
            open_ones.append(column)
    settled |= {column.name: _settle(column, house, by_itself=False) for column in open_ones}
    return {name: _housed(column, house) for name, column in settled.items() if column}


def _looked_at(table: TextTable, choices: dict[str, ColumnChoice]) -> Iterator[_Column]:
    """The evidence of each column; while one is looked at, the numbers of others are read."""

    def found(name: str) -> _Column:
        choice = choices[name]
        evidence = evidence_of(table.columns[name], choice.marks, choice.replaced)
        return _Column(table, name, evidence, choice)

    if table.rows < _MANY_ROWS:
        yield from map(found, table.columns)
        return
    with ThreadPoolExecutor(_AHEAD) as pool:
        yield from pool.map(found, table.columns)


def _settle(column: _Column, house: House, *, by_itself: bool) -> Settled | None:
    """A column, which tells the house what is clear; None where it needs to know the others."""
    evidence, choice = column.evidence, column.choice
    if _is_of_texts(choice):
        return None if by_itself else _settle_texts(column, house)
    dates = _dates_of(evidence, choice)
    if dates is not None:
        return _settle_dates(column, dates, house, by_itself=by_itself)
    form = _form_of(evidence, choice)
    if form is None:
        if by_itself:
            return None
        if choice.kind == "number":
            return _numbers(column, NumberFormat(), "")
        return _settle_texts(column, house)
    is_certain = choice.has_marks or choice.declared == "number"
    doubt = None if is_certain else doubt_of(evidence, form)
    if doubt is None:
        settled = _numbers(column, form, _written_like(evidence, form))
        house.learn(settled)
        return settled
    if by_itself:
        return None
    return replace(_numbers(column, *without_doubt(form, doubt, house)), doubtful=True)


def _settle_texts(column: _Column, house: House) -> Settled:
    return settle_texts(column.name, column.evidence, column.choice, house.marks)


def _is_of_texts(choice: ColumnChoice) -> bool:
    """Whether the column holds texts, whatever they look like: so chosen, or so declared."""
    declared = choice.declared in ("category", "text", "yes_no")
    return choice.kind == "category" or (not choice.kind and declared)


def _housed(column: Settled, house: House) -> Settled:
    """A column without any mark takes those of the table: more rows may bring some."""
    form = column.form
    if not isinstance(form, NumberFormat) or form.marks != NumberFormat().marks:
        return column
    if not house.forms or column.marked:
        return column
    usual, _count = house.forms.most_common(1)[0]
    return replace(column, form=NumberFormat(*usual, form.before, form.after))


def _form_of(evidence: Evidence, choice: ColumnChoice) -> NumberFormat | None:
    """How the column writes its numbers; None where it holds too few of them, or codes."""
    is_chosen = choice.kind == "number"
    if not is_chosen and evidence.are_codes():
        return None
    if evidence.plain is not None and not choice.has_marks:
        return NumberFormat() if evidence.has_any else None
    enough = max(SHARE * evidence.present - evidence.censored, evidence.present / 2, 1)
    # A mark chosen for the whole table need not be that of every column.
    allowed = [pair for pair in ORDER if choice.allows(pair)] if choice.has_marks else []
    for pairs in filter(None, (allowed, ORDER if evidence.plain is None else ())):
        best = evidence.best_of(pairs)
        if best is not None and (best[1] >= enough or is_chosen):
            return best[0]
        if is_chosen and choice.has_marks:
            return evidence.forms(pairs)[0]
    return NumberFormat() if evidence.has_any else None


def _dates_of(evidence: Evidence, choice: ColumnChoice) -> DateFormat | None:
    if choice.date:
        return DateFormat(choice.date)
    if choice.kind == "number" or not evidence.may_be_dates:
        return None
    chosen = choice.kind == "date"
    fitting = [
        form for form, cells in evidence.dated if chosen or cells >= SHARE * evidence.present
    ]
    if not fitting:
        return None
    compact = fitting[0].key == "yyyymmdd" and not chosen
    if compact and (
        len(evidence.distinct) < _FEWEST_COMPACT or evidence.dated[0][1] < evidence.present
    ):
        return None
    return fitting[0]


def _settle_dates(
    column: _Column, form: DateFormat, house: House, *, by_itself: bool
) -> Settled | None:
    other = form.twin
    if other is None:
        return _dates(column, form)
    cells = dict(column.evidence.dated)
    if column.choice.date or cells.get(other) != cells.get(form):
        house.day_first[form.key.startswith("dd")] += 1
        return _dates(column, form)
    if by_itself:
        return None
    day, month = (form, other) if form.key.startswith("dd") else (other, form)
    return replace(_dates(column, *_day_or_month_first(column, day, month, house)), doubtful=True)


def _day_or_month_first(
    column: _Column, day: DateFormat, month: DateFormat, house: House
) -> tuple[DateFormat, str]:
    """Which of the two it is, by the order of the rows or the other columns, and why."""
    sorted_by = [twin for twin in (day, month) if _rises(column.evidence.dates(twin))]
    if len(sorted_by) == 1:
        why = _("In every date day and month may be exchanged; read as {form} they are in order.")
        return sorted_by[0], why.format(form=sorted_by[0].key)
    if house.day_first:
        chosen = day if house.day_first.most_common(1)[0][0] else month
        why = _("In every date day and month may be exchanged; another column writes {form}.")
        return chosen, why.format(form=chosen.key)
    commas = house.has_decimal("comma") or house.separator == "semicolon"
    chosen = month if "/" in day.key and not commas else day
    why = _(
        "In every date day and month may be exchanged; they are read as {form}. If that is wrong, "
        "choose the format {other} for this column."
    )
    return chosen, why.format(form=chosen.key, other=(month if chosen == day else day).key)


def _rises(values: FloatArray) -> bool:
    known = values[np.isfinite(values)]
    steps = np.diff(known)
    return bool(len(known) > 2 and ((steps >= 0).all() or (steps <= 0).all()))


def _dates(column: _Column, form: DateFormat, why: str = "") -> Settled:
    values = column.evidence.dates(form)
    said = (
        _("Its values are times of day.") if form.is_clock else _("Its values are dates ({form}).")
    )
    said = f"{said.format(form=form.key)} {why}".strip()
    settled = Settled(column.name, DateCells(values), "date", said, form)
    return _unless_constant(_with_gaps(settled, column.evidence), values)


def _numbers(column: _Column, form: NumberFormat, why: str) -> Settled:
    """`why` says how the numbers are written, where more than a point shows it."""
    evidence, choice = column.evidence, column.choice
    plain = evidence.plain if form.marks == NumberFormat().marks else None
    values = evidence.numbers(form) if plain is None else plain
    said = _("As chosen.") if choice.kind == "number" else _("Its values are numbers.")
    said = f"{said} {why}".strip()
    settled = Settled(
        column.name, NumberCells(values), "number", said, form, marked=evidence.has_mark(form)
    )
    if plain is None:
        settled = _with_gaps(settled, evidence)
    problem = _problem(column, settled, values)
    return replace(settled, problem=problem) if problem else _unless_constant(settled, values)


def _problem(column: _Column, settled: Settled, values: FloatArray) -> str:
    """Why a column of numbers cannot be used; empty where it can."""
    large = np.flatnonzero(np.abs(values) > LARGEST_NUMBER)
    few = (1 - SHARE) * max(column.evidence.present, 1) if len(settled.odd) else 0
    if column.choice.kind == "number" and len(settled.odd) > few:
        row = int(settled.odd[0])
        problem = _(
            "{place}: {text} is not a number, but the column is to be read as numbers; correct "
            "it, or read the column as a category."
        )
    elif len(large):
        row = int(large[0])
        problem = _(
            "{place}: {text} is too large to learn from (at most {most}); correct it or ignore "
            "the column."
        )
    else:
        return ""
    return problem.format(
        place=column.table.place(row, column.name),
        text=repr(shorten(str(column.evidence.texts[row]))),
        most=number(LARGEST_NUMBER),
    )


def _with_gaps(settled: Settled, evidence: Evidence) -> Settled:
    """The column with the marks that count as missing and the cells that are odd."""
    gaps = evidence.number_gaps
    odd = np.flatnonzero(missing(settled.cells) & ~gaps[evidence.codes])
    return replace(settled, odd=odd, marks=evidence.counted(gaps))


def _unless_constant(column: Settled, values: FloatArray) -> Settled:
    known = values[~np.isnan(values)]
    if not len(known):
        return replace(column, kind="empty", why=_("Every value is missing."))
    if known.min() < known.max():
        return column
    if isinstance(column.cells, DateCells):
        return replace(column, kind="constant", why=_("Every date is the same."))
    why = _("Every value is {value}.").format(value=number(known[0], ".10g"))
    return replace(column, kind="constant", why=why)


def _written_like(evidence: Evidence, form: NumberFormat) -> str:
    """An example of the marks, unless they are those of plain numbers; and of flags."""
    if evidence.plain is not None:
        return ""
    said = []
    if form != NumberFormat():
        said.append(_("They are written like {example}.").format(example=evidence.example(form)))
    if evidence.flagged:
        flags = _("The letter behind numbers such as {example} is left out as a flag.")
        said.append(flags.format(example=repr(evidence.flagged)))
    return " ".join(said)
