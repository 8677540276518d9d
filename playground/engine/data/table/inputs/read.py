"""Reads a table for a model that was trained on another: column by column, as that one was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.data.raw import Column, FloatArray, IntArray, RawData
from playground.engine.data.table.build import require_room, spread
from playground.engine.data.table.columns.kinds import Mask
from playground.engine.data.table.inputs.columns import ReadColumn, read_columns, source_of
from playground.engine.data.table.inputs.forms import note_of_forms
from playground.engine.data.table.inputs.names import Matched, match_columns
from playground.engine.data.table.inputs.notes import (
    reason_of_gap,
    reason_of_odd,
    refusal_of,
    refusal_of_width,
    said_of,
    unknown_targets,
)
from playground.engine.data.table.inputs.packed import PackedTexts, packed
from playground.engine.data.table.inputs.rows import TAKEN, FileRows, ReasonArray, file_rows
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.spec.run import DataSpec, TableFile

OnMissing = Literal["fill", "skip", "refuse"]
ON_MISSING: dict[OnMissing, str] = {
    "fill": N_("Fill gaps as in training"),
    "skip": N_("Leave the rows out"),
    "refuse": N_("Refuse the file"),
}
"""What happens to rows that a model cannot take as they are."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a model needs of a table.

    Attributes:
        columns: its inputs.
        target: what it predicts, for comparison where the table has it: its categories are the
            classes. None where it predicts several.
        spec: how its own table was read.
    """

    columns: tuple[Column, ...]
    target: Column | None
    spec: DataSpec


def wanted_of(raw: RawData, spec: DataSpec) -> Wanted:
    """What a model that was trained on `raw` needs; `spec` says how these were read."""
    kind: Literal["number", "category"] = "category" if raw.class_names else "number"
    if len(raw.target_names) > 1:
        return Wanted(raw.columns, None, spec)
    target = Column(raw.target_name, kind, raw.class_names, reading=raw.target_reading)
    return Wanted(raw.columns, target, spec)


@dataclass(frozen=True, slots=True, eq=False)
class ReadInputs:
    """The rows of a table that a model can take.

    Attributes:
        name: of the file.
        inputs: float64 `[rows taken, features]`.
        rows: int64 `[rows taken]`, their places among the rows of the file.
        lines: int64 `[rows]`, the line of each row of the file.
        read: int64 `[rows]`, the place of each in `cells`; −1 for a row that has no cells.
        why: int32 `[rows]`, places in `reasons` of rows left out, TAKEN for the others.
        reasons: why rows are left out, in few words each.
        notes: sentences on gaps filled, rows left out, and numbers written otherwise.
        cells: the columns of the file as they stand.
        gaps, odd: by column the places in `cells` where nothing stands, and where something stands
            that the model does not know.
        typical: by column what fills a gap.
        target: the column that holds what is predicted; empty where none does.
        targets: float64 `[rows taken]`, values or numbers of classes, NaN where none is known;
            empty without a target.
    """

    name: str
    inputs: FloatArray
    rows: IntArray
    lines: IntArray
    read: IntArray
    why: ReasonArray
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    cells: dict[str, PackedTexts]
    gaps: dict[str, IntArray]
    odd: dict[str, IntArray]
    typical: dict[str, str]
    target: str
    targets: FloatArray

    @property
    def total(self) -> int:
        """How many rows the file has."""
        return len(self.lines)


@dataclass(frozen=True, slots=True, eq=False)
class Understood:
    """A table of which every column that the model needs was read, before rows are chosen."""

    matched: Matched
    columns: list[ReadColumn]
    target: ReadColumn | None


def read_inputs(
    table: TableFile, wanted: Wanted, on_missing: OnMissing | None = None
) -> ReadInputs:
    """The inputs of a table that has the wanted columns, by name, in any order, among others.

    Args:
        on_missing: what happens to rows with a gap, or with what the model does not know. None
            fills gaps where training filled them, and leaves out the rows otherwise. What is no
            gap is never filled.

    Raises:
        InputError: a column is missing, no row is left, or rows were to be refused.
    """
    return take_rows(understand(table, wanted), usual(on_missing, wanted.spec))


def usual(on_missing: OnMissing | None, spec: DataSpec) -> OnMissing:
    """What was chosen, or what was done in training."""
    return on_missing or ("fill" if spec.missing == "fill" else "skip")


def understand(table: TableFile, wanted: Wanted) -> Understood:
    """Read the columns that a model needs.

    Raises:
        InputError: it is no table, or lacks one of them.
    """
    sources = list(dict.fromkeys(map(source_of, wanted.columns)))
    last = [wanted.target] if wanted.target and source_of(wanted.target) not in sources else []
    columns, count = (*wanted.columns, *last), len(wanted.columns)

    def read(texts: TextTable, names: dict[str, str]) -> list[ReadColumn]:
        there = [column for column in columns if source_of(column) in names]
        return read_columns(texts, names, there, wanted.spec)

    def fits(texts: TextTable, names: dict[str, str]) -> bool:
        return all(not c.odd.any() and not c.gaps.all() for c in read(texts, names))

    matched = match_columns(table, sources, [*map(source_of, last)], wanted.spec, fits)
    found = read(matched.texts, matched.names)
    return Understood(matched, found[:count], found[count] if len(found) > count else None)


class KeptInputs:
    """Keeps what was read of one table: what happens to rows can be chosen anew at once."""

    def __init__(self, table: TableFile) -> None:
        self._table = table
        self._wanted: Wanted | None = None
        self._understood: Understood | None = None

    def of(self, wanted: Wanted, on_missing: OnMissing) -> ReadInputs:
        """As `read_inputs`.

        Raises:
            InputError: as `read_inputs`.
        """
        if self._understood is None or wanted != self._wanted:
            self._understood, self._wanted = understand(self._table, wanted), wanted
        return take_rows(self._understood, on_missing)


def take_rows(understood: Understood, on_missing: OnMissing) -> ReadInputs:
    """Choose the rows that the model can take.

    Raises:
        InputError: none is left, one was to be refused, or they are too many.
    """
    texts, columns = understood.matched.texts, understood.columns
    rows = _choose(texts, columns, on_missing)
    places = np.flatnonzero(rows.why == TAKEN)
    if not len(places):
        _refuse(texts, columns)
    kept = rows.read[places]
    sentence = _(
        "{file}: {rows} rows of {inputs} inputs each are more than {most} values; predict "
        "them in several files."
    )
    width = sum(len(column.column.feature_names()) for column in columns)
    require_room(texts, len(kept), width, sentence)
    inputs = spread([(column.column, column.cells) for column in columns], kept)
    targets, unknown = _targets(texts, understood.target, kept)
    forms = {column.source: column.form for column in columns if column.form}
    notes = [*texts.notes, *understood.matched.notes, note_of_forms(forms)]
    for column in columns:
        notes += said_of(texts, column, fills=on_missing == "fill")
    return ReadInputs(
        name=texts.text.name,
        inputs=inputs,
        rows=places,
        lines=rows.lines,
        read=rows.read,
        why=rows.why,
        reasons=tuple(rows.reasons),
        notes=tuple(dict.fromkeys(note for note in [*notes, *unknown] if note)),
        cells={name: packed(column.combine_chunks()) for name, column in texts.columns.items()},
        gaps=_places(columns, "gaps"),
        odd=_places(columns, "odd"),
        typical={c.source: c.column.typical for c in columns if not c.column.reading.part},
        target=understood.target.source if understood.target else "",
        targets=targets,
    )


def _choose(texts: TextTable, columns: Sequence[ReadColumn], on_missing: OnMissing) -> FileRows:
    if on_missing == "refuse":
        if texts.bent:
            raise InputError(refusal_of_width(texts))
        _refuse(texts, columns)
    rows = file_rows(texts)
    for column in columns:
        rows.leave_out(column.odd, reason_of_odd(column))
        if on_missing == "skip":
            rows.leave_out(column.gaps, reason_of_gap(column))
    if on_missing == "fill":
        # Nothing would be known of them.
        nothing = np.logical_and.reduce([column.gaps for column in columns])
        rows.leave_out(nothing, _("Every input is missing."))
    return rows


def _refuse(texts: TextTable, columns: Sequence[ReadColumn]) -> None:
    """Refuse the first row that lacks something, if any does."""
    bad = [(int(np.argmax(c.without)), c) for c in columns if c.without.any()]
    if bad:
        row, column = min(bad, key=lambda pair: pair[0])
        raise InputError(refusal_of(texts, column, row))


def _targets(
    texts: TextTable, target: ReadColumn | None, rows: IntArray
) -> tuple[FloatArray, list[str]]:
    """The targets of `rows`, and sentences on them."""
    if target is None:
        return np.empty(0), []
    unknown: Mask = np.zeros(texts.rows, dtype=np.bool_)
    unknown[rows] = target.without[rows]
    values = np.where(target.without, np.nan, target.cells.values)[rows]
    said = [target.form.note] if target.form else []
    if unknown.any():
        said.append(unknown_targets(texts, target, unknown))
    return values, said


def _places(columns: Sequence[ReadColumn], what: Literal["gaps", "odd"]) -> dict[str, IntArray]:
    found = {column.source: np.flatnonzero(getattr(column, what)) for column in columns}
    return {source: places for source, places in found.items() if len(places)}
