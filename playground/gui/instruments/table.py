"""The table of instruments, one row each: adding an instrument is adding a room and a row."""

from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_
from playground.gui.instruments.bench import Bench, InstrumentRow


def _range_test(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.range_test.panel import RangeTestPanel

    return RangeTestPanel(bench, parent)


def _landscape(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.landscape.panel import LandscapePanel

    return LandscapePanel(bench, parent)


INSTRUMENTS: tuple[InstrumentRow, ...] = (
    InstrumentRow(key="range_test", title=N_("Learning-rate test"), make=_range_test),
    InstrumentRow(key="landscape", title=N_("Loss landscape"), make=_landscape),
)
