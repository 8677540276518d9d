"""Tables read once, as text: where they start and end, and what every cell holds."""

import random

import pytest

from playground.engine.common.errors import InputError
from playground.engine.common.numbers import GROUP
from playground.engine.data.table.containers import opened
from playground.engine.data.table.text.text_table import TextTable, read_texts
from playground.engine.spec.run import DataSpec, TableFile

AUTOMATIC = DataSpec()


def read(content: str | bytes, spec: DataSpec = AUTOMATIC, wanted: str = "") -> TextTable:
    raw = content if isinstance(content, bytes) else content.encode()
    return read_texts(TableFile("t.csv", raw), spec, wanted=frozenset(wanted.split()))


def cells(table: TextTable) -> list[list[str]]:
    return [list(row) for row in zip(*(c.to_pylist() for c in table.columns.values()), strict=True)]


def sentence(content: str, spec: DataSpec = AUTOMATIC) -> str:
    with pytest.raises(InputError) as caught:
        read(content, spec)
    return str(caught.value)


def rows(count: int, line: str) -> str:
    return "".join(line.format(n=n, m=n * 7 % 10) for n in range(count))


# What a separator is


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", ":", "~", "^"])
def test_that_a_separator_is_found_by_the_columns_it_makes(mark: str) -> None:
    line = mark.join(["{n}", "a{m}", "{n}.5"]) + "\n"
    table = read(mark.join("abc") + "\n" + rows(20, line))
    assert list(table.columns) == ["a", "b", "c"]
    assert cells(table)[1] == ["1", "a7", "1.5"]


def test_that_runs_of_blanks_and_tabs_separate_where_nothing_else_does() -> None:
    table = read(rows(20, '  {n}   1.5\t  "car {m}"\n'))
    assert table.layout.separator.value == "blanks"
    assert cells(table)[2] == ["2", "1.5", "car 4"]


def test_that_numbers_are_not_torn_apart_by_their_decimal_comma() -> None:
    assert read(rows(20, "{n},81 39,{m}0 65,8\n")).layout.separator.value == "blanks"
    assert cells(read("x\n" + rows(20, "{n},5\n")))[3] == ["3,5"]


def test_that_a_comma_before_a_tab_separates_and_the_tab_is_a_blank() -> None:
    assert cells(read(rows(20, "{n}.000,\t5.318,\tA\n")))[1] == ["1.000", "5.318", "A"]


def test_that_tabs_that_split_every_line_separate_names_with_blanks_in_them() -> None:
    content = "red red\t0\nred red\t1\nred ,\t0\nred ,\t1\nred ,\t0\n"
    expected = [["red red", "0"], ["red red", "1"], ["red ,", "0"], ["red ,", "1"], ["red ,", "0"]]
    assert cells(read(content)) == expected
    assert cells(read("a b c\t4\nnew york, ny\t9\nnew york, ny\t8\n"))[1] == ["new york, ny", "9"]


def test_that_a_tab_among_runs_of_blanks_is_a_blank() -> None:
    table = read(rows(9, '1{n}.0   8   3{m}.5  70\t"car {n}"\n'))
    assert cells(table)[2] == ["12.0", "8", "34.5", "70", "car 2"]


def test_that_a_mark_inside_every_cell_of_a_column_is_no_separator() -> None:
    table = read("year,rating,tag|sub\n" + rows(20, "{n},3,a{m}|y\n"))
    assert list(table.columns) == ["year", "rating", "tag|sub"]


def test_that_sentences_and_times_are_one_column() -> None:
    texts = read("text\n" + rows(20, "This is good, really good {n}\nNo, never {m}, and no\n"))
    assert list(texts.columns) == ["text"]
    assert list(read("time\n" + rows(20, "10:0{m}:00\n")).columns) == ["time"]


def test_that_a_stated_separator_is_obeyed_and_said() -> None:
    table = read("sep=;\nx;y\n" + rows(20, "{n};{m}\n"))
    assert list(table.columns) == ["x", "y"]
    assert table.line(0) == 3
    assert "The line sep=; states the separator." in table.notes


def test_that_what_cannot_separate_is_refused() -> None:
    found = sentence("a,b\n1,2\n", DataSpec(separator="ab"))
    assert found.startswith("data.separator: 'ab' cannot separate columns; choose a single")


def test_that_a_typed_separator_is_used_as_it_is() -> None:
    assert list(read("a§b\n1§2\n", DataSpec(separator="§")).columns) == ["a", "b"]
    table = read("a b  c\n1 2  3\n", DataSpec(separator="space"))
    assert cells(table) == [["1", "2", "", "3"]]


# Quotation marks


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("'{n}','a, b','{m}'\n", ["2", "a, b", "4"]),
        ('{n}, "a, b", {m}\n', ["2", "a, b", "4"]),
        ('"{n},c,{m}"\n', ["2", "c", "4"]),
        ('{n},"say \\"hi\\", ok",{m}\n', ["2", 'say "hi", ok', "4"]),
        ('{n},5" pipe,{m}\n', ["2", '5" pipe', "4"]),
        ('{n},"a ""b"", c",{m}\n', ["2", 'a "b", c', "4"]),
        ('{n},"two\nlines",{m}\n', ["2", "two\nlines", "4"]),
        ('{n},"{{""a"": [1,2]}}",{m}\n', ["2", '{"a": [1,2]}', "4"]),
    ],
)
def test_that_cells_are_quoted_in_many_ways(line: str, wanted: list[str]) -> None:
    assert cells(read("x,y,z\n" + rows(20, line)))[2] == wanted


def test_that_a_stray_quotation_mark_is_read_as_a_letter_and_said() -> None:
    table = read('a,b\n1,2\n3,"4\n5,6\n7,"8"\n')
    assert cells(table) == [["1", "2"], ["3", '"4'], ["5", "6"], ["7", "8"]]
    assert table.notes == (
        "A quotation mark in line 3 opens or closes nothing and was read as a letter.",
    )


def test_that_a_stray_quotation_mark_does_not_swallow_cells_that_happen_to_fit() -> None:
    table = read("a,b,c\n" + rows(9, '{n},"x, y",z\n') + '1,"2,"3\n' + rows(9, "{n},x,z\n"))
    assert cells(table)[9] == ["1", '"2', '"3']


# Above and below the table


def test_that_lines_above_the_table_are_skipped_with_a_reason() -> None:
    table = read("Station:;A1\nHeight:;12\n\nDate;Rain;Wind;\n" + rows(9, "0{n}/01/2020;{m};1;\n"))
    assert list(table.columns) == ["Date", "Rain", "Wind"]
    assert (table.layout.skip_lines.value, table.line(0)) == ("3", 5)
    assert "such as 'Station: A1'" in table.layout.skip_lines.why
    assert "Each row ends with a separator." in table.notes


def test_that_a_title_filled_up_with_separators_is_no_header() -> None:
    table = read("Sales of 2020,,\n,,\nshop,sold,price\n" + rows(9, "s{n},{m},{n}.5\n"))
    assert list(table.columns) == ["shop", "sold", "price"]


def test_that_comments_are_left_out_wherever_they_stand() -> None:
    table = read("# made by hand\nx,y\n" + rows(9, "{n},{m}\n") + "# gap\n" + rows(9, "{n},{m}\n"))
    assert (table.rows, table.layout.comment.value) == (18, "#")
    assert table.line(9) == 13


def test_that_a_comment_may_name_the_columns() -> None:
    assert list(read("# x y z\n" + rows(9, "{n} {m} 5\n")).columns) == ["x", "y", "z"]


def test_that_marks_of_missing_values_are_no_comments() -> None:
    table = read("a,b\n#N/A,1\n" + rows(9, "{n},{m}\n"))
    assert (table.rows, table.layout.comment.value) == (10, "none")


def test_that_notes_and_totals_below_the_table_are_left_out_and_said() -> None:
    plain = read("a,b,c\n" + rows(9, "{n},{m},1\n") + "\nSource: IBGE\n")
    assert plain.rows == 9
    assert "Line 12 below the table is left out: 'Source: IBGE'." in plain.notes
    filled = read("a;b;c\n" + rows(9, "{n};{m};1\n") + ";;\nFonte: IBGE;;\n")
    assert filled.rows == 9
    assert "Line 12 at the end is no row and is left out: 'Fonte: IBGE'." in filled.notes
    total = read("a;b;c\n" + rows(9, "x{n};{m};1\n") + "Total;42;9\n")
    assert cells(total)[-1] == ["x8", "6", "1"]


def test_that_text_below_a_blank_line_is_a_note_though_it_stands_in_columns_of_numbers() -> None:
    table = read("a;b;c\n" + rows(9, "x{n};{m};1\n") + "\nnote;see;below\nand;so;on\n")
    assert cells(table)[-1] == ["x8", "6", "1"]


def test_that_a_category_may_be_called_total() -> None:
    table = read("a;b\n" + rows(9, "x{n};{m}\nTotal;{m}\n"))
    assert table.rows == 18


def test_that_of_two_tables_the_first_is_read_and_the_other_named() -> None:
    table = read("a,b,c\n" + rows(9, "{n},{m},1\n") + "\nd,e\n" + rows(12, "{n},{m}\n"))
    assert (table.rows, list(table.columns)) == (9, ["a", "b", "c"])
    assert (
        "Below the table, in lines 12 to 24, stands another one with 2 fields; it is left out."
        in table.notes
    )


def test_that_a_larger_table_below_is_not_taken_for_the_first() -> None:
    table = read("a,b,c\n" + rows(9, "{n},{m},1\n") + "d,e,f,g\n" + rows(50, "{n},{m},1,2\n"))
    assert list(table.columns) == ["a", "b", "c"]


# Headers


@pytest.mark.parametrize(
    "header", ["Country,2019,2020", "0,1,2", "shop,2020-01,2020-02", "team,home,winner"]
)
def test_that_a_header_may_hold_numbers_and_dates(header: str) -> None:
    table = read(f"{header}\n" + rows(20, "{m},{n}.5,{m}7\n"))
    assert list(table.columns) == header.split(",")


def test_that_wavelengths_are_a_header_above_what_does_not_rise() -> None:
    header = ",".join(f"{400 + 2.5 * n**1.1:.1f}" for n in range(30))
    random.seed(1)
    body = "".join(",".join(f"{random.random():.3f}" for _ in range(30)) + "\n" for _ in range(9))
    assert read(f"{header}\n{body}").layout.has_header
    assert not read(body).layout.has_header


@pytest.mark.parametrize(
    ("first", "line"),
    [
        ("b,67.13,u", "a,3{n}.5,t\n"),
        ("unknown,71,0", "{n},4{m},1\n"),
        ("red,big,yes", "red,big,no\nblue,small,yes\n"),
        ("A-100,x1", "A-10{m},y{m}\n"),
        ("TRUE,x", "FALSE,y{n}\n"),
    ],
)
def test_that_a_row_is_no_header(first: str, line: str) -> None:
    table = read(f"{first}\n" + rows(9, line))
    assert cells(table)[0] == first.split(",")


def test_that_a_text_header_may_recur_in_one_of_its_columns() -> None:
    body = "A,home,away\nB,away,away\nA,away,home\nB,home,away\n" * 5
    assert list(read("team,home,winner\n" + body).columns) == ["team", "home", "winner"]


def test_that_units_are_left_out_and_said() -> None:
    table = read("time,temp,flow\ns,°C,l/min\n" + rows(9, "{n},2{m}.5,3.1\n"))
    assert table.rows == 9
    assert "Line 2 holds the units (s, °C, l/min) and is left out." in table.notes


def test_that_names_over_two_lines_are_joined() -> None:
    table = read(",2019,,2020,\nCountry,men,women,men,women\n" + rows(9, "c{n},1,2,3,{m}\n"))
    assert list(table.columns) == ["Country", "2019 men", "2019 women", "2020 men", "2020 women"]


def test_that_a_header_that_stands_again_is_left_out_and_said() -> None:
    part = "x,cls,y\n" + rows(9, "{n},A,{m}\n{m},B,1\n")
    table = read(part * 3)
    assert table.rows == 54
    assert "The header stands again in lines 20 and 39; it is left out there." in table.notes


def test_that_names_of_rows_as_r_writes_them_become_a_column() -> None:
    table = read('"mpg","hp"\n' + rows(9, '"car {n}",2{m},1\n'))
    assert list(table.columns) == ["row name", "mpg", "hp"]
    assert any("names the rows" in note for note in table.notes)


def test_that_a_header_that_fits_no_columns_names_none() -> None:
    table = read("DATE,TIMEqty,price\n" + rows(9, "01/01/2020,{n},{m},1\n"))
    assert list(table.columns) == ["column 1", "column 2", "column 3", "column 4"]
    assert "The header has 3 names for 4 columns and is not used." in table.notes


def test_that_separators_at_the_end_of_rows_make_no_columns() -> None:
    assert list(read("a,b\n" + rows(9, "{n},{m},\n")).columns) == ["a", "b"]
    assert list(read("a,b,,\n" + rows(9, "{n},{m},,\n")).columns) == ["a", "b"]


def test_that_double_and_empty_names_are_made_unique_and_said() -> None:
    table = read("x,x,\n" + rows(9, "{n},{m},1\n"))
    assert list(table.columns) == ["x", "x (2)", "column 3"]
    assert "Columns without a name of their own were named 'x (2)' and 'column 3'." in table.notes


def test_that_wanted_names_are_a_header_wherever_they_stand() -> None:
    assert cells(read("junk\n\n1;2\n5;6\n7;8\n", wanted="2 1")) == [["5", "6"], ["7", "8"]]
    assert list(read("x\n1,5\n2,5\n", wanted="x").columns) == ["x"]


# Rows of another width


def test_that_a_few_bent_rows_are_left_out_and_named() -> None:
    table = read("a,b,c\n" + rows(9, "{n},{m},1\n") + "1,2\n" + rows(9, "{n},{m},1\n"))
    assert table.rows == 18
    assert [(row.line, row.found, row.wanted) for row in table.bent] == [(11, 2, 3)]
    assert "Line 11 is left out: it has 2 instead of 3 fields." in table.notes
    assert table.line(9) == 12


def test_that_many_bent_rows_are_refused_with_the_guesses_and_a_way_out() -> None:
    content = "a,b,c\n" + rows(9, "{n},{m}\n{n},{m},1\n")
    assert sentence(content) == (
        "t.csv: lines 2, 4, 6, 8 and 5 more do not have 3 fields like the other rows (line 2 has "
        "2); give every row as many.\n"
        "The separator was taken to be 'Comma', and the first row to be in line 2. "
        "Set data.bent_rows=fill to fill up short rows, or choose another separator."
    )
    table = read(content, DataSpec(bent_rows="fill"))
    assert cells(table)[:2] == [["0", "0", ""], ["0", "0", "1"]]


def test_that_a_single_bent_row_is_refused_where_none_is_allowed() -> None:
    content = "a,b,c\n" + rows(9, "{n},{m},1\n") + "1,2\n1,2,3\n"
    assert "line 11 does not have 3 fields" in sentence(content, DataSpec(bent_rows="refuse"))


def test_that_rows_without_a_value_are_left_out_and_said() -> None:
    table = read("a;b\n1;2\n;\n3;4\n\n5;6\n")
    assert cells(table) == [["1", "2"], ["3", "4"], ["5", "6"]]
    assert "The row in line 3 has no value and is left out." in table.notes
    assert [table.line(row) for row in range(3)] == [2, 4, 6]


# Settings


def test_that_lines_can_be_skipped_at_both_ends() -> None:
    spec = DataSpec(skip_lines=1, footer_lines=2)
    table = read("p,q\nx,y\n1,2\n3,4\n5,6\nz\n", spec)
    assert (list(table.columns), cells(table)) == (["x", "y"], [["1", "2"], ["3", "4"]])
    assert "has no more than 9 lines" in sentence("a,b\n1,2\n", DataSpec(skip_lines=9))


def test_that_a_comment_mark_can_be_chosen_and_refused() -> None:
    assert cells(read("a,b\n1,2\n;3,4\n5,6\n", DataSpec(comment=";"))) == [["1", "2"], ["5", "6"]]
    assert read("a,b\n1,2\n#x,\n5,6\n", DataSpec(comment="none")).rows == 3


def test_that_the_header_can_be_chosen() -> None:
    assert list(read("1,2\n3,4\n", DataSpec(header="yes")).columns) == ["1", "2"]
    assert read("a,b\n3,4\n", DataSpec(header="no")).rows == 2


# Cells, lines, limits


def test_that_cells_lose_blanks_at_their_ends_and_nothing_else() -> None:
    table = read("a,b\n 01.10 ,\u00a0very good\u00a0\nNA,-\n")
    assert cells(table) == [["01.10", "very good"], ["NA", "-"]]


def test_that_a_row_after_a_blank_line_in_a_file_of_returns_keeps_its_cells() -> None:
    assert cells(read(b"a,b,c\r1,2,3\r\r,55,555\r"))[1] == ["", "55", "555"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\r\r\n"])
def test_that_every_row_knows_its_line(ending: str) -> None:
    lines = ["x,y", "1,2", "", "3,4", "5,6"]
    table = read(ending.join(lines))
    step = ending.count("\r") if ending == "\r\r\n" else 1
    assert [table.line(row) for row in range(3)] == [1 + step * n for n in (1, 3, 4)]


def test_that_lines_are_counted_through_quoted_line_ends() -> None:
    table = read('x,y\n1,"a\nb"\n\n3,4\n')
    assert [table.line(row) for row in range(2)] == [2, 5]
    assert table.place(1, "y") == "t.csv, line 5, column 'y'"


def test_that_a_cell_may_be_longer_than_a_block() -> None:
    table = read('a,b\n1,"' + "x" * 3_000_000 + '"\n2,y\n')
    assert [len(cell) for cell in table.columns["b"].to_pylist()] == [3_000_000, 1]


def test_that_a_beginning_ends_with_a_whole_row() -> None:
    content = ("a,b\n" + rows(50, '{n},"x\ny"\n')).encode()
    for limit in range(40, 80):
        table = read_texts(TableFile("t.csv", content), DataSpec(), limit=limit)
        assert cells(table) == [[str(n), "x\ny"] for n in range(table.rows)]


def test_that_too_many_rows_and_columns_are_refused_with_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = ",".join(["x"] * 10_001) + "\n"
    assert f"has 10{GROUP}001 columns; at most 10{GROUP}000" in sentence(columns * 3)
    monkeypatch.setattr(opened, "MAXIMUM_ROWS", 3)
    assert "has more than 3 rows" in sentence("a,b\n" + rows(4, "{n},2\n"))


def test_that_a_table_without_rows_is_refused() -> None:
    assert sentence("a,b\n") == "t.csv has only a header and no rows; add rows below it."


def test_that_reading_can_be_stopped() -> None:
    class Stop(Exception):
        pass

    def stop(_fraction: float, _words: str) -> None:
        raise Stop

    with pytest.raises(Stop):
        read_texts(TableFile("t.csv", b"a,b\n1,2\n"), DataSpec(), stop)
