"""Makes random tables of which every value is known, because they are written here.

A table is written as somebody's program may write it: separator, quotation, line ends, encoding,
marks of numbers, dates, missing values, each at random. What nobody could tell apart is not made:
a column of `1.234` alone, dates whose days are all below 13.
"""

import csv
import datetime
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playground.engine.data.table.columns.numbers import DECIMALS, GROUPS, ORDER

SEPARATORS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
QUOTINGS: tuple[Literal[0, 1, 2], ...] = (
    csv.QUOTE_MINIMAL,
    csv.QUOTE_ALL,
    csv.QUOTE_NONNUMERIC,
)
NAMES = ("área", "preço", "x", "height", "Größe", "n_rooms", "a b", "valor (R$)", "y2", "Ort")
WORDS = ("Centro", "São José", "north", "a, b", "the “best”", "Ünna", "x;y", 'in "quotes"', "z|z")
NUMBER_GAPS = ("", "NA", "N/A", "-", "?", "nan", "NULL", "--", "#N/A", ".", "...")
DATES = {
    "yyyy-mm-dd": "%Y-%m-%d",
    "dd/mm/yyyy": "%d/%m/%Y",
    "mm/dd/yyyy": "%m/%d/%Y",
    "dd.mm.yyyy": "%d.%m.%Y",
    "yyyy/mm/dd": "%Y/%m/%d",
}
FIRST = datetime.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class MadeColumn:
    """A column: its texts as written, and its values; None where one is missing.

    Attributes:
        kind: `number`, `date` or `text`; dates are seconds since 1970.
    """

    name: str
    kind: str
    texts: list[str]
    values: list[float | str | None]


@dataclass(frozen=True, slots=True)
class MadeTable:
    """A file's bytes, and what is in them."""

    content: bytes
    columns: list[MadeColumn]
    described: str


def make_table(seed: int) -> MadeTable:
    """The table of a seed: 25 to 60 rows, 2 to 6 columns."""
    rng = random.Random(seed)
    mark = rng.choice(SEPARATORS)
    encoding = rng.choice(ENCODINGS)
    rows = rng.randint(25, 60)
    # The marks of a country go together, but for a column now and then.
    house = rng.choice([pair for pair in ORDER if not (mark == "," and pair[0] == "comma")])
    names = rng.sample(NAMES, rng.randint(2, 6))
    makers: tuple[Callable[..., MadeColumn], ...] = (_numbers, _numbers, _texts, _dates)
    # Without a gap, so that no row is blank: those are left out.
    columns = [_whole(rng, names[0], rows)]
    columns += [rng.choice(makers)(rng, name, rows, house) for name in names[1:]]
    quoting = rng.choice(QUOTINGS)
    ends = rng.choice(("\n", "\r\n"))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=mark, quoting=quoting, lineterminator=ends)
    writer.writerow([column.name for column in columns])
    writer.writerows(zip(*(column.texts for column in columns), strict=True))
    described = f"{seed}: {mark!r} {encoding} {house} quoting {quoting}"
    return MadeTable(stream.getvalue().encode(encoding), columns, described)


def _whole(rng: random.Random, name: str, rows: int) -> MadeColumn:
    values: list[float | str | None] = [float(rng.randint(0, 900)) for _row in range(rows)]
    return MadeColumn(name, "number", [f"{value:.0f}" for value in values], values)


def _numbers(rng: random.Random, name: str, rows: int, house: tuple[str, str]) -> MadeColumn:
    places = rng.choice((0, 0, 1, 2, 2, 4))
    scale = 10.0 ** rng.randint(0, 7)
    values: list[float | str | None] = [
        round(rng.uniform(-scale if places else 0, scale), places) for _row in range(rows)
    ]
    if places:
        # Decimals that are certain: with three places they might be thousands.
        values[0] = round(scale / 3 + 0.12, 2) if places < 4 else values[0]
    gap = rng.choice(NUMBER_GAPS)
    decimal, thousands = house
    unit = rng.choice(("", "", "", "", " kg", "%", "R$ "))
    texts = []
    for row in range(rows):
        if row and rng.random() < 0.05:
            values[row] = None
            texts.append(gap)
            continue
        texts.append(
            _with_unit(_written(float(values[row] or 0), places, decimal, thousands), unit)
        )
    if not places:
        values = [None if value is None else float(value) for value in values]
    return MadeColumn(name, "number", texts, values)


def _written(value: float, places: int, decimal: str, thousands: str) -> str:
    text = f"{value:,.{max(places, 2) if places else 0}f}"
    return text.replace(",", "_").replace(".", DECIMALS[decimal]).replace("_", GROUPS[thousands])


def _with_unit(text: str, unit: str) -> str:
    if unit != "R$ ":
        return text + unit
    return f"-R$ {text[1:]}" if text.startswith("-") else f"R$ {text}"


def _texts(rng: random.Random, name: str, rows: int, _house: tuple[str, str]) -> MadeColumn:
    words = rng.sample(WORDS, rng.randint(2, 5))
    values: list[float | str | None] = [rng.choice(words) for _row in range(rows)]
    values[: len(words)] = list(words)
    texts = []
    for row, value in enumerate(values):
        if row >= len(words) and rng.random() < 0.05:
            values[row] = None
            texts.append("")
        else:
            texts.append(str(value))
    return MadeColumn(name, "text", texts, values)


def _dates(rng: random.Random, name: str, rows: int, _house: tuple[str, str]) -> MadeColumn:
    form = DATES[rng.choice(list(DATES))]
    days = [FIRST + datetime.timedelta(rng.randint(-9000, 25_000)) for _row in range(rows)]
    days[0] = days[0].replace(day=28)
    values: list[float | str | None] = [(day - FIRST).days * 86_400.0 for day in days]
    texts = [day.strftime(form) for day in days]
    for row in range(1, rows):
        if rng.random() < 0.05:
            values[row], texts[row] = None, ""
    return MadeColumn(name, "date", texts, values)
