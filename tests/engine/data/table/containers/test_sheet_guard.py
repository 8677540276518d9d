import io
import zipfile

import pytest

from playground.engine.common.errors import InputError
from playground.engine.data.table.containers import sheet_guard
from tests.engine.data.table.containers.workbooks import column, ods, workbook, zipped
from tests.engine.data.table.containers.written import opened, rows_of

MANY = "<c><v>1</v></c>" * 900
STYLED = '<c s="0"><v>1</v></c>' * 900
NEAR = '<row r="1"><c r="A1"><v>1</v></c>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAR = {
    "the last cell of all": f'{NEAR}<c r="XFD1048576"><v>2</v></c></row>',
    "a place with blanks": f"{NEAR}<c r\n=\t'ZZ99999'><v>2</v></c></row>",
    "small letters": f'{NEAR}<c r="xfd99999"><v>2</v></c></row>',
    "cells without places": f'<row r="1">{MANY}</row><row r="99999"><c r="A9"><v>1</v></c>'
    '<c r="B99999"><v>1</v></c></row>',
    "another first attribute": f'<row r="1">{STYLED}</row><row><c r="A99999"><v>1</v></c></row>',
    "a row far down": f'<row r="1">{MANY}</row><row r="999999"><c><v>1</v></c></row>',
    "a mark in an attribute": f'{NEAR}<c r="XFD1048576" x="/>>"><v>2</v></c></row>',
    "a prefix": f'<x:row xmlns:x="{MAIN}" r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
    '<x:c r="XFD1048576"><x:v>2</x:v></x:c></x:row>',
}


@pytest.mark.parametrize("name", FAR)
def test_that_a_sheet_that_spans_too_much_never_reaches_its_reader(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_content: object) -> None:
        raise AssertionError("handed over")

    monkeypatch.setattr("python_calamine.load_workbook", refuse)
    with pytest.raises(InputError, match=r"given\.bin spans too many cells"):
        opened(workbook({"One": FAR[name]}))


def test_that_a_sheet_is_found_whatever_its_part_is_called() -> None:
    parts = {}
    with zipfile.ZipFile(io.BytesIO(workbook({"One": FAR["the last cell of all"]}))) as packed:
        for name in packed.namelist():
            content = packed.read(name).replace(b"worksheets/sheet1", b"other")
            parts[name.replace("worksheets/sheet1", "other")] = content
    with pytest.raises(InputError, match="spans too many cells"):
        opened(zipped(parts))


def test_that_cells_without_values_span_nothing() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert rows_of(opened(workbook({"One": far}))) == [["1"]]


@pytest.mark.parametrize(
    ("columns", "rows"), [(20, 1_000_000), (200, 99_999), (702, 9_999), (1, 1_048_576)]
)
def test_that_a_narrow_sheet_is_not_counted(columns: int, rows: int) -> None:
    assert columns * rows <= sheet_guard.MAXIMUM_CELLS
    part = f'<c r="{column(columns - 1)}{rows}"><v>1</v></c>'.encode()
    assert not sheet_guard._may_span_much(part)


@pytest.mark.parametrize(("columns", "rows"), [(21, 100_000), (201, 10_000), (703, 1_000)])
def test_that_a_wider_sheet_is_counted(columns: int, rows: int) -> None:
    part = f'<c r="{column(columns - 1)}{rows}"><v>1</v></c>'.encode()
    assert sheet_guard._may_span_much(part)


def test_that_what_a_workbook_unpacks_to_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_guard, "MAXIMUM_PARTS", 5_000)
    with pytest.raises(InputError, match="spans too many cells"):
        opened(workbook({"One": " " * 10_000}))


def test_that_entities_of_its_own_are_refused_where_cells_are_counted() -> None:
    entity = '<!DOCTYPE x [<!ENTITY a "b">]>'
    with pytest.raises(InputError, match="damaged"):
        sheet_guard._check_cells("given.bin", f"{entity}<c/>".encode(), is_sheet=True)


ONE = '<table:table-cell office:value-type="float" office:value="1" {}/>'
DOWN = 'table:number-rows-repeated="1048000"'
ACROSS = 'table:number-columns-repeated="16383"'

BEFORE = f"<table:table-cell {ACROSS}/>"


@pytest.mark.parametrize(
    "rows",
    [
        f"<table:table-row {DOWN}>{ONE.format(ACROSS)}</table:table-row>",
        f"<table:table-row {DOWN}/><table:table-row>{ONE.format(ACROSS)}</table:table-row>",
        f"<table:table-row {DOWN}/><table:table-row>{BEFORE}{ONE.format('')}</table:table-row>",
    ],
    ids=["filled", "at the end", "alone"],
)
def test_that_an_opendocument_sheet_that_spans_too_much_is_refused(rows: str) -> None:
    with pytest.raises(InputError, match="spans too many cells"):
        opened(ods(rows))
