"""The inputs that a column of a table becomes: itself, or the parts of its dates."""

from dataclasses import dataclass

import numpy as np

from playground.engine.data.raw import Reading
from playground.engine.data.table.columns.dates import DateFormat, Part, parts_of
from playground.engine.data.table.columns.kinds import DateCells, NumberCells, Settled, TextCells
from playground.engine.data.table.columns.numbers import NumberFormat
from playground.engine.spec.run import DataSpec


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """What the network receives of a column, before categories are spread out.

    Attributes:
        reading: how the texts of a table become these values.
    """

    name: str
    cells: NumberCells | TextCells
    reading: Reading


def inputs_of(column: Settled, spec: DataSpec) -> list[Input]:
    """The inputs of a column; those of a date as `data.date_parts` has them."""
    if isinstance(column.cells, DateCells):
        assert isinstance(column.form, DateFormat)
        wanted: tuple[Part, ...] = ("time",)
        if not column.form.is_clock:
            # In the order of the calendar, whatever the order in which they were chosen.
            order: tuple[Part, ...] = ("elapsed", "year", "month", "weekday")
            wanted = tuple(part for part in order if part in spec.date_parts)
        return [_part(column, column.cells, column.form, part) for part in wanted]
    return [Input(column.name, column.cells, reading_of(column))]


def reading_of(column: Settled) -> Reading:
    """How a column of numbers or texts is written."""
    form = column.form
    if not isinstance(form, NumberFormat):
        return Reading(column.name)
    return Reading(column.name, (*form.marks, form.before, form.after))


def _part(column: Settled, cells: DateCells, form: DateFormat, part: Part) -> Input:
    known = cells.values[np.isfinite(cells.values)]
    origin = float(known.min()) if part == "elapsed" and len(known) else 0.0
    values = parts_of(cells.values, part) - origin
    # In every language alike: the name goes into projects and exported models.
    words = {"elapsed": f"seconds since {_day(origin)}", "time": "seconds"}
    name = f"{column.name} ({words.get(part, part)})"
    return Input(name, NumberCells(values), Reading(column.name, (form.key,), part, origin))


def _day(seconds: float) -> str:
    moment = np.datetime64(int(seconds), "s")
    day = moment.astype("datetime64[D]")
    return str(day if moment == day else moment)
