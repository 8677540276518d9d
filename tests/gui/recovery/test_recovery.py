"""What was cut off is offered, and goes on as if nothing had happened."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QTreeWidget
from pytestqt.qtbot import QtBot

from playground.engine.loss_log.log import LossLog
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.gui.controllers.files import file_controller
from playground.gui.main_window import MainWindow
from playground.gui.recovery.dialog import RecoveryDialog
from playground.gui.recovery.recovery import REPORTS
from playground.state.history.marked import Marked
from playground.state.history.record import RunRecord
from tests.engine.checkpoint.going_on import trained
from tests.gui.recovery.kept import (
    dialog_of,
    die,
    kept_work,
    press,
    store,
    wait_until_kept,
)
from tests.gui.runs import train_for, weights_of

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]
SPEC = parse_all(
    defaults_for("moons"), ("training.epochs=0", "training.optimizer=adam", "network.dropout=0.2")
)


@pytest.fixture
def cut(make_window: MakeWindow, qtbot: QtBot) -> int:
    """The steps of a run whose window was cut off."""
    window = make_window(SPEC)
    train_for(window, qtbot, 43)
    wait_until_kept(window, qtbot)
    steps = window.run.thread_of_training.log.steps
    die(window)
    return steps


def steps_of(window: MainWindow) -> int:
    return window.run.thread_of_training.log.steps


def test_that_recovered_work_goes_on_bit_for_bit(
    cut: int, make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    window.recovery.look()
    press(window, qtbot, "recover")
    qtbot.waitUntil(lambda: steps_of(window) == cut, timeout=PATIENCE)
    window.run.thread_of_training.command(lambda runner: runner.step(100))
    qtbot.waitUntil(lambda: steps_of(window) == cut + 100, timeout=PATIENCE)
    found: Mapping[str, torch.Tensor] = weights_of(window, qtbot)
    expected, log = trained(SPEC, cut + 100)
    assert all(torch.equal(found[name], weight) for name, weight in expected.weights.items())
    losses = window.run.thread_of_training.log.records()[0].loss
    assert np.array_equal(losses, log.records()[0].loss)


def test_that_recovered_work_is_modified_untitled_and_kept_on_in_the_same_place(
    cut: int, make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    window.recovery.look()
    press(window, qtbot, "recover")
    qtbot.waitUntil(lambda: steps_of(window) == cut, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.files.autosave.work.latest is not None, timeout=PATIENCE)
    assert window.document.path is None
    assert window.isWindowModified()
    assert not store().works()
    assert len(list(file_controller.work_folder().iterdir())) == 1
    assert window.close()
    (work,) = kept_work()
    assert work.generation.about.is_kept
    assert work.generation.about.steps == cut


def test_that_what_is_compared_is_recovered_with_its_runs(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(SPEC)
    for key in "ab":
        window.history.put(RunRecord(key, SPEC, losses=LossLog().to_arrays()))
    wait_until_kept(window, qtbot)
    autosave = window.files.autosave
    before = autosave.work.latest
    window.history.tick(["b"])
    window.history.pin("a")
    autosave._next_weights = 0.0
    autosave.look()
    qtbot.waitUntil(lambda: autosave.work.latest is not before, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not autosave._is_at_it, timeout=PATIENCE)
    die(window)
    other = make_window()
    other.recovery.look()
    press(other, qtbot, "recover")
    qtbot.waitUntil(lambda: len(other.history.records) == 2, timeout=PATIENCE)
    assert other.history.marked == Marked(("b",), "a")


@pytest.mark.usefixtures("cut")
@pytest.mark.parametrize(("button", "words"), [("recover", "Recovered"), ("look", "a copy")])
def test_that_what_was_opened_is_said_once_it_can_be_read(
    make_window: MakeWindow, qtbot: QtBot, button: str, words: str
) -> None:
    window = make_window()
    window.recovery.look()
    press(window, qtbot, button)
    with qtbot.waitSignal(
        window.files.message, timeout=PATIENCE, check_params_cb=lambda told: words in told
    ):
        pass
    assert window.run.state == "paused"


def test_that_recovered_work_belongs_to_its_file_and_trains_on_if_it_did(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "mine.playground"
    window = make_window(SPEC)
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)
    before = path.read_bytes()
    train_for(window, qtbot, 20)
    window.run.train()
    wait_until_kept(window, qtbot)
    die(window)
    other = make_window()
    other.recovery.look()
    press(other, qtbot, "recover")
    qtbot.waitUntil(lambda: other.run.state == "running", timeout=PATIENCE)
    assert other.document.path == path
    assert other.files.modified
    assert path.read_bytes() == before
    line = other.findChild(QLabel, "status.reason")
    assert line is not None
    assert line.accessibleDescription() == "Recovered the unsaved work."
    die(other)


def test_that_a_copy_can_be_looked_at_and_the_work_stays(
    cut: int, make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    window.recovery.look()
    press(window, qtbot, "look")
    qtbot.waitUntil(lambda: steps_of(window) == cut, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)
    assert window.document.path is None
    assert not window.files.modified
    assert window.close()
    (work,) = kept_work()
    assert not work.generation.about.is_kept


def test_that_settings_made_after_the_weights_are_taken_up_with_them(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(SPEC)
    train_for(window, qtbot, 20)
    wait_until_kept(window, qtbot)
    steps = steps_of(window)
    window.files.autosave._next_weights = float("inf")
    window.document.edit("network.hidden", (4, 3))
    wait_until_kept(window, qtbot)
    die(window)
    other = make_window()
    other.recovery.look()
    press(other, qtbot, "recover")
    qtbot.waitUntil(lambda: steps_of(other) == steps, timeout=PATIENCE)
    assert other.document.project.run.network.hidden == (4, 3)
    widths = [len(weight) for weight in weights_of(other, qtbot).values()]
    assert widths[:3:2] == [4, 3]


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_that_work_is_discarded_only_after_a_question(
    cut: int,
    make_window: MakeWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
) -> None:
    assert cut
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton[answer])
    window = make_window(start=False)
    window.recovery.look()
    dialog = dialog_of(window, qtbot)
    press(window, qtbot, "discard")
    qtbot.waitUntil(lambda: not window.files.background.busy, timeout=PATIENCE)
    assert len(kept_work()) == len(rows(dialog)) == (answer == "No")


def test_that_later_leaves_everything_to_be_offered_again(
    cut: int, make_window: MakeWindow, qtbot: QtBot
) -> None:
    assert cut
    window = make_window(start=False)
    for _ in range(2):
        window.recovery.look()
        dialog = dialog_of(window, qtbot)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
    assert len(kept_work()) == 1


def test_that_a_start_offers_nothing_where_nothing_was_cut_off(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    first = make_window()
    train_for(first, qtbot, 20)
    assert first.close()
    window = make_window(start=False)
    window.recovery.look()
    qtbot.waitUntil(lambda: not window.files.background.busy, timeout=PATIENCE)
    assert not window.findChildren(RecoveryDialog)


def test_that_the_menu_lists_both_kinds_with_what_there_is_to_know(
    cut: int, make_window: MakeWindow, qtbot: QtBot
) -> None:
    first = make_window()
    train_for(first, qtbot, 30)
    steps = steps_of(first)
    assert first.close()
    window = make_window(start=False)
    window.actions_by_key["recover"].trigger()
    kept, interrupted = rows(dialog_of(window, qtbot))
    assert kept[1:4] == ["Circle", "4-2", str(steps)]
    assert kept[5:] == ["Untitled", "Closed"]
    assert interrupted[1:4] == ["Moons", "-".join(map(str, SPEC.network.hidden)), str(cut)]
    assert float(interrupted[4]) > 0
    assert interrupted[5:] == ["Untitled", "Interrupted"]


def test_that_an_empty_list_says_so_and_offers_nothing_to_press(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(start=False)
    window.actions_by_key["recover"].trigger()
    dialog = dialog_of(window, qtbot)
    assert dialog._words.text() == "There is no unsaved work."
    assert not dialog._recover.isVisible()
    assert dialog._later.text() == "&Close"


def test_that_work_that_another_window_took_meanwhile_is_said_to_be_gone(
    cut: int, make_window: MakeWindow, qtbot: QtBot
) -> None:
    assert cut
    window = make_window()
    window.recovery.look()
    dialog = dialog_of(window, qtbot)
    name = store().works()[0].name
    taken = store().take(name, store().open(name))
    assert taken is not None
    told: list[str] = []
    window.files.failed.connect(lambda reason, _details: told.append(reason))
    assert dialog.isVisible()
    press(window, qtbot, "recover")
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert told == ["This work is open in another window, or was removed."]
    assert steps_of(window) == 0
    taken.leave()


def test_that_a_crash_of_the_last_time_is_offered_once_to_copy(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    folder = file_controller.work_folder() / REPORTS
    folder.mkdir(parents=True)
    (folder / "1.crash").write_text("playground 1\nFatal Python error: Segmentation fault\n")
    window = make_window(start=False)
    window.recovery.look()
    dialog = dialog_of(window, qtbot)
    press(window, qtbot, "copy")
    assert "Segmentation fault" in QGuiApplication.clipboard().text()
    assert dialog._report.isVisible()
    dialog.close()
    window.recovery.look()
    qtbot.waitUntil(lambda: not window.files.background.busy, timeout=PATIENCE)
    assert not [one for one in window.findChildren(RecoveryDialog) if one.isVisible()]


def rows(dialog: RecoveryDialog) -> list[list[str]]:
    tree = dialog.findChild(QTreeWidget, "recovery.works")
    assert isinstance(tree, QTreeWidget)
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [[item.text(column) for column in range(7)] for item in items if item is not None]
