"""Every version of the project file that was ever written still opens."""

import json
from pathlib import Path

import pytest

from playground.engine.spec.run import TableFile
from playground.state import project as projects
from playground.state.migrations import FORMAT
from playground.state.project import Project
from playground.state.project_file import open_project, save_project

DATA = Path(__file__).parent.parent / "data"

TABLE = TableFile("maçãs.csv", "peso;cor;preço\n1,5;verde;2\n2,5;vermelha;3\n".encode())
SETTINGS: dict[str, object] = {
    "data.source": "table",
    "data.target": ["preço"],
    "data.separator": "semicolon",
    "data.decimal": "comma",
    "network.hidden": [8, 4],
    "network.activation": "tanh",
    "training.loss": "mse",
    "training.optimizer": "sgd",
    "training.momentum": 0.9,
    "training.learning_rate": 0.1 + 0.2,
    "view.loss_axis": "epoch",
    "view.smoothing": 0.0,
    "view.predict_inputs": ["1,5", "verde"],
}
WEIGHTS = bytes(range(64))
STEPS = 12


def content_of(_version: int) -> Project:
    """What the files hold; a version whose files hold something else adds its case here."""
    project = projects.write_all(Project(), SETTINGS)
    return Project(project.run, project.view, TABLE)


@pytest.mark.parametrize("version", range(1, FORMAT + 1))
def test_that_a_file_of_every_version_opens(version: int, tmp_path: Path) -> None:
    opened = open_project(DATA / f"version_{version}.playground")
    assert opened.project == content_of(version)
    assert opened.payload["weights.safetensors"] == WEIGHTS
    assert json.loads(opened.payload["state.json"])["step"] == STEPS
    assert dict(opened.unavailable) == {"sound.volume": 11, "training.sharpness": 0.25}
    assert opened.libraries["torch"]
    again = tmp_path / "again.playground"
    save_project(again, opened.project, opened.payload, opened.libraries, opened.unavailable)
    assert open_project(again).project == opened.project
    assert open_project(again).unavailable == opened.unavailable
