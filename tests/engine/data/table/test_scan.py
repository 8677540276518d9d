"""Where records end, and sentences about the shape of a table."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.common.numbers import GROUP
from playground.engine.data.table import scan as table_scan
from playground.engine.data.table.scan import inspect, line_of_record, records, shape_of
from playground.engine.data.table.text import TableText, decode_table
from playground.engine.spec.run import TableFile


def text(content: str) -> TableText:
    return decode_table(TableFile("t.csv", content.encode()), "utf-8")


def sentence(content: str, separator: str = ",") -> str:
    with pytest.raises(InputError) as caught:
        shape_of(text(content), separator)
    return str(caught.value)


def test_that_blank_lines_are_no_records() -> None:
    shape = shape_of(text("\n\na,b\r\n\r\n1,2\n \n3,4"), ",")
    assert (shape.records, shape.fields) == (3, 2)


def test_that_a_ragged_row_is_named_with_its_line() -> None:
    assert sentence("a,b,c\n1,2,3\n1,2\n") == (
        "t.csv: line 3 does not have as many fields as line 1 (2 instead of 3); give every row the "
        "same number or choose another separator."
    )


def test_that_of_many_ragged_rows_the_first_are_named_and_all_counted() -> None:
    found = sentence("a,b\n" + "1,2\n" * 3 + "1,2,3\n" * 7)
    assert "lines 5, 6, 7, 8 and 3 more do not have as many fields as line 1 (line 5 has 3" in found


def test_that_lines_are_physical_lines_even_after_quoted_line_ends() -> None:
    assert "line 6 does not have as many fields as line 1 (1 instead of 2)" in sentence(
        'a,b\n"x\ny\nz",1\n2,3\n4\n'
    )
    content = b'a,b\r\n"x\r\ny",1\r\n\r\n2,3\r\n'
    assert [record.line for record in records(content, ",")] == [1, 2, 5]
    assert line_of_record(content, ",", 2) == 5


def test_that_an_unclosed_quote_is_named_with_the_line_where_it_opens() -> None:
    found = sentence('a,b\n1,2\n3,"4\n5,6\n')
    assert found == "t.csv, line 3: a quote opens there and is never closed; close or remove it."


def test_that_a_stray_quote_is_found_before_the_quotes_it_turned_round() -> None:
    assert "line 3: a quote opens" in sentence('a,b\n"x",1\n"y,2\n"z",3\n"w",4\n')


def test_that_an_unclosed_quote_is_found_in_a_long_table() -> None:
    assert "line 3: a quote opens" in sentence('a,b\n1,2\n"3,4\n' + "5,6\n" * 100_000)


def test_that_quotes_inside_a_field_are_letters() -> None:
    shape = shape_of(text('a,b\n5" pipe,1\n6",2\n'), ",")
    assert (shape.records, shape.fields) == (3, 2)


def test_that_too_many_columns_are_refused_with_the_limit() -> None:
    assert f"has 2{GROUP}001 columns; at most 2{GROUP}000 can be read" in sentence(
        ",".join(["x"] * 2001) + "\n"
    )


def test_that_too_many_rows_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_scan, "MAXIMUM_ROWS", 3)
    assert "has 4 rows; at most 3" in sentence("a,b\n" + "1,2\n" * 4)


FIELD = st.text(alphabet='ab1 ,;"\n\r\té', max_size=6)


@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(FIELD, min_size=width, max_size=width), min_size=1, max_size=12
        )
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 16),
)
def test_that_the_fast_count_agrees_with_the_csv_module(
    rows: list[list[str]], ending: str, piece: int
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows(rows)
    table = text(stream.getvalue())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_scan, "PIECE", piece)
        fast = shape_of(table, ",")
    slow = inspect(table, ",")
    assert fast == slow
    assert fast.records == len(rows)
