"""The data behind a plot as text: comma-separated for a file, tab-separated for the clipboard."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.floating] | npt.NDArray[np.integer] | Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class PlotTable:
    """Columns of one length each, with their names."""

    names: tuple[str, ...] = ()
    columns: tuple[Cells, ...] = ()


def table_text(table: PlotTable, separator: str = ",") -> str:
    """The table with a header line, lines ended by a line feed; numbers as they read back equal."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows(zip(*table.columns, strict=True))
    return out.getvalue()
