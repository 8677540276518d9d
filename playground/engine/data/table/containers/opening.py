"""Opens a file that holds a table: whatever kind it is, text comes out."""

from collections.abc import Callable
from dataclasses import replace

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.progress import Progress, silent
from playground.engine.data.table.containers.apart import open_apart
from playground.engine.data.table.containers.arff import open_arff
from playground.engine.data.table.containers.arrow import open_feather, open_parquet
from playground.engine.data.table.containers.formats import OLD_WORKBOOK, Format, format_of
from playground.engine.data.table.containers.opened import Opened
from playground.engine.data.table.containers.packed import unpack_gzip, unpack_zip
from playground.engine.data.table.containers.refused import other_kind
from playground.engine.data.table.containers.sheets import open_workbook
from playground.engine.spec.run import DataSpec, TableFile

_UNPACK: dict[str, Callable[[TableFile, Progress], TableFile]] = {
    "gzip": unpack_gzip,
    "zip": unpack_zip,
}
"""What gives the one table inside a packed file, under the name of the packed file."""


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
    kind = packing = format_of(table.content)
    if packing.key in _UNPACK:
        table = _UNPACK[packing.key](table, report)
        kind = format_of(table.content)
    if kind.key in _UNPACK or (packing.key == "gzip" and kind.key not in ("text", "arff")):
        raise InputError(
            _("{file} holds a packed file ({format}); unpack it, and open what is inside.").format(
                file=table.name, format=_(kind.label)
            )
        )
    return _opened(table, kind, spec, report)


def _opened(table: TableFile, kind: Format, spec: DataSpec, report: Progress) -> Opened:
    match kind.key:
        case "workbook" if table.content.startswith(OLD_WORKBOOK):
            opened = open_apart(table, spec.sheet)
        case "workbook":
            opened = open_workbook(table, spec.sheet, report)
        case "parquet":
            opened = open_parquet(table, report)
        case "feather":
            opened = open_feather(table, report)
        case "arff":
            opened = open_arff(table, spec.encoding, report)
        case _:
            return _opened_text(table)
    packed = table.given.notes if isinstance(table, Opened) else ()
    said = _("Format: {format}.").format(format=_(kind.label))
    notes = (*packed, said, *opened.given.notes)
    return replace(opened, given=replace(opened.given, notes=notes))


def _opened_text(table: TableFile) -> Opened:
    if found := other_kind(table.content):
        raise InputError(
            _("{file} is no table but {format}; export it as .csv, and open that.").format(
                file=table.name, format=found
            )
        )
    return table if isinstance(table, Opened) else Opened(table.name, table.content)
