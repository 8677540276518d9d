"""Separator, number marks and header, guessed from the first lines."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.data.table.guess import Layout, guess_layout
from playground.engine.data.table.numbers import NumberFormat, is_missing
from playground.engine.data.table.text import CHOSEN, decode_table
from playground.engine.spec.run import DataSpec, TableFile


def layout(text: str, spec: DataSpec | None = None) -> Layout:
    return guess_layout(decode_table(TableFile("t.csv", text.encode())), spec or DataSpec())


@pytest.mark.parametrize(
    ("text", "separator", "decimal", "thousands", "header"),
    [
        ("a,b\n1,2.5\n3,4.5\n", "comma", "point", "none", "yes"),
        ("a;b\n1,5;2,5\n3;4\n", "semicolon", "comma", "none", "yes"),
        ("1,5;2,5\n3,25;4,5\n", "semicolon", "comma", "none", "no"),
        ("x;y\n1.234,5;3\n12,5;4\n", "semicolon", "comma", "point", "yes"),
        ("x;y\n1.234.567;3\n12;4\n", "semicolon", "point", "none", "yes"),
        ("x;y\n1.234.567;3,5\n12;4,25\n", "semicolon", "comma", "point", "yes"),
        ('x,y\n"1,234.5",3\n"12.5",4\n', "comma", "point", "comma", "yes"),
        ("x\ty\n1 234,5\t3\n12,5\t4\n", "tab", "comma", "space", "yes"),
        ("x|y\n1'234.5|3\n12.5|4\n", "bar", "point", "apostrophe", "yes"),
        ("a,b,c\n1,2,x;y\n3,4,z;w\n", "comma", "point", "none", "yes"),
        ("red,big\nblue,small\nred,small\n", "comma", "point", "none", "no"),
        ("colour,size\nblue,small\nred,small\n", "comma", "point", "none", "yes"),
        ("0,1,2\n5,2.5,7\n6,1.5,8\n", "comma", "point", "none", "yes"),
        ("1,2,3\n1,2,3\n", "comma", "point", "none", "no"),
        ("10.5\n11.5\n", "comma", "point", "none", "no"),
    ],
)
def test_that_the_layout_of_a_table_is_found(
    text: str, separator: str, decimal: str, thousands: str, header: str
) -> None:
    found = layout(text)
    assert (found.separator.value, found.header.value) == (separator, header)
    if not text.startswith("x;y\n1.234.567;3\n"):
        assert (found.decimal.value, found.thousands.value) == (decimal, thousands)


def test_that_millions_grouped_by_points_alone_are_read() -> None:
    found = layout("x;y\n1.234.567;3\n12;4\n")
    assert found.thousands.value == "point"
    assert found.numbers.parse("1.234.567") == 1234567


def test_that_what_may_be_thousands_is_pointed_out() -> None:
    found = layout("x;y\n1.234;3\n5.678;4\n")
    assert found.thousands.value == "none"
    assert "1.234 is read as a number with three decimals" in found.thousands.why


def test_that_a_choice_is_kept_and_no_reason_made_up() -> None:
    spec = DataSpec(separator="bar", decimal="comma", thousands="space", header="no")
    found = layout("a,b\n1,2\n", spec)
    guesses = (found.separator, found.decimal, found.thousands, found.header)
    assert [guess.value for guess in guesses] == ["bar", "comma", "space", "no"]
    assert {guess.why for guess in guesses} == {CHOSEN}
    assert found.names == ("column 1",)


def test_that_a_chosen_thousands_mark_decides_the_decimal_mark() -> None:
    assert layout("x;y\n1.234;3\n", DataSpec(thousands="point")).decimal.value == "comma"


def test_that_one_mark_cannot_mean_two_things() -> None:
    with pytest.raises(InputError, match="cannot be the same"):
        layout("a;b\n1;2\n", DataSpec(decimal="comma", thousands="comma"))


def test_that_missing_and_double_names_are_made_unique_and_said() -> None:
    found = layout("a,,a,a (2)\n1,2,3,4\n")
    assert found.names == ("a", "column 2", "a (3)", "a (2)")
    assert found.renamed == (
        "Columns without a name of their own were named 'column 2' and 'a (3)'."
    )


def test_that_quotes_hide_separators_and_line_ends() -> None:
    found = layout('a,b\n"x,\ny",1\n"z ""q""",2\n')
    assert found.sample == (("x,\ny", "1"), ('z "q"', "2"))


@pytest.mark.parametrize(
    "text", ["1.2.3", "12.03.2024", "1_000", "1.23,4", "0.123,5", "", "-", "abc", "١٢", "0x1F"]
)
def test_that_a_strict_reading_refuses_what_is_no_number(text: str) -> None:
    assert NumberFormat("comma", "point").parse(text) is None


@pytest.mark.parametrize("text", ["", " ", "NA", "N/A", "NaN", "null", "None", "-", "?", " NA "])
def test_that_missing_values_are_known(text: str) -> None:
    assert is_missing(text)


NUMBERS = st.floats(min_value=-1e12, max_value=1e12).map(lambda value: round(value, 4))


@given(NUMBERS, st.sampled_from([(".", ","), (",", "."), (".", " "), (",", "'")]))
def test_that_a_number_written_with_any_marks_is_read_back(
    value: float, marks: tuple[str, str]
) -> None:
    decimal, thousands = marks
    keys = {".": "point", ",": "comma", " ": "space", "'": "apostrophe"}
    text = f"{value:,.4f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    assert NumberFormat(keys[decimal], keys[thousands]).parse(text) == value


@given(
    st.lists(st.tuples(NUMBERS, NUMBERS, st.sampled_from("xyz")), min_size=8, max_size=30),
    st.sampled_from([(",", "."), (";", ","), (";", "."), ("\t", ","), ("|", ".")]),
)
def test_that_a_written_table_is_guessed_as_it_was_written(
    rows: list[tuple[float, float, str]], marks: tuple[str, str]
) -> None:
    separator, decimal = marks
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
    writer.writerow(["first", "second", "third"])
    writer.writerow(["0.5".replace(".", decimal), "0.25".replace(".", decimal), "x"])
    for one, two, text in rows:
        numbers = [f"{number:.4f}".replace(".", decimal) for number in (one, two)]
        writer.writerow([*numbers, text])
    found = layout(stream.getvalue())
    assert (found.mark, found.header.value) == (separator, "yes")
    numbers_read = [found.numbers.parse(row[0]) for row in found.sample[1:]]
    assert numbers_read == [one for one, _, _ in rows]
