"""What the texts of one column can be: each judged by all of its values, nothing decided yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from playground.engine.data.raw import FloatArray, IntArray
from playground.engine.data.table.columns import numbers
from playground.engine.data.table.columns.dates import DateFormat, likely_patterns, read_dates
from playground.engine.data.table.columns.doubt import Doubt, doubt_of, first_fit, has_more_places
from playground.engine.data.table.columns.marks import ALWAYS, IN_NUMBERS
from playground.engine.data.table.columns.numbers import ORDER, NumberFormat

if TYPE_CHECKING:
    import pyarrow as pa

SHARE = 0.9
"""The part of a column's values that has to be numbers, or dates, for the column to be of them."""

_LOOKED_AT = 300
_GLANCE = 20
_ENOUGH = 20_000
_FIRST = 2_000
_FIRST_DAY, _LAST_DAY = 19_000_101, 20_991_231
_WORTH_TRYING = 0.5
_CENSORED = r"^[<>≤≥]=?\s?[0-9][0-9.,]*$"
_OTHER = {("point", "none"): ("comma", "point"), ("comma", "none"): ("point", "comma")}
"""As what else `1.234` may be read: the mark that looks decimal groups thousands."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Written:
    """A way of writing that fits, and how many cells it fits."""

    form: NumberFormat
    cells: int


@dataclass(frozen=True, eq=False)
class Evidence:
    """The texts of a column, those that are alike once.

    Attributes:
        texts: of all rows.
        replaced: values that marks stand for.
        chosen: marks chosen to be missing, where any are.
        usual: a currency and a unit that are taken off wherever they stand, however rarely.
        plain: the values, NaN where empty, if every cell is a plain number or empty.
    """

    texts: "pa.Array"
    replaced: dict[str, str]
    chosen: frozenset[str]
    usual: tuple[str, str]
    plain: FloatArray | None = field(repr=False)

    @cached_property
    def _varied(self) -> bool:
        """Whether nearly every text is different: looking for those that are alike is in vain."""
        import pyarrow.compute as pc

        first = self.texts.slice(0, _ENOUGH)
        return len(first) == _ENOUGH and pc.count_distinct(first).as_py() > 0.9 * _ENOUGH

    @cached_property
    def _encoded(self) -> Any:  # noqa: ANN401
        return self.texts.dictionary_encode()

    @cached_property
    def distinct(self) -> "pa.Array":
        """Each text once, or few of them twice, with the values that marks stand for."""
        import pyarrow.compute as pc

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
        if self._varied:
            return np.ones(len(self.texts), dtype=np.int64)
        return np.bincount(self.codes, minlength=len(self.distinct))

    def gaps(self, marks: frozenset[str]) -> Mask:
        """Which of `distinct` are missing, by marks in lower case, unless others were chosen."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if self.chosen:
            return np.asarray(pc.is_in(self.distinct, pa.array(sorted({"", *self.chosen}))))
        return self.are_in(marks)

    def are_in(self, marks: frozenset[str]) -> Mask:
        """Which of `distinct` are among marks that are given in lower case."""
        import pyarrow as pa
        import pyarrow.compute as pc

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

    @cached_property
    def present(self) -> int:
        """How many cells hold something, in a column of numbers."""
        return int(self.counts[~self.number_gaps].sum())

    @cached_property
    def decorated(self) -> "tuple[pa.Array, str, str]":
        """`distinct` tidied and without its currency and unit, and these."""
        texts = numbers.tidied(self.distinct)
        before, after = numbers.decoration(texts.filter(pa_mask(~self.number_gaps)))
        return numbers.bared(texts, before, after), before, after

    @cached_property
    def _unflagged(self) -> "tuple[pa.Array, int | None]":
        return numbers.unflagged(numbers.bared(self.decorated[0], *self.usual))

    @property
    def bare(self) -> "pa.Array":
        """`distinct` tidied, without currency, unit and flags."""
        return self._unflagged[0]

    @property
    def flagged(self) -> str:
        """A number with a flag behind it, such as `12.9 e`; nothing where there is none."""
        place = self._unflagged[1]
        return "" if place is None else str(self.distinct[place])

    @cached_property
    def censored(self) -> int:
        """How many cells are below or above a number: `<0.5`."""
        import pyarrow.compute as pc

        found = np.asarray(pc.match_substring_regex(self.distinct, _CENSORED))
        return int(self.counts[found].sum())

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """The ways of writing numbers that fit any cell, the best first; one if it fits all."""
        if not self.present or not self._may_be_numbers():
            return ()
        _texts, before, after = self.decorated
        forms = [NumberFormat(*pair, before, after) for pair in ORDER]
        some = _some(self.bare, ~self.number_gaps)
        likely = {form: pc_sum(numbers.fitting(some, form)) for form in forms}
        found = []
        for form in sorted(forms, key=lambda form: -likely[form]):
            found.append(self._written(form))
            if found[-1].cells == self.present:
                break
        # Of equals the likelier, as ORDER has it.
        found.sort(key=lambda written: (-written.cells, forms.index(written.form)))
        return tuple(written for written in found if written.cells)

    def best_of(self, pairs: Sequence[tuple[str, str]]) -> Written | None:
        """Of some pairs of marks the one that fits most cells, the first of equals."""
        _texts, before, after = self.decorated
        found = [self._written(NumberFormat(*pair, before, after)) for pair in pairs]
        return max(found, key=lambda written: written.cells, default=None)

    def _written(self, form: NumberFormat) -> Written:
        fits = np.asarray(numbers.fitting(self.bare, form)) & ~self.number_gaps
        return Written(form, int(self.counts[fits].sum()))

    def _may_be_numbers(self) -> bool:
        import pyarrow.compute as pc

        texts = _some(self.bare, ~self.number_gaps)
        digits = pc.match_substring_regex(texts, r"^[+\-]?[0-9.,]*[0-9]|^(?i:[+-]?inf)")
        return bool(np.asarray(digits).mean() >= _WORTH_TRYING) if len(texts) else False

    @cached_property
    def dated(self) -> tuple[tuple[DateFormat, int], ...]:
        """The ways of writing dates that fit half of the cells, with how many, the best first."""
        if not self.present:
            return ()
        some = _some(self.distinct, ~self.number_gaps)
        tried = [
            DateFormat(key)
            for key in likely_patterns(some.slice(0, _GLANCE).to_pylist())
            if np.isfinite(read_dates(some, DateFormat(key))).mean() >= _WORTH_TRYING
        ]
        found = []
        for form in tried:
            fits = np.isfinite(read_dates(self.distinct, form)) & ~self.number_gaps
            found.append((form, int(self.counts[fits].sum())))
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
        return compact or _any(self.texts.slice(0, _FIRST), "^0[0-9][.]")

    def example(self, form: NumberFormat) -> str:
        """A text of the column with as many of its marks as there is one."""
        import pyarrow.compute as pc

        fits = numbers.fitting(self.bare.slice(0, _FIRST), form)
        texts = self.distinct.slice(0, _FIRST).filter(fits)
        marks = [numbers.GROUPS[form.thousands], numbers.DECIMALS[form.decimal]]
        for mark in marks:
            if mark:
                marked = texts.filter(pc.match_substring(texts, mark))
                texts = marked if len(marked) else texts
        return str(texts[0]) if len(texts) else ""

    def are_codes(self) -> bool:
        """Whether they are digits of one length, some with zeros in front, such as postal codes."""
        import pyarrow.compute as pc

        if self.plain is not None and not _are_whole(self.plain):
            return False
        if not _any(self.texts, "^0[0-9]"):
            return False
        texts = self.distinct.filter(pa_mask(~self.text_gaps))
        digits = pc.all(pc.match_substring_regex(texts, "^[0-9]+$"), min_count=0).as_py()
        return bool(digits and len(pc.unique(pc.utf8_length(texts))) == 1)

    def doubtful(self, form: NumberFormat) -> Doubt | None:
        """Whether the marks may as well group thousands, and what the column says to it."""
        other = _OTHER.get((form.decimal, form.thousands))
        if other is None:
            return None
        import pyarrow.compute as pc

        mark = numbers.DECIMALS[form.decimal]
        twin = NumberFormat(*other, form.before, form.after)
        if self.plain is not None and (
            has_more_places(self.plain) or not first_fit(self.texts, mark, twin)
        ):
            return None
        texts = self.bare.filter(pa_mask(~self.number_gaps))
        marked = texts.filter(pc.match_substring(texts, mark))
        if not len(marked):
            return None
        if not pc.all(numbers.fitting(marked, twin), min_count=0).as_py():
            return None
        rest = texts.filter(pc.invert(pc.match_substring(texts, mark)))
        return doubt_of(marked, rest, form, twin)

    def has_mark(self, form: NumberFormat) -> bool:
        """Whether any number of the column has a decimal or a thousands mark."""
        import pyarrow.compute as pc

        texts = self.texts
        if self.plain is None:
            texts = self.bare.filter(pa_mask(~self.number_gaps))
        marks = numbers.DECIMALS[form.decimal] + numbers.THOUSANDS[form.thousands].strip("[]")
        parts = (texts.slice(0, _FIRST), texts)
        return any(pc_sum(pc.match_substring_regex(part, f"[{marks}]")) for part in parts)


def evidence_of(
    texts: "pa.Array | pa.ChunkedArray",
    replaced: dict[str, str],
    chosen: frozenset[str],
    usual: tuple[str, str] = ("", ""),
) -> Evidence:
    """The evidence of a column; the arguments are its attributes."""
    whole = in_one_piece(texts)
    plain = None if replaced or chosen else numbers.plain_numbers(whole)
    return Evidence(whole, replaced, chosen, usual, plain)


def pa_mask(mask: Mask) -> "pa.Array":
    """A mask to filter an array of pyarrow by."""
    import pyarrow as pa

    return pa.array(mask)


def _any(texts: "pa.Array", pattern: str) -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.match_substring_regex(texts, pattern), min_count=0).as_py())


def _are_whole(values: FloatArray) -> bool:
    """Whether all numbers are whole; most columns end at the first few."""
    for part in (values[:_FIRST], values):
        known = part[np.isfinite(part)]
        if not bool((known == np.floor(known)).all()):
            return False
    return True


def pc_sum(found: "pa.Array") -> int:
    """How many are true."""
    import pyarrow.compute as pc

    return int(pc.sum(found, min_count=0).as_py())


def in_one_piece(texts: "pa.Array | pa.ChunkedArray") -> "pa.Array":
    """The texts as one array."""
    import pyarrow as pa

    if not isinstance(texts, pa.ChunkedArray):
        return texts
    if texts.num_chunks == 1:
        return texts.chunk(0)
    return pa.concat_arrays(texts.chunks) if texts.num_chunks else pa.array([], texts.type)


def _some(texts: "pa.Array", wanted: Mask) -> "pa.Array":
    """Some hundred of the wanted texts, from all over the column."""
    import pyarrow as pa

    kept = np.flatnonzero(wanted)
    return texts.take(pa.array(kept[:: max(len(kept) // _LOOKED_AT, 1)]))
