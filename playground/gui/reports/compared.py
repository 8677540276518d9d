"""The runs that the present one is compared with, as a section of a report."""

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QImage

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.gui.pictures.kept_stills import KeptStills
from playground.gui.pictures.thumbnail import SIDE, thumbnail_of
from playground.gui.reports.content import Picture, Rows, Section, Table
from playground.gui.theme import LIGHT
from playground.gui.widgets.standing import Standing, rows_of, standing_of
from playground.state.history.comparison import Compared
from playground.state.history.differences import Told, label_of, value_of, varying
from playground.state.history.record import RunRecord

SIDE_BY_SIDE = 4
"""Runs beside the present one that a page has room for; more of them have tables of their own."""
WIDTH = 2 * SIDE
"""Of a picture, in pixels of the screen."""


def compared(present: Told, standing: Standing, runs: Sequence[Compared]) -> Section:
    """What tells these runs apart, how each did, and what their networks make of the data.

    It takes its time: their networks are built again.
    """
    tables = (
        Table(_rows(present, standing, part), ("", _("Present run"), *(run.words for run in part)))
        for part in _parts(runs)
    )
    return Section(_("Compared runs"), tables=tuple(tables), pictures=tuple(_pictures(runs)))


def _parts(runs: Sequence[Compared]) -> Iterator[Sequence[Compared]]:
    return (runs[first : first + SIDE_BY_SIDE] for first in range(0, len(runs), SIDE_BY_SIDE))


def _rows(present: Told, standing: Standing, runs: Sequence[Compared]) -> Rows:
    told = (present, *((run.record.spec, run.record.table) for run in runs))
    standings = (standing, *(standing_of(run.record) for run in runs))
    settings = (
        (label_of(parameter), *(value_of(one, path) for one in told))
        for path, parameter in varying(told).items()
    )
    measures = ((row.label, *(cell.text for cell in row.cells)) for row in rows_of(standings, 0))
    return (*settings, *measures)


def _pictures(runs: Sequence[Compared]) -> Iterator[Picture]:
    stills = KeptStills()
    for run in runs:
        image = QImage.fromData(_drawn(run.record, stills) or run.record.thumbnail)
        if not image.isNull():
            yield Picture(image, run.words, WIDTH)


def _drawn(record: RunRecord, stills: KeptStills) -> bytes:
    """A PNG for a white page, whatever theme the run was kept in; empty where it is lost."""
    try:
        return thumbnail_of(stills.of(record), LIGHT, 2 * WIDTH)
    except InputError:
        return b""
