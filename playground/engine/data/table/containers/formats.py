"""The kinds of files that hold a table: a row each. Adding one is a row and its opener.

What opens a format is imported when a file of that format is opened, never before.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.data.progress import Progress, silent
from playground.engine.data.table.containers.opened import Opened
from playground.engine.spec.run import DataSpec, TableFile

_HEAD = 2**16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARFF = re.compile(rb"(?:\xef\xbb\xbf)?(?>\s|%[^\r\n]*)*+@relation\b", re.IGNORECASE)

Unpack = Callable[[TableFile, Progress], TableFile]
Open = Callable[[TableFile, DataSpec, Progress], Opened]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes:
        suffixes: of the names of such files; the first is the usual one.
        holds: whether these bytes are a file of this kind; the name does not matter.
        open: gives the table as text; None where it is text already, or is unpacked first.
        unpack: gives the one table inside a packed file, under the name of the packed file.
    """

    key: str
    label: str
    suffixes: tuple[str, ...]
    holds: Callable[[bytes], bool]
    open: Open | None = None
    unpack: Unpack | None = None


def _starts(*magic: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(magic)


def _is_workbook(content: bytes) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return content.startswith(_OLE)
    from playground.engine.data.table.containers.packed import names_in

    names = names_in(content)
    ends = {re.split(r"[/\\]", name)[-1].lower() for name in names}
    return {"[content_types].xml", "workbook.xml"} <= ends or {"content.xml", "mimetype"} <= names


def _open_workbook(table: TableFile, spec: DataSpec, report: Progress) -> Opened:
    if table.content.startswith(_OLE):
        from playground.engine.data.table.containers.apart import open_apart

        return open_apart(table, spec.sheet)
    from playground.engine.data.table.containers.sheets import open_workbook

    return open_workbook(table, spec.sheet, report)


def _open_parquet(table: TableFile, _spec: DataSpec, report: Progress) -> Opened:
    from playground.engine.data.table.containers.arrow import open_parquet

    return open_parquet(table, report)


def _open_feather(table: TableFile, _spec: DataSpec, report: Progress) -> Opened:
    from playground.engine.data.table.containers.arrow import open_feather

    return open_feather(table, report)


def _open_arff(table: TableFile, spec: DataSpec, report: Progress) -> Opened:
    from playground.engine.data.table.containers.arff import open_arff

    return open_arff(table, spec.encoding, report)


def _unpack_gzip(table: TableFile, report: Progress) -> TableFile:
    from playground.engine.data.table.containers.packed import unpack_gzip

    return unpack_gzip(table, report)


def _unpack_zip(table: TableFile, report: Progress) -> TableFile:
    from playground.engine.data.table.containers.packed import unpack_zip

    return unpack_zip(table, SUFFIXES, report)


TEXT = Format(
    "text",
    N_("Text"),
    (".csv", ".tsv", ".txt", ".tab", ".dat", ".data"),
    lambda _content: True,
)
FORMATS: tuple[Format, ...] = (
    Format(
        "workbook",
        N_("Workbook"),
        (".xlsx", ".xlsm", ".xls", ".ods"),
        _is_workbook,
        open=_open_workbook,
    ),
    Format("parquet", "Parquet", (".parquet",), _starts(b"PAR1", b"PARE"), open=_open_parquet),
    Format("feather", "Feather", (".feather", ".arrow"), _starts(b"ARROW1"), open=_open_feather),
    Format("arff", "ARFF", (".arff",), lambda c: bool(_ARFF.match(c[:_HEAD])), open=_open_arff),
    Format("gzip", "gzip", (".gz",), _starts(b"\x1f\x8b"), unpack=_unpack_gzip),
    Format("zip", "zip", (".zip",), _starts(b"PK\x03\x04", b"PK\x05\x06"), unpack=_unpack_zip),
    TEXT,
)
SUFFIXES: tuple[str, ...] = (
    *TEXT.suffixes,
    *(suffix for row in FORMATS if row is not TEXT for suffix in row.suffixes),
)
"""The ends of the names of all files that can be opened, in lower case; text first."""
OPENS = N_(
    "Train on a table of your own: text such as CSV, a spreadsheet, Parquet, Feather or ARFF, "
    "also in a .zip or .gz file."
)


def as_text(table: TableFile, spec: DataSpec, report: Progress = silent) -> Opened:
    """`table` as text that a reader of text takes on from; costs nothing where it is text.

    Args:
        spec: of which `sheet` and `encoding` are looked at.

    Raises:
        InputError: the file is damaged, locked, too large, of another kind, or holds no table.
    """
    if isinstance(table, Opened):
        return table
    report(0.0, _("Opening the file"))
    packing = format_of(table.content)
    if packing.unpack is None:
        return _opened(table, packing, spec, report)
    inner = packing.unpack(table, report)
    kind = format_of(inner.content)
    if kind.unpack is not None or (packing.key == "gzip" and kind.key not in ("text", "arff")):
        raise InputError(
            _("{file} holds a packed file ({format}); unpack it, and open what is inside.").format(
                file=table.name, format=_(kind.label)
            )
        )
    return _opened(inner, kind, spec, report)


def format_of(content: bytes) -> Format:
    """The kind of file that these bytes are, whatever its name."""
    return next(row for row in FORMATS if row.holds(content))


def _opened(table: TableFile, kind: Format, spec: DataSpec, report: Progress) -> Opened:
    if kind.open is None:
        _refuse_other_kinds(table)
        return Opened(table.name, table.content) if not isinstance(table, Opened) else table
    opened = kind.open(table, spec, report)
    packed = table.given.notes if isinstance(table, Opened) else ()
    said = _("Format: {format}.").format(format=_(kind.label))
    notes = (*packed, said, *opened.given.notes)
    return replace(opened, given=replace(opened.given, notes=notes))


def _refuse_other_kinds(table: TableFile) -> None:
    from playground.engine.data.table.containers.refused import other_kind

    if found := other_kind(table.content):
        raise InputError(
            _("{file} is no table but {format}; export it as .csv, and open that.").format(
                file=table.name, format=found
            )
        )
