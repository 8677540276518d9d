"""What a person chose for single columns, read from the settings `data.*`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.table.columns.dates import PATTERNS
from playground.engine.data.table.columns.marks import chosen_marks
from playground.engine.data.table.columns.numbers import GROUPS, ORDER, NumberFormat, as_python
from playground.engine.data.table.containers.opened import Declared
from playground.engine.data.table.words import listed
from playground.engine.spec.run import DataSpec

Chosen = Literal["", "number", "category", "date"]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What was chosen for a column.

    Attributes:
        kind: nothing where it is to be detected.
        decimal, thousands: keys of the marks, or `auto`.
        date: a key of the date patterns, or nothing.
        marks: what counts as missing; empty where it is to be detected.
        replaced: the values that marks stand for.
        declared: what the format of the file says, where nothing was chosen.
    """

    kind: Chosen = ""
    decimal: str = "auto"
    thousands: str = "auto"
    date: str = ""
    marks: frozenset[str] = frozenset()
    replaced: dict[str, str] = field(default_factory=dict)
    most_categories: int = 100
    declared: Declared = ""

    @property
    def has_marks(self) -> bool:
        """Whether a mark of its numbers was chosen."""
        return (self.decimal, self.thousands) != ("auto", "auto")

    def allows(self, pair: tuple[str, str]) -> bool:
        """Whether numbers may have this decimal and this thousands mark."""
        return self.decimal in ("auto", pair[0]) and self.thousands in ("auto", pair[1])


def column_choices(
    spec: DataSpec, names: Sequence[str], declared: Mapping[str, Declared] = MappingProxyType({})
) -> dict[str, ColumnChoice]:
    """The choices for each column.

    Args:
        declared: what the format of the file says of columns.

    Raises:
        InputError: a format is none, or two choices contradict each other.
    """
    if spec.decimal == spec.thousands != "auto":
        raise InputError(
            _("The decimal mark and the thousands mark cannot be the same; change one of them.")
        )
    marks = chosen_marks(spec.missing_marks, names)
    common = ColumnChoice(
        decimal=spec.decimal, thousands=spec.thousands, most_categories=spec.most_categories
    )
    choices = {
        name: replace(
            common,
            marks=marks.chosen(name),
            replaced=marks.replaced(name),
            declared=declared.get(name, ""),
        )
        for name in names
    }
    kinds: dict[Chosen, tuple[str, ...]] = {
        "number": spec.numbers,
        "category": spec.categories,
        "date": spec.dates,
    }
    for kind, chosen in kinds.items():
        for name in chosen:
            if name in choices:
                choices[name] = replace(choices[name], kind=kind)
    for entry in spec.formats:
        name, form = _named_format(entry, names)
        choices[name] = _with_format(choices[name], form, entry)
    return choices


def _named_format(entry: str, names: Sequence[str]) -> tuple[str, str]:
    for place, letter in enumerate(entry):
        if letter == "=" and entry[:place].strip() in names:
            return entry[:place].strip(), entry[place + 1 :].strip()
    sentence = _(
        "data.formats: {entry} names no column of the table; write column=example, such as "
        "price=1.234,5."
    )
    raise InputError(sentence.format(entry=repr(entry)))


def _with_format(choice: ColumnChoice, form: str, entry: str) -> ColumnChoice:
    if form in PATTERNS:
        return replace(choice, kind="date", date=form)
    marks = marks_of_example(form)
    if marks is None:
        sentence = _(
            "data.formats: {entry} gives no format; write a number such as 1.234,5, or one of "
            "{patterns}."
        )
        raise InputError(sentence.format(entry=repr(entry), patterns=listed(list(PATTERNS), 20)))
    kind = choice.kind or "number"
    return replace(choice, kind=kind, decimal=marks[0], thousands=marks[1])


def marks_of_example(example: str) -> tuple[str, str] | None:
    """The decimal and the thousands mark of a number written as an example; None if it is none.

    A lone mark before three digits groups thousands: why else would one write the example.
    """
    fitting = [pair for pair in ORDER if as_python(NumberFormat(*pair)).fullmatch(example)]
    grouped = [pair for pair in fitting if pair[1] != "none" and GROUPS[pair[1]] in example]
    return next(iter(grouped or fitting), None)
