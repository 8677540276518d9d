"""How a table for a model writes numbers and dates: as its own, unless that is certainly wrong.

A column that its own cells do not settle (`1.234`) is read as trained; where other columns of the
file show that it exchanges the marks of the model's table, it is read as they are.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.data.table.columns import numbers
from playground.engine.data.table.columns.dates import DateFormat
from playground.engine.data.table.columns.evidence import SHARE, Evidence
from playground.engine.data.table.columns.kinds import Mask
from playground.engine.data.table.columns.numbers import ORDER, SCALED, NumberFormat
from playground.engine.data.table.words import listed, quoted, shorten

Format = NumberFormat | DateFormat
_EXAMPLES = 3
_OTHER = {"comma": "point", "point": "comma"}


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """How a column is read.

    Attributes:
        other: a number that is written otherwise than in training; empty where none is.
        value: what it is read as.
        note: on another unit or pattern than in training; empty where it is the same.
    """

    form: Format
    other: str = ""
    value: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a column's own cells say.

    Attributes:
        form: as in training where both may be.
        twin: the one with the other mark, where its cells allow both.
        is_clear: that its marks can be read in one way only.
    """

    form: Format
    twin: Format | None = None
    is_clear: bool = False


def settle_forms(columns: Mapping[str, tuple[Evidence, Format]]) -> dict[str, Form]:
    """How each column of numbers or dates is written, by its evidence and as it was in training."""
    judged = {
        name: _judge_dates(evidence, trained)
        if isinstance(trained, DateFormat)
        else _judge(evidence, trained)
        for name, (evidence, trained) in columns.items()
    }
    votes = Counter(
        (_mark(columns[name][1]), _mark(each.form))
        for name, each in judged.items()
        if each.is_clear
    )
    forms = {}
    for name, each in judged.items():
        evidence, trained = columns[name]
        kept, twin = _mark(trained), each.twin
        exchanged = twin is not None and votes[kept, _mark(twin)] and not votes[kept, kept]
        form = twin if twin is not None and exchanged else each.form
        forms[name] = _described(name, evidence, trained, form)
    return forms


def _mark(form: Format) -> str:
    return form.key if isinstance(form, DateFormat) else form.decimal


def _judge_dates(evidence: Evidence, trained: DateFormat) -> _Judged:
    if _dated(evidence, trained):
        twin = trained.twin if trained.twin and _dated(evidence, trained.twin) else None
        return _Judged(trained, twin, twin is None)
    fitting = [form for form, cells in evidence.dated if cells == evidence.present]
    return _Judged(fitting[0], is_clear=True) if len(fitting) == 1 else _Judged(trained)


def _dated(evidence: Evidence, form: DateFormat) -> bool:
    """Whether every cell is a date of this form, or missing."""
    gaps = evidence.number_gaps[evidence.codes]
    return not bool((np.isnan(evidence.dates(form)) & ~gaps).any())


def is_plain(evidence: Evidence, trained: NumberFormat) -> bool:
    """Whether every cell is a number that any way of writing, or the trained one, reads alike."""
    if evidence.plain is None:
        return False
    return trained.decimal == "point" or not evidence.has_mark(NumberFormat())


def _judge(evidence: Evidence, trained: NumberFormat) -> _Judged:
    kept, other = trained.decimal, _OTHER[trained.decimal]
    usual = np.ones(0, np.bool_) if is_plain(evidence, trained) else _fitting(evidence, trained)
    if usual.all():
        has_mark = evidence.has_mark(trained)
        twins = _forms(evidence, trained, other) if has_mark else ()
        twin = next((form for form in twins if _fits_all(evidence, form)), None)
        return _Judged(trained, twin, has_mark and twin is None)
    same, twin = (_better(evidence, trained, usual, decimal) for decimal in (kept, other))
    if same is not None and twin is not None:
        return _Judged(same, twin)
    form = same or twin
    return _Judged(form or trained, None, form is not None)


def _forms(evidence: Evidence, trained: NumberFormat, decimal: str) -> list[NumberFormat]:
    """Other ways of writing with that decimal mark, the likelier first."""
    return evidence.forms([p for p in ORDER if p[0] == decimal and p != trained.marks])


def _fitting(evidence: Evidence, form: NumberFormat) -> Mask:
    """bool `[distinct]`: what is missing fits any form."""
    fits: Mask = np.asarray(numbers.fitting(evidence.bare, form)) | evidence.number_gaps
    fits |= evidence.counts == 0
    return fits


def _fits_all(evidence: Evidence, form: NumberFormat) -> bool:
    few = np.asarray(numbers.fitting(evidence.first, form))
    return bool(few.all() and _fitting(evidence, form).all())


def _better(
    evidence: Evidence, trained: NumberFormat, usual: Mask, decimal: str
) -> NumberFormat | None:
    """A form that fits nearly all cells, and all that the trained one fits and more."""
    best, most = None, SHARE * evidence.present
    for form in _forms(evidence, trained, decimal):
        fits = _fitting(evidence, form)
        cells = evidence.cells(fits & ~evidence.number_gaps)
        is_more = cells > most or (best is None and cells == most)
        if is_more and not (usual & ~fits).any() and (fits > usual).any():
            best, most = form, cells
        if best is not None and most == evidence.present:
            break
    if best is None and decimal == trained.decimal and evidence.unit[1] == SCALED:
        scaled = replace(trained, after=SCALED)
        return scaled if scaled != trained and _fitting(evidence, scaled).all() else None
    return best


def _described(name: str, evidence: Evidence, trained: Format, form: Format) -> Form:
    if isinstance(form, DateFormat) or isinstance(trained, DateFormat):
        note = _("The dates of {column} are written as {form} and are read so.")
        said = note.format(column=repr(shorten(name)), form=_mark(form))
        return Form(form, note="" if form == trained else said)
    note = _unit_note(name, evidence.unit, trained)
    if form.marks == trained.marks:
        return Form(form, note=note)
    text = evidence.example(form)
    value = numbers.to_float(evidence.bare, form)[evidence.distinct_list.index(text)]
    return Form(form, text, float(value), note)


def note_of_forms(forms: Mapping[str, Form]) -> str:
    """That columns are written otherwise than in training, with an example; empty if none is."""
    other = {name: form for name, form in forms.items() if form.other}
    if not other:
        return ""
    examples = [
        _("{text} as {value}").format(text=form.other, value=number(form.value, ".10g"))
        for form in other.values()
    ]
    return _(
        "The numbers of {columns} are not written as in the table that the model was trained on; "
        "they are read here as follows: {examples}."
    ).format(columns=quoted(other), examples=listed(examples, _EXAMPLES))


def _unit_note(name: str, written: tuple[str, str], trained: NumberFormat) -> str:
    """That the numbers have another currency or unit than in training."""
    here, there = _unit(*written), _unit(trained.before, trained.after)
    if here == there or (not here and there != "%"):
        return ""
    none = _("no unit")
    return _(
        "Unit of {column}: {here} here, {there} in the table that the model was trained on; the "
        "numbers are taken as they stand."
    ).format(column=repr(shorten(name)), here=here or none, there=there or none)


def _unit(before: str, after: str) -> str:
    return before + ("" if after == SCALED else after)
