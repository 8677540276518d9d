"""The table of instruments, one row each: adding an instrument is adding a room and a row."""

from playground.gui.instruments.bench import InstrumentRow

INSTRUMENTS: tuple[InstrumentRow, ...] = ()
