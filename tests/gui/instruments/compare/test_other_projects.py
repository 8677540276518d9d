"""The run of another project file takes part in a comparison; this project stays as it is."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from playground.gui.main_window import MainWindow
from playground.state.history.foreign import is_foreign
from playground.state.history.record import RunRecord
from playground.state.project import Project
from playground.state.project_file import save_project
from tests.gui.instruments.compare.keeping import PATIENCE, panel_of
from tests.gui.runs import train_for


@pytest.fixture
def other(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """A project that was trained by SGD; the window has Adam and no step since."""
    path = tmp_path / "other.playground"
    window.document.edit("training.optimizer", "sgd")
    qtbot.waitUntil(lambda: window.keeper.seen is not None, timeout=PATIENCE)
    train_for(window, qtbot, 60)
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)
    window.document.edit("training.optimizer", "adam")
    window.run.reset()
    qtbot.waitUntil(lambda: bool(window.history.records), timeout=PATIENCE)
    train_for(window, qtbot, 20)
    return path


def foreign_in(window: MainWindow) -> list[RunRecord]:
    return [record for record in window.history.records if is_foreign(record)]


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
    (record,) = foreign_in(window)
    assert record.name == "other.playground"
    assert record.spec.training.optimizer == "sgd"
    assert record.steps >= 60
    assert window.history.ticked == (record.key,)
    ((words, taken),) = window.space.loss.past
    assert words == "SGD"
    assert taken.train.x[0] < 3
    assert record.steps - 2 < taken.train.x[-1] <= record.steps
    assert window.document.project == before
    assert window.space.instruments["compare"].isVisible()


def test_that_it_has_a_picture_in_the_list_of_runs_as_own_runs_have(
    window: MainWindow, qtbot: QtBot, other: Path
) -> None:
    (own,) = window.history.own
    add(window, qtbot, other)
    (record,) = foreign_in(window)
    one, another = QImage.fromData(own.thumbnail), QImage.fromData(record.thumbnail)
    assert another.size() == one.size() == QSize(88, 88)
    seen = {another.pixel(x, y) for x in range(88) for y in range(88)}
    assert len(seen) > 100


def test_that_it_is_measured_as_it_was_saved(window: MainWindow, qtbot: QtBot, other: Path) -> None:
    add(window, qtbot, other)
    (record,) = foreign_in(window)
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
    (record,) = foreign_in(window)
    panel = panel_of(window)
    assert panel.keep_button.isVisible()
    panel.keep_button.click()
    assert foreign_in(window) == []
    newest = window.history.records[-1]
    assert newest.ended > record.ended
    assert newest.name == ""
    (kept,) = window.history.compared
    np.testing.assert_array_equal(kept.losses["train.recent"], record.losses["train.recent"])
    assert not panel.keep_button.isVisible()


def test_that_earlier_runs_come_along_once_named_after_the_file_and_what_differs(
    window: MainWindow, qtbot: QtBot, other: Path
) -> None:
    path = other.with_name("later.playground")
    window.run.reset()
    qtbot.waitUntil(lambda: len(window.history.records) == 2, timeout=PATIENCE)
    train_for(window, qtbot, 20)
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)
    own = window.history.records
    add(window, qtbot, path)
    assert len(window.history.records) == 3
    window.history.open([])
    add(window, qtbot, path)
    assert [record.name for record in window.history.records] == [
        "later.playground: Circle · SGD · Learning rate 0.01",
        "later.playground: Adam",
        "later.playground",
    ]
    window.other_projects.keep_all()
    add(window, qtbot, path)
    assert [record.key for record in window.history.own[:2]] == [record.key for record in own]
    assert len(window.history.records) == 4


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
