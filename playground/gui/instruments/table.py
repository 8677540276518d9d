"""The table of instruments, one row each: adding an instrument is adding a room and a row.

Each room is imported when it is first seen: the start of the window waits for none of them.
"""

from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_
from playground.gui.instruments.bench import Bench, InstrumentRow


def _gradients(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.health.view import HealthView

    return HealthView(bench, parent)


def _tensors(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.tensors.panel import TensorsPanel

    return TensorsPanel(bench, parent)


INSTRUMENTS: tuple[InstrumentRow, ...] = (
    InstrumentRow(key="gradients", title=N_("Gradients"), make=_gradients),
    InstrumentRow(key="tensors", title=N_("Tensors"), make=_tensors),
)
