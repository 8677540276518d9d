"""The one table inside a gzip or zip file, unpacked in memory up to a limit."""

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.progress import Progress
from playground.engine.data.table.containers.formats import SUFFIXES
from playground.engine.data.table.containers.opened import (
    MAXIMUM_BYTES,
    Given,
    Opened,
    damaged,
    joined,
    locked,
    too_much,
)
from playground.engine.data.table.words import quoted
from playground.engine.spec.run import TableFile

PIECE = 4 * 2**20
MAXIMUM_ENTRIES = 10_000
_README = ("readme", "license", "licence", "copying", "notice", "citation", "index")
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, ValueError)
"""What reading a damaged packed file may raise."""


def unpack_gzip(table: TableFile, report: Progress) -> TableFile:
    """What is inside a gzip file, all its members one after the other.

    Raises:
        InputError: it is damaged, or unpacks to too much.
    """
    packed = io.BytesIO(table.content)
    try:
        with gzip.GzipFile(fileobj=packed) as stream:
            content = joined(table.name, _pieces(stream, packed, len(table.content), report))
    except BROKEN:
        raise damaged(table.name) from None
    return TableFile(table.name, content)


def unpack_zip(table: TableFile, report: Progress) -> Opened:
    """The one table inside a zip file, by its suffix where there are other files beside it.

    Raises:
        InputError: there is none or more than one, or it is damaged, locked or too large.
    """
    with open_zip(table) as packed:
        entry = _only_table(table.name, packed)
        if entry.file_size > MAXIMUM_BYTES:
            raise too_much(table.name)
        content = read_entry(table.name, packed, entry, report)
    said = _("The file inside it that is read: {name}.").format(name=quoted([entry.filename]))
    return Opened(table.name, content, Given(notes=(said,)))


def open_zip(table: TableFile) -> zipfile.ZipFile:
    """A zip file, whose directory is small enough to be read.

    Raises:
        InputError: it is damaged, or holds far too many files.
    """
    if table.content.count(b"PK\x01\x02") > MAXIMUM_ENTRIES:
        raise InputError(
            _("{file} holds too many files; pack the table alone.").format(file=table.name)
        )
    try:
        return zipfile.ZipFile(io.BytesIO(table.content))
    except (*BROKEN, NotImplementedError):
        raise damaged(table.name) from None


def names_in(content: bytes) -> frozenset[str]:
    """The names of all files in a zip file; none where it is damaged."""
    try:
        with open_zip(TableFile("", content)) as packed:
            return frozenset(packed.namelist())
    except InputError:
        return frozenset()


def read_entry(
    name: str,
    packed: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    report: Progress,
    most: int = MAXIMUM_BYTES,
) -> bytes:
    """What is in one file of a zip, checked against its declared size and sum.

    Raises:
        InputError: it is damaged, locked, packed in an unknown way, or too large.
    """
    if entry.flag_bits & 1:
        raise locked(name)
    try:
        with packed.open(entry) as stream:
            return joined(name, _pieces(stream, stream, entry.file_size, report), most)
    except BROKEN:
        raise damaged(name) from None
    except (NotImplementedError, RuntimeError):
        raise InputError(
            _("{file} is packed in a way that is not known; pack it again as .zip.").format(
                file=name
            )
        ) from None


def _pieces(
    stream: "IO[bytes] | gzip.GzipFile", place: IO[bytes], end: int, report: Progress
) -> Iterator[bytes]:
    """The content of a stream, a piece at a time; `place` goes from 0 to `end` meanwhile."""
    while piece := stream.read(PIECE):
        report(place.tell() / end, _("Unpacking"))
        yield piece


def _only_table(name: str, packed: zipfile.ZipFile) -> zipfile.ZipInfo:
    inside = [entry for entry in packed.infolist() if not _is_hidden(entry) and entry.file_size]
    if not inside:
        raise InputError(_("{file} holds no file; choose another one.").format(file=name))
    tables = [entry for entry in inside if entry.filename.lower().endswith(SUFFIXES)]
    # A text beside a table of another suffix is most likely on the table.
    sheets = [entry for entry in tables if not entry.filename.lower().endswith(".txt")]
    told = [entry for entry in tables if not _path(entry).stem.lower().startswith(_README)]
    for found in (inside, tables, sheets, told):
        if len(found) == 1:
            return found[0]
    listed = quoted([entry.filename for entry in tables or inside])
    if tables:
        sentence = _("{file} holds more than one table: {names}; unpack it, and open one of them.")
    else:
        sentence = _("{file} holds no table that can be opened, but {names}.")
    raise InputError(sentence.format(file=name, names=listed))


def _is_hidden(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or any(p.startswith((".", "__MACOSX")) for p in _path(entry).parts)


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(entry.filename)
