"""The table of instruments, one row each: adding an instrument is adding a room and a row.

Each room is imported when it is first seen: the start of the window waits for none of them.
"""

from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_
from playground.gui.instruments.bench import Bench, InstrumentRow


def _slow_step(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.slow_step.panel import SlowStepPanel

    return SlowStepPanel(bench, parent)


def _gradients(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.health.view import HealthView

    return HealthView(bench, parent)


def _tensors(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.tensors.panel import TensorsPanel

    return TensorsPanel(bench, parent)


def _graph(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.graph.panel import GraphPanel

    return GraphPanel(bench, parent)


def _range_test(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.range_test.panel import RangeTestPanel

    return RangeTestPanel(bench, parent)


def _landscape(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.landscape.panel import LandscapePanel

    return LandscapePanel(bench, parent)


def _runs(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.runs.panel import RunsPanel

    return RunsPanel(bench, parent)


def _compare(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.compare.panel import ComparePanel

    return ComparePanel(bench, parent)


def _race(bench: Bench, parent: QWidget) -> QWidget:
    from playground.gui.instruments.race.panel import RacePanel

    return RacePanel(bench, parent)


INSTRUMENTS: tuple[InstrumentRow, ...] = (
    InstrumentRow(key="runs", title=N_("Runs"), make=_runs),
    InstrumentRow(key="slow_step", title=N_("One step, slowly"), make=_slow_step),
    InstrumentRow(key="gradients", title=N_("Gradients"), make=_gradients),
    InstrumentRow(key="tensors", title=N_("Tensors"), make=_tensors),
    InstrumentRow(key="graph", title=N_("Graph"), make=_graph),
    InstrumentRow(key="compare", title=N_("Compare"), make=_compare),
    InstrumentRow(key="range_test", title=N_("Learning-rate test"), make=_range_test),
    InstrumentRow(key="landscape", title=N_("Loss landscape"), make=_landscape),
    InstrumentRow(key="race", title=N_("Race"), make=_race),
)
