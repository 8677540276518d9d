"""A plot is one file and one row: both are planted in a copy, and nothing else is touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from playground.gui.plots.predictions.picture_plot import PicturePlot
from playground.gui.theme import LIGHT
from playground.state.plots import PLOTS, Plot

ROOT = Path(__file__).parents[4]
TABLE = "PLOTS: tuple[Plot, ...] = (\n"
ROW = """    Plot(
        key="errors",
        label="Errors",
        help="How far each prediction is off.",
        picture="parity",
        target="playground.gui.plots.predictions.error_plot:ErrorPlot",
    ),
"""
FILE = '''"""How far each prediction is off."""

from playground.engine.frames.pictures import Parity
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.predictions.picture_plot import CanvasPlot


class ErrorPlot(CanvasPlot):
    def table(self) -> PlotTable:
        if not isinstance(self.picture, Parity):
            return PlotTable()
        return PlotTable(("error",), (self.picture.train_predicted - self.picture.train_target,))
'''
USE = """
import sys
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication, QComboBox

from playground.engine.frames.pictures import Parity
from playground.gui.plots.predictions.view import PredictionsView
from playground.state.project import Project, read, write
from playground.state.project_file import open_project, save_project
from tests.gui.plots.frames import data_picture, frame

folder = Path(sys.argv[1])
app = QApplication([])
view = PredictionsView()
view.resize(500, 400)
view.show()
view.set_data(data_picture("regression", views=("parity", "pca")))
combo = view.findChild(QComboBox)
print("offered", [combo.itemText(place) for place in range(combo.count())])
chosen = []
view.edited.connect(lambda path, key: chosen.append((path, key)))
combo.setCurrentIndex(combo.findData("errors"))
combo.activated.emit(combo.currentIndex())
two = np.array([1.0, 2.0], np.float32)
view.set_frame(frame(Parity(two, two + 0.5, two, two)))
print("shown", type(view.plot).__name__, view.wanted().view, view.plot.picture is not None)
view.plot.save_data(str(folder / "errors.csv"))
view.plot.pictures.save(str(folder / "errors.png"))
(path, key), = chosen
save_project(folder / "one.playground", write(Project(), path, key))
print("saved", read(open_project(folder / "one.playground").project, path))
"""


def test_that_a_planted_plot_is_offered_shown_exported_and_saved(tmp_path: Path) -> None:
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "playground", tmp_path / "playground", ignore=leave)
    shutil.copytree(ROOT / "tests/gui/plots", tmp_path / "tests/gui/plots", ignore=leave)
    (tmp_path / "playground/gui/plots/predictions/error_plot.py").write_text(FILE)
    table = tmp_path / "playground/state/plots.py"
    text = table.read_text(encoding="utf-8")
    assert TABLE in text
    table.write_text(text.replace(TABLE, TABLE + ROW), encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-c", USE, str(tmp_path)],
        cwd=tmp_path,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    names = ["Automatic (Errors)", "Errors", "Parity plot", "PCA (two components)"]
    assert result.stdout.splitlines() == [
        f"offered {names}",
        "shown ErrorPlot parity True",
        "saved errors",
    ]
    assert (tmp_path / "errors.csv").read_text().split() == ["error", "0.5", "0.5"]
    assert (tmp_path / "errors.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("row", PLOTS, ids=lambda row: row.key)
def test_that_the_row_of_every_plot_names_its_widget(row: Plot, qtbot: QtBot) -> None:
    plot = row.load()(LIGHT)
    qtbot.addWidget(plot)
    assert isinstance(plot, PicturePlot)
