"""What is chosen for single columns, as the settings `data.*` hold it: put in, and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Literal

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.table.columns.dates import PATTERNS
from playground.engine.data.table.columns.numbers import GROUPS, ORDER, NumberFormat
from playground.engine.data.table.containers.opened import Declared
from playground.engine.data.table.marks import chosen_marks, split_entry
from playground.engine.data.table.words import listed
from playground.engine.spec.run import DataSpec

Chosen = Literal["", "number", "category", "date"]

_LISTS: dict[Chosen, str] = {"number": "numbers", "category": "categories", "date": "dates"}
"""By kind, the setting that names the columns it is chosen for."""


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
    kinds = {name: kind for kind, setting in _LISTS.items() for name in getattr(spec, setting)}
    choices = {
        name: ColumnChoice(
            kinds.get(name, ""),
            spec.decimal,
            spec.thousands,
            marks=marks,
            replaced=replaced,
            most_categories=spec.most_categories,
            declared=declared.get(name, ""),
        )
        for name, (marks, replaced) in chosen_marks(spec.missing_marks, names).items()
    }
    for entry in spec.formats:
        name, form = split_entry(entry, choices)
        if not name:
            sentence = _(
                "data.formats: {entry} names no column of the table; write column=example, such "
                "as price=1.234,5."
            )
            raise InputError(sentence.format(entry=repr(entry)))
        choices[name] = _with_format(choices[name], form, entry)
    return choices


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
    fitting = [pair for pair in ORDER if NumberFormat(*pair).value(example) is not None]
    grouped = [pair for pair in fitting if pair[1] != "none" and GROUPS[pair[1]] in example]
    return next(iter(grouped or fitting), None)


def chosen_format(spec: DataSpec, name: str) -> str:
    """The example or the pattern chosen for a column; empty where it is detected."""
    found = (split_entry(entry, (name,)) for entry in reversed(spec.formats))
    return next((form for own, form in found if own), "")


def chosen_kind(spec: DataSpec, name: str) -> str:
    """`number`, `category` or `date`; empty where it is detected."""
    form = chosen_format(spec, name)
    by_form = ("date" if form in PATTERNS else "number") if form else ""
    return _listed_kind(spec, name) or by_form


def _listed_kind(spec: DataSpec, name: str) -> Chosen:
    return next((kind for kind, setting in _LISTS.items() if name in getattr(spec, setting)), "")


def with_kind(spec: DataSpec, name: str, kind: str) -> DataSpec:
    """The column read as this kind, its format detected; an empty kind is detected too."""
    kept: dict[str, tuple[str, ...]] = {
        setting: (
            *(other for other in getattr(spec, setting) if other != name),
            *([name] if each == kind else []),
        )
        for each, setting in _LISTS.items()
    }
    formats = tuple(entry for entry in spec.formats if not split_entry(entry, (name,))[0])
    return replace(spec, formats=formats, **kept)  # type: ignore[arg-type]


def with_format(spec: DataSpec, name: str, form: str) -> DataSpec:
    """The column read as this example or pattern writes it; an empty one is detected."""
    if not form:
        return with_kind(spec, name, _listed_kind(spec, name))
    # A format says the kind: of a kind chosen beside it only one that agrees could stand.
    detected = with_kind(spec, name, "")
    return replace(detected, formats=(*detected.formats, f"{name}={form}"))


def changes_between(before: DataSpec, after: DataSpec) -> tuple[tuple[str, object], ...]:
    """The settings that differ, with their values in `after`."""
    return tuple(
        (each.name, getattr(after, each.name))
        for each in fields(after)
        if getattr(after, each.name) != getattr(before, each.name)
    )
