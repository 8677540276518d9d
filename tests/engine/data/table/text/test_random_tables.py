"""Random tables, written by Python's csv module, are read back as they were written."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.data.table.text.text_table import read_texts
from playground.engine.spec.run import DataSpec, TableFile

NAMES = ["price", "area", "city", "x", "target", "year_built", "preço", "região", "weight"]
WORDS = ["red", "blue", "casa", "São Paulo", "x9", "A-12", "north", "médio", "Água"]


@dataclass(frozen=True)
class Written:
    """A table as bytes, and what it holds."""

    content: bytes
    names: list[str]
    rows: list[list[str]]


whole = st.integers(-5000, 5000).map(str)
point = st.floats(-999, 999).map(lambda value: f"{value:.2f}")
comma = point.map(lambda text: text.replace(".", ","))
brazilian = st.floats(0, 1e6).map(lambda v: f"{v:,.2f}".translate(str.maketrans(",.", ".,")))
american = st.floats(0, 1e6).map(lambda v: f"{v:,.2f}")
times = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))
day = times.map(lambda time: time.strftime("%d/%m/%Y"))
moment = times.map(lambda time: time.strftime("%Y-%m-%d %H:%M:%S"))
VALUES = [whole, point, comma, brazilian, american, day, moment]
category = st.sampled_from(WORDS[:3])
free = st.lists(st.sampled_from([*WORDS, ",", ";", "|", '"q"', "and"]), min_size=2).map(" ".join)
broken = st.sampled_from(["one\ntwo", "a\r\nb, c", "plain", 'say "hi"\nok'])
TEXTS = [category, free, broken]


@st.composite
def tables(draw: st.DrawFn) -> Written:
    """A table of at least five rows and two columns, of which one holds values."""
    kinds = [
        draw(st.sampled_from(VALUES)),
        *draw(st.lists(st.sampled_from([*VALUES, *TEXTS]), min_size=1, max_size=6)),
    ]
    count = draw(st.integers(5, 30))
    columns = [draw(st.lists(kind, min_size=count, max_size=count)) for kind in kinds]
    order = draw(st.permutations(range(len(kinds))))
    rows = [[columns[place][row] for place in order] for row in range(count)]
    # A first row with gaps and without a number is the header of a table with an index, and a last
    # one with a text alone is a note.
    gaps = draw(st.sets(st.tuples(st.integers(1, count - 2), st.integers(0, len(kinds) - 1))))
    for row, place in list(gaps)[: count // 3]:
        rows[row][place] = draw(st.sampled_from(["", "NA", "?", "-"]))
    names = draw(st.permutations(NAMES))[: len(kinds)] if draw(st.booleans()) else []
    return Written(draw(contents([names, *rows] if names else rows)), names, rows)


@st.composite
def contents(draw: st.DrawFn, rows: list[list[str]]) -> bytes:
    """The rows in a random dialect and encoding."""
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    stream = io.StringIO(newline="")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if draw(st.booleans()) else csv.QUOTE_MINIMAL
    separator = draw(st.sampled_from(",;\t|"))
    csv.writer(stream, delimiter=separator, quoting=quoting, lineterminator=ending).writerows(rows)
    text = stream.getvalue()
    if draw(st.booleans()):
        text = text.removesuffix(ending)
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(tables())
def test_that_random_tables_are_read_as_they_were_written(table: Written) -> None:
    read = read_texts(TableFile("t.csv", table.content), DataSpec())
    rows = zip(*(column.to_pylist() for column in read.columns.values()), strict=True)
    wanted = [[cell.strip() for cell in row] for row in table.rows]
    assert [list(row) for row in rows] == [row for row in wanted if any(row)]
    assert read.layout.has_header == bool(table.names)
    if table.names:
        assert list(read.columns) == list(table.names)


# No digits: a text above numbers may be a second line of names.
CELL = st.text(alphabet='abc ,;"\n\té', max_size=6)


@settings(deadline=None, derandomize=True)
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=12
        )
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_that_with_a_chosen_layout_cells_are_those_of_the_csv_module(
    rows: list[list[str]], ending: str, quoted: bool
) -> None:
    stream = io.StringIO(newline="")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(stream, lineterminator=ending, quoting=quoting)
    writer.writerow([f"c{place}" for place in range(len(rows[0]))])
    writer.writerows([[*row[:-1], row[-1] + "."] for row in rows])
    spec = DataSpec(separator="comma", header="yes", skip_lines=0, footer_lines=0, comment="none")
    read = read_texts(TableFile("t.csv", stream.getvalue().encode()), spec)
    found = zip(*(column.to_pylist() for column in read.columns.values()), strict=True)
    assert [list(row) for row in found] == [
        [cell.strip() for cell in [*row[:-1], row[-1] + "."]] for row in rows
    ]
