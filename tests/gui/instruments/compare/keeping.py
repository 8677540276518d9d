"""Runs for a comparison: those that a window leaves, and the present one."""

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from playground.gui.instruments.compare.panel import TABS, ComparePanel
from playground.gui.main_window import MainWindow
from playground.state.history.record import RunRecord
from tests.gui.runs import pause

PATIENCE = 30_000


def train_and_leave(window: MainWindow, qtbot: QtBot, steps: int, **values: object) -> RunRecord:
    """Train, set other values (`learning_rate=0.1`) if any, and start again; the run left."""
    kept = len(window.history.records)
    log = window.run.thread_of_training.log
    wanted = log.steps + steps
    window.run.thread_of_training.command(lambda runner: runner.step(steps))
    qtbot.waitUntil(lambda: log.steps == wanted, timeout=PATIENCE)
    pause(window, qtbot)
    if values:
        window.document.edit_all({f"training.{name}": value for name, value in values.items()})
    window.run.reset()
    qtbot.waitUntil(lambda: len(window.history.records) > kept, timeout=PATIENCE)
    return window.history.records[-1]


def panel_of(window: MainWindow, tab: str = "Settings") -> ComparePanel:
    """The dock of comparisons, with this tab in front."""
    window.space.show_instrument("compare")
    panel = window.findChild(ComparePanel)
    assert panel is not None
    panel.tabs.setCurrentIndex(TABS.index(tab))
    QCoreApplication.processEvents()
    assert panel.isVisible()
    return panel
