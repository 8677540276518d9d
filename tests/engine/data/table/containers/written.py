"""What tests of containers share: opening bytes, and the text that comes out."""

import csv
import io

from playground.engine.data.table.containers.opened import Opened
from playground.engine.data.table.containers.opening import as_text
from playground.engine.spec.run import DataSpec, TableFile

NAME = "given.bin"
ROWS = [["size", "place", "price"], ["50", "Centro", "1.5"], ["60", "Sul, x", ""], ["7", "", "2"]]
CSV = b'size,place,price\n50,Centro,1.5\n60,"Sul, x",\n7,,2\n'


def opened(content: bytes, sheet: str = "") -> Opened:
    """A file of some name as text."""
    return as_text(TableFile(NAME, content), DataSpec(sheet=sheet))


def rows_of(table: Opened) -> list[list[str]]:
    """The rows of the text, blank lines included as empty rows."""
    return list(csv.reader(io.StringIO(table.content.decode(), newline="")))


def filled(table: Opened) -> list[list[str]]:
    """The rows of the text without blank lines."""
    return [row for row in rows_of(table) if row]
