"""Runs for a comparison: those that a window leaves, and the present one."""

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from playground.engine.checkpoint.payload import HISTORY, to_payload
from playground.engine.frames.frame import Measures
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import RunLeft
from playground.gui.instruments.compare.panel import TABS, ComparePanel
from playground.gui.main_window import MainWindow
from playground.state.history.record import Measured, RunRecord
from tests.gui.runs import train_for

PATIENCE = 30_000


def record_of(left: RunLeft) -> RunRecord:
    """What a history keeps of a run that was left."""
    payload = to_payload(left.state, LossLog())
    del payload[HISTORY]
    return RunRecord(
        f"run {left.run}",
        left.state.spec,
        left.table,
        seconds=left.state.seconds,
        steps=left.state.step,
        epochs=left.state.epoch,
        train=measured(left.train),
        validation=measured(left.validation),
        measured_step=left.measured_step,
        losses=left.losses,
        payload=payload,
    )


def measured(measures: Measures | None) -> Measured | None:
    return None if measures is None else Measured(measures.loss, dict(measures.metrics))


def keep_runs(window: MainWindow) -> None:
    """Let the history of a window hold each run that it leaves."""

    def keep(event: object) -> None:
        if isinstance(event, RunLeft) and not window.history.find(f"run {event.run}"):
            window.history.put(record_of(event))

    window.run.thread_of_training.reported.connect(keep)


def train_and_leave(window: MainWindow, qtbot: QtBot, steps: int, **values: object) -> RunRecord:
    """Train, set other values (`learning_rate=0.1`) if any, and start again; the run left."""
    kept = len(window.history.records)
    train_for(window, qtbot, steps)
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
