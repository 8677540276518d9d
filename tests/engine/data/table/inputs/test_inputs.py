"""A table for a model gives the numbers that its writer meant, however it was written."""

import csv
import io
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.data.raw import Column, RawData, Reading
from playground.engine.data.table.inputs.read import ReadInputs, Wanted, read_inputs, wanted_of
from playground.engine.data.table.process.reader import TableReader
from playground.engine.data.table.read import read_table
from playground.engine.spec.run import DataSpec, TableFile

COLOURS = ("azul", "verde", "cor-de-rosa")
DAY = "dd/mm/yyyy"


@dataclass(frozen=True)
class Marks:
    """How a writer writes: between cells, before decimals, between thousands."""

    separator: str
    decimal: str
    group: str

    def number(self, value: float) -> str:
        text = f"{value:,.2f}"
        return text.replace(",", "_").replace(".", self.decimal).replace("_", self.group)


BRAZILIAN = Marks(";", ",", ".")
MARKS = (
    BRAZILIAN,
    Marks(";", ",", ""),
    Marks(",", ".", ""),
    Marks("\t", ".", ","),
    Marks(",", ".", ","),
    Marks("|", ",", " "),
    Marks(";", ".", "'"),
)


def file(text: str) -> TableFile:
    return TableFile("in.csv", text.encode())


def written(rows: list[list[str]], separator: str) -> TableFile:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return file(text.getvalue())


def trained(text: str, spec: DataSpec | None = None) -> tuple[RawData, Wanted]:
    spec = spec or DataSpec()
    raw = read_table(TableFile("train.csv", text.encode()), spec)
    return raw, wanted_of(raw, spec)


def wanted(*columns: Column, target: Column | None = None) -> Wanted:
    return Wanted(columns, target, DataSpec())


def numbers(name: str, decimal: str = "point", thousands: str = "none", unit: str = "") -> Column:
    return Column(name, reading=Reading(name, (decimal, thousands, "", unit)), typical="5")


def colours() -> Column:
    return Column("cor", "category", COLOURS, "verde", reading=Reading("cor"))


def read(text: str, *columns: Column) -> ReadInputs:
    return read_inputs(file(text), wanted(*columns))


@settings(deadline=None, max_examples=150)
@given(
    values=st.lists(
        st.tuples(
            st.decimals(-99_999, 99_999, places=2).map(float),
            st.decimals(0, 9, places=2).map(float),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=12,
    ),
    marks=st.sampled_from(MARKS),
    model=st.sampled_from((("comma", "point"), ("point", "none"), ("comma", "none"))),
    order=st.permutations(["area", "cor", "taxa", "nota", "id"]),
    shouts=st.booleans(),
)
def test_that_a_table_in_any_marks_and_order_gives_the_numbers_that_were_written(
    values: list[tuple[float, float, int]],
    marks: Marks,
    model: tuple[str, str],
    order: list[str],
    shouts: bool,
) -> None:
    """Two decimals group no thousands, so that the marks are certain."""
    cells = [
        {
            "area": marks.number(area),
            "taxa": marks.number(rate),
            "cor": COLOURS[colour].upper() if shouts else COLOURS[colour],
            "nota": "",
            "id": f"k{row}",
        }
        for row, (area, rate, colour) in enumerate(values)
    ]
    header = [name.upper() if shouts else name for name in order]
    table = written([header, *([row[name] for name in order] for row in cells)], marks.separator)
    columns = (numbers("area", *model), colours(), numbers("taxa", *model))
    found = read_inputs(table, wanted(*columns))
    right = [[a, *(float(c == k) for k in range(3)), t] for a, t, c in values]
    np.testing.assert_allclose(found.inputs, np.array(right), rtol=0, atol=0)
    assert found.rows.tolist() == list(range(len(values)))


@settings(deadline=None, max_examples=100)
@given(
    whole=st.lists(st.integers(1_000, 999_999), min_size=1, max_size=6),
    model=st.sampled_from((("comma", "point"), ("point", "comma"))),
)
def test_that_whole_numbers_with_thousands_marks_stay_as_trained(
    whole: list[int], model: tuple[str, str]
) -> None:
    group = "." if model[1] == "point" else ","
    rows = [["x", "y"], *([f"{value:,}".replace(",", group), "1"] for value in whole)]
    found = read_inputs(written(rows, ";"), wanted(numbers("x", *model), numbers("y", *model)))
    assert found.inputs[:, 0].tolist() == whole
    assert found.notes == ()


def test_that_an_unclear_column_follows_the_columns_that_exchange_the_marks() -> None:
    columns = numbers("a", "comma", "point"), numbers("b", "comma", "point")
    found = read("a,b\n100.5,2.000\n200.25,5.125\n", *columns)
    assert found.inputs.tolist() == [[100.5, 2.0], [200.25, 5.125]]
    assert "100.5 as 100.5 and 2.000 as 2" in found.notes[0]


def test_that_a_column_in_its_own_marks_says_nothing_of_the_others() -> None:
    """Latitudes with a point stand beside thousands with a point, as they did in training."""
    columns = numbers("lat", "point"), numbers("pop", "comma", "point")
    found = read("lat;pop\n51.927514;4.278\n-7.1;1.000\n", *columns)
    assert found.inputs.tolist() == [[51.927514, 4278.0], [-7.1, 1000.0]]
    assert found.notes == ()


def test_that_a_cell_that_is_no_number_is_named_and_its_row_left_out() -> None:
    found = read("x;y\n1,5;1\nabc;2\n2,5;3\n" + "2,5;3\n" * 10, numbers("x", "comma"))
    assert found.rows.tolist()[:3] == [0, 2, 3]
    assert "'abc' (line 3)" in " ".join(found.notes)
    assert found.odd == {"x": pytest.approx([1])}
    assert found.reasons[found.why[1]] == "'x' is not a number that the model can take."


def test_that_another_unit_is_said() -> None:
    found = read("x;y\n70 g;1\n80 g;1\n", numbers("x", unit="kg"))
    assert found.inputs.tolist() == [[70.0], [80.0]]
    assert "Unit of 'x': g here, kg in the table" in str(found.notes)
    assert "g here, no unit in the table" in str(read("x;y\n70 g;1\n80 g;1\n", numbers("x")).notes)
    assert read("x;y\n70 kg;1\n80;1\n", numbers("x", unit="kg")).inputs.tolist() == [[70.0], [80.0]]
    assert "no unit here, % in the table" in str(
        read("x;y\n0.7;1\n0.8;1\n", numbers("x", unit="%")).notes
    )


@pytest.mark.parametrize(
    ("texts", "categories", "places"),
    [
        (["01001", "2139"], ("01001", "02139"), [0, None]),
        (["1.10", "1.1", "1.100"], ("1.1", "1.10"), [1, 0, None]),
        (["1.0", "2"], ("1", "2"), [0, 1]),
        (["TRUE", "False", "true"], ("FALSE", "TRUE", "unknown"), [1, 0, 1]),
        (["A", "a"], ("A", "a"), [0, 1]),
        (["very good", "very\xa0good"], ("bad", "very good"), [1, 1]),
        (["None", "Insomnia"], ("Insomnia", "None"), [1, 0]),
    ],
)
def test_that_categories_are_their_texts(
    texts: list[str], categories: tuple[str, ...], places: list[int | None]
) -> None:
    column = Column("k", "category", categories, categories[0], reading=Reading("k"))
    rows = "".join(f"{text};1\n" for text in texts)
    found = read_inputs(file(f"k;x\n{rows}"), wanted(column, numbers("x")), "skip")
    kept = [place for place in places if place is not None]
    assert found.inputs[:, :-1].argmax(axis=1).tolist() == kept
    assert found.rows.tolist() == [n for n, place in enumerate(places) if place is not None]


def test_that_one_date_column_gives_all_its_parts() -> None:
    rows = "".join(f"{d:02d}/{m:02d}/2024;{d * m % 7}\n" for d in range(1, 29) for m in (1, 5, 9))
    spec = DataSpec(date_parts=("elapsed", "month", "weekday"))
    raw, needed = trained("dia;y\n" + rows, spec)
    assert [column.reading.part for column in raw.columns] == ["elapsed", "month", "weekday"]
    found = read_inputs(file("y;dia\n1;03/02/2024\n2;31/02/2024\n3;\n"), needed)
    assert found.inputs.tolist() == [[33 * 86_400.0, 2.0, 5.0]]
    assert [found.reasons[why] for why in found.why[1:]] == [
        "'dia' is not a date.",
        "'dia' is missing.",
    ]
    assert len([note for note in found.notes if "left out" in note]) == 2
    exchanged = read_inputs(file("dia\n02/13/2024\n02/03/2024\n"), needed)
    assert exchanged.inputs[:, 1].tolist() == [2.0, 2.0]
    assert "written as mm/dd/yyyy" in str(exchanged.notes)


def test_that_a_file_without_a_header_is_taken_in_order_where_every_cell_fits() -> None:
    columns = colours(), numbers("area", "comma"), numbers("renda", "comma", "point")
    found = read("azul;1,5;2.000,00\nverde;2,5;3.000,00\n", *columns)
    assert found.inputs[:, 3:].tolist() == [[1.5, 2000.0], [2.5, 3000.0]]
    assert "taken in the order" in found.notes[0]
    target = numbers("preco", "comma")
    with_target = read_inputs(
        file("azul;1,5;2.000,00;7\nverde;2,5;3.000,00;8,5\n"), wanted(*columns, target=target)
    )
    assert with_target.targets.tolist() == [7.0, 8.5]
    one_row = read("azul;1,5;2.000,00\n", *columns)
    assert one_row.inputs[:, 3:].tolist() == [[1.5, 2000.0]]


@pytest.mark.parametrize(
    "text",
    [
        "amarelo;1,5;2.000,00\nverde;2,5;3.000,00\n",
        "azul;1,5\nverde;2,5\n",
        "azul;1,5;1;2;3\nverde;2,5;1;2;3\n",
        "a;b;c\nazul;1,5;2.000,00\n",
        "cor;tamanho;renda\nazul;1,5;2.000,00\n",
    ],
    ids=["unknown category", "too few", "too many", "other names", "one other name"],
)
def test_that_columns_are_never_taken_in_order_in_doubt(text: str) -> None:
    columns = colours(), numbers("area", "comma"), numbers("renda", "comma", "point")
    with pytest.raises(InputError, match=r"in\.csv has no column '(cor|area)'"):
        read(text, *columns)


def test_that_columns_of_a_model_without_names_are_taken_by_their_places() -> None:
    columns = numbers("column 2"), numbers("column 3")
    target = numbers("column 1")
    whole = read_inputs(file("7,1,2\n8,3,4\n"), wanted(*columns, target=target))
    assert (whole.inputs.tolist(), whole.targets.tolist()) == ([[1, 2], [3, 4]], [7, 8])
    without = read_inputs(file("1,2\n3,4\n"), wanted(*columns, target=target))
    assert without.inputs.tolist() == [[1, 2], [3, 4]]
    named = read_inputs(file("y,a,b,c\n7,1,2,9\n8,3,4,9\n"), wanted(*columns, target=target))
    assert (named.inputs.tolist(), named.target) == ([[1, 2], [3, 4]], "y")
    assert "by their places: 'a', 'b' and 'y'" in named.notes[0]


def test_that_a_row_of_which_nothing_is_known_is_not_filled() -> None:
    found = read_inputs(
        file("id;x;y\na;1;2\nb;;?\nc;;1\n"), wanted(numbers("x"), numbers("y")), "fill"
    )
    assert found.inputs.tolist() == [[1, 2], [5, 1]]
    assert found.reasons[found.why[1]] == "Every input is missing."


def test_that_names_differ_in_case_and_blanks_alone() -> None:
    found = read("X_1 ,x 2\n1,2\n", numbers("x 1"), numbers("X2"))
    assert found.inputs.tolist() == [[1.0, 2.0]]
    assert found.notes == ("Columns 'X_1' and 'x 2' are taken for 'x 1' and 'X2'.",)
    with pytest.raises(InputError, match="no column 'ab'"):
        read("AB,Ab,c\n1,2,3\n", numbers("ab"))


def test_that_data_of_no_table_need_only_names() -> None:
    found = read("x2;x1\n1,5;2\n", Column("x1"), Column("x2"))
    assert found.inputs.tolist() == [[2.0, 1.5]]


def test_that_rows_are_counted_as_the_file_has_them() -> None:
    rows = "1;1\n;\n2;2\n3\nx;y\n\n4;\n" + "5;5\n" * 20
    found = read_inputs(file("x;y\n" + rows), wanted(numbers("x"), numbers("y")), "skip")
    assert found.lines.tolist() == [2, 3, 4, 5, 6, 8, *range(9, 29)]
    assert found.rows.tolist() == [0, 2, *range(6, 26)]
    said = [found.reasons[why] if why >= 0 else "" for why in found.why[:6]]
    assert said == [
        "",
        "It is empty, or the header again.",
        "",
        "It has 1 cells, not 2.",
        "It is empty, or the header again.",
        "'y' is missing.",
    ]


def test_that_gaps_are_filled_as_in_training_and_counted() -> None:
    text = "cor;x;y\nazul;;1\n?;2;n/a\nazul;2;3\n"
    columns = colours(), numbers("x"), numbers("y")
    found = read_inputs(file(text), wanted(*columns), "fill")
    assert found.inputs.tolist() == [
        [1, 0, 0, 5, 1],
        [0, 1, 0, 2, 5],
        [1, 0, 0, 2, 3],
    ]
    assert len(found.notes) == 3
    assert {name: rows.tolist() for name, rows in found.gaps.items()} == {
        "cor": [1],
        "x": [0],
        "y": [1],
    }
    with pytest.raises(InputError, match=r"in\.csv, line 2, column 'x': the value is missing"):
        read_inputs(file(text), wanted(*columns), "refuse")


def test_that_bent_rows_are_refused_where_rows_are_to_be_refused() -> None:
    text = "x;y\n" + "1;2\n" * 20 + "3\n" + "1;2\n" * 20
    with pytest.raises(InputError, match=r"in\.csv, line 22: the row has 1 cells, not 2"):
        read_inputs(file(text), wanted(numbers("x"), numbers("y")), "refuse")


def test_that_marks_chosen_in_training_are_missing_here_too() -> None:
    needed = replace(wanted(numbers("x")), spec=DataSpec(missing_marks=("x=-9999", "-=>0")))
    found = read_inputs(file("x;y\n1;a\n-9999;b\n-;c\n"), needed, "skip")
    assert found.inputs.tolist() == [[1.0], [0.0]]


def test_that_more_than_can_be_held_is_refused_before_it_is_held() -> None:
    many = Column("k", "category", tuple(map(str, range(60_000))), "0", reading=Reading("k"))
    with pytest.raises(InputError, match="predict them in several files"):
        read_inputs(file("k;x\n" + "7;1\n" * 2_000), wanted(many))


def test_that_a_process_of_its_own_reads_the_same() -> None:
    text = "cor;x;preco\nazul;1,5;3\n;2,5;4\nroxo;1,0;\n"
    needed = wanted(colours(), numbers("x", "comma"), target=numbers("preco"))
    here = read_inputs(file(text), needed, "fill")
    reader = TableReader()
    try:
        reader.take(file(text))
        there = reader.inputs(needed, "fill")
        with pytest.raises(InputError, match="line 3, column 'cor'"):
            reader.inputs(needed, "refuse")
    finally:
        reader.close()
    for name in ("inputs", "rows", "lines", "read", "why", "targets"):
        np.testing.assert_array_equal(getattr(there, name), getattr(here, name))
    for name in ("name", "reasons", "notes", "target", "typical"):
        assert getattr(there, name) == getattr(here, name)
    assert [there.cells["cor"][row] for row in range(3)] == ["azul", "", "roxo"]
    assert there.cells["cor"].of_rows(np.array([2, -1, 0])) == ["roxo", "", "azul"]
    assert (there.gaps["cor"].tolist(), there.odd["cor"].tolist()) == ([1], [2])
