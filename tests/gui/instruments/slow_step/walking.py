"""The dock of the slow step in a window: opened, and taken to a phase."""

from pytestqt.qtbot import QtBot

from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from playground.gui.instruments.slow_step.panel import SlowStepPanel
from playground.gui.main_window import MainWindow

PATIENCE = 20_000


def small_spec() -> RunSpec:
    """Two inputs, two hidden neurons, one output: half of what one works out on paper."""
    spec = defaults_for("line")
    for path, value in {
        "data.source": "plane",
        "network.hidden": (2,),
        "network.activation": "tanh",
        "training.loss": "mse",
        "training.optimizer": "sgd",
        "training.learning_rate": 0.5,
        "training.batch_size": 1,
        "training.epochs": 0,
        "training.device": "cpu",
    }.items():
        spec = settings.write(spec, path, value)
    return spec


def opened(window: MainWindow, qtbot: QtBot) -> SlowStepPanel:
    """The dock as F9 opens it, once it shows the step."""
    window.actions_by_key["slow_step"].trigger()
    panel = window.findChild(SlowStepPanel)
    assert isinstance(panel, SlowStepPanel)
    qtbot.waitUntil(lambda: shown(panel) == 0, timeout=PATIENCE)
    return panel


def shown(panel: SlowStepPanel) -> int | None:
    """The number of the phase that is shown; None while another one is on its way."""
    if panel._view is None or panel.looking.is_asked or panel._pages.currentIndex() == 0:
        return None
    return panel._view.phase


def wait_for(panel: SlowStepPanel, qtbot: QtBot, phase: int) -> None:
    qtbot.waitUntil(lambda: shown(panel) == phase, timeout=PATIENCE)


def settle(panel: SlowStepPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shown(panel) is not None, timeout=PATIENCE)


def go_to(panel: SlowStepPanel, qtbot: QtBot, kind: str, layer: int = -1) -> str:
    """Jump to a phase by the list; return what is told of it."""
    assert panel._view is not None
    number = panel._view.kinds.index((kind, layer))
    panel.focus_row.phase.activated.emit(number)
    qtbot.waitUntil(lambda: shown(panel) == number, timeout=PATIENCE)
    return panel.lines.toPlainText()
