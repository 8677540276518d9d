"""The table of instruments, one row each: adding an instrument is adding a room and a row.

Each room is imported when its widget is first seen.
"""

from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_
from playground.gui.instruments.bench import Bench, InstrumentRow


def _slow_step(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.slow_step.panel import SlowStepPanel

    return SlowStepPanel(bench, parent)


INSTRUMENTS: tuple[InstrumentRow, ...] = (
    InstrumentRow(key="slow_step", title=N_("One step, slowly"), make=_slow_step),
)
