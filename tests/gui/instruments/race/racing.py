"""The dock of the race in a window, and a race that is under way in it."""

from pytestqt.qtbot import QtBot

from playground.gui.instruments.race.panel import RacePanel
from playground.gui.main_window import MainWindow

PATIENCE = 30_000


def panel_of(window: MainWindow) -> RacePanel:
    window.space.show_instrument("race")
    panel = window.findChild(RacePanel)
    assert panel is not None
    return panel


def steps_of(panel: RacePanel) -> tuple[int, int]:
    logs = panel.controller.logs
    assert logs is not None
    return logs[0].steps, logs[1].steps


def race_for(panel: RacePanel, qtbot: QtBot, key: str = "optimizer", steps: int = 50) -> None:
    """Start the race that is suggested, and pause it after some steps."""
    panel.form.buttons[key].click()
    wait_for_steps(panel, qtbot, steps)
    pause(panel, qtbot)


def wait_for_steps(panel: RacePanel, qtbot: QtBot, steps: int) -> None:
    def are_taken() -> bool:
        racing = panel.controller.standing.state in ("running", "over")
        return racing and min(steps_of(panel)) >= steps

    qtbot.waitUntil(are_taken, timeout=PATIENCE)


def pause(panel: RacePanel, qtbot: QtBot) -> None:
    """Pause, and wait until both lanes stand and the last picture is shown."""
    panel.controller.pause()
    controller = panel.controller
    qtbot.waitUntil(lambda: not controller.is_racing, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not controller._timer.isActive(), timeout=PATIENCE)
