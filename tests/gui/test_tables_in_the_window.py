"""A table of one's own in the real window: imported, trained, read again, given up, kept."""

import csv
import gc
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from playground.__main__ import main
from playground.engine.data import dataset
from playground.engine.data.progress import Progress
from playground.engine.data.raw import RawData
from playground.engine.data.table.process.reader import TableReader
from playground.engine.spec.run import DataSpec
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.dialogs.failure_dialog import FailureDialog
from playground.gui.dialogs.import_dialog import ImportDialog
from playground.gui.forms.editor import Editor
from playground.gui.main_window import MainWindow
from playground.gui.plots.predictions.parity_plot import ParityPlot
from playground.state.project_file import open_project
from tests.gui.drops import drop
from tests.gui.runs import train_epochs, train_for, weights_of

PATIENCE = 20_000
CASAS = Path(__file__).parents[1] / "data" / "casas.csv"
MakeWindow = Callable[..., MainWindow]
Choose = Callable[[ImportDialog], None]


class Importing:
    """Answers the import dialog like a person: waits for the preview, chooses, imports."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.choose: Choose = lambda _: None
        self.seen = 0
        self._qtbot = qtbot
        monkeypatch.setattr(ImportDialog, "exec", lambda dialog: self._answer(dialog))

    def _answer(self, dialog: ImportDialog) -> int:
        self.seen += 1
        dialog.show()
        self._wait(dialog)
        self.choose(dialog)
        self._wait(dialog)
        self._button(dialog).click()
        return dialog.result()

    def _wait(self, dialog: ImportDialog) -> None:
        self._qtbot.waitUntil(lambda: self._button(dialog).isEnabled(), timeout=PATIENCE)

    @staticmethod
    def _button(dialog: ImportDialog) -> QPushButton:
        button = dialog.findChild(QPushButton, "action.import")
        assert button is not None
        return button


class Counted:
    """How often tables were read, and data built of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._reads = self._builds = 0
        true_read, true_dataset = TableReader.read, dataset.Dataset

        def read(reader: TableReader, spec: DataSpec, progress: Progress) -> RawData:
            self._reads += 1
            return true_read(reader, spec, progress)

        def build(*, spec: DataSpec, **parts: Any) -> dataset.Dataset:  # noqa: ANN401
            self._builds += spec.source == "table"
            return true_dataset(spec=spec, **parts)

        monkeypatch.setattr(TableReader, "read", read)
        monkeypatch.setattr(dataset, "Dataset", build)

    @property
    def both(self) -> tuple[int, int]:
        """Readings, and buildings."""
        return self._reads, self._builds


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


@pytest.fixture
def importing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Importing:
    return Importing(qtbot, monkeypatch)


def combo_of(dialog: ImportDialog, name: str) -> QComboBox:
    editor = dialog.findChild(Editor, f"data.{name}")
    assert editor is not None
    assert isinstance(editor.control, QComboBox)
    return editor.control


def pick(name: str, value: str) -> Choose:
    """Chooses `value` in one combo of the import dialog."""

    def choose(dialog: ImportDialog) -> None:
        combo = combo_of(dialog, name)
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())

    return choose


def is_ready(window: MainWindow, table: str) -> bool:
    opened = window.document.project.table
    return opened is not None and opened.name == table and window.run.data is not None


def open_table(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    window.files.open(path)
    qtbot.waitUntil(lambda: is_ready(window, path.name), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)


def failures(window: MainWindow) -> list[str]:
    shown = [dialog for dialog in window.findChildren(FailureDialog) if dialog.isVisible()]
    return [dialog.findChildren(QWidget, "failure.reason")[0].text() for dialog in shown]  # type: ignore[attr-defined]


def test_that_a_brazilian_table_learns_alike_in_the_window_and_on_the_command_line(
    window: MainWindow, qtbot: QtBot, importing: Importing, tmp_path: Path
) -> None:
    importing.choose = pick("missing", "fill")
    open_table(window, qtbot, CASAS)
    window.document.edit_all({"training.epochs": 20, "training.learning_rate": 0.01})
    window.run.toggle()
    qtbot.waitUntil(lambda: window.run.state == "done", timeout=PATIENCE)
    history = tmp_path / "history.csv"
    chosen = ("data.missing=fill", "training.learning_rate=0.01")
    sets = [part for text in chosen for part in ("--set", text)]
    status = main(["train", str(CASAS), *sets, "--epochs", "20", "--history", str(history)])
    assert status == 0
    with history.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for record, column in zip(
        window.run.thread_of_training.log.records(),
        ("train_loss", "validation_loss"),
        strict=True,
    ):
        theirs = np.array([row[column] for row in rows if row[column]], np.float32)
        assert len(theirs) >= 20
        assert np.array_equal(record.loss, theirs)


def test_that_a_dropped_table_is_asked_about_and_shown_as_predicted_against_target(
    window: MainWindow, qtbot: QtBot, importing: Importing
) -> None:
    assert drop(window, CASAS)
    qtbot.waitUntil(lambda: is_ready(window, "casas.csv"), timeout=PATIENCE)
    assert importing.seen == 1
    assert window.run.data is not None
    assert window.run.data.views[0] == "parity"
    assert window.run.data.target_name == "preço"
    noise = window.findChild(QWidget, "data.noise")
    assert noise is not None
    assert not noise.isVisible()
    combos = window.space.predict.findChildren(QComboBox)
    assert "São José" in [combo.itemText(i) for combo in combos for i in range(combo.count())]


def test_that_the_window_itself_never_reads_a_table(
    window: MainWindow,
    qtbot: QtBot,
    importing: Importing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("read beside the window")

    monkeypatch.setattr("playground.engine.data.table.read.read_table", refuse)
    monkeypatch.setattr("playground.engine.data.table.preview.preview_table", refuse)
    monkeypatch.setattr("playground.engine.data.table.text.cells.read_in_bulk", refuse)
    open_table(window, qtbot, CASAS)
    window.actions_by_key["undo"].trigger()
    qtbot.waitUntil(
        lambda: window.run.data is not None and window.run.data.target_name != "preço",
        timeout=PATIENCE,
    )
    window.actions_by_key["redo"].trigger()
    qtbot.waitUntil(lambda: is_ready(window, "casas.csv"), timeout=PATIENCE)
    importing.choose = pick("target", "área")
    window.files.tables.ask_again()
    qtbot.waitUntil(
        lambda: window.run.data is not None and window.run.data.target_name == "área",
        timeout=PATIENCE,
    )
    assert not failures(window)


def test_that_a_dropped_table_is_read_once_and_built_once_and_trains(
    window: MainWindow, qtbot: QtBot, importing: Importing, counted: Counted
) -> None:
    window.document.edit("data.seed", 5)
    open_table(window, qtbot, CASAS)
    train_epochs(window, qtbot, 2)
    assert importing.seen == 1
    assert window.document.read("data.seed") == 5
    assert counted.both == (1, 1)


def test_that_another_split_its_undo_and_a_reset_read_nothing_again(
    window: MainWindow, qtbot: QtBot, importing: Importing, counted: Counted
) -> None:
    open_table(window, qtbot, CASAS)
    assert importing.seen == 1
    assert window.run.data is not None
    before = window.run.data.validation_rows

    def wait_for(met: Callable[[int], bool]) -> None:
        qtbot.waitUntil(
            lambda: window.run.data is not None and met(window.run.data.validation_rows),
            timeout=PATIENCE,
        )

    window.document.edit("data.validation_fraction", 0.5)
    window.document.end_gesture()
    wait_for(lambda rows: rows > before)
    assert counted.both == (1, 2)
    window.actions_by_key["undo"].trigger()
    wait_for(lambda rows: rows == before)
    assert counted.both == (1, 3)
    with qtbot.waitSignal(window.run.data_ready, timeout=PATIENCE):
        window.actions_by_key["reset"].trigger()
    assert counted.both == (1, 3)
    assert not failures(window)


def test_that_a_project_with_a_table_is_read_once_and_built_once(
    make_window: MakeWindow, qtbot: QtBot, importing: Importing, counted: Counted, tmp_path: Path
) -> None:
    window, path = make_window(), tmp_path / "casas.playground"
    open_table(window, qtbot, CASAS)
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)
    other = make_window()
    with qtbot.waitSignal(other.run.data_ready, timeout=PATIENCE):
        other.files.open(path)
    assert is_ready(other, "casas.csv")
    assert importing.seen == 1
    assert counted.both == (2, 2)


def test_that_the_same_table_dropped_again_leaves_the_run_as_it_is(
    window: MainWindow, qtbot: QtBot, importing: Importing
) -> None:
    open_table(window, qtbot, CASAS)
    log = window.run.thread_of_training.log
    train_epochs(window, qtbot, 2)
    steps, project = log.steps, window.document.project
    with qtbot.waitSignal(window.files.tables.ended, timeout=PATIENCE):
        window.files.open(CASAS)
    train_epochs(window, qtbot, 1)
    assert log.steps > steps
    assert importing.seen == 2
    assert window.document.project is project


def test_that_a_table_that_waits_to_be_brought_back_holds_none_of_its_numbers(
    window: MainWindow, qtbot: QtBot, importing: Importing
) -> None:
    open_table(window, qtbot, CASAS)
    runner = window.run.thread_of_training._runner
    assert runner is not None
    raw = runner.dataset.raw
    numbers = (weakref.ref(raw.inputs), weakref.ref(raw.targets))
    del raw
    with qtbot.waitSignal(window.run.data_ready, timeout=PATIENCE):
        window.actions_by_key["undo"].trigger()

    def is_let_go() -> bool:
        gc.collect()
        return numbers[0]() is None and numbers[1]() is None

    qtbot.waitUntil(is_let_go, timeout=PATIENCE)
    assert importing.seen == 1
    assert window.document.can_redo


def test_that_undo_goes_back_to_the_earlier_data_with_their_settings(
    window: MainWindow, qtbot: QtBot, importing: Importing
) -> None:
    window.document.edit("training.learning_rate", 0.25)
    window.document.end_gesture()
    before = window.document.project
    open_table(window, qtbot, CASAS)
    assert importing.seen == 1
    assert isinstance(window.space.predictions.plot, ParityPlot)
    window.actions_by_key["undo"].trigger()
    assert window.document.project == before
    assert window.space.predictions.plot.empty_text
    qtbot.waitUntil(
        lambda: window.run.data is not None and window.run.data.target_name != "preço",
        timeout=PATIENCE,
    )
    window.actions_by_key["redo"].trigger()
    qtbot.waitUntil(lambda: is_ready(window, "casas.csv"), timeout=PATIENCE)


def test_that_reading_the_table_otherwise_keeps_the_choices_and_the_network(
    window: MainWindow, qtbot: QtBot, importing: Importing
) -> None:
    importing.choose = pick("missing", "fill")
    open_table(window, qtbot, CASAS)
    window.document.edit_all({"training.learning_rate": 0.02, "network.hidden": (7,)})
    shown: list[object] = []

    def choose(dialog: ImportDialog) -> None:
        combo = combo_of(dialog, "missing")
        shown.append(combo.currentData())
        pick("target", "área")(dialog)

    importing.choose = choose
    window.files.tables.ask_again()
    qtbot.waitUntil(
        lambda: window.run.data is not None and window.run.data.target_name == "área",
        timeout=PATIENCE,
    )
    run = window.document.project.run
    assert shown == ["fill"]
    assert (run.data.missing, run.data.target) == ("fill", ("área",))
    assert (run.training.learning_rate, run.network.hidden) == (0.02, (7,))
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)
    assert not failures(window)


def drop_again(window: MainWindow) -> None:
    window.files.open(CASAS)


def ask_again(window: MainWindow) -> None:
    window.files.tables.ask_again()


@pytest.mark.parametrize(
    ("name", "value", "bring"),
    [
        ("missing", "fill", ask_again),
        ("target", "área", ask_again),
        ("missing", "fill", drop_again),
        ("missing", "drop", drop_again),
    ],
)
def test_that_undo_of_any_import_brings_settings_weights_and_losses_back(
    window: MainWindow,
    qtbot: QtBot,
    importing: Importing,
    name: str,
    value: str,
    bring: Callable[[MainWindow], None],
) -> None:
    open_table(window, qtbot, CASAS)
    # Dropped once more, even the table as it was read brings its own network along.
    window.document.edit("network.hidden", (5,))
    train_for(window, qtbot, 20)
    log, before = window.run.thread_of_training.log, window.document.project
    steps, losses, weights = log.steps, log.to_arrays(), weights_of(window, qtbot)
    said: list[str] = []
    window.document.subscribe(lambda _: said.append(window.space.predictions.plot.empty_text))
    importing.choose = pick(name, value)
    bring(window)
    qtbot.waitUntil(lambda: window.document.project != before, timeout=PATIENCE)
    qtbot.waitUntil(lambda: log.steps == 0 and window.run.data is not None, timeout=PATIENCE)
    brought = window.document.project
    window.actions_by_key["undo"].trigger()
    assert window.document.project == before
    is_read_otherwise = before.run.data != brought.run.data
    assert [bool(words) for words in said] == [True, is_read_otherwise], "a plot of other data"
    qtbot.waitUntil(lambda: log.steps == steps and window.run.state == "paused", timeout=PATIENCE)
    assert all(np.array_equal(now, losses[name]) for name, now in log.to_arrays().items())
    assert all(torch.equal(now, weights[name]) for name, now in weights_of(window, qtbot).items())
    qtbot.waitUntil(lambda: not window.space.predictions.plot.empty_text, timeout=PATIENCE)


def test_that_undo_of_a_setting_leaves_the_weights_that_were_learned_since_an_import(
    window: MainWindow, qtbot: QtBot, importing: Importing
) -> None:
    open_table(window, qtbot, CASAS)
    train_for(window, qtbot, 20)
    importing.choose = pick("missing", "fill")
    ask_again(window)
    qtbot.waitUntil(lambda: window.document.read("data.missing") == "fill", timeout=PATIENCE)
    window.actions_by_key["undo"].trigger()
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps > 0 and window.run.data is not None, timeout=PATIENCE)
    train_for(window, qtbot, 20)
    steps = log.steps
    window.document.edit("training.learning_rate", 0.25)
    window.actions_by_key["undo"].trigger()
    weights_of(window, qtbot)
    assert log.steps == steps


def test_that_another_task_brings_a_loss_that_fits_it(
    window: MainWindow, qtbot: QtBot, importing: Importing
) -> None:
    open_table(window, qtbot, CASAS)
    importing.choose = pick("target", "bairro")
    window.files.tables.ask_again()
    qtbot.waitUntil(
        lambda: window.run.data is not None and bool(window.run.data.class_names), timeout=PATIENCE
    )
    assert window.document.read("training.loss") == "cross_entropy"
    assert not failures(window)


def test_that_a_table_is_kept_in_the_project_as_it_was(
    make_window: MakeWindow, qtbot: QtBot, importing: Importing, tmp_path: Path
) -> None:
    window = make_window()
    importing.choose = pick("missing", "fill")
    open_table(window, qtbot, CASAS)
    log, states = window.run.thread_of_training.log, []
    window.run.state_changed.connect(lambda event: states.append(event.state))
    window.run.run_epochs(5)
    qtbot.waitUntil(lambda: states == ["running", "paused"], timeout=PATIENCE)
    losses, path = log.records()[0].loss, tmp_path / "casas.playground"
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)
    project = window.document.project
    kept = open_project(path).project.table
    assert kept is not None
    assert kept.content == CASAS.read_bytes()
    other = make_window()
    other.run.data = None
    other.files.open(path)
    qtbot.waitUntil(lambda: is_ready(other, "casas.csv"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: other.run.state == "paused", timeout=PATIENCE)
    assert other.document.project == project
    assert not other.files.modified
    assert np.array_equal(other.run.thread_of_training.log.records()[0].loss, losses)


@pytest.fixture
def bent_far_down(tmp_path: Path) -> Path:
    """A table of more than the 16 MiB that are looked at first, with a bent row behind them."""
    wide = "." * 80
    lines = [f"{row},{row % 7},{row * 2},{wide}" for row in range(200_000)]
    lines[199_000] += ",4"
    path = tmp_path / "long.csv"
    path.write_text("a,b,c,d\n" + "\n".join(lines))
    return path


def test_that_a_table_with_a_bad_line_far_down_takes_nothing_away_and_training_goes_on(
    window: MainWindow, qtbot: QtBot, importing: Importing, bent_far_down: Path
) -> None:
    before = window.document.project
    window.document.edit("training.epochs", 0)
    window.run.toggle()
    importing.choose = pick("bent_rows", "refuse")
    window.files.open(bent_far_down)
    qtbot.waitUntil(lambda: bool(failures(window)), timeout=PATIENCE)
    assert importing.seen == 1
    assert "199" in failures(window)[0]
    assert "002" in failures(window)[0]
    assert window.document.project.table is None
    assert window.document.project.run.data == before.run.data
    assert window.run.state == "running"
    steps = window.run.thread_of_training.log.steps
    qtbot.waitUntil(lambda: window.run.thread_of_training.log.steps > steps, timeout=PATIENCE)


def test_that_what_the_whole_of_a_long_table_said_is_told_after_its_import(
    window: MainWindow, qtbot: QtBot, importing: Importing, bent_far_down: Path
) -> None:
    open_table(window, qtbot, bent_far_down)
    assert importing.seen == 1
    assert window.run.data is not None
    (bent,) = [note for note in window.run.data.notes if "is left out: it has 5" in note]
    assert "199\u202f002" in bent


@pytest.fixture
def endless_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is never read to its end, however often one looks."""

    def read(_reader: TableReader, _spec: DataSpec, progress: Progress) -> RawData:
        while True:
            progress(0.5, "Reading cells")

    monkeypatch.setattr(TableReader, "read", read)


@pytest.mark.usefixtures("endless_reading")
def test_that_reading_shows_how_far_it_is_and_escape_gives_it_up(
    window: MainWindow, qtbot: QtBot, importing: Importing
) -> None:
    before = window.document.project
    row = window.findChild(QWidget, "reading")
    assert row is not None
    assert not row.isVisible()
    window.files.open(CASAS)
    qtbot.waitUntil(row.isVisible, timeout=PATIENCE)
    words = row.findChild(QWidget, "reading.words")
    assert words is not None
    assert words.text() == "casas.csv: Reading cells…"  # type: ignore[attr-defined]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not row.isVisible(), timeout=PATIENCE)
    assert window.document.project == before
    assert not failures(window)
    assert importing.seen == 1


@pytest.mark.usefixtures("endless_reading", "importing")
def test_that_the_window_closes_while_a_table_is_read(window: MainWindow, qtbot: QtBot) -> None:
    row = window.findChild(QWidget, "reading")
    assert row is not None
    window.files.open(CASAS)
    qtbot.waitUntil(row.isVisible, timeout=PATIENCE)
    assert window.close()


def test_that_the_later_of_two_wishes_counts(
    window: MainWindow, qtbot: QtBot, importing: Importing, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(CASAS.read_bytes())
    window.files.open(other)
    open_table(window, qtbot, CASAS)
    assert importing.seen == 1


def test_that_without_a_table_there_is_nothing_to_read_again(
    window: MainWindow, importing: Importing
) -> None:
    assert window.document.project.table is None
    window.files.tables.ask_again()
    assert importing.seen == 0


def test_that_a_column_is_switched_off_and_on_again_while_the_network_learns_on(
    window: MainWindow, qtbot: QtBot, importing: Importing
) -> None:
    def inputs() -> list[str]:
        return [column.name for column in window.run.data.columns] if window.run.data else []

    open_table(window, qtbot, CASAS)
    assert importing.seen == 1
    window.document.edit("training.epochs", 0)
    window.run.toggle()
    qtbot.waitUntil(lambda: window.run.thread_of_training.log.steps > 50, timeout=PATIENCE)
    canvas = window.findChild(NetworkCanvas, "network.diagram")
    assert canvas is not None
    menu = canvas.hand.inputs
    menu.remove(menu.offer.inputs.index("idade"))
    qtbot.waitUntil(lambda: "idade" not in inputs(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: menu.offer.off == ("idade",), timeout=PATIENCE)
    steps = window.run.thread_of_training.log.steps
    assert steps > 50
    assert window.run.state == "running"
    qtbot.waitUntil(lambda: window.run.thread_of_training.log.steps > steps, timeout=PATIENCE)
    window.actions_by_key["undo"].trigger()
    qtbot.waitUntil(lambda: "idade" in inputs() and not menu.offer.off, timeout=PATIENCE)
    assert window.run.state == "running"
    assert window.run.thread_of_training.log.steps > steps
