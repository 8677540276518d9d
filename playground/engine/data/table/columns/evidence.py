"""What the texts of one column can be: each judged by all of its values, nothing decided yet."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from playground.engine.data.raw import FloatArray, IntArray
from playground.engine.data.table.arrow import pa, pc
from playground.engine.data.table.columns import numbers
from playground.engine.data.table.columns.dates import DateFormat, likely_patterns, read_dates
from playground.engine.data.table.columns.kinds import Mask
from playground.engine.data.table.columns.numbers import ORDER, NumberFormat, any_of
from playground.engine.data.table.marks import ALWAYS, IN_NUMBERS

SHARE = 0.9
"""The part of a column's values that has to be numbers, or dates, for the column to be of them."""

_LOOKED_AT = 300
_GLANCE = 20
_ENOUGH = 20_000
_FIRST = 2_000
_FIRST_DAY, _LAST_DAY = 19_000_101, 20_991_231
_WORTH_TRYING = 0.5
_CENSORED = r"^[<>≤≥]=?\s?[0-9][0-9.,]*$"


@dataclass(frozen=True, eq=False)
class Evidence:
    """The texts of a column, those that are alike once.

    Attributes:
        texts: of all rows.
        chosen: marks chosen to be missing, where any are.
        replaced: values that marks stand for.
        usual: a currency and a unit that are taken off wherever they stand, however rarely.
        plain: the values, NaN where empty, if every cell is a plain number or empty.
    """

    texts: "pa.Array"
    chosen: frozenset[str]
    replaced: dict[str, str]
    usual: tuple[str, str]
    plain: FloatArray | None = field(repr=False)

    @cached_property
    def _varied(self) -> bool:
        """Whether nearly every text is different: looking for those that are alike is in vain."""
        first = self.texts.slice(0, _ENOUGH)
        return len(first) == _ENOUGH and pc.count_distinct(first).as_py() > 0.9 * _ENOUGH

    @cached_property
    def _encoded(self) -> Any:  # noqa: ANN401
        return self.texts.dictionary_encode()

    @cached_property
    def distinct(self) -> "pa.Array":
        """Each text once, or few of them twice, with the values that marks stand for."""
        texts = self.texts if self._varied else self._encoded.dictionary
        for mark, value in self.replaced.items():
            texts = pc.if_else(pc.equal(texts, mark), value, texts)
        return texts

    @cached_property
    def distinct_list(self) -> list[str]:
        """`distinct` as texts of Python."""
        texts: list[str] = self.distinct.to_pylist()
        return texts

    @cached_property
    def codes(self) -> IntArray:
        """int64 `[rows]`: places in `distinct`."""
        if self._varied:
            return np.arange(len(self.texts), dtype=np.int64)
        return np.asarray(self._encoded.indices).astype(np.int64)

    @cached_property
    def counts(self) -> IntArray:
        """How many cells hold each of `distinct`."""
        return np.bincount(self.codes, minlength=len(self.distinct))

    def cells(self, found: "pa.Array | Mask") -> int:
        """How many cells hold any of those of `distinct` that were found."""
        return int(self.counts[np.asarray(found)].sum())

    def gaps(self, marks: frozenset[str]) -> Mask:
        """Which of `distinct` are missing, by marks in lower case, unless others were chosen."""
        if self.chosen:
            return np.asarray(pc.is_in(self.distinct, pa.array(sorted({"", *self.chosen}))))
        return self.are_in(marks)

    def are_in(self, marks: Set[str]) -> Mask:
        """Which of `distinct` are among marks that are given in lower case."""
        written = {
            case for mark in marks for case in (mark, mark.upper(), mark.title(), mark.capitalize())
        }
        return np.asarray(pc.is_in(self.distinct, pa.array(sorted(written), pa.string())))

    @cached_property
    def number_gaps(self) -> Mask:
        """Which of `distinct` are missing in a column of numbers."""
        return self.gaps(IN_NUMBERS)

    @cached_property
    def text_gaps(self) -> Mask:
        """Which of `distinct` are missing in any column."""
        return self.gaps(ALWAYS)

    def counted(self, gaps: Mask) -> tuple[tuple[str, int], ...]:
        """The texts that are missing beside the empty one, with how many cells hold each."""
        found = np.flatnonzero(gaps & (self.counts > 0)).tolist()
        texts = ((str(self.distinct[place]), int(self.counts[place])) for place in found)
        return tuple(pair for pair in texts if pair[0])

    @cached_property
    def present(self) -> int:
        """How many cells hold something, in a column of numbers."""
        return self.cells(~self.number_gaps)

    @cached_property
    def decorated(self) -> "tuple[pa.Array, str, str]":
        """`distinct` tidied and without its currency and unit, and these."""
        texts = numbers.tidied(self.distinct)
        before, after = numbers.decoration(texts.filter(pa.array(~self.number_gaps)))
        return numbers.bared(texts, before, after), before, after

    @cached_property
    def _unflagged(self) -> "tuple[pa.Array, int | None]":
        return numbers.unflagged(numbers.bared(self.decorated[0], *self.usual))

    @property
    def bare(self) -> "pa.Array":
        """`distinct` tidied, without currency, unit and flags."""
        return self._unflagged[0]

    @cached_property
    def known(self) -> "pa.Array":
        """Those of `bare` that are not missing in a column of numbers."""
        gaps = self.number_gaps
        return self.bare.filter(pa.array(~gaps)) if gaps.any() else self.bare

    @property
    def first(self) -> "pa.Array":
        """The first of the texts that are there, bare: most questions end at them."""
        texts = (self.known if self.plain is None else self.texts).slice(0, _FIRST)
        return texts.filter(pc.not_equal(texts, ""))

    @property
    def unit(self) -> tuple[str, str]:
        """The currency and the unit that nearly all numbers have."""
        return self.decorated[1:] if self.plain is None else ("", "")

    @property
    def flagged(self) -> str:
        """A number with a flag behind it, such as `12.9 e`; nothing where there is none."""
        place = self._unflagged[1]
        return "" if place is None else str(self.distinct[place])

    @cached_property
    def censored(self) -> int:
        """How many cells are below or above a number: `<0.5`."""
        return self.cells(pc.match_substring_regex(self.distinct, _CENSORED))

    def forms(self, pairs: Sequence[tuple[str, str]] = ORDER) -> list[NumberFormat]:
        """Ways of writing with these marks, and the currency and the unit that the column has."""
        return [NumberFormat(*pair, *self.unit) for pair in pairs]

    def fitting(self, form: NumberFormat) -> Mask:
        """Which of `distinct` are numbers of this form."""
        return np.asarray(numbers.fitting(self.bare, form)) & ~self.number_gaps

    def best_of(self, pairs: Sequence[tuple[str, str]]) -> tuple[NumberFormat, int] | None:
        """Of pairs of marks the one that fits most cells, of equals the first, and how many."""
        if not self.present or not self._may_be_numbers():
            return None
        forms, some = self.forms(pairs), _some(self.bare, ~self.number_gaps)
        likely = {form: pc.sum(numbers.fitting(some, form)).as_py() for form in forms}
        cells = dict.fromkeys(forms, 0)
        for form in sorted(forms, key=lambda form: -likely[form]):
            cells[form] = self.cells(self.fitting(form))
            if cells[form] == self.present:
                break
        best = max(forms, key=lambda form: cells[form])
        return (best, cells[best]) if cells[best] else None

    def _may_be_numbers(self) -> bool:
        texts = _some(self.bare, ~self.number_gaps)
        digits = pc.match_substring_regex(texts, r"^[+\-]?[0-9.,]*[0-9]|^(?i:[+-]?inf)")
        return bool(np.asarray(digits).mean() >= _WORTH_TRYING)

    @cached_property
    def dated(self) -> tuple[tuple[DateFormat, int], ...]:
        """The ways of writing dates that fit half of the cells, with how many, the best first."""
        some = _some(self.distinct, ~self.number_gaps)
        forms = map(DateFormat, likely_patterns(some.slice(0, _GLANCE).to_pylist()))
        tried = [f for f in forms if np.isfinite(read_dates(some, f)).mean() >= _WORTH_TRYING]
        fits = [np.isfinite(read_dates(self.distinct, form)) & ~self.number_gaps for form in tried]
        found = zip(tried, map(self.cells, fits), strict=True)
        return tuple(sorted(found, key=lambda pair: -pair[1]))

    def numbers(self, form: NumberFormat) -> FloatArray:
        """float64 `[rows]` as `form` writes them, NaN for the rest."""
        values = numbers.to_float(self.bare, form)
        values[self.number_gaps] = np.nan
        return values[self.codes]

    def dates(self, form: DateFormat) -> FloatArray:
        """Seconds, float64 `[rows]`, NaN for the rest."""
        values = read_dates(self.distinct, form)
        values[self.number_gaps] = np.nan
        return values[self.codes]

    @property
    def has_any(self) -> bool:
        """Whether any cell of a plain column holds a number."""
        return self.plain is not None and not bool(np.isnan(self.plain).all())

    @cached_property
    def may_be_dates(self) -> bool:
        """Whether it is worth looking for dates: plain numbers rarely are."""
        values = self.plain
        if values is None:
            return True
        known = values[~np.isnan(values)]
        if not len(known):
            return False
        compact = bool(known.min() >= _FIRST_DAY and known.max() <= _LAST_DAY)
        return compact or _matches(self.texts.slice(0, _FIRST), "^0[0-9][.]")

    def example(self, form: NumberFormat) -> str:
        """A text of the column with as many of its marks as there is one."""
        fits = numbers.fitting(self.bare.slice(0, _FIRST), form)
        texts = self.distinct.slice(0, _FIRST).filter(fits)
        for mark in (numbers.GROUPS[form.thousands], numbers.DECIMALS[form.decimal]):
            marked = texts.filter(pc.match_substring(texts, mark))
            texts = marked if len(marked) else texts
        return str(texts[0]) if len(texts) else ""

    def are_codes(self) -> bool:
        """Whether they are digits of one length, some with zeros in front, such as postal codes."""
        if self.plain is not None and not _are_whole(self.plain):
            return False
        if not _matches(self.texts, "^0[0-9]"):
            return False
        texts = self.distinct.filter(pa.array(~self.text_gaps))
        digits = pc.all(pc.match_substring_regex(texts, "^[0-9]+$"), min_count=0).as_py()
        return bool(digits and len(pc.unique(pc.utf8_length(texts))) == 1)

    def has_mark(self, form: NumberFormat) -> bool:
        """Whether any number of the column has a decimal or a thousands mark."""
        texts = self.texts if self.plain is not None else self.known
        marks = f"[{numbers.DECIMALS[form.decimal]}{numbers.GROUPS[form.thousands]}]"
        return any(_matches(part, marks) for part in (texts.slice(0, _FIRST), texts))


def evidence_of(
    texts: "pa.Array | pa.ChunkedArray",
    chosen: frozenset[str],
    replaced: dict[str, str],
    usual: tuple[str, str] = ("", ""),
) -> Evidence:
    """The evidence of a column; the arguments are its attributes."""
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    plain = None if replaced or chosen else numbers.plain_numbers(whole)
    return Evidence(whole, chosen, replaced, usual, plain)


def _matches(texts: "pa.Array", pattern: str) -> bool:
    return any_of(pc.match_substring_regex(texts, pattern))


def _are_whole(values: FloatArray) -> bool:
    """Whether all numbers are whole; most columns end at the first few."""
    for part in (values[:_FIRST], values):
        known = part[np.isfinite(part)]
        if not bool((known == np.floor(known)).all()):
            return False
    return True


def _some(texts: "pa.Array", wanted: Mask) -> "pa.Array":
    """Some hundred of the wanted texts, from all over the column."""
    kept = np.flatnonzero(wanted)
    return texts.take(pa.array(kept[:: max(len(kept) // _LOOKED_AT, 1)]))
