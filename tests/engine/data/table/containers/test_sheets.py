import datetime
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.data.table.containers import sheets
from tests.engine.data.table.containers.workbooks import (
    DATE,
    PERCENT,
    TIME,
    Cell,
    ods,
    sheet_xml,
    workbook,
    xlsx,
    zipped,
)
from tests.engine.data.table.containers.written import filled, opened, rows_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HOUSES: list[list[Cell]] = [["size", "price"], [50, 1.5], [60, 2.0]]


def test_that_values_are_written_as_a_person_would_type_them() -> None:
    rows: list[list[Cell]] = [
        ["whole", "number", "share", "day", "moment", "sold", "text"],
        [50.0, 0.1, (0.125, PERCENT), (44_000, DATE), (44_000.25, TIME), True, "a, b"],
        [-3, 1e-7, (1, PERCENT), (44_001, DATE), (44_001, TIME), False, "São"],
        [10**15, 123456789.123, None, None, None, None, None],
    ]
    found = opened(xlsx({"One": rows}))
    assert rows_of(found) == [
        rows[0],
        ["50", "0.1", "0.125", "2020-06-18", "2020-06-18T06:00:00", "TRUE", "a, b"],
        ["-3", "1e-07", "1", "2020-06-19", "2020-06-19T00:00:00", "FALSE", "São"],
        ["1000000000000000", "123456789.123", "", "", "", "", ""],
    ]
    kinds = ("number", "number", "number", "date", "date", "yes_no", "")
    assert found.given.kinds == kinds


def test_that_a_line_of_the_text_is_the_row_of_the_sheet() -> None:
    rows: list[list[Cell]] = [["Houses of 2024"], [], ["size\n(m²)", "price_x000D_\n(R$)"], [5, 6]]
    found = rows_of(opened(xlsx({"One": rows}, first=3)))
    assert found[:3] == [[], [], ["Houses of 2024", ""]]
    assert found[4:] == [["size (m²)", "price (R$)"], ["5", "6"]]


def test_that_empty_columns_before_the_table_do_not_count() -> None:
    rows: list[list[Cell]] = [[None, None, *row] for row in HOUSES]
    assert rows_of(opened(xlsx({"One": rows}))) == [["size", "price"], ["50", "1.5"], ["60", "2"]]


def test_that_errors_and_unsaved_formulas_are_missing() -> None:
    row = '<row r="4"><c r="A4" t="e"><v>#N/A</v></c><c r="B4"><f>1/0</f></c></row>'
    assert rows_of(opened(workbook({"One": sheet_xml(HOUSES) + row})))[3:] in ([], [["", ""]], [[]])


def test_that_cells_without_places_follow_each_other() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"
    assert rows_of(opened(workbook({"One": rows}))) == [["1", "2"], ["3", "4"]]


def test_that_a_column_is_of_a_kind_only_if_all_cells_below_its_header_are() -> None:
    rows: list[list[Cell]] = [
        ["a", 2019, "c", "d"],
        [1, 2, "x", 1],
        ["-", 3, 1, True],
        [4, 5, 6, 7],
    ]
    assert opened(xlsx({"One": rows})).given.kinds == ("", "number", "number", "")


BOOK: dict[str, list[list[Cell]]] = {
    "Cover": [["Report"]],
    "Houses": HOUSES,
    "More": HOUSES[:2],
    "Kept": HOUSES,
}


def test_that_the_first_shown_sheet_with_a_table_is_read_and_the_others_are_named() -> None:
    found = opened(xlsx({"Kept": HOUSES[:2], **BOOK}, hidden=["Kept"]))
    assert rows_of(found) == [["size", "price"], ["50", "1.5"], ["60", "2"]]
    assert found.given.notes[1] == (
        "Sheet: 'Houses', the first that has a table. The others are 'Cover', 'More' and 'Kept'."
    )
    assert found.given.sheets == ("Cover", "Houses", "More", "Kept")


@pytest.mark.parametrize("sheet", ["More", "3"])
def test_that_a_sheet_is_chosen_by_name_or_number(sheet: str) -> None:
    found = opened(xlsx(BOOK), sheet)
    assert len(rows_of(found)) == 2
    assert found.given.notes == ("Format: Workbook.",)


def test_that_a_name_goes_before_a_number() -> None:
    assert rows_of(opened(xlsx({"2": HOUSES, "x": HOUSES[:2]}), "2"))[2:] == [["60", "2"]]


def test_that_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match=r"no sheet 'Hous'; did you mean 'Houses'?"):
        opened(xlsx(BOOK), "Hous")
    for wanted in ("5", "0", "²"):
        with pytest.raises(InputError, match=r"its sheets are: 'Cover', 'Houses', 'More' and"):
            opened(xlsx(BOOK), wanted)


def test_that_a_workbook_without_cells_is_refused() -> None:
    with pytest.raises(InputError, match="no cells in any of its sheets"):
        opened(xlsx({"One": [], "Two": []}))


def test_that_damaged_workbooks_are_refused() -> None:
    with pytest.raises(InputError, match=r"given\.bin is damaged or incomplete"):
        opened(workbook({"One": '<row r="1"><c r="A1"><v>1</v>'}))
    for content in (OLE, OLE + bytes(600)):
        with pytest.raises(InputError, match="is damaged or protected by a password"):
            opened(content)


def test_that_a_workbook_with_a_password_is_refused() -> None:
    with pytest.raises(InputError, match="is protected by a password"):
        opened(OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"))
    content = zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>",
            "content.xml": b"\x01\x02",
        }
    )
    with pytest.raises(InputError, match="is protected by a password"):
        opened(content)


def test_that_parts_may_be_named_with_backslashes() -> None:
    parts = {}
    with zipfile.ZipFile(io.BytesIO(xlsx({"One": HOUSES}))) as packed:
        for name in packed.namelist():
            parts[name.replace("/", "\\")] = packed.read(name)
    assert rows_of(opened(zipped(parts)))[0] == ["size", "price"]


def test_that_durations_are_written_as_they_are_shown() -> None:
    assert sheets._duration(datetime.timedelta(days=10, hours=15, seconds=10)) == "255:00:10"
    assert sheets._duration(datetime.timedelta(seconds=-61)) == "-0:01:01"


def test_that_more_columns_than_can_be_read_are_refused() -> None:
    with pytest.raises(InputError, match=r"10.001 columns; at most 10.000 can be read"):
        opened(xlsx({"One": [["a"] * 10_001, [1] * 10_001]}))


def test_that_repeated_cells_of_an_opendocument_sheet_are_read() -> None:
    twice = 'table:number-columns-repeated="2" office:value-type="float" office:value="1.5"'
    cells = f"<table:table-cell {twice}><text:p>1,5</text:p></table:table-cell>"
    empty = '<table:table-cell table:number-columns-repeated="16382"/>'
    row = f"<table:table-row>{cells}{empty}</table:table-row>"
    below = '<table:table-row table:number-rows-repeated="1048574">'
    below += '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    found = opened(ods(row + row + below))
    assert rows_of(found) == [["1.5", "1.5"]] * 2


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_that_every_value_is_found_again(rows: list[list[Cell]]) -> None:
    marked: list[list[Cell]] = [["a", "b", "c", "end"], *[[*row, "end"] for row in rows]]
    found = filled(opened(xlsx({"One": marked})))
    assert len(found) == len(marked)
    for given_row, found_row in zip(marked, found, strict=True):
        for value, text in zip(given_row, found_row, strict=True):
            assert means(text, value), (text, value)


def means(text: str, value: Cell) -> bool:
    if value is None:
        return text == ""
    if isinstance(value, bool):
        return text == ("TRUE" if value else "FALSE")
    if isinstance(value, str):
        return text == value
    assert isinstance(value, (int, float))
    return float(text) == float(value) and not text.endswith(".0")


def test_that_days_are_those_of_the_calendar() -> None:
    first = datetime.date(1899, 12, 30)
    days = [61, 1000, 25_569, 44_197]
    rows: list[list[Cell]] = [["day", "n"]]
    rows += [[(day, DATE), 1] for day in days]
    expected = [(first + datetime.timedelta(day)).isoformat() for day in days]
    assert [row[0] for row in rows_of(opened(xlsx({"One": rows})))[1:]] == expected
