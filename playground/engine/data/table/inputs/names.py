"""Which columns of a table are a model's: by their names, or in order where none are named."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.data.table.text.names import folded
from playground.engine.data.table.text.text_table import TextTable, read_texts
from playground.engine.data.table.words import nearest, quoted
from playground.engine.spec.run import DataSpec, TableFile

Fits = Callable[[TextTable, dict[str, str]], bool]
"""Whether every cell is what the model's column takes, with the columns assigned so."""
_NAMED = 8
_NUMBERED = re.compile(r"column ([1-9][0-9]{0,4})")
"""The names of columns that have none."""


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """A table and, by the names that the model knows, the names of its columns.

    Attributes:
        names: of all inputs, and of the target where the table has it.
        notes: sentences on names that differ, and on columns taken in order.
    """

    texts: TextTable
    names: dict[str, str]
    notes: tuple[str, ...]


def match_columns(
    table: TableFile, sources: Sequence[str], target: Sequence[str], spec: DataSpec, fits: Fits
) -> Matched:
    """Read `table` and find the columns `sources` in it, and those of `target` that are there.

    Args:
        spec: how the model's own table was read.

    Raises:
        InputError: it is no table, or has no such columns.
    """
    layout, known = _layout_of(spec), (*sources, *target)
    texts = read_texts(table, layout, wanted=frozenset(sources))
    names = _by_name(tuple(texts.columns), known)
    lacking = [name for name in sources if name not in names]
    if not lacking:
        return Matched(texts, names, _other_names(names))
    in_order = _by_number(texts, known, lacking, fits)
    if in_order is None and (len(lacking) == len(sources) or texts.layout.header.value == "no"):
        # In a header, where some names are right, the others are wrong.
        in_order = _in_order(table, layout, texts, known, len(sources), fits)
    if in_order is None:
        raise InputError(_lacking(texts, lacking[0]))
    return in_order


def _layout_of(spec: DataSpec) -> DataSpec:
    """Each file is laid out by itself, except for what was chosen for all of that kind.

    A last row of which little is known is a row to predict, and no footer.
    """
    return DataSpec(encoding="auto", separator="auto", comment=spec.comment, footer_lines=0)


def _by_name(there: Sequence[str], sources: Sequence[str]) -> dict[str, str]:
    """The columns that are there; letter case and blanks may differ where it is clear which."""
    alike: dict[str, list[str]] = {}
    for name in there:
        alike.setdefault(folded(name), []).append(name)
    wanted = [folded(name) for name in sources]
    found = {}
    for source, fold in zip(sources, wanted, strict=True):
        near = alike.get(fold, [])
        if source in near:
            found[source] = source
        elif len(near) == 1 and wanted.count(fold) == 1:
            found[source] = near[0]
    return found


def _other_names(names: dict[str, str]) -> tuple[str, ...]:
    other = [source for source, name in names.items() if source != name]
    if not other:
        return ()
    sentence = ngettext(
        "Column {found} is taken for {known}.", "Columns {found} are taken for {known}.", len(other)
    )
    found = quoted([names[source] for source in other], _NAMED)
    return (sentence.format(found=found, known=quoted(other, _NAMED)),)


def _by_number(
    texts: TextTable, known: Sequence[str], lacking: Sequence[str], fits: Fits
) -> Matched | None:
    """Named columns for a model whose own table had no header: `column 3` is the third."""
    numbers = [_NUMBERED.fullmatch(name) for name in known]
    if texts.layout.header.value == "no" or not all(numbers):
        return None
    columns = dict(enumerate(texts.columns, start=1))
    places = {name: int(found[1]) for name, found in zip(known, numbers, strict=True) if found}
    names = {name: columns[place] for name, place in places.items() if place in columns}
    if not set(lacking) <= names.keys() or not fits(texts, names):
        return None
    note = _(
        "The table that the model was trained on has no header, so the columns of the file were "
        "taken by their places: {names}."
    ).format(names=quoted(names.values(), _NAMED))
    return Matched(texts, names, (note,))


def _in_order(
    table: TableFile,
    layout: DataSpec,
    texts: TextTable,
    known: Sequence[str],
    fewest: int,
    fits: Fits,
) -> Matched | None:
    """A table without a header that has exactly the columns of the model, the target last."""
    widths = (fewest, len(known))
    if len(texts.columns) in widths and texts.layout.header.value != "no":
        texts = read_texts(table, replace(layout, header="no"))
    names = dict(zip(known, texts.columns, strict=False))
    if len(texts.columns) not in widths or not fits(texts, names):
        return None
    note = _(
        "The file has no header, so its columns were taken in the order in which the model knows "
        "them: {names}."
    ).format(names=quoted(names, _NAMED))
    return Matched(texts, names, (note,))


def _lacking(texts: TextTable, name: str) -> str:
    names = tuple(texts.columns)
    near = nearest(name, names)
    if texts.layout.header.value == "no":
        sentence = _(
            "{file} has no column {column}, which the model needs, and no header; put a line with "
            "the names of the columns above the rows."
        )
    elif near:
        sentence = _("{file} has no column {column}, which the model needs; did you mean {near}?")
    else:
        sentence = _(
            "{file} has no column {column}, which the model needs; its columns are: {names}."
        )
    return sentence.format(
        file=texts.text.name, column=repr(name), near=repr(near), names=quoted(names, _NAMED)
    )
