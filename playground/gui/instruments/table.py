"""The table of instruments, one row each: adding an instrument is adding a room and a row."""

from playground.engine.common.language import N_
from playground.gui.instruments.bench import InstrumentRow
from playground.gui.instruments.graph.panel import GraphPanel

INSTRUMENTS: tuple[InstrumentRow, ...] = (
    InstrumentRow(key="graph", title=N_("Graph"), make=GraphPanel),
)
