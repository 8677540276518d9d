"""The dock of the runs in a window that trains."""

import csv
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import write_all
from playground.engine.spec.run import RunSpec
from playground.gui.instruments.runs import live_picture as live_picture_module
from playground.gui.instruments.runs.columns import COLUMNS, PLACES
from playground.gui.instruments.runs.panel import RunsPanel
from playground.gui.main_window import MainWindow
from playground.gui.pictures.thumbnail import thumbnail
from playground.state.history.bounds import Bounds
from playground.state.history.foreign import foreign_key
from playground.state.history.record import Measured, RunRecord
from tests.gui.conftest import PATIENCE, MakeWindow
from tests.gui.runs import train_epochs, weights_of

CIRCLE = defaults_for("circle")


def record(key: str, loss: float | None, *, payload: bytes = b"x", **values: object) -> RunRecord:
    spec: RunSpec = write_all(CIRCLE, {f"training.{name}": v for name, v in values.items()})
    measured = None if loss is None else Measured(loss, {"accuracy": 1 - loss})
    kept = {"weights.safetensors": payload} if payload else {}
    return RunRecord(key, spec, validation=measured, steps=7, ended=1.7e9, payload=kept)


RUNS = (
    record("a", 0.5),
    record("b", 0.1, optimizer="sgd", learning_rate=0.1),
    record("c", None, optimizer="sgd", learning_rate=0.001),
    record("d", 0.3, optimizer="sgd", learning_rate=0.001, payload=b""),
)


@pytest.fixture
def panel(window: MainWindow) -> RunsPanel:
    return panel_of(window, *RUNS)


def panel_of(window: MainWindow, *runs: RunRecord) -> RunsPanel:
    window.history.open(runs)
    window.space.show_instrument("runs")
    QApplication.processEvents()
    shown = window.findChild(RunsPanel)
    assert shown is not None
    return shown


def column(panel: RunsPanel, key: str) -> list[str]:
    """The texts of a column, from the first row to the last."""
    model = panel.model
    return [str(model.index(row, PLACES[key]).data()) for row in range(model.rowCount())]


def keys(panel: RunsPanel) -> str:
    return "".join(entry.record.key for entry in panel.model.entries)


def press(panel: RunsPanel, key: Qt.Key) -> None:
    panel.table.setFocus()
    QTest.keyClick(panel.table, key)


def test_that_the_present_run_stands_first_and_names_say_what_differs(panel: RunsPanel) -> None:
    assert keys(panel) == "dcba"
    assert column(panel, "name") == [
        "Present run",
        "Same settings",
        "Learning rate 0.001",
        "SGD · Learning rate 0.1",
        "Circle · Adam · Learning rate 0.01",
    ]
    assert column(panel, "validation_loss")[1:] == ["0.3000", "–", "0.1000", "0.5000"]
    assert column(panel, "training.optimizer") == ["Adam", "SGD", "SGD", "SGD", "Adam"]


def test_that_runs_are_numbered_as_a_comparison_calls_them(
    panel: RunsPanel, window: MainWindow
) -> None:
    assert column(panel, "tick") == ["", "4", "3", "2", "1"]
    assert window.comparison.title(window.history.records[0]) == "Run 1"
    panel.table.choose({"b"})
    press(panel, Qt.Key.Key_Delete)
    assert column(panel, "tick") == ["", "3", "2", "1"]


def test_that_a_run_of_another_project_changes_no_names(
    panel: RunsPanel, window: MainWindow
) -> None:
    key = foreign_key(Path("other.playground"))
    other = replace(record(key, 0.2, optimizer="rmsprop"), name="other.playground")
    window.history.put(other)
    window.history.put(record("e", 0.3, optimizer="sgd", learning_rate=0.001))
    assert column(panel, "name")[1:4] == ["Same settings", "other.playground", "Same settings"]


def test_that_what_was_said_of_a_run_ends_with_the_next_change(
    panel: RunsPanel, window: MainWindow
) -> None:
    panel.table.choose({"c"})
    panel.actions_by_key["restore_settings"].trigger()
    assert panel.said.accessibleDescription() == "Settings restored: Learning rate 0.001"
    window.document.undo()
    assert panel.said.accessibleDescription() == ""
    press(panel, Qt.Key.Key_Delete)
    window.document.edit("training.batch_size", 20)
    assert panel.said.accessibleDescription() == "Deleted 1 run."


def test_that_a_click_on_a_header_sorts_and_what_is_not_known_comes_last(
    panel: RunsPanel,
) -> None:
    loss = PLACES["validation_loss"]
    panel.table.sortByColumn(loss, Qt.SortOrder.AscendingOrder)
    assert keys(panel) == "bdac"
    panel.table.sortByColumn(loss, Qt.SortOrder.DescendingOrder)
    assert keys(panel) == "adbc"
    assert panel.model.entries[0].is_present


@pytest.mark.parametrize(
    ("typed", "left"), [("sgd", "dcb"), ("0.001 SGD", "dc"), ("circle", "dcba"), ("nothing", "")]
)
def test_that_the_filter_looks_at_settings(panel: RunsPanel, typed: str, left: str) -> None:
    QTest.keyClicks(panel.field, typed)
    assert keys(panel) == left
    assert panel.model.entries[0].is_present


def test_that_a_star_is_given_by_click_and_key_and_filtered_by(
    panel: RunsPanel, window: MainWindow
) -> None:
    place = panel.table.visualRect(panel.model.index(2, PLACES["star"])).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [run.key for run in window.history.records if run.is_starred] == ["c"]
    panel.table.choose({"a", "b"})
    press(panel, Qt.Key.Key_S)
    panel.starred.setChecked(True)
    assert keys(panel) == "cba"


def test_that_names_and_notes_are_typed_in_place(
    panel: RunsPanel, window: MainWindow, qtbot: QtBot
) -> None:
    panel.table.choose({"b"}, "b")
    press(panel, Qt.Key.Key_F2)
    editor = panel.table.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "SGD · Learning rate 0.1"
    editor.setText("too fast")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: column(panel, "name")[3] == "too fast", timeout=PATIENCE)
    panel.note.setFocus()
    QTest.keyClicks(panel.note, "oscillates")
    QTest.keyClick(panel.note, Qt.Key.Key_Return)
    kept = window.history.find("b")
    assert kept is not None
    assert (kept.name, kept.note) == ("too fast", "oscillates")
    panel.table.choose({"a"}, "a")
    assert panel.note.text() == ""
    panel.field.setText("oscillates")
    assert keys(panel) == "b"


def test_that_ticked_runs_and_a_baseline_are_compared(panel: RunsPanel, window: MainWindow) -> None:
    place = panel.model.index(4, PLACES["tick"])
    assert panel.model.setData(place, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    panel.table.choose({"b", "c"})
    press(panel, Qt.Key.Key_C)
    assert set(window.history.ticked) == {"a", "b", "c"}
    panel.table.choose({"b"})
    panel.buttons["pin"].click()
    assert window.history.pinned == "b"
    assert column(panel, "name")[3] == "Baseline: SGD · Learning rate 0.1"


def test_that_what_was_deleted_comes_back_where_it_was(
    panel: RunsPanel, window: MainWindow
) -> None:
    window.history.tick(["b"])
    panel.table.choose({"b", "d"})
    press(panel, Qt.Key.Key_Delete)
    assert keys(panel) == "ca"
    assert panel.said.accessibleDescription() == "Deleted 2 runs."
    window.history.put(record("e", 0.2))
    panel.undo_button.click()
    assert keys(panel) == "edcba"
    assert window.history.ticked == ("b",)
    assert panel.undo_button.isHidden()


def test_that_a_run_whose_weights_are_gone_says_so(panel: RunsPanel) -> None:
    panel.table.choose({"d"})
    assert not panel.buttons["restore"].isEnabled()
    assert panel.actions_by_key["restore_settings"].isEnabled()
    assert panel.said.accessibleDescription().startswith("The weights of this run gave way")
    panel.table.choose({"c"})
    assert panel.buttons["restore"].isEnabled()


def test_that_settings_alone_are_restored_as_a_step_of_undo(
    panel: RunsPanel, window: MainWindow
) -> None:
    before = window.document.project.run
    panel.table.choose({"b"})
    panel.actions_by_key["restore_settings"].trigger()
    assert window.document.project.run == RUNS[1].spec
    window.document.undo()
    assert window.document.project.run == before


def test_that_a_copy_stands_first_and_is_chosen(panel: RunsPanel) -> None:
    panel.table.choose({"b"})
    press(panel, Qt.Key.Key_D)
    assert column(panel, "name")[1] == "Copy of SGD · Learning rate 0.1"
    assert [run.name for run in panel.table.chosen] == ["Copy of SGD · Learning rate 0.1"]


def test_that_a_run_is_restored_with_the_enter_key(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    assert panel.said.accessibleDescription().startswith("Earlier runs appear here")
    train_epochs(window, qtbot, 1)
    weights = weights_of(window, qtbot)
    window.run.reset()
    qtbot.waitUntil(lambda: len(window.history.records) == 1, timeout=PATIENCE)
    panel.table.choose({window.history.records[0].key})
    press(panel, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: panel.said.accessibleDescription().startswith("Restored: "), timeout=PATIENCE
    )
    found = weights_of(window, qtbot)
    assert all(bool((found[name] == weights[name]).all()) for name in weights)
    qtbot.waitUntil(lambda: column(panel, "steps")[0] == "35", timeout=PATIENCE)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_that_the_chosen_runs_or_all_are_exported(
    panel: RunsPanel, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = tmp_path / f"out.{kind}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(path), ""))
    panel.actions_by_key[f"export_{kind}"].trigger()
    qtbot.waitUntil(
        lambda: "4 runs written to" in panel.said.accessibleDescription(), timeout=PATIENCE
    )
    rows = rows_of(path)
    assert [row["key"] for row in rows] == ["a", "b", "c", "d"]
    assert float(rows[1]["validation_loss"]) == 0.1
    assert float(rows[1]["validation_accuracy"]) == 0.9
    assert rows[2]["validation_loss"] in ("", None)
    assert rows[1]["training.optimizer"] == "sgd"
    panel.table.choose({"b"})
    path.unlink()
    panel.actions_by_key[f"export_{kind}"].trigger()
    qtbot.waitUntil(
        lambda: "1 run written to" in panel.said.accessibleDescription(), timeout=PATIENCE
    )
    assert [row["key"] for row in rows_of(path)] == ["b"]


def rows_of(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".json":
        rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
        return rows
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_that_hidden_columns_are_remembered(make_window: MakeWindow) -> None:
    panel = panel_of(make_window(start=False), *RUNS)
    menu = panel.table.columns_menu()
    named = {action.text(): action for action in menu.actions()}
    assert named["Steps"].isChecked()
    named["Steps"].trigger()
    named["Device"].trigger()
    again = panel_of(make_window(start=False), *RUNS)
    for shown in (panel, again):
        assert shown.table.isColumnHidden(PLACES["steps"])
        assert not shown.table.isColumnHidden(PLACES["training.device"])
        # Of metrics, those that a run has.
        assert not shown.table.isColumnHidden(PLACES["metric.accuracy"])
        assert shown.table.isColumnHidden(PLACES["metric.r2"])


def test_that_what_gave_way_is_said(window: MainWindow) -> None:
    window.history.bounds = Bounds(bytes=2, runs=3)
    panel = panel_of(window)
    for number in range(5):
        window.history.put(record(f"{number}", 0.5))
    words = "To save memory, the weights of 1 run and 2 whole runs gave way to newer runs."
    assert panel.said.accessibleDescription() == words
    assert keys(panel) == "432"


def test_that_every_cell_has_a_name_for_those_who_listen(panel: RunsPanel) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    for place, one in enumerate(COLUMNS):
        said = str(panel.model.index(1, place).data(role))
        assert said.startswith(f"{one.title}: ")
        assert not said.endswith(": ")


def test_that_numbers_and_their_titles_do_not_touch_what_stands_beside_them(
    panel: RunsPanel,
) -> None:
    table = panel.table
    header, place = table.horizontalHeader(), PLACES["validation_loss"]
    header.setSortIndicator(place, Qt.SortOrder.DescendingOrder)
    table.scrollTo(panel.model.index(0, place))
    left, width = header.sectionViewportPosition(place), header.sectionSize(place)
    ground = header.palette().window().color().lightness()
    image = header.grab().toImage()

    def is_inked(x: int) -> bool:
        column = (image.pixelColor(x, y).lightness() for y in range(4, image.height() - 4))
        return min(column) < ground - 90

    inked = [x for x in range(left + 2, left + width - 2) if is_inked(x)]
    gaps = [after - before for before, after in pairwise(inked)]
    last = max(n for n, gap in enumerate(gaps) if gap > 2)
    assert 4 <= len(gaps) - last <= 12  # what stands apart at the end is the arrow


def wait_for_picture(window: MainWindow, panel: RunsPanel, qtbot: QtBot) -> bytes:
    """Wait until the row of the present run shows what it predicts now, and return that."""

    def is_now() -> bool:
        frame, seen, content = window.run.frame, window.keeper.seen, panel.model.entries[0].record
        if frame is None or seen is None or frame.run != seen.run:
            return False
        drawn = thumbnail(seen.picture, seen.data, window.appearance.colours)
        icon = panel.model.index(0, PLACES["picture"]).data(Qt.ItemDataRole.DecorationRole)
        return content.thumbnail == drawn and isinstance(icon, QIcon)

    qtbot.waitUntil(is_now, timeout=PATIENCE)
    return panel.picture.content


def test_that_the_present_run_has_a_picture_that_follows_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window)
    panel.picture.setInterval(0)
    first = wait_for_picture(window, panel, qtbot)
    train_epochs(window, qtbot, 20)
    qtbot.waitUntil(lambda: window.run.frame is not None and window.run.frame.epoch == 20)
    second = wait_for_picture(window, panel, qtbot)
    assert second != first
    window.run.reset()
    qtbot.waitUntil(lambda: window.run.frame is not None and window.run.frame.step == 0)
    assert wait_for_picture(window, panel, qtbot) != second
    window.appearance.choose("dark")
    wait_for_picture(window, panel, qtbot)


def test_that_the_picture_is_drawn_now_and_then_and_only_while_it_is_seen(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = panel_of(window)
    qtbot.waitUntil(lambda: bool(panel.picture.content), timeout=PATIENCE)
    drawn: list[object] = []

    def draw(*what: object) -> bytes:
        drawn.append(what)
        return b""

    monkeypatch.setattr(live_picture_module, "thumbnail", draw)
    panel.picture.setInterval(10 * PATIENCE)
    panel.picture.start()
    train_epochs(window, qtbot, 2)
    assert not drawn
    panel.picture.stop()
    window.space.show_instrument("compare")
    QApplication.processEvents()
    assert not panel.isVisible()
    train_epochs(window, qtbot, 2)
    panel.picture.look()
    assert not drawn
    window.space.show_instrument("runs")
    qtbot.waitUntil(lambda: len(drawn) == 1, timeout=PATIENCE)
