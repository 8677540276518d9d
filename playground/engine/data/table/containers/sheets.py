"""A sheet of a workbook (.xlsx, .xls, .ods) as comma-separated text, a line for each row."""

import contextlib
import datetime
import io
import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.progress import Progress
from playground.engine.data.table.containers.opened import (
    Declared,
    Given,
    Opened,
    as_csv,
    check_shape,
    damaged,
)
from playground.engine.data.table.containers.sheet_guard import checked_workbook
from playground.engine.data.table.words import nearest, quoted
from playground.engine.spec.run import TableFile

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ROWS_A_PIECE = 2_000
_BREAKS = re.compile(r"(?:\s*(?:_x000[0-9A-F]_|[\r\n\0\x0b\x0c\x85\u2028\u2029])\s*)+")


def open_workbook(table: TableFile, wanted: str, report: Progress) -> Opened:
    """The sheet `wanted` by its name or its number from 1, or the first that has a table.

    A cell is its value, not how it is shown: `0.125` for 12.5 %. An error in a formula is missing.

    Raises:
        InputError: it is damaged, locked or too large, or there is no such sheet.
    """
    from python_calamine import load_workbook

    checked = checked_workbook(table)
    with _damage_named(table):
        book = load_workbook(io.BytesIO(checked))
        sheets = _names(book)
        name, sheet = _chosen(table.name, book, wanted, sheets)
    kinds, timed = _columns(sheet)
    content = as_csv(table.name, _rows(sheet, timed, report))
    given = Given("utf-8", "comma", "", tuple(kinds), _notes(name, sheets, wanted), sheets)
    return Opened(table.name, content, given)


def unreadable(name: str) -> InputError:
    """An .xls file is damaged, or encrypted in one of the ways of the time."""
    return InputError(
        _(
            "{file} is damaged or protected by a password; save it as .xlsx, without a password."
        ).format(file=name)
    )


@contextlib.contextmanager
def _damage_named(table: TableFile) -> Iterator[None]:
    """What the reader of workbooks raises becomes a sentence."""
    from python_calamine import CalamineError

    try:
        yield
    except InputError:
        raise
    except BaseException as error:
        # A panic of the reader is no Exception, and its class cannot be imported.
        panic = type(error).__name__ == "PanicException"
        if not panic and not isinstance(error, (CalamineError, OSError, ValueError)):
            raise
        packed = table.content.startswith(b"PK")
        raise (damaged if packed else unreadable)(table.name) from None


def _names(book: "CalamineWorkbook") -> tuple[str, ...]:
    """The sheets with cells, those that are shown first."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    found = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    found.sort(key=lambda each: each.visible != SheetVisibleEnum.Visible)
    return tuple(each.name for each in found)


def _chosen(
    file: str, book: "CalamineWorkbook", wanted: str, sheets: tuple[str, ...]
) -> tuple[str, "CalamineSheet"]:
    if wanted:
        name = _wanted(file, wanted, tuple(book.sheet_names), sheets)
        return name, _sheet(file, book, name)
    best: tuple[str, CalamineSheet] | None = None
    for name in sheets:
        sheet = _sheet(file, book, name)
        if sheet.height > 1 and sheet.width > 1:
            return name, sheet
        best = best or ((name, sheet) if sheet.height else None)
    if best is None:
        raise InputError(
            _("{file} has no cells in any of its sheets; choose another file.").format(file=file)
        )
    return best


def _wanted(file: str, wanted: str, numbered: tuple[str, ...], sheets: tuple[str, ...]) -> str:
    if wanted in sheets:
        return wanted
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= len(numbered):
        return numbered[int(wanted) - 1]
    if near := nearest(wanted, sheets):
        sentence = _("{file} has no sheet {name}; did you mean {near}?")
    else:
        sentence = _("{file} has no sheet {name}; its sheets are: {names}.")
    raise InputError(
        sentence.format(file=file, name=repr(wanted), near=repr(near), names=quoted(sheets, 8))
    )


def _sheet(file: str, book: "CalamineWorkbook", name: str) -> "CalamineSheet":
    sheet = book.get_sheet_by_name(name)
    check_shape(file, sheet.total_height, sheet.width)
    return sheet


def _notes(name: str, sheets: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    others = [other for other in sheets if other != name]
    if wanted or not others:
        return ()
    sentence = _("Sheet: {name}, the first that has a table. The others are {names}.")
    return (sentence.format(name=repr(name), names=quoted(others, 8)),)


_KINDS: dict[type, Declared] = {
    bool: "yes_no",
    int: "number",
    float: "number",
    datetime.date: "date",
    datetime.datetime: "date",
}


def _columns(sheet: "CalamineSheet") -> tuple[list[Declared], list[bool]]:
    """The kind of each column, and whether it has dates with a time of day.

    Texts that stand above the first cell that is no text do not count.
    """
    kinds: list[set[Declared]] = [set() for _number in range(sheet.width)]
    timed = [False] * sheet.width
    rows = iter(sheet.iter_rows())
    while some := list(itertools.islice(rows, _ROWS_A_PIECE)):
        for place, cells in enumerate(zip(*some, strict=True)):
            below = cells if kinds[place] else itertools.dropwhile(_is_text, cells)
            kinds[place] |= {_KINDS.get(each, "") for each in {type(v) for v in below if v != ""}}
            timed[place] = timed[place] or any(map(_has_time, cells))
    return [each.pop() if len(each) == 1 else "" for each in kinds], timed


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _has_time(value: object) -> bool:
    return isinstance(value, datetime.datetime) and value.time() != datetime.time()


def _rows(sheet: "CalamineSheet", timed: list[bool], report: Progress) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = list(map(_written, row, timed))
        yield cells if any(cells) else []
        if number % _ROWS_A_PIECE == 0:
            report(number / sheet.total_height, _("Opening the workbook"))


def _written(value: object, has_times: bool) -> str:
    if isinstance(value, str):
        return _BREAKS.sub(" ", value) if value and not value.isprintable() else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Sheets have no integers of their own.
        return repr(value).removesuffix(".0")
    if isinstance(value, datetime.datetime):
        return value.isoformat() if has_times else value.date().isoformat()
    if isinstance(value, datetime.date):
        return f"{value.isoformat()}T00:00:00" if has_times else value.isoformat()
    return _duration(value) if isinstance(value, datetime.timedelta) else str(value)


def _duration(value: datetime.timedelta) -> str:
    """`255:10:10`, as sheets show hours beyond a day."""
    sign, seconds = ("-", -value) if value < datetime.timedelta() else ("", value)
    minutes, rest = divmod(round(seconds.total_seconds()), 60)
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{rest:02}"
