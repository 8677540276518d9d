"""Several targets in the real window: chosen, learned, shown, saved and opened again."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from playground.engine.frames.pictures import Parity
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.dialogs.import_dialog import ImportDialog
from playground.gui.forms.editors import ChoiceEditor
from playground.gui.main_window import MainWindow
from playground.gui.plots.predictions.parity_plot import ParityPlot
from playground.state.project_file import open_project
from tests.gui.runs import train_for
from tests.gui.test_tables_in_the_window import PATIENCE, Importing, open_table

NAMES = ("twice", "sum, squared")


@pytest.fixture
def importing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Importing:
    return Importing(qtbot, monkeypatch)


def check_further(dialog: ImportDialog) -> None:
    """Check the only further column behind the first target that reads "twice"."""
    button = dialog.findChild(QPushButton, "data.target.further")
    names = dialog.findChild(QListWidget, "data.target.list")
    assert button is not None
    assert names is not None
    button.click()
    row = next(n for n in range(names.count()) if names.item(n).text() == NAMES[1])
    names.itemClicked.emit(names.item(row))
    names.window().close()


def written(folder: Path) -> Path:
    random = np.random.default_rng(0)
    rows = random.uniform(-1, 1, (60, 3))
    lines = [f"{a:.4f},{b:.4f},{c:.4f},{1e4 * (a + b) ** 2:.3f},{2 * a:.4f}" for a, b, c in rows]
    path = folder / "t.csv"
    path.write_text("\n".join(['a,b,c,"sum, squared",twice', *lines]))
    return path


def texts(window: MainWindow, name: str) -> list[str]:
    labels = [window.findChild(QLabel, f"{name}.{number}") for number in range(2)]
    return [label.text() for label in labels if label is not None]


def test_that_two_targets_are_chosen_learned_shown_and_saved(
    window: MainWindow, qtbot: QtBot, importing: Importing, tmp_path: Path
) -> None:
    importing.choose = check_further
    open_table(window, qtbot, written(tmp_path))
    assert window.document.read("data.target") == NAMES
    assert window.run.data is not None
    assert window.run.data.target_names == NAMES
    canvas = window.findChild(NetworkCanvas)
    assert canvas is not None
    outputs = canvas.diagram.columns[-1]
    assert (outputs.units, outputs.names) == (2, NAMES)

    train_for(window, qtbot, 30)
    plot = window.space.predictions.plot
    assert isinstance(plot, ParityPlot)
    chooser = window.findChild(ChoiceEditor, "view.shown_target")
    assert chooser is not None
    assert chooser.isVisible()
    qtbot.waitUntil(lambda: isinstance(plot.picture, Parity), timeout=PATIENCE)
    chooser.combo.setCurrentIndex(1)
    chooser.combo.activated.emit(1)
    assert window.document.read("view.shown_target") == NAMES[1]
    data = window.run.data.rows
    assert data is not None
    table = plot.table()
    true = np.asarray(table.columns[1], float)
    np.testing.assert_allclose(np.sort(true), np.sort(data.targets[:, 1]))
    qtbot.waitUntil(lambda: len(texts(window, "metrics.train.r2")) == 2, timeout=PATIENCE)

    window.space.predict.take_row(7)
    qtbot.waitUntil(lambda: "–" not in texts(window, "predict.output"), timeout=PATIENCE)
    assert "–" not in texts(window, "predict.truth")

    path = tmp_path / "two.playground"
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)
    opened = open_project(path).project
    assert opened.run.data.target == NAMES
    assert opened.view.shown_target == NAMES[1]
