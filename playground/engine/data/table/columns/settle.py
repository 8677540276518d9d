"""Settles what each column is: its kind by all of its values, its marks by those of the others."""

from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.data.progress import Progress, silent
from playground.engine.data.raw import FloatArray, IntArray
from playground.engine.data.table.columns.categories import settle_texts
from playground.engine.data.table.columns.choices import ColumnChoice, column_choices
from playground.engine.data.table.columns.dates import TWINS, DateFormat
from playground.engine.data.table.columns.evidence import SHARE, Evidence, evidence_of
from playground.engine.data.table.columns.kinds import (
    LARGEST_NUMBER,
    DateCells,
    Mask,
    NumberCells,
    Odd,
    Settled,
)
from playground.engine.data.table.columns.marks import ALWAYS
from playground.engine.data.table.columns.numbers import ORDER, NumberFormat
from playground.engine.data.table.columns.thousands import House, without_doubt
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import shorten
from playground.engine.spec.run import DataSpec

_ODD_NAMED = 5
_MANY_ROWS = 100_000
_AHEAD = 2
"""Columns that are read beside the one that is looked at."""
_FEWEST_COMPACT = 3
"""In fewer texts, eight digits that happen to be a date are a number."""


@dataclass(slots=True)
class _Votes:
    """What the columns that are clear by themselves have shown so far."""

    forms: Counter[tuple[str, str]] = field(default_factory=Counter)
    marks: set[str] = field(default_factory=set)
    day_first: Counter[bool] = field(default_factory=Counter)

    def house(self, separator: str) -> House:
        day_first = self.day_first.most_common(1)[0][0] if self.day_first else None
        return House(dict(self.forms), frozenset(self.marks - ALWAYS), day_first, separator)


def settle_all(table: TextTable, spec: DataSpec, report: Progress = silent) -> dict[str, Settled]:
    """The kind of each column: of those clear by themselves first, of the others by these.

    Raises:
        InputError: what was chosen for single columns is no format, or contradicts itself.
    """
    choices = column_choices(spec, tuple(table.columns), table.declared)
    votes, settled, open_ones = _Votes(), dict[str, Settled | None](), dict[str, Evidence]()
    for index, (name, evidence) in enumerate(_evidence(table, choices)):
        report(index / len(table.columns), _("Looking at columns"))
        settled[name] = _alone(table, name, evidence, choices[name], votes)
        if settled[name] is None:
            open_ones[name] = evidence
    house = votes.house(table.layout.separator.value)
    for name, evidence in open_ones.items():
        settled[name] = _beside(table, name, evidence, choices[name], house)
    return {name: _housed(column, house) for name, column in settled.items() if column}


def _evidence(table: TextTable, choices: dict[str, ColumnChoice]) -> Iterator[tuple[str, Evidence]]:
    """The evidence of each column; while one is looked at, the numbers of others are read."""

    def found(name: str) -> tuple[str, Evidence]:
        choice = choices[name]
        return name, evidence_of(table.columns[name], choice.replaced, choice.marks)

    if table.rows < _MANY_ROWS:
        yield from map(found, table.columns)
        return
    with ThreadPoolExecutor(_AHEAD) as pool:
        waiting = deque[Future[tuple[str, Evidence]]]()
        for name in table.columns:
            waiting.append(pool.submit(found, name))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _alone(
    table: TextTable, name: str, evidence: Evidence, choice: ColumnChoice, votes: _Votes
) -> Settled | None:
    """A column that its own values settle, or None."""
    if _is_of_texts(choice):
        return None
    dates = _dates_of(evidence, choice)
    if dates is not None:
        twin = _twin(evidence, dates)
        if twin is not None and not choice.date:
            return None
        if any(dates.key in pair for pair in TWINS):
            votes.day_first[dates.key.startswith("dd")] += 1
        return _settle_dates(name, evidence, dates)
    form = _form_of(evidence, choice)
    if form is None:
        return None
    is_certain = choice.has_marks or choice.declared == "number"
    if not is_certain and evidence.doubtful(form):
        return None
    column = _settle_numbers(table, name, evidence, form, choice, _written_like(evidence, form))
    if column.marked:
        votes.forms[form.decimal, form.thousands] += 1
    votes.marks.update(mark.lower() for mark, _count in column.marks)
    return column


def _beside(
    table: TextTable, name: str, evidence: Evidence, choice: ColumnChoice, house: House
) -> Settled:
    """A column that needs to know what the clear ones are like."""
    if not _is_of_texts(choice):
        dates = _dates_of(evidence, choice)
        if dates is not None:
            chosen, why = _day_or_month_first(evidence, dates, house)
            column = _settle_dates(name, evidence, chosen, why)
            return replace(column, doubtful=bool(why))
        form = _form_of(evidence, choice)
        if form is not None:
            return _settle_doubtful(table, name, evidence, form, choice, house)
        if choice.kind == "number":
            return _settle_numbers(table, name, evidence, NumberFormat(), choice, "")
    return settle_texts(name, evidence, choice, house.marks)


def _is_of_texts(choice: ColumnChoice) -> bool:
    """Whether the column holds texts, whatever they look like: so chosen, or so declared."""
    declared = choice.declared in ("category", "text", "yes_no")
    return choice.kind == "category" or (not choice.kind and declared)


def _settle_doubtful(
    table: TextTable,
    name: str,
    evidence: Evidence,
    form: NumberFormat,
    choice: ColumnChoice,
    house: House,
) -> Settled:
    doubt = None if choice.has_marks else evidence.doubtful(form)
    if doubt is None:
        return _settle_numbers(table, name, evidence, form, choice, "")
    likelier, why = without_doubt(form, doubt, house)
    column = _settle_numbers(table, name, evidence, likelier, choice, why)
    return replace(column, doubtful=True)


def _housed(column: Settled, house: House) -> Settled:
    """A column without any mark takes those of the table: more rows may bring some."""
    form = column.form
    if not isinstance(form, NumberFormat) or (form.decimal, form.thousands) != ("point", "none"):
        return column
    if not house.forms or column.marked:
        return column
    decimal, thousands = max(house.forms, key=lambda pair: house.forms[pair])
    return replace(column, form=replace(form, decimal=decimal, thousands=thousands))


def _form_of(evidence: Evidence, choice: ColumnChoice) -> NumberFormat | None:
    """How the column writes its numbers; None where it holds too few of them, or codes."""
    is_chosen = choice.kind == "number"
    if not is_chosen and evidence.are_codes():
        return None
    if evidence.plain is not None and not choice.has_marks:
        return NumberFormat() if evidence.has_any else None
    enough = max(SHARE * evidence.present - evidence.censored, evidence.present / 2, 1)
    if choice.has_marks:
        # A mark chosen for the whole table need not be that of every column.
        allowed = evidence.best_of([pair for pair in ORDER if choice.allows(pair)])
        if allowed is not None and (allowed.cells >= enough or is_chosen):
            return allowed.form
    if evidence.plain is not None:
        return NumberFormat() if evidence.has_any else None
    fitting = [written for written in evidence.written if written.cells >= enough or is_chosen]
    return fitting[0].form if fitting else None


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


def _twin(evidence: Evidence, form: DateFormat) -> DateFormat | None:
    """The format that fits the same cells with day and month exchanged, if one does."""
    cells = dict(evidence.dated)
    for pair in TWINS:
        if form.key in pair:
            other = DateFormat(pair[1 - pair.index(form.key)])
            return other if cells.get(other) == cells.get(form) else None
    return None


def _day_or_month_first(
    evidence: Evidence, form: DateFormat, house: House
) -> tuple[DateFormat, str]:
    """Which of the two it is, by the order of the rows or the other columns, and why."""
    other = _twin(evidence, form)
    if other is None:
        return form, ""
    day, month = (form, other) if form.key.startswith("dd") else (other, form)
    sorted_by = [twin for twin in (day, month) if _rises(evidence.dates(twin))]
    if len(sorted_by) == 1:
        why = _("In every date day and month may be exchanged; read as {form} they are in order.")
        return sorted_by[0], why.format(form=sorted_by[0].key)
    if house.day_first is not None:
        chosen = day if house.day_first else month
        why = _("In every date day and month may be exchanged; another column writes {form}.")
        return chosen, why.format(form=chosen.key)
    commas = any(pair[0] == "comma" for pair in house.forms) or house.separator == "semicolon"
    chosen = month if form.key == "mm/dd/yyyy" or ("/" in form.key and not commas) else day
    why = _(
        "In every date day and month may be exchanged; they are read as {form}. If that is wrong, "
        "choose the format {other} for this column."
    )
    return chosen, why.format(form=chosen.key, other=(month if chosen == day else day).key)


def _rises(values: FloatArray) -> bool:
    known = values[np.isfinite(values)]
    steps = np.diff(known)
    return bool(len(known) > 2 and ((steps >= 0).all() or (steps <= 0).all()))


def _settle_dates(name: str, evidence: Evidence, form: DateFormat, why: str = "") -> Settled:
    values = evidence.dates(form)
    said = (
        _("Its values are times of day.") if form.is_clock else _("Its values are dates ({form}).")
    )
    said = f"{said.format(form=form.key)} {why}".strip()
    column = _with_gaps(
        Settled(name, DateCells(values), "date", said, form), evidence, np.isnan(values)
    )
    return _unless_constant(column, values)


def _settle_numbers(
    table: TextTable,
    name: str,
    evidence: Evidence,
    form: NumberFormat,
    choice: ColumnChoice,
    why: str,
) -> Settled:
    """`why` says how the numbers are written, where more than a point shows it."""
    plain = evidence.plain if (form.decimal, form.thousands) == ("point", "none") else None
    values = evidence.numbers(form) if plain is None else plain
    said = _("As chosen.") if choice.kind == "number" else _("Its values are numbers.")
    said = f"{said} {why}".strip()
    column = Settled(
        name, NumberCells(values), "number", said, form, marked=evidence.has_mark(form)
    )
    if plain is None:
        column = _with_gaps(column, evidence, np.isnan(values))
    if choice.kind == "number" and column.odd.count > (1 - SHARE) * max(evidence.present, 1):
        return _not_numbers(table, column)
    large = _too_large(values)
    if len(large):
        problem = _(
            "{place}: {value} is too large to learn from (at most {most}); correct it or ignore "
            "the column."
        ).format(
            place=table.place(int(large[0]), name),
            value=number(values[large[0]]),
            most=number(LARGEST_NUMBER),
        )
        return replace(column, problem=problem)
    return _unless_constant(column, values)


def _too_large(values: FloatArray) -> IntArray:
    """The rows of numbers that nothing can be learned from."""
    if not len(values) or not np.fmax.reduce(np.abs(values)) > LARGEST_NUMBER:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(np.abs(values) > LARGEST_NUMBER)


def _not_numbers(table: TextTable, column: Settled) -> Settled:
    row, text = column.odd.first[0]
    problem = _(
        "{place}: {text} is not a number, but the column is to be read as numbers; correct it, or "
        "read the column as a category."
    ).format(place=table.place(row, column.name), text=repr(shorten(text)))
    return replace(column, problem=problem)


def _with_gaps(column: Settled, evidence: Evidence, holes: Mask) -> Settled:
    """The column with the marks that count as missing and the cells that are odd."""
    gaps = evidence.number_gaps
    marks = [
        (str(evidence.distinct[place]), int(evidence.counts[place]))
        for place in np.flatnonzero(gaps).tolist()
        if str(evidence.distinct[place]) and evidence.counts[place]
    ]
    rows = np.flatnonzero(holes & ~gaps[evidence.codes])
    first = tuple((int(row), str(evidence.texts[int(row)])) for row in rows[:_ODD_NAMED])
    return replace(column, odd=Odd(len(rows), first), marks=tuple(marks))


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
