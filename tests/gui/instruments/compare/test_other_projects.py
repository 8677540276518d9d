"""The run of another project file takes part in a comparison; this project stays as it is."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from playground.gui.main_window import MainWindow
from playground.state.history.foreign import is_foreign
from playground.state.project import Project
from playground.state.project_file import save_project
from tests.gui.instruments.compare.keeping import PATIENCE, panel_of
from tests.gui.runs import train_for


@pytest.fixture
def other(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """A project that was trained by SGD; the window has Adam and no step since."""
    path = tmp_path / "other.playground"
    window.document.edit("training.optimizer", "sgd")
    train_for(window, qtbot, 60)
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)
    window.document.edit("training.optimizer", "adam")
    window.run.reset()
    qtbot.waitUntil(lambda: bool(window.history.records), timeout=PATIENCE)
    window.history.replace_all(())  # what was left by the reset is not what these tests compare
    train_for(window, qtbot, 20)
    return path


def add(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(window.other_projects.added, timeout=PATIENCE):
        window.other_projects.add(path)


def test_that_its_run_is_drawn_and_named_after_the_file(
    window: MainWindow, qtbot: QtBot, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = window.document.project
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(other), ""))
    with qtbot.waitSignal(window.other_projects.added, timeout=PATIENCE):
        window.actions_by_key["compare_project"].trigger()
    (record,) = window.history.records
    assert record.name == "other.playground"
    assert record.spec.training.optimizer == "sgd"
    assert record.steps >= 60
    assert window.history.ticked == (record.key,)
    ((words, taken),) = window.space.loss.past
    assert words == "SGD"
    assert len(taken.train.x) == record.steps
    assert window.document.project == before
    assert window.space.instruments["compare"].isVisible()


def test_that_it_is_measured_as_it_was_saved(window: MainWindow, qtbot: QtBot, other: Path) -> None:
    add(window, qtbot, other)
    (record,) = window.history.records
    assert record.train is not None
    assert record.validation is not None
    assert 0.3 < record.validation.loss < 1.2
    assert 0 <= record.validation.metrics["accuracy"] <= 1
    panel = panel_of(window, "Predictions")
    page = panel.predictions
    qtbot.waitUntil(lambda: page.pair is not None, timeout=PATIENCE)
    assert page.pair is not None
    assert page.pair.refusal == ""


def test_that_the_same_file_takes_its_place_and_is_this_projects_once_kept(
    window: MainWindow, qtbot: QtBot, other: Path
) -> None:
    add(window, qtbot, other)
    add(window, qtbot, other)
    (record,) = window.history.records
    assert is_foreign(record)
    panel = panel_of(window)
    assert panel.keep_button.isVisible()
    panel.keep_button.click()
    (kept,) = window.history.records
    assert not is_foreign(kept)
    assert window.history.ticked == (kept.key,)
    np.testing.assert_array_equal(kept.losses["train.recent"], record.losses["train.recent"])
    assert not panel.keep_button.isVisible()


def test_that_a_project_without_a_run_is_refused_in_a_sentence(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "empty.playground"
    save_project(path, Project())
    with qtbot.waitSignal(window.other_projects.failed, timeout=PATIENCE) as heard:
        window.other_projects.add(path)
    assert heard.args == [
        "empty.playground holds no trained network, so there is nothing to compare.",
        "",
    ]
    assert window.history.records == ()


def test_that_a_damaged_file_is_refused_in_a_sentence(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "damaged.playground"
    path.write_bytes(b"no zip")
    with qtbot.waitSignal(window.other_projects.failed, timeout=PATIENCE) as heard:
        window.other_projects.add(path)
    assert heard.args is not None
    assert "damaged" in heard.args[0]
