"""A workbook as it may be handed to its reader: its parts unpacked and counted beforehand.

The reader takes memory for the whole rectangle that a sheet's cells span, and for all that a part
unpacks to, and ends the process where there is none. So it only ever gets what was measured here:
the same parts, packed anew without compression.
"""

import io
import re
import zipfile
from xml.parsers import expat

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.progress import silent
from playground.engine.data.table.containers.opened import damaged, locked
from playground.engine.data.table.containers.packed import open_zip, read_entry
from playground.engine.spec.run import TableFile

MAXIMUM_CELLS = 20_000_000
"""In the rectangle that a sheet spans."""
MAXIMUM_PARTS = 512 * 2**20
"""Bytes of all parts of a workbook, unpacked."""

_PART = re.compile(r"(?i)(?:.*\.(?:xml|rels)|mimetype)")
_NOT_READ = re.compile(
    r"(?i)(?:.*/)?(?:drawings|charts|chartsheets|pivotCache|pivotTables|externalLinks|media|"
    r"Thumbnails|customXml|printerSettings|threadedComments)/.*"
)
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PLACE = rb"""\br\s*=\s*["']"""
_FAR_DOWN = (re.compile(_PLACE + rb"[A-Za-z]*\d{6}"), re.compile(_PLACE + rb"[A-Za-z]*\d{5}"))
_FAR_RIGHT = (
    re.compile(_PLACE + rb"(?:[U-Zu-z]\d|[A-Za-z]{2})"),
    re.compile(_PLACE + rb"(?:[Gg][S-Zs-z]\d|[H-Zh-z][A-Za-z]|[A-Za-z]{3})"),
    re.compile(_PLACE + rb"[A-Za-z]{3}"),
)
"""Columns beyond the 20th in sheets of over 99 999 rows, beyond the 200th in those of over 9 999,
beyond the 702nd in others: what comes before is never too much."""
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:[/>]|\s+(?!r\s*=))")


def checked_workbook(table: TableFile) -> bytes:
    """The workbook with the parts that are read alone, none of which holds more than it may.

    Raises:
        InputError: it is damaged, locked or too large.
    """
    if not table.content.startswith(b"PK"):
        if _OLE_ENCRYPTED in table.content:
            raise locked(table.name)
        return table.content
    with open_zip(table) as packed:
        entries = sorted(filter(_is_read, packed.infolist()), key=lambda e: e.filename)
        if sum(entry.file_size for entry in entries) > MAXIMUM_PARTS:
            raise _too_many(table.name)
        return _packed_anew(table.name, packed, entries)


def _is_read(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.replace("\\", "/")
    return bool(_PART.fullmatch(name)) and not _NOT_READ.fullmatch(name)


def _packed_anew(name: str, packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as anew:
        for entry in entries:
            part = read_entry(name, packed, entry, silent, MAXIMUM_PARTS)
            if b"sheetData" in part:
                _check_cells(name, part, is_sheet=True)
            elif entry.filename == "content.xml":
                _check_cells(name, part, is_sheet=False)
            elif b"encryption-data" in part and entry.filename == "META-INF/manifest.xml":
                raise locked(name)
            # Some programs part folders by a backslash.
            anew.writestr(entry.filename.replace("\\", "/"), part)
    return stream.getvalue()


def _check_cells(name: str, part: bytes, *, is_sheet: bool) -> None:
    if b"\0" in part:
        raise damaged(name)
    # Counting is slow, and few sheets can span that much.
    if is_sheet and not _may_span_much(part):
        return
    parser = expat.ParserCreate()
    counter = _SheetCells(name) if is_sheet else _TableCells(name)
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    parser.EntityDeclHandler = counter.refuse
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise damaged(name) from None


def _may_span_much(part: bytes) -> bool:
    """Whether there are cells without a place, or places so far away that they must be counted."""
    if _UNPLACED.search(part):
        return True
    depth = next((n for n, pattern in enumerate(_FAR_DOWN) if pattern.search(part)), 2)
    return bool(_FAR_RIGHT[depth].search(part))


class _Rectangle:
    """What the cells of a sheet span from its first cell on."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._height = self._width = 0

    def stretch(self, row: int, column: int) -> None:
        if row > self._height or column > self._width:
            self._height, self._width = max(self._height, row), max(self._width, column)
            if self._height * self._width > MAXIMUM_CELLS:
                raise _too_many(self._name)

    def refuse(self, *_declared: object) -> None:
        """Entities of its own have no place in a workbook."""
        raise damaged(self._name)


class _SheetCells(_Rectangle):
    """Follows the cells of an .xlsx sheet: `<row r="7"><c r="B7"><v>1</v></c></row>`."""

    _row = _column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2] if ":" in tag else tag
        if kind == "v" or kind == "is":
            self.stretch(self._row, self._column)
        elif kind == "c":
            self._place(attributes.get("r", ""))
        elif kind == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0

    def end(self, tag: str) -> None:
        """Only the places of the cells count."""

    def _place(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        if not letters:
            self._column += 1
            return
        self._column = 0
        for letter in letters.upper():
            self._column = self._column * 26 + ord(letter) - ord("A") + 1
        self._row = int(reference[len(letters) :] or self._row)


class _TableCells(_Rectangle):
    """Follows the cells of an .ods document, where equal ones stand once with a count."""

    _row = _column = _filled = 0
    _repeated = 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._row = self._height = self._width = 0
        elif tag == "table:table-row":
            self._repeated = int(attributes.get("table:number-rows-repeated", 1))
            self._column = self._filled = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._column += int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes:
                self._filled = self._column
        elif tag == "text:p":
            self._filled = self._column

    def end(self, tag: str) -> None:
        if tag == "table:table-row":
            self._row += self._repeated
            if self._filled:
                self.stretch(self._row, self._filled)


def _too_many(name: str) -> InputError:
    return InputError(
        _(
            "{file} spans too many cells; at most {most} can be read: save the table as .csv."
        ).format(file=name, most=grouped(MAXIMUM_CELLS))
    )
