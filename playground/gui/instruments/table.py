"""The table of instruments, one row each: adding an instrument is adding a room and a row."""

from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_
from playground.gui.instruments.bench import Bench, InstrumentRow


def _tensors(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.tensors.panel import TensorsPanel

    return TensorsPanel(bench, parent)


INSTRUMENTS: tuple[InstrumentRow, ...] = (
    InstrumentRow(key="tensors", title=N_("Tensors"), make=_tensors),
)
