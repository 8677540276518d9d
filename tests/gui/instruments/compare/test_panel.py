"""The dock that compares runs, in a real window, with runs that were really trained."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from playground.engine.frames.contrast import ErrorChange
from playground.engine.frames.pictures import Confusion, Curve, Surface
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from playground.gui.instruments.compare.panel import ComparePanel
from playground.gui.main_window import MainWindow
from tests.gui.instruments.compare.keeping import (
    PATIENCE,
    panel_of,
    train_and_leave,
)
from tests.gui.runs import train_for

MakeWindow = Callable[..., MainWindow]


def a_run(source: str, *assignments: str) -> RunSpec:
    return settings.parse_all(defaults_for(source), ("training.epochs=0", *assignments))


@pytest.fixture
def two_runs(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """SGD was trained and left for Adam, which has trained too."""
    window = make_window(a_run("circle", "training.optimizer=sgd"))
    train_and_leave(window, qtbot, 100, optimizer="adam")
    train_for(window, qtbot, 300)
    return window


def texts(panel: ComparePanel) -> dict[str, list[str]]:
    model = panel.settings.model
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    columns = range(model.columnCount())
    rows = {
        str(model.headerData(row, down)): [str(model.data(model.index(row, n))) for n in columns]
        for row in range(model.rowCount())
    }
    return {"": [str(model.headerData(n, across)) for n in columns], **rows}


def pair_of(panel: ComparePanel, qtbot: QtBot, steps: int) -> ComparePanel:
    """Wait for the pictures of the present run at this step."""
    page = panel.predictions

    def is_there() -> bool:
        copy = page._copy
        ready = page.pair is not None and copy is not None and copy.state.step == steps
        return ready and not page._is_busy and not page._looking.is_asked

    qtbot.waitUntil(is_there, timeout=PATIENCE)
    return panel


def test_that_a_run_before_is_drawn_with_one_click_and_told_by_what_differs(
    two_runs: MainWindow,
) -> None:
    plot = two_runs.space.loss
    assert plot.past == []
    box = next(
        box for box in plot.findChildren(QCheckBox) if "Previous" in box.text().replace("&", "")
    )
    box.click()
    assert two_runs.document.read("view.loss_previous") is True
    ((words, taken),) = plot.past
    assert words == "SGD"
    record = two_runs.history.records[-1]
    np.testing.assert_array_equal(taken.train.mean, record.losses["train.recent"])
    assert "training (Adam)" in [entry.text for entry in plot.legend.entries]


def test_that_the_run_before_takes_its_turn_by_itself_once_it_was_asked_for(
    two_runs: MainWindow, qtbot: QtBot
) -> None:
    two_runs.document.edit("view.loss_previous", True)
    train_and_leave(two_runs, qtbot, 20, learning_rate=0.1)
    assert [words for words, _taken in two_runs.space.loss.past] == ["Learning rate 0.01"]


def test_that_without_runs_the_dock_says_where_to_find_them(window: MainWindow) -> None:
    panel = panel_of(window)
    assert panel.pages.currentWidget() is panel.empty
    assert "Previous run" in panel.empty.text()


def test_that_the_settings_that_differ_stand_beside_each_other(two_runs: MainWindow) -> None:
    panel = panel_of(two_runs)
    two_runs.history.tick([two_runs.history.records[0].key])
    assert texts(panel) == {"": ["Present run (Adam)", "SGD"], "Optimizer": ["Adam", "SGD"]}
    two_runs.document.edit("training.learning_rate", 0.25)
    assert texts(panel)["Learning rate"] == ["0.25", "0.01"]
    panel.settings.every.click()
    assert texts(panel)["Batch size"] == ["10", "10"]
    assert "Encoding" not in texts(panel)


def test_that_runs_alike_are_said_to_be_alike(window: MainWindow, qtbot: QtBot) -> None:
    train_and_leave(window, qtbot, 10)
    window.history.tick([window.history.records[0].key])
    panel = panel_of(window)
    qtbot.waitUntil(panel.settings.alike.isVisible, timeout=PATIENCE)
    assert not panel.settings.view.isVisible()


def test_that_metrics_are_those_of_the_record_and_of_the_frame(
    two_runs: MainWindow, qtbot: QtBot
) -> None:
    record = two_runs.history.records[0]
    two_runs.history.tick([record.key])
    panel = panel_of(two_runs, "Metrics")
    qtbot.waitUntil(lambda: panel._frame is not None and panel._frame.step >= 400 - 100)
    rows = {row.label: row.cells for row in panel.metrics.model.rows}
    assert record.validation is not None
    present, other = rows["Loss, validation"]
    assert other.text == f"{record.validation.loss:.4f}"
    assert (present.is_best, other.is_best) == (True, False)
    assert other.difference.startswith("+")
    assert present.difference == ""


def test_that_the_baseline_is_chosen_and_the_signs_turn(two_runs: MainWindow) -> None:
    record = two_runs.history.records[0]
    two_runs.history.tick([record.key])
    panel = panel_of(two_runs, "Metrics")
    panel.baseline.setFocus()
    QTest.keyClick(panel.baseline, Qt.Key.Key_Down)
    assert two_runs.history.pinned == record.key
    rows = {row.label: row.cells for row in panel.metrics.model.rows}
    assert rows["Loss, validation"][0].difference.startswith("−")
    assert rows["Loss, validation"][1].difference == ""
    assert two_runs.comparison.runs[0].is_pinned
    QTest.keyClick(panel.baseline, Qt.Key.Key_Up)
    assert two_runs.history.pinned == ""


def test_that_predictions_stand_side_by_side_with_their_difference(
    two_runs: MainWindow, qtbot: QtBot
) -> None:
    two_runs.history.tick([two_runs.history.records[0].key])
    panel = panel_of(two_runs, "Predictions")
    steps = two_runs.run.thread_of_training.log.steps
    pair = pair_of(panel, qtbot, steps).predictions.pair
    assert pair is not None
    left, right = pair.pictures
    assert isinstance(left, Surface)
    assert isinstance(right, Surface)
    assert isinstance(pair.difference, Surface)
    assert left.bounds == right.bounds
    difference = left.values[..., -1] - right.values[..., -1]
    np.testing.assert_array_equal(pair.difference.values[..., 0], difference)
    assert [plot.isVisible() for plot in panel.predictions.plots.plots] == [True] * 3
    train_for(two_runs, qtbot, 50)
    pair_of(panel, qtbot, two_runs.run.thread_of_training.log.steps)
    assert panel.predictions.pair is not pair


def test_that_zooming_one_picture_zooms_all(two_runs: MainWindow, qtbot: QtBot) -> None:
    two_runs.history.tick([two_runs.history.records[0].key])
    panel = panel_of(two_runs, "Predictions")
    pair_of(panel, qtbot, two_runs.run.thread_of_training.log.steps)
    plots = panel.predictions.plots.plots
    QTest.keyClick(plots[0].canvas.widget, Qt.Key.Key_Plus)  # type: ignore[attr-defined]
    first, *others = [plot.canvas.visible() for plot in plots]  # type: ignore[attr-defined]
    assert first[1] - first[0] < 12
    for other in others:
        assert other[:2] == pytest.approx(first[:2], rel=0.2)


@pytest.mark.parametrize(
    ("source", "kind"), [("sine", Curve), ("diabetes", ErrorChange), ("iris", Confusion)]
)
def test_that_every_task_is_compared_in_its_own_view(
    make_window: MakeWindow, qtbot: QtBot, source: str, kind: type
) -> None:
    window = make_window(a_run(source))
    record = train_and_leave(window, qtbot, 50, learning_rate=0.05)
    train_for(window, qtbot, 100)
    window.history.tick([record.key])
    panel = panel_of(window, "Predictions")
    pair = pair_of(panel, qtbot, window.run.thread_of_training.log.steps).predictions.pair
    assert pair is not None
    assert isinstance(pair.difference, kind)
    assert len(panel.predictions.plots.plots) == 3


def test_that_runs_that_measure_other_rows_have_pictures_but_no_difference(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(a_run("diabetes"))
    train_for(window, qtbot, 20)
    window.document.edit("data.seed", 5)
    record = train_and_leave(window, qtbot, 20)
    window.document.edit("data.seed", 6)
    train_for(window, qtbot, 20)
    window.history.tick([record.key])
    panel = panel_of(window, "Predictions")
    pair = pair_of(panel, qtbot, window.run.thread_of_training.log.steps).predictions.pair
    assert pair is not None
    assert pair.difference is None
    assert len(panel.predictions.plots.plots) == 2
    assert "different rows" in panel.predictions.plots._caption.accessibleDescription()


def test_that_tab_walks_through_the_dock(two_runs: MainWindow) -> None:
    two_runs.history.tick([two_runs.history.records[0].key])
    panel = panel_of(two_runs, "Metrics")
    panel.tabs.setFocus()
    walked = []
    for _stop in range(3):
        QTest.keyClick(two_runs.focusWidget(), Qt.Key.Key_Tab)
        walked.append(two_runs.focusWidget())
    assert walked == [panel.baseline, panel.project_button, panel.metrics.view]


def test_that_runs_of_other_data_say_why_they_cannot_be_compared(
    two_runs: MainWindow, qtbot: QtBot
) -> None:
    record = two_runs.history.records[0]
    two_runs.history.tick([record.key])
    two_runs.editing.choose_source("sine")
    panel = panel_of(two_runs, "Predictions")
    words = panel.predictions.plots.words
    qtbot.waitUntil(lambda: "different tasks" in words.text(), timeout=PATIENCE)
    assert words.isVisible()


def test_that_a_run_whose_weights_were_dropped_says_so(two_runs: MainWindow, qtbot: QtBot) -> None:
    record = two_runs.history.records[0]
    two_runs.history.put(replace(record, payload={}))
    two_runs.history.tick([record.key])
    panel = panel_of(two_runs, "Predictions")
    words = panel.predictions.plots.words
    qtbot.waitUntil(lambda: "no longer kept" in words.text(), timeout=PATIENCE)


def test_that_two_earlier_runs_are_compared_without_the_present_one(
    two_runs: MainWindow, qtbot: QtBot
) -> None:
    train_and_leave(two_runs, qtbot, 10)
    first, second = two_runs.history.records
    two_runs.history.tick([first.key, second.key])
    panel = panel_of(two_runs, "Predictions")
    page = panel.predictions
    for combo, key in zip(page.combos, (first.key, second.key), strict=True):
        combo.set_key(key)
        combo.picked.emit(key)
    assert page.combos[0].currentText() == "SGD"
    qtbot.waitUntil(lambda: page.pair is not None and not page._is_busy, timeout=PATIENCE)
    assert not page._needs_present
