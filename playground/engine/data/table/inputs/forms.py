"""How a table for a model writes its numbers: as the model's own, unless that is certainly wrong.

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
from playground.engine.data.table.columns.evidence import SHARE, Evidence
from playground.engine.data.table.columns.kinds import Mask
from playground.engine.data.table.columns.numbers import ORDER, SCALED, NumberFormat
from playground.engine.data.table.words import listed, quoted, shorten

_EXAMPLES = 3
_OTHER = {"comma": "point", "point": "comma"}


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """How a column is read.

    Attributes:
        other: a text that is written otherwise than in training; empty where none is.
        value: the number it is read as.
        note: on another unit than in training; empty where it is the same.
    """

    form: NumberFormat
    other: str = ""
    value: float = 0.0
    note: str = ""


def settle_forms(columns: Mapping[str, tuple[Evidence, NumberFormat]]) -> dict[str, Form]:
    """How each column of numbers is written, by its evidence and by how it was in training."""
    judged = {name: _judge(*column) for name, column in columns.items()}
    votes = Counter(
        (columns[name][1].decimal, form.decimal)
        for name, (form, _twin, is_clear) in judged.items()
        if is_clear
    )
    forms = {}
    for name, (form, twin, _is_clear) in judged.items():
        evidence, trained = columns[name]
        here = trained.decimal
        exchanged = votes[here, _OTHER[here]] and not votes[here, here]
        chosen = twin if exchanged and twin is not None else form
        forms[name] = _described(name, evidence, trained, chosen)
    return forms


def is_plain(evidence: Evidence, trained: NumberFormat) -> bool:
    """Whether every cell is a number that any way of writing, or the trained one, reads alike."""
    if evidence.plain is None:
        return False
    return trained.decimal == "point" or not evidence.has_mark(NumberFormat())


def _judge(
    evidence: Evidence, trained: NumberFormat
) -> tuple[NumberFormat, NumberFormat | None, bool]:
    """What a column's own cells say.

    Returns:
        Its form, with the decimal mark of training where both may be; the one with the other mark
        where its cells allow both; and whether its marks can be read in one way only.
    """
    kept, other = trained.decimal, _OTHER[trained.decimal]
    usual = np.ones(0, np.bool_) if is_plain(evidence, trained) else _fitting(evidence, trained)
    if usual.all():
        has_mark = evidence.has_mark(trained)
        twins = _forms(evidence, trained, other) if has_mark else ()
        twin = next((form for form in twins if _fits_all(evidence, form)), None)
        return trained, twin, has_mark and twin is None
    same, twin = (_better(evidence, trained, usual, decimal) for decimal in (kept, other))
    if same is None and twin is None:
        return trained, None, False
    return same or twin or trained, twin if same else None, same is None or twin is None


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


def _described(name: str, evidence: Evidence, trained: NumberFormat, form: NumberFormat) -> Form:
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
