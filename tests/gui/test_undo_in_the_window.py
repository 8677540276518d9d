"""Twenty steps that throw weights away, by button, menu and key, and Ctrl+Z through all of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox
from pytestqt.qtbot import QtBot

from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.gui.controllers.run.moment import Moment
from playground.gui.dialogs.import_dialog import ImportDialog
from playground.gui.forms.editor import Editor
from playground.gui.main_window import MainWindow
from tests.gui.runs import train_epochs, train_for
from tests.runs_alike import Stood, differences

PATIENCE = 20_000
CASAS = Path(__file__).parents[1] / "data" / "casas.csv"
MakeWindow = Callable[..., MainWindow]
LEFT, CTRL, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Person:
    """Does things to a window as one would, and looks at its run."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot

    def pick(self, path: str, key: str) -> None:
        """Choose an entry of the combo that edits a setting."""
        editor = self.window.findChild(Editor, path)
        assert editor is not None
        assert isinstance(editor.control, QComboBox)
        place = editor.control.findData(key)
        assert place >= 0
        editor.control.setCurrentIndex(place)
        editor.control.activated.emit(place)

    def press(self, name: str) -> None:
        """Click a button."""
        button = self.window.findChild(QAbstractButton, name)
        assert button is not None
        QTest.mouseClick(button, LEFT)

    def switch(self, path: str) -> None:
        """Click the switch that edits a setting."""
        editor = self.window.findChild(Editor, path)
        assert editor is not None
        assert isinstance(editor.control, QAbstractButton)
        editor.control.click()

    def key(self, key: Qt.Key, also: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key together with Ctrl."""
        QTest.keyClick(self.window, key, CTRL | also)

    def drop(self) -> None:
        """Open a table."""
        self.window.files.open(CASAS)
        self._qtbot.waitUntil(
            lambda: self.window.document.read("data.source") == "table", timeout=PATIENCE
        )
        with self._qtbot.waitActive(self.window, timeout=PATIENCE):
            self.window.activateWindow()

    def look(self) -> Stood:
        """The run as it stands once all that was asked for is done."""
        got: list[Moment] = []
        self.window.run.deliver(got.append)
        self._qtbot.waitUntil(lambda: bool(got), timeout=PATIENCE)
        assert got[0].state is not None
        return Stood(got[0].state, got[0].losses)


def accept(dialog: ImportDialog, qtbot: QtBot) -> int:
    """Import as proposed."""
    dialog.show()
    button = dialog.findChild(QAbstractButton, "action.import")
    assert button is not None
    qtbot.waitUntil(button.isEnabled, timeout=PATIENCE)
    button.click()
    return dialog.result()


@pytest.fixture
def person(make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setattr(ImportDialog, "exec", lambda dialog: accept(dialog, qtbot))
    spec = parse_all(defaults_for("circle"), ("training.epochs=0",))
    window = make_window(spec)
    window.activateWindow()
    return Person(window, qtbot)


STEPS: tuple[Callable[[Person], object], ...] = (
    lambda person: person.pick("training.optimizer", "adamw"),
    lambda person: person.press("network.add_layer"),
    lambda person: person.key(Qt.Key.Key_R, SHIFT),
    lambda person: person.press("network.hidden.0.remove"),
    lambda person: person.pick("network.activation", "relu"),
    lambda person: person.key(Qt.Key.Key_N, SHIFT),
    lambda person: person.pick("training.loss", "focal"),
    lambda person: person.key(Qt.Key.Key_B),
    lambda person: person.window.editing.choose_source("spiral"),
    lambda person: person.press("network.remove_layer"),
    lambda person: person.switch("network.bias"),
    lambda person: person.pick("network.initialiser", "orthogonal"),
    lambda person: person.switch("data.standardise"),
    lambda person: person.drop(),
    lambda person: person.press("network.add_layer"),
    lambda person: person.key(Qt.Key.Key_B),
    lambda person: person.pick("training.optimizer", "rmsprop"),
    lambda person: person.key(Qt.Key.Key_R, SHIFT),
    lambda person: person.window.editing.choose_source("sine"),
    lambda person: person.key(Qt.Key.Key_N, SHIFT),
)


def test_that_ctrl_z_brings_twenty_runs_back_and_ctrl_shift_z_does_it_all_again(
    person: Person, qtbot: QtBot
) -> None:
    window, before, made = person.window, list[Stood](), set[object]()
    window.document.subscribe(lambda change: made.add(change.step) if change.step else None)
    for do in STEPS:
        qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)
        train_epochs(window, qtbot, 1)
        before.append(person.look())
        do(person)
        person.look()
        assert len(made) == len(before)
    train_for(window, qtbot, 20)
    last = person.look()
    for stood in reversed(before):
        person.key(Qt.Key.Key_Z)
        assert not differences(person.look(), stood)
        assert window.document.project.run == stood.state.spec
    assert not window.document.can_undo
    for stood in (*before[1:], last):
        person.key(Qt.Key.Key_Z, SHIFT)
        assert not differences(person.look(), stood)
    assert not window.document.can_redo


def test_that_undo_while_it_trains_pauses_where_it_was_left(person: Person, qtbot: QtBot) -> None:
    window = person.window
    train_for(window, qtbot, 20)
    before = person.look()
    person.press("network.add_layer")
    window.run.train()
    qtbot.waitUntil(lambda: window.run.state == "running", timeout=PATIENCE)
    person.key(Qt.Key.Key_Z)
    assert not differences(person.look(), before)
    assert window.run.state == "paused"


def test_that_what_is_undone_is_named_in_the_menu(person: Person, qtbot: QtBot) -> None:
    window, undo = person.window, person.window.actions_by_key["undo"]
    train_epochs(window, qtbot, 2)
    for key, name in (("restore_best", "Best weights"), ("new_seed", "New seed")):
        window.actions_by_key[key].trigger()
        assert undo.text() == f"&Undo {name}"
    train_for(window, qtbot, 20)
    window.actions_by_key["reset"].trigger()
    assert undo.text() == "&Undo Reset"
    undo.trigger()
    assert window.actions_by_key["redo"].text() == "&Redo Reset"
