"""The kinds of files that hold a table: a row each, which `opening` opens."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playground.engine.common.language import N_

_HEAD = 2**16
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARFF = re.compile(rb"(?:\xef\xbb\xbf)?(?>\s|%[^\r\n]*)*+@relation\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes:
        suffixes: of the names of such files; the first is the usual one.
        holds: whether these bytes are a file of this kind; the name does not matter.
    """

    key: str
    label: str
    suffixes: tuple[str, ...]
    holds: Callable[[bytes], bool]


def _starts(*magic: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(magic)


def _is_workbook(content: bytes) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return content.startswith(OLD_WORKBOOK)
    from playground.engine.data.table.containers.packed import names_in

    names = names_in(content)
    ends = {re.split(r"[/\\]", name)[-1].lower() for name in names}
    return {"[content_types].xml", "workbook.xml"} <= ends or {"content.xml", "mimetype"} <= names


_TEXT = (".csv", ".tsv", ".txt", ".tab", ".dat", ".data")
FORMATS: tuple[Format, ...] = (
    Format("workbook", N_("Workbook"), (".xlsx", ".xlsm", ".xls", ".ods"), _is_workbook),
    Format("parquet", "Parquet", (".parquet",), _starts(b"PAR1", b"PARE")),
    Format("feather", "Feather", (".feather", ".arrow"), _starts(b"ARROW1")),
    Format("arff", "ARFF", (".arff",), lambda content: bool(_ARFF.match(content[:_HEAD]))),
    Format("gzip", "gzip", (".gz",), _starts(b"\x1f\x8b")),
    Format("zip", "zip", (".zip",), _starts(b"PK\x03\x04", b"PK\x05\x06")),
    Format("text", N_("Text"), _TEXT, lambda _content: True),
)
SUFFIXES: tuple[str, ...] = (*_TEXT, *(end for row in FORMATS[:-1] for end in row.suffixes))
"""The ends of the names of all files that can be opened, in lower case; text first."""
OPENS = N_(
    "Train on a table of your own: text such as CSV, a spreadsheet, Parquet, Feather or ARFF, "
    "also in a .zip or .gz file."
)


def format_of(content: bytes) -> Format:
    """The kind of file that these bytes are, whatever its name."""
    return next(row for row in FORMATS if row.holds(content))
