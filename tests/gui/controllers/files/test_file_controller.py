"""Saving, leaving and opening in the real window: nothing that was done is lost."""

import signal
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.checkpoint.payload import from_payload
from playground.engine.common.errors import InputError
from playground.engine.data.table import read
from playground.engine.loss_log.log import LossLog
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.gui.controllers.files import file_controller
from playground.gui.dialogs.failure_dialog import FailureDialog
from playground.gui.main_window import MainWindow
from playground.state.project import Project
from playground.state.project_file import open_project, to_entries
from playground.state.recovery.generation import About
from playground.state.recovery.work_folder import WorkFolder
from tests.engine.checkpoint.going_on import go_on, result, trained
from tests.gui.recovery.kept import kept_work, press, store
from tests.gui.runs import train_for, weights_of

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]
SAVE, DISCARD, CANCEL = (
    QMessageBox.StandardButton.Save,
    QMessageBox.StandardButton.Discard,
    QMessageBox.StandardButton.Cancel,
)
YES, NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


def let_nothing_be_kept() -> None:
    """Where the folder should be stands a file."""
    file_controller.work_folder().parent.write_text("")


class Questions:
    """Answers every question with what the test says, and counts them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer = CANCEL
        self.asked: list[str] = []
        monkeypatch.setattr(QMessageBox, "exec", lambda box: self._ask(box))

    def _ask(self, box: QMessageBox) -> QMessageBox.StandardButton:
        assert box.textFormat() == Qt.TextFormat.PlainText
        self.asked.append(box.text())
        return self.answer


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> Questions:
    return Questions(monkeypatch)


@pytest.fixture
def named(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """The file in which the window's document is kept."""
    path = tmp_path / "one.playground"
    save(window, qtbot, path)
    return path


def save(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)


def failures(window: MainWindow) -> list[str]:
    shown = [dialog for dialog in window.findChildren(FailureDialog) if dialog.isVisible()]
    return [dialog.findChildren(QWidget, "failure.reason")[0].text() for dialog in shown]  # type: ignore[attr-defined]


def wait_for_failure(window: MainWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: bool(failures(window)), timeout=PATIENCE)
    return failures(window)[0]


def _is_beyond(log: LossLog, steps: int) -> bool:
    return log.steps > steps


@pytest.fixture
def small_files() -> Iterator[None]:
    """The disk takes no more than a few bytes of each file: as if it were full."""
    resource = pytest.importorskip("resource", reason="Windows limits no file's size")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, handler)


def test_that_a_project_saved_while_training_holds_weights_and_losses_of_one_step(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.document.edit("training.epochs", 0)
    window.run.toggle()
    log = window.run.thread_of_training.log
    for number in range(5):
        done = log.steps
        qtbot.waitUntil(partial(_is_beyond, log, done), timeout=PATIENCE)
        path = tmp_path / f"{number}.playground"
        save(window, qtbot, path)
        file = open_project(path)
        kept = from_payload(file.payload, file.project.run)
        assert kept is not None
        assert kept.state.step == kept.log.steps > 0
    assert window.run.state == "running"


def test_that_a_file_of_the_window_goes_on_as_if_it_had_never_stopped(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    spec = parse_all(
        defaults_for("moons"),
        ("training.epochs=0", "training.optimizer=adam", "network.dropout=0.2"),
    )
    window, path = make_window(spec), tmp_path / "part.playground"
    window.run.thread_of_training.command(lambda runner: runner.step(43))
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps == 43, timeout=PATIENCE)
    save(window, qtbot, path)
    found, expected = go_on(path, 150), result(*trained(spec, 150))
    assert torch.equal(found["losses"], expected["losses"][43:])
    for name in expected.keys() - {"losses", "measured"}:
        assert torch.equal(found[name], expected[name])


def test_that_a_project_of_format_1_opens_and_says_what_it_lacks(
    window: MainWindow, qtbot: QtBot
) -> None:
    path = Path(__file__).parents[3] / "data" / "version_1_trained.playground"
    told: list[str] = []
    window.files.message.connect(told.append)
    window.files.open(path)
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps == 137 and window.run.state == "paused", timeout=PATIENCE)
    assert "without the state of optimizer" in told[-1]
    assert window.document.path == path


def test_that_a_drag_while_saving_cannot_part_the_settings_from_their_weights(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "one.playground"
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)
        window.document.edit("network.hidden", (5, 5, 5))
    file = open_project(path)
    kept = from_payload(file.payload, file.project.run)
    assert kept is not None
    widest = max(weights.shape[0] for weights in kept.state.weights.values())
    assert widest == max(file.project.run.network.hidden)
    assert window.document.modified == (file.project.run.network.hidden != (5, 5, 5))


def test_that_training_alone_is_worth_saving(
    window: MainWindow, qtbot: QtBot, named: Path, questions: Questions
) -> None:
    assert window.document.path == named
    assert not window.files.modified
    train_for(window, qtbot, 20)
    assert window.files.modified
    assert not window.close()
    assert len(questions.asked) == 1
    save(window, qtbot, named)
    assert not window.files.modified


def test_that_a_save_that_fails_keeps_the_document_open(
    window: MainWindow, qtbot: QtBot, named: Path, questions: Questions
) -> None:
    window.document.edit("training.learning_rate", 0.5)
    before = named.read_bytes()
    named.chmod(0o400)
    named.unlink()
    named.mkdir()
    questions.answer = SAVE
    window.actions_by_key["new"].trigger()
    assert "one.playground" in wait_for_failure(window, qtbot)
    assert window.document.path == named
    assert window.document.read("training.learning_rate") == 0.5
    named.rmdir()
    named.write_bytes(before)
    window.actions_by_key["new"].trigger()
    qtbot.waitUntil(lambda: window.document.path is None, timeout=PATIENCE)
    assert open_project(named).project.run.training.learning_rate == 0.5


def test_that_closing_with_save_waits_for_the_file(
    window: MainWindow, qtbot: QtBot, named: Path, questions: Questions
) -> None:
    window.document.edit("training.epochs", 0)
    window.run.toggle()
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps > 20, timeout=PATIENCE)
    questions.answer = SAVE
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert len(questions.asked) == 1
    file = open_project(named)
    kept = from_payload(file.payload, file.project.run)
    assert kept is not None
    assert kept.state.step == log.steps
    assert not kept_work()


def test_that_closing_with_a_save_that_fails_leaves_the_window_open(
    window: MainWindow, qtbot: QtBot, named: Path, questions: Questions
) -> None:
    window.document.edit("training.learning_rate", 0.5)
    named.unlink()
    named.parent.joinpath("one.playground").mkdir()
    questions.answer = SAVE
    assert not window.close()
    wait_for_failure(window, qtbot)
    assert window.isVisible()
    train_for(window, qtbot, 5)
    questions.answer = DISCARD
    assert window.close()
    assert not kept_work()


@pytest.mark.usefixtures("small_files")
def test_that_a_full_disk_keeps_the_earlier_file_and_training_goes_on(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "kept.playground"
    path.write_bytes(b"what was there before")
    window.document.edit("training.epochs", 0)
    window.run.toggle()
    window.files._save_to(path)
    assert "the disk is full" in wait_for_failure(window, qtbot)
    assert path.read_bytes() == b"what was there before"
    assert not list(tmp_path.glob(".playground-*"))
    assert window.document.path is None
    assert window.run.state == "running"


@pytest.mark.parametrize(
    ("typed", "written"),
    [("a", "a.playground"), ("v1.2", "v1.2.playground"), ("b.PLAYGROUND", "b.PLAYGROUND")],
)
def test_that_a_project_always_ends_in_its_suffix(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    written: str,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), ""))
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.actions_by_key["save_as"].trigger()
    assert window.document.path == tmp_path / written
    assert window.windowTitle().startswith(written)


def test_that_a_file_is_not_replaced_because_its_suffix_was_left_out(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, questions: Questions
) -> None:
    there = tmp_path / "there.playground"
    there.write_bytes(b"somebody's work")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "there"), ""))
    questions.answer = NO
    window.actions_by_key["save_as"].trigger()
    assert questions.asked == ["there.playground already exists. Replace it?"]
    assert not window.files.background.busy
    assert there.read_bytes() == b"somebody's work"


def test_that_a_recent_file_that_vanished_leaves_the_list(
    window: MainWindow, qtbot: QtBot, named: Path
) -> None:
    named.unlink()
    menu = window._menus["recent"]
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == [str(named)]
    menu.actions()[0].trigger()
    assert "removed from the list" in wait_for_failure(window, qtbot)
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["No files yet"]


def test_that_a_file_that_cannot_be_opened_asks_nothing_and_keeps_what_is_open(
    window: MainWindow, qtbot: QtBot, named: Path, questions: Questions
) -> None:
    window.document.edit("training.learning_rate", 0.5)
    broken = named.with_name("broken.playground")
    broken.write_bytes(named.read_bytes()[:200])
    window.files.open(broken)
    assert "broken.playground" in wait_for_failure(window, qtbot)
    assert questions.asked == []
    assert window.document.path == named
    assert window.document.read("training.learning_rate") == 0.5


def test_that_bringing_back_earlier_work_keeps_the_work_it_takes_the_place_of(
    window: MainWindow, qtbot: QtBot
) -> None:
    earlier = store().begin()
    entries = to_entries(Project(run=defaults_for("line")))
    earlier.write(entries, entries["project.json"], About(0.0, is_kept=True), {})
    earlier.leave()
    train_for(window, qtbot, 30)
    steps = window.run.thread_of_training.log.steps
    window.actions_by_key["recover"].trigger()
    press(window, qtbot, "recover")
    qtbot.waitUntil(lambda: window.document.project.run.data.source == "line", timeout=PATIENCE)
    (work,) = kept_work()  # the other is being worked on
    kept = from_payload(work.file.payload, work.project.run)
    assert kept is not None
    assert kept.state.step == steps
    assert work.project.run.data.source == "circle"


def test_that_work_that_cannot_be_kept_aside_is_left_only_after_a_question(
    window: MainWindow, qtbot: QtBot, questions: Questions
) -> None:
    train_for(window, qtbot, 10)
    let_nothing_be_kept()
    questions.answer = NO
    window.actions_by_key["new"].trigger()
    qtbot.waitUntil(lambda: bool(questions.asked), timeout=PATIENCE)
    assert window.run.thread_of_training.log.steps > 0
    questions.answer = YES
    window.actions_by_key["new"].trigger()
    qtbot.waitUntil(lambda: window.run.thread_of_training.log.steps == 0, timeout=PATIENCE)


def test_that_a_window_whose_work_cannot_be_kept_asks_before_it_closes(
    window: MainWindow,
    qtbot: QtBot,
    questions: Questions,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    train_for(window, qtbot, 10)
    let_nothing_be_kept()
    assert not window.close()
    assert "could not be kept" in questions.asked[0]
    train_for(window, qtbot, 10)
    path = tmp_path / "saved.playground"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    questions.answer = SAVE
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert open_project(path).payload


def test_that_a_window_that_is_told_to_end_says_that_its_work_is_lost(
    window: MainWindow, qtbot: QtBot, questions: Questions
) -> None:
    train_for(window, qtbot, 10)
    let_nothing_be_kept()
    assert "cannot be created" in window.shut_down()
    assert questions.asked == []


def test_that_a_disk_that_never_answers_keeps_no_window_open(
    window: MainWindow, qtbot: QtBot, questions: Questions, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()
    train_for(window, qtbot, 10)
    monkeypatch.setattr(file_controller, "CLOSING", 0.1)
    monkeypatch.setattr(WorkFolder, "write", lambda *_: answered.wait())
    try:
        assert not window.close()
        assert "may not be responding" in questions.asked[0]
        questions.answer = DISCARD
        assert window.close()
    finally:
        answered.set()


def test_that_a_file_that_never_answers_keeps_no_window_open(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()
    monkeypatch.setattr(read, "load_table_file", lambda _: answered.wait())
    monkeypatch.setattr(file_controller, "CLOSING", 0.5)
    window.files.open(tmp_path / "stalled.csv")
    train_for(window, qtbot, 10)
    try:
        assert window.close()
        assert len(kept_work()) == 1
    finally:
        answered.set()


def test_that_every_untitled_work_has_a_place_of_its_own_that_only_the_person_can_read(
    window: MainWindow, qtbot: QtBot
) -> None:
    log = window.run.thread_of_training.log
    for before in range(2):
        train_for(window, qtbot, 10)
        window.actions_by_key["new"].trigger()
        qtbot.waitUntil(lambda: log.steps == 0, timeout=PATIENCE)
        assert len(kept_work()) == before + 1
    train_for(window, qtbot, 10)
    window.close()
    assert len(kept_work()) == 3
    paths = list(file_controller.work_folder().rglob("*"))
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in paths}
    assert modes == {True: 0o700, False: 0o600}
    assert file_controller.work_folder().stat().st_mode & 0o777 == 0o700


def test_that_new_gives_the_title_back_although_no_setting_changes(
    window: MainWindow, named: Path
) -> None:
    assert window.windowTitle().startswith(named.name)
    window.actions_by_key["new"].trigger()
    assert window.windowTitle().startswith("Untitled")


def test_that_saving_before_the_run_is_prepared_keeps_the_weights_of_the_file(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_window()
    train_for(first, qtbot, 30)
    path = tmp_path / "one.playground"
    save(first, qtbot, path)
    window = make_window()

    def refuse(*_: object) -> None:
        raise InputError("These data cannot be prepared here.")

    monkeypatch.setattr("playground.engine.run.worker.build_dataset", refuse)
    window.files.open(path)
    wait_for_failure(window, qtbot)
    before = open_project(path).payload
    save(window, qtbot, path)
    after = open_project(path).payload
    assert dict(before) == dict(after)


def test_that_losses_outlive_saving_and_opening(
    window: MainWindow, qtbot: QtBot, named: Path
) -> None:
    train_for(window, qtbot, 30)
    save(window, qtbot, named)
    losses = window.run.thread_of_training.log.records()[0].loss
    window.actions_by_key["new"].trigger()
    assert not window.files.modified
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps == 0, timeout=PATIENCE)
    window.files.open(named)
    qtbot.waitUntil(lambda: log.steps == len(losses), timeout=PATIENCE)
    assert np.array_equal(log.records()[0].loss, losses)
    assert not window.files.modified


@pytest.mark.parametrize("running", [False, True])
def test_that_the_status_line_says_what_was_saved(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, running: bool
) -> None:
    if running:
        window.run.toggle()
        qtbot.waitUntil(lambda: window.run.state == "running", timeout=PATIENCE)
    save(window, qtbot, tmp_path / "run.playground")
    reason = window.findChild(QLabel, "status.reason")
    assert reason is not None
    assert reason.text() == "Saved run.playground."


def test_that_other_data_never_go_into_the_file_of_a_trained_project(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    named: Path,
    questions: Questions,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del questions
    train_for(window, qtbot, 20)
    save(window, qtbot, named)
    before = named.read_bytes()
    window.editing.choose_source("moons")
    qtbot.waitUntil(lambda: window.run.data is not None, timeout=PATIENCE)
    assert window.windowTitle().startswith("Untitled")
    other = tmp_path / "other.playground"
    asked: list[str] = []

    def choose(*given: object) -> tuple[str, str]:
        asked.append(str(given[1]))
        return str(other), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.actions_by_key["save"].trigger()
    assert len(asked) == 1
    assert named.read_bytes() == before
    assert open_project(other).project.run.data.source == "moons"
    assert window.document.path == other
    window.actions_by_key["undo"].trigger()
    assert window.document.path is None


def test_that_saving_proposes_a_name_from_the_data(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def choose(*given: object) -> tuple[str, str]:
        proposed.append(Path(str(given[2])).name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    window.actions_by_key["save"].trigger()
    window.editing.choose_source("moons")
    window.actions_by_key["save_as"].trigger()
    assert proposed == ["circle.playground", "moons.playground"]


def test_that_undo_of_other_data_brings_weights_losses_and_the_file_back(
    window: MainWindow, qtbot: QtBot, named: Path
) -> None:
    train_for(window, qtbot, 20)
    save(window, qtbot, named)
    log = window.run.thread_of_training.log
    steps, losses, weights = log.steps, log.to_arrays(), weights_of(window, qtbot)
    window.editing.choose_source("moons")
    qtbot.waitUntil(lambda: window.run.data is not None and log.steps == 0, timeout=PATIENCE)
    window.actions_by_key["undo"].trigger()
    assert window.document.path == named
    qtbot.waitUntil(lambda: log.steps == steps and window.run.state == "paused", timeout=PATIENCE)
    assert all(np.array_equal(now, losses[name]) for name, now in log.to_arrays().items())
    assert all(torch.equal(now, weights[name]) for name, now in weights_of(window, qtbot).items())
    qtbot.waitUntil(lambda: not window.isWindowModified(), timeout=PATIENCE)
    train_for(window, qtbot, 1)


def test_that_the_same_data_chosen_anew_start_anew(window: MainWindow, qtbot: QtBot) -> None:
    train_for(window, qtbot, 20)
    log = window.run.thread_of_training.log
    for source in ("moons", "circle"):
        window.editing.choose_source(source)
        qtbot.waitUntil(lambda: window.run.data is not None, timeout=PATIENCE)
    assert log.steps == 0
