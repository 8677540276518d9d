"""A table of numbers far from zero in the real window: seen, predicted and exported."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from playground.__main__ import main
from playground.engine.export import torchscript_check
from playground.engine.frames.pictures import Curve
from playground.gui.main_window import MainWindow
from playground.gui.widgets.number_text import GROUP

PATIENCE = 20_000
TIMES = 1.7e9 + 3 * np.arange(200.0)
TARGETS = 5e9 + (TIMES - 1.7e9) / 2


@pytest.fixture
def window(make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path) -> MainWindow:
    rows = zip(TIMES.tolist(), TARGETS.tolist(), strict=True)
    table, path = tmp_path / "t.csv", tmp_path / "t.playground"
    table.write_text("time,y\n" + "".join(f"{t!r},{y!r}\n" for t, y in rows))
    options = ["--set", "network.hidden=", "--set", "training.learning_rate=0.03"]
    main(["train", str(table), *options, "--epochs", "300", "--save", str(path)])
    shown = make_window()
    shown.files.open(path)
    qtbot.waitUntil(
        lambda: shown.run.data is not None and shown.run.data.axes == ("time", "y"),
        timeout=PATIENCE,
    )
    return shown


def test_that_the_window_shows_and_predicts_every_digit(window: MainWindow, qtbot: QtBot) -> None:
    data = window.run.data
    assert data is not None
    np.testing.assert_array_equal(data.points[:, 0], TIMES)
    np.testing.assert_array_equal(data.targets, TARGETS)

    def shows_the_fit() -> bool:
        picture = window.run.frame.picture if window.run.frame else None
        if not isinstance(picture, Curve):
            return False
        fitted = 5e9 + (picture.x - 1.7e9) / 2
        return bool(np.allclose(picture.y[:, 0], fitted, atol=1, rtol=0))

    qtbot.waitUntil(shows_the_fit, timeout=PATIENCE)
    field = window.findChild(QLineEdit, "predict.input.time")
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, "1700000300")
    QTest.keyClick(field, Qt.Key.Key_Return)
    output = window.findChild(QLabel, "predict.output")
    assert output is not None
    expected = f"5{GROUP}000{GROUP}000{GROUP}15"
    qtbot.waitUntil(lambda: output.text().startswith((expected, expected[:-1] + "49")))
    assert window.run.frame is not None
    assert window.run.frame.train.metrics["r2"] == pytest.approx(1.0, abs=1e-6)


def test_that_an_export_from_the_window_answers_float64_and_says_so(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.exports.ask()
    dialog = window.exports._dialog
    assert dialog is not None
    path = tmp_path / "t.pt"
    dialog.findChildren(QLineEdit, "export.path")[0].setText(str(path))
    dialog._start()
    outcome = dialog.findChildren(QLabel, "export.outcome")[0]
    qtbot.waitUntil(lambda: "Checked" in outcome.text(), timeout=PATIENCE)
    assert "Give the model float64 inputs: with float32 inputs" in outcome.text()
    code = dialog._outcome._code._text()
    assert "dtype=torch.float64" in code
    answers = torchscript_check.run(path, torch.from_numpy(TIMES)[:, None])["outputs"]
    np.testing.assert_allclose(answers[:, 0].numpy(), TARGETS, atol=1, rtol=0)
    assert answers.dtype == torch.float64
