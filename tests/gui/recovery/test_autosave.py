"""The open work is kept while it is done, and nothing waits for that."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from playground.engine.checkpoint.payload import from_payload
from playground.engine.common.errors import InputError
from playground.engine.spec.run import TableFile
from playground.gui.controllers.files import file_controller
from playground.gui.main_window import MainWindow
from playground.gui.recovery import autosave as autosave_module
from playground.gui.recovery.autosave import Autosave
from playground.state.recovery.generation import Generation
from playground.state.recovery.work_folder import WorkFolder
from tests.gui.recovery.kept import die, kept_work, store, wait_until_kept
from tests.gui.runs import train_for

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]


def latest(window: MainWindow) -> Generation:
    found = window.files.autosave.work.latest
    assert found is not None
    return found


def never(autosave: Autosave) -> None:
    """Weights are not due for a long time."""
    autosave._next_weights = float("inf")


@pytest.fixture
def kept(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window whose work was kept after a few steps."""
    train_for(window, qtbot, 20)
    wait_until_kept(window, qtbot)
    return window


def test_that_nothing_is_written_before_there_is_something_to_lose(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.files.autosave.look()
    qtbot.waitUntil(lambda: not window.files.background.busy, timeout=PATIENCE)
    assert not file_controller.work_folder().exists()


def test_that_what_is_kept_while_training_is_weights_and_losses_of_one_step(
    window: MainWindow, qtbot: QtBot
) -> None:
    train_for(window, qtbot, 20)
    window.run.train()
    wait_until_kept(window, qtbot)
    assert window.run.state == "running"
    die(window)
    (work,) = kept_work()
    checkpoint = from_payload(work.file.payload, work.file.project.run)
    assert checkpoint is not None
    about = work.generation.about
    assert about.steps == checkpoint.state.step == checkpoint.log.steps >= 20
    assert about.loss == checkpoint.log.records()[0].loss[-1]
    assert about.trains
    assert not about.is_kept
    assert about.file == ""


def test_that_settings_are_kept_where_weights_would_cost_too_much(
    kept: MainWindow, qtbot: QtBot
) -> None:
    before = latest(kept)
    never(kept.files.autosave)
    train_for(kept, qtbot, 20)
    kept.document.edit("training.learning_rate", 0.5)
    wait_until_kept(kept, qtbot)
    assert latest(kept).entries == before.entries
    assert latest(kept).about.steps == before.about.steps
    die(kept)
    (work,) = kept_work()
    assert work.project.run.training.learning_rate == 0.5
    assert work.file.project.run.training.learning_rate != 0.5


def test_that_nothing_is_written_where_nothing_is_new(kept: MainWindow, qtbot: QtBot) -> None:
    before = latest(kept)
    kept.files.autosave.look()
    qtbot.waitUntil(lambda: not kept.files.background.busy, timeout=PATIENCE)
    assert latest(kept) is before


def test_that_weights_wait_until_they_cost_their_share(
    kept: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_for(kept, qtbot, 20)
    wait_until_kept(kept, qtbot)
    before = latest(kept)
    never(kept.files.autosave)
    train_for(kept, qtbot, 20)
    monkeypatch.setattr(kept.files.autosave, "_settings_changed", False)
    kept.files.autosave.look()
    assert not kept.files.background.busy
    assert latest(kept) is before


def test_that_a_table_is_kept_with_what_is_trained_on_it_at_once(
    kept: MainWindow, qtbot: QtBot
) -> None:
    never(kept.files.autosave)
    rows = "".join(f"{n},{n * 2},{n % 3}\n" for n in range(30))
    kept.document.choose_table(TableFile("own.csv", f"a,b,c\n{rows}".encode()), {})
    wait_until_kept(kept, qtbot)
    die(kept)
    (work,) = kept_work()
    assert work.file.project.table == work.project.table == kept.document.project.table


def test_that_a_run_that_starts_again_is_kept_without_waiting_for_the_next_look(
    kept: MainWindow, qtbot: QtBot
) -> None:
    never(kept.files.autosave)
    kept.editing.new_seed()
    qtbot.waitUntil(lambda: latest(kept).about.steps == 0, timeout=PATIENCE)


def test_that_a_saved_file_is_enough(kept: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(kept.files.saved, timeout=PATIENCE):
        kept.files._save_to(tmp_path / "a.playground")
    qtbot.waitUntil(lambda: kept.files.autosave.work.latest is None, timeout=PATIENCE)
    assert not list(file_controller.work_folder().iterdir())
    train_for(kept, qtbot, 20)
    wait_until_kept(kept, qtbot)
    assert latest(kept).about.file == str(tmp_path / "a.playground")


def test_that_nothing_stays_of_a_window_whose_work_is_in_a_file(
    kept: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(kept.files.saved, timeout=PATIENCE):
        kept.files._save_to(tmp_path / "a.playground")
    kept.close()
    assert not list(file_controller.work_folder().iterdir())


def test_that_work_that_is_left_is_kept_once(kept: MainWindow, qtbot: QtBot) -> None:
    kept.actions_by_key["new"].trigger()
    log = kept.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps == 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not kept.files.background.busy, timeout=PATIENCE)
    (found,) = store().works()
    assert found.about.is_kept
    assert len(list(file_controller.work_folder().iterdir())) == 1


def test_that_another_document_gets_nothing_of_the_last_one(kept: MainWindow, qtbot: QtBot) -> None:
    autosave = kept.files.autosave
    train_for(kept, qtbot, 20)
    steps = kept.run.thread_of_training.log.steps
    autosave.look()  # is under way when the document goes
    kept.actions_by_key["new"].trigger()
    qtbot.waitUntil(lambda: kept.run.thread_of_training.log.steps == 0, timeout=PATIENCE)
    kept.document.edit("training.learning_rate", 0.5)
    wait_until_kept(kept, qtbot)
    die(kept)
    new, old = kept_work()
    assert new.project.run.training.learning_rate == 0.5
    assert new.generation.about.steps == 0
    assert old.generation.about.is_kept
    assert old.generation.about.steps == steps


def test_that_a_write_that_fails_is_told_once_and_harms_nothing(
    kept: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    kept.files.message.connect(told.append)

    def full(*_: object) -> None:
        raise InputError("The disk is full.")

    before = latest(kept)
    with monkeypatch.context() as patched:
        patched.setattr(WorkFolder, "write", full)
        for _ in range(3):
            train_for(kept, qtbot, 5)
            kept.files.autosave._next_weights = 0.0
            kept.files.autosave.look()
            qtbot.waitUntil(lambda: not kept.files.autosave._is_at_it, timeout=PATIENCE)
    assert told == ["Autosave failed; training continues. The disk is full."]
    assert latest(kept) is before
    assert kept.files.modified
    wait_until_kept(kept, qtbot)
    assert latest(kept).about.steps == kept.run.thread_of_training.log.steps


def test_that_another_language_leaves_the_work_where_it_is(
    kept: MainWindow, make_window: MakeWindow
) -> None:
    other = make_window(start=False)
    other.files.take_over(kept.files.kept)
    kept.retire()
    assert latest(other) is latest(kept)
    assert not store().works()
    assert len(list(file_controller.work_folder().iterdir())) == 1


def test_that_a_run_that_does_not_end_keeps_the_weights_of_the_last_look(
    kept: MainWindow, qtbot: QtBot
) -> None:
    from playground.gui.controllers.run.moment import Moment

    steps = latest(kept).about.steps
    train_for(kept, qtbot, 20)
    assert kept.files.autosave.keep_now(Moment(problem="A step does not end."), 5.0) == ""
    (work,) = kept_work()
    assert work.file.payload
    assert work.generation.about.is_kept
    assert work.generation.about.steps == steps
    kept.files.settle()


def test_that_dear_weights_are_written_once_they_may_be_and_not_at_a_look_after_that(
    kept: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    autosave = kept.files.autosave
    assert not autosave._again.isActive()
    monkeypatch.setattr(autosave_module, "SHARE", 1e-5)
    train_for(kept, qtbot, 20)
    wait_until_kept(kept, qtbot)
    assert autosave._again.isActive()
    wait = autosave._next_weights - time.monotonic()
    assert wait > autosave.every
    assert abs(autosave._again.remainingTime() / 1000 - wait) < 1.0


def test_that_nothing_is_written_where_that_is_not_wanted(window: MainWindow, qtbot: QtBot) -> None:
    autosave = window.files.autosave
    autosave.prefer(False, 15.0)
    train_for(window, qtbot, 20)
    window.run.reset()
    train_for(window, qtbot, 20)
    assert not any(timer.isActive() for timer in autosave.findChildren(QTimer))
    assert not file_controller.work_folder().exists()
    autosave.prefer(True, 15.0)
    wait_until_kept(window, qtbot)


def test_that_the_interval_can_be_set(window: MainWindow) -> None:
    window.files.autosave.every = 30.0
    assert window.files.autosave.every == 30.0
