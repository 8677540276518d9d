"""Of several targets, each has its prediction and its true value."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.data.raw import Column
from playground.engine.frames.frame import Measures, Rows
from playground.gui.panels.metrics_table import MetricsTable
from playground.gui.panels.predict_panel import PredictPanel

NAMES = ("price", "area (m²)", "rooms")
ROWS = Rows(
    inputs=np.array([[1.0], [2.0]]),
    targets=np.array([[7.0, 80.5, 2], [9.0, 120.25, 4]]),
    validation=np.array([False, True]),
    drawn=np.arange(2),
)


@pytest.fixture
def panel(qtbot: QtBot) -> PredictPanel:
    panel = PredictPanel()
    qtbot.addWidget(panel)
    panel.resize(360, 320)
    panel.show()
    panel.set_columns((Column("x"),), NAMES, (), ROWS, None, (2.0, 39.75, 2.0))
    return panel


def texts(within: QWidget, kind: str) -> list[str]:
    labels = (within.findChild(QLabel, f"{kind}.{number}") for number in range(3))
    return [label.text() for label in labels if label is not None and label.isVisibleTo(within)]


def test_that_every_target_has_a_row_with_its_name(panel: PredictPanel) -> None:
    said = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert {*NAMES, "Prediction", "True value"} <= {*said}
    single = panel.findChild(QLabel, "predict.output")
    assert single is not None
    assert not single.isVisible()


def test_that_a_prediction_and_a_true_value_are_shown_for_each(panel: PredictPanel) -> None:
    assert texts(panel, "predict.output") == ["–"] * 3
    panel.show_output(np.array([7.5, 100.125, 3.0], np.float32))
    assert texts(panel, "predict.output") == ["7.5", "100.1", "3.0"]
    assert texts(panel, "predict.truth") == ["–"] * 3
    panel.take_row(1)
    assert texts(panel, "predict.truth") == ["9.0", "120.2", "4.0"]
    names = [panel.findChild(QLabel, f"predict.truth.{n}") for n in range(3)]
    assert [label.accessibleName() for label in names if label] == [
        f"{name}: True value" for name in NAMES
    ]


def test_that_what_is_not_finite_or_of_other_data_is_no_prediction(panel: PredictPanel) -> None:
    panel.show_output(np.array([7.5, np.nan, 3.0], np.float32))
    assert texts(panel, "predict.output") == ["7.5", "–", "3.0"]
    panel.show_output(np.array([7.5], np.float32))
    assert texts(panel, "predict.output") == ["–"] * 3


def test_that_one_target_is_shown_in_large_again(panel: PredictPanel) -> None:
    panel.set_columns((Column("x"),), ("price",), ())
    panel.show_output(np.array([7.5], np.float32))
    single = panel.findChild(QLabel, "predict.output")
    assert single is not None
    assert (single.isVisible(), single.text()) == (True, "7.5")
    assert texts(panel, "predict.output") == []


def test_that_the_metrics_of_each_target_stand_below_their_mean(qtbot: QtBot) -> None:
    table = MetricsTable()
    qtbot.addWidget(table)
    table.show()
    each = {name: {"mae": number + 1.5, "r2": 0.5} for number, name in enumerate(NAMES)}
    table.show_measures(Measures(0.25, {"mae": 2.5, "r2": 0.5}, each), None)
    own = table.findChild(QLabel, "metrics.train.mae.1")
    assert own is not None
    qtbot.waitUntil(own.isVisible)
    assert texts(table, "metrics.train.mae") == ["1.500", "2.500", "3.500"]
    assert texts(table, "metrics.validation.mae") == ["–"] * 3
    mean = table.findChild(QLabel, "metrics.train.mae")
    assert mean is not None
    assert mean.text() == "2.500"
    assert own.accessibleName() == "area (m²): MAE, training"
    assert mean.geometry().top() < own.geometry().top()
    table.show_measures(Measures(0.25, {"mae": 2.5, "r2": 0.5}), None)
    assert texts(table, "metrics.train.mae") == []
