"""The read-outs, handed frames as a run would hand them."""

import sys
from dataclasses import replace
from subprocess import run

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.frames.frame import Frame, Measures
from playground.engine.run.events import State
from playground.engine.training.metrics import METRICS
from playground.gui.panels.metrics_table import MetricsTable
from playground.gui.panels.status_panel import STATE_NAMES, StatusLine, StatusPanel
from playground.gui.widgets.metric_texts import metric_texts
from playground.gui.widgets.number_text import GROUP
from playground.gui.widgets.tool_tip import tool_tip


def _frame(
    step: int = 31000,
    epoch: float = 1240.5,
    rate: float = 31000.0,
    validation: Measures | None = None,
) -> Frame:
    train = Measures(0.0123, {"accuracy": 0.985})
    return Frame(1, step, epoch, 12.3, rate, 0.01, train, validation)


def _text(widget: QWidget, name: str) -> str:
    label = widget.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


@pytest.fixture
def panel(qtbot: QtBot) -> StatusPanel:
    panel = StatusPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_state("running")
    return panel


def test_that_a_frame_fills_the_read_outs(panel: StatusPanel) -> None:
    panel.show_frame(_frame(validation=Measures(0.0181, {"accuracy": 0.975})))
    assert _text(panel, "status.epoch") == f"1{GROUP}240"
    assert _text(panel, "status.step") == f"31{GROUP}000"
    assert _text(panel, "status.steps_per_second") == f"31{GROUP}000"
    assert _text(panel, "status.elapsed") == "00:12"
    assert _text(panel, "status.train_loss") == "0.0123"
    assert _text(panel, "status.validation_loss") == "0.0181"
    assert _text(panel, "status.metric") == f"97.5{GROUP}%"


def test_that_without_a_validation_part_the_training_metric_is_shown(panel: StatusPanel) -> None:
    panel.show_frame(_frame())
    assert _text(panel, "status.validation_loss") == "–"
    assert _text(panel, "status.metric") == f"98.5{GROUP}%"


def test_that_the_time_left_follows_from_the_end_and_the_rate(panel: StatusPanel) -> None:
    panel.show_frame(_frame(step=1000, epoch=100.0, rate=50.0))
    assert _text(panel, "status.time_left") == "–"
    frame = _frame(step=1000, epoch=100.0, rate=50.0)
    panel.show_frame(replace(frame, last_epoch=400.0, epochs_per_second=5.0))
    assert _text(panel, "status.time_left") == "01:00"


@pytest.mark.parametrize("frame", [_frame(step=0, epoch=0.0), _frame(rate=0.0)])
def test_that_the_time_left_waits_for_a_rate(panel: StatusPanel, frame: Frame) -> None:
    panel.show_frame(replace(frame, last_epoch=2000.0))
    assert _text(panel, "status.time_left") == "–"


@pytest.mark.usefixtures("any_font")
def test_that_no_number_moves_another(panel: StatusPanel) -> None:
    panel.show_frame(_frame(step=1, epoch=0.0, rate=1.0))
    panel.adjustSize()
    widths = [child.width() for child in panel.findChildren(QWidget) if child.parent() is panel]
    panel.show_frame(_frame(step=12_345_678, epoch=1_234_567.0, rate=987_654.0))
    panel.adjustSize()
    after = [child.width() for child in panel.findChildren(QWidget) if child.parent() is panel]
    assert after == widths


def test_that_the_rate_is_gone_when_the_run_stands_still(panel: StatusPanel) -> None:
    panel.show_frame(_frame())
    panel.show_state("paused", "")
    assert _text(panel, "status.steps_per_second") == "–"
    assert _text(panel, "status.train_loss") == "0.0123"


def test_that_the_last_frame_of_an_ended_run_brings_no_rate_and_no_time_left_back(
    panel: StatusPanel,
) -> None:
    panel.show_state("done", "")
    panel.show_frame(replace(_frame(), last_epoch=2000.0, epochs_per_second=5.0))
    assert _text(panel, "status.steps_per_second") == "–"
    assert _text(panel, "status.time_left") == "–"
    assert _text(panel, "status.step") == f"31{GROUP}000"


def test_that_a_reset_clears_every_number(panel: StatusPanel) -> None:
    panel.show_frame(_frame())
    panel.show_state("preparing", "")
    names = ("epoch", "step", "train_loss", "validation_loss", "steps_per_second", "elapsed")
    assert {_text(panel, f"status.{name}") for name in names} == {"–"}


def test_that_a_loss_that_is_not_finite_is_named(panel: StatusPanel) -> None:
    panel.show_frame(Frame(1, 3, 0.1, 1.0, 1.0, 0.01, Measures(float("nan"), {}), None))
    assert _text(panel, "status.train_loss") == "nan"


@pytest.mark.parametrize("state", list(STATE_NAMES))
def test_that_the_line_names_the_state_and_its_reason(state: State, qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(900, 24)
    line.show()
    line.show_state(state, "<b>Why</b>", 12)
    line.show_device("cuda:0")
    line.show_stepper("scripted")
    assert _text(line, "status.state") == STATE_NAMES[state]
    assert _text(line, "status.reason") == "<b>Why</b>"
    assert _text(line, "status.device") == "cuda:0"
    assert _text(line, "status.stepper") == "compiled"


def test_that_a_run_without_a_step_is_ready_and_says_what_to_press(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(900, 24)
    line.show()
    line.show_state("paused", "", 0)
    assert _text(line, "status.state") == "Ready"
    assert "F5" in _text(line, "status.reason")
    line.show_state("paused", "Saved.")
    assert (_text(line, "status.state"), _text(line, "status.reason")) == ("Ready", "Saved.")
    line.show_state("paused", "", 3)
    assert (_text(line, "status.state"), _text(line, "status.reason")) == ("Paused", "")


@pytest.mark.usefixtures("any_font")
def test_that_a_long_reason_gives_way_and_stays_readable(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(400, 24)
    line.show()
    line.show_state("diverged", "A long sentence " * 20 + "END")
    assert _text(line, "status.reason").endswith("…")
    reason = line.findChild(QLabel, "status.reason")
    assert reason is not None
    assert "END" in reason.toolTip()
    assert line.minimumSizeHint().width() < 400


def test_that_the_metrics_stand_in_two_columns(qtbot: QtBot) -> None:
    table = MetricsTable()
    qtbot.addWidget(table)
    table.show_measures(
        Measures(0.5, {"mae": 1.25, "rmse": 2.5, "r2": 0.875}),
        Measures(0.75, {"mae": 3.0, "rmse": 4.0, "r2": float("nan")}),
    )
    assert _text(table, "metrics.train.loss") == "0.5000"
    assert _text(table, "metrics.validation.mae") == "3.000"
    assert _text(table, "metrics.train.r2") == "0.8750"
    assert _text(table, "metrics.validation.r2") == "–"
    table.show_measures(Measures(0.5, {"accuracy": 0.5}), None)
    assert _text(table, "metrics.validation.accuracy") == "–"
    assert [lb.objectName() for lb in table.findChildren(QLabel)].count("metrics.train.mae") == 0


@pytest.mark.parametrize("key", [metric.key for metric in METRICS])
def test_that_every_metric_is_written_as_its_row_says(key: str) -> None:
    assert metric_texts(key, 0.5)[0].startswith(("0.5", "50"))


def test_that_the_metrics_stand_beside_their_names(qtbot: QtBot) -> None:
    table = MetricsTable()
    qtbot.addWidget(table)
    table.resize(900, 200)
    table.show_measures(Measures(0.5, {"accuracy": 0.5}), None)
    table.show()
    cell = table.findChild(QLabel, "metrics.train.accuracy")
    assert cell is not None
    assert cell.geometry().right() < 300


def test_that_errors_in_prices_are_written_as_prices(qtbot: QtBot) -> None:
    table = MetricsTable()
    qtbot.addWidget(table)
    price = {"mae": 36320.4, "rmse": 9.25, "r2": 0.875}
    table.show_measures(Measures(0.5, price), Measures(0.5, {**price, "mae": 41000.0}))
    assert _text(table, "metrics.train.mae") == f"36{GROUP}320"
    assert _text(table, "metrics.validation.mae") == f"41{GROUP}000"


def test_that_all_read_outs_are_plain_text(panel: StatusPanel) -> None:
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText for label in panel.findChildren(QLabel)
    )


def test_that_the_panels_load_without_torch() -> None:
    lines = (
        "import sys",
        "import playground.gui.panels.status_panel, playground.gui.panels.predict_panel",
        "import playground.gui.canvas.network_panel, playground.gui.dialogs.export_dialog",
        "import playground.gui.dialogs.about_dialog",
        "sys.exit(any(name in sys.modules for name in ('torch', 'pandas', 'sklearn')))",
    )
    assert run([sys.executable, "-c", "\n".join(lines)], check=False).returncode == 0


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (0.0, "0 epochs/s"),
        (0.000123, "0.00012 epochs/s"),
        (0.04, "0.04 epochs/s"),
        (0.0417, "0.042 epochs/s"),
        (0.5, "0.5 epochs/s"),
        (0.999, "1 epoch/s"),
        (1.0, "1 epoch/s"),
        (1.26, "1.3 epochs/s"),
        (2.0, "2.0 epochs/s"),
        (31.4, "31 epochs/s"),
    ],
)
def test_that_slow_motion_has_a_speed_too(rate: float, text: str, qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_speed(replace(_frame(rate=1.0), epochs_per_second=rate))
    assert _text(line, "status.speed").split(" · ")[1] == text


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("", "How the training steps are executed."),
        (
            "The parameters are apart.",
            "How the training steps are executed. The parameters are apart.",
        ),
    ],
)
def test_that_why_steps_are_taken_singly_is_said_in_sentences(
    reason: str, text: str, qtbot: QtBot
) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_stepper("eager", reason)
    stepper = line.findChild(QLabel, "status.stepper")
    assert stepper is not None
    assert stepper.toolTip() == tool_tip(text)
