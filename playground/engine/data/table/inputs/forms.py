"""How a table for a model writes its numbers: as the model's own, unless that is certainly wrong.

A column that its own cells do not settle (`1.234`) is read as trained; where other columns of the
file show that it exchanges the marks of the model's table, it is read as they are.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
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
_FIRST = 2_000
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


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a column's own cells say.

    Attributes:
        form: by itself, with the decimal mark of training where both may be.
        twin: with the other decimal mark, where its cells allow both.
        is_clear: that its marks can be read in one way only.
    """

    trained: NumberFormat
    form: NumberFormat
    twin: NumberFormat | None
    is_clear: bool


def settle_forms(columns: Mapping[str, tuple[Evidence, NumberFormat]]) -> dict[str, Form]:
    """How each column of numbers is written, by its evidence and by how it was in training."""
    judged = {name: _judge(*column) for name, column in columns.items()}
    votes = Counter((j.trained.decimal, j.form.decimal) for j in judged.values() if j.is_clear)
    forms = {}
    for name, column in judged.items():
        kept, evidence = column.trained.decimal, columns[name][0]
        exchanged = votes[kept, _OTHER[kept]] and not votes[kept, kept]
        form = column.twin if exchanged and column.twin is not None else column.form
        forms[name] = _described(name, evidence, column.trained, form)
    return forms


def is_plain(evidence: Evidence, trained: NumberFormat) -> bool:
    """Whether every cell is a number that any way of writing, or the trained one, reads alike."""
    if evidence.plain is None:
        return False
    return trained.decimal == "point" or not evidence.has_mark(NumberFormat())


def _judge(evidence: Evidence, trained: NumberFormat) -> _Judged:
    plain = is_plain(evidence, trained)
    if plain and (trained.decimal == "comma" or not evidence.has_mark(trained)):
        return _Judged(trained, trained, None, is_clear=False)
    usual = np.ones(0, dtype=np.bool_) if plain else _fitting(evidence, trained)
    if usual.all():
        has_mark = evidence.has_mark(trained)
        twin = _twin(evidence, trained) if has_mark else None
        return _Judged(trained, trained, twin, is_clear=has_mark and twin is None)
    same = _other(evidence, trained, usual, trained.decimal)
    twin = _other(evidence, trained, usual, _OTHER[trained.decimal])
    if same is None and twin is None:
        return _Judged(trained, trained, None, is_clear=False)
    is_clear = same is None or twin is None
    return _Judged(trained, same or twin or trained, None if is_clear else twin, is_clear)


def _fitting(evidence: Evidence, form: NumberFormat) -> Mask:
    """bool `[distinct]`: what is missing fits any form."""
    fits: Mask = np.asarray(numbers.fitting(evidence.bare, form)) | evidence.number_gaps
    fits |= evidence.counts == 0
    return fits


def _forms(evidence: Evidence, trained: NumberFormat, decimal: str) -> Iterator[NumberFormat]:
    """Ways of writing with that decimal mark, the likelier first."""
    _texts, before, after = evidence.decorated
    for mark, group in ORDER:
        if mark == decimal and (mark, group) != (trained.decimal, trained.thousands):
            yield NumberFormat(mark, group, before, after)


def _twin(evidence: Evidence, trained: NumberFormat) -> NumberFormat | None:
    """A form with the other decimal mark that every cell has too, if there is one."""
    if trained.thousands == "none":
        doubt = evidence.doubtful(trained)
        return doubt.other if doubt else None
    for form in _forms(evidence, trained, _OTHER[trained.decimal]):
        # The first cells tell most forms out.
        few = numbers.fitting(evidence.bare.slice(0, _FIRST), form)
        if (np.asarray(few) | evidence.number_gaps[:_FIRST]).all() and _fits_all(evidence, form):
            return form
    return None


def _fits_all(evidence: Evidence, form: NumberFormat) -> bool:
    return bool(_fitting(evidence, form).all())


def _other(
    evidence: Evidence, trained: NumberFormat, usual: Mask, decimal: str
) -> NumberFormat | None:
    """A form that fits nearly all cells, and all that the trained one fits and more."""
    present = ~evidence.number_gaps
    best, most = None, SHARE * evidence.present
    for form in _forms(evidence, trained, decimal):
        fits = _fitting(evidence, form)
        cells = int(evidence.counts[fits & present].sum())
        is_more = cells > most or (best is None and cells == most)
        if is_more and not (usual & ~fits).any() and (fits > usual).any():
            best, most = form, cells
        if most == evidence.present and best is not None:
            break
    if best is not None:
        return best
    scaled = replace(trained, after=SCALED)
    if decimal == trained.decimal and evidence.decorated[2] == SCALED and trained.after != SCALED:
        return scaled if _fitting(evidence, scaled).all() else None
    return None


def _described(name: str, evidence: Evidence, trained: NumberFormat, form: NumberFormat) -> Form:
    written = ("", "") if evidence.plain is not None else evidence.decorated[1:]
    note = _unit_note(name, written, trained)
    if (form.decimal, form.thousands) == (trained.decimal, trained.thousands):
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
    if not there:
        sentence = _(
            "The numbers of {column} have the unit {here}, which they had not in the table that "
            "the model was trained on; they are taken as they stand."
        )
        return sentence.format(column=repr(shorten(name)), here=here)
    if not here:
        sentence = _(
            "The numbers of {column} had the unit {there} in the table that the model was trained "
            "on and have none here; they are taken as they stand."
        )
        return sentence.format(column=repr(shorten(name)), there=there)
    sentence = _(
        "The numbers of {column} are in {here}, but in the table that the model was trained on "
        "they were in {there}; they are taken as they stand."
    )
    return sentence.format(column=repr(shorten(name)), here=here, there=there)


def _unit(before: str, after: str) -> str:
    return before + ("" if after == SCALED else after)
