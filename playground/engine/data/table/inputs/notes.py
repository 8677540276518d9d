"""Sentences on the rows of a table for a model: what was filled, left out, or is refused."""

import numpy as np

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped, local
from playground.engine.data.table.columns.kinds import Mask
from playground.engine.data.table.inputs.columns import ReadColumn
from playground.engine.data.table.notes import cells_of, lines_of
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import quoted, shorten


def said_of(texts: TextTable, column: ReadColumn, *, fills: bool) -> list[str]:
    """On the gaps of a column, and on what the model does not know."""
    said = [column.form.note] if column.form else []
    if column.gaps.any():
        said.append(_gaps(texts, column, fills=fills))
    if column.odd.any():
        count = int(column.odd.sum())
        sentence = ngettext(
            "{n} row is left out, because the model does not know its {column}: {cells}.",
            "{n} rows are left out, because the model does not know their {column}: {cells}.",
            count,
        )
        cells = cells_of(texts, column.source, np.flatnonzero(column.odd))
        said.append(sentence.format(n=grouped(count), column=_name(column.source), cells=cells))
    return said


def _gaps(texts: TextTable, column: ReadColumn, *, fills: bool) -> str:
    count, lines = int(column.gaps.sum()), _lines(texts, column.gaps)
    if not fills:
        sentence = ngettext(
            "{n} row is left out: {column} is missing ({lines}).",
            "{n} rows are left out: {column} is missing ({lines}).",
            count,
        )
        return sentence.format(n=grouped(count), column=_name(column.source), lines=lines)
    typical = column.column.typical
    value = local(typical) if column.column.kind == "number" else repr(shorten(typical))
    sentence = ngettext(
        "{n} missing value of {column} is filled with {value} ({lines}).",
        "{n} missing values of {column} are filled with {value} ({lines}).",
        count,
    )
    name = _name(column.column.name)
    return sentence.format(n=grouped(count), column=name, value=value, lines=lines)


def reason_of_gap(column: ReadColumn) -> str:
    """Why a row is left out that has nothing in this column."""
    return _("{column} is missing.").format(column=_name(column.source))


def reason_of_odd(column: ReadColumn) -> str:
    """Why a row is left out that has something in this column that the model does not know."""
    sentence = _("{column} is not a number that the model can take.")
    if column.column.kind == "category":
        sentence = _("{column} is a category that the model does not know.")
    elif column.column.reading.part:
        sentence = _("{column} is not a date.")
    return sentence.format(column=_name(column.source))


def refusal_of(texts: TextTable, column: ReadColumn, row: int) -> str:
    """Why a row cannot be taken, with its place."""
    place = texts.place(row, column.source)
    if column.gaps[row]:
        return _(
            "{place}: the value is missing; give it, or choose to fill gaps or to leave such rows "
            "out."
        ).format(place=place)
    text = repr(shorten(str(texts.columns[column.source][row])))
    if column.column.kind == "category":
        return _("{place}: the model knows no category {text}; the known ones are {names}.").format(
            place=place, text=text, names=quoted(column.column.categories, 8)
        )
    return _("{place}: {text} is not a number as the model needs it.").format(
        place=place, text=text
    )


def refusal_of_width(texts: TextTable) -> str:
    """Why a file is refused that has rows of another width."""
    row = texts.bent[0]
    return _(
        "{file}, line {line}: the row has {found} cells, not {wanted}; correct it, or choose to "
        "leave such rows out."
    ).format(
        file=texts.text.name,
        line=grouped(row.line),
        found=grouped(row.found),
        wanted=grouped(row.wanted),
    )


def unknown_targets(texts: TextTable, target: ReadColumn, rows: Mask) -> str:
    """That the targets of some rows cannot be compared with."""
    count = int(rows.sum())
    sentence = ngettext(
        "{n} row has no {column} to compare with ({lines}).",
        "{n} rows have no {column} to compare with ({lines}).",
        count,
    )
    lines = _lines(texts, rows)
    return sentence.format(n=grouped(count), column=_name(target.source), lines=lines)


def _name(name: str) -> str:
    return repr(shorten(name))


def _lines(texts: TextTable, rows: Mask) -> str:
    found = np.flatnonzero(rows)
    return ngettext("line {lines}", "lines {lines}", len(found)).format(
        lines=lines_of(texts, found)
    )
