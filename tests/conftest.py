"""What all tests share."""

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playground.engine.export.formats import Format

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")


@pytest.fixture
def planted_format(monkeypatch: pytest.MonkeyPatch) -> "Format":
    """A made-up row among the formats, known here and in the processes that are started."""
    from playground.engine.export import formats

    folder = str(Path(__file__).parent)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", folder)
    row: Format = importlib.import_module("planted_format").ROW
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, row))
    return row
