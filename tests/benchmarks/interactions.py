"""How soon the window has handled and painted a user action, while it trains at full speed.

A time starts with the event and ends when the window has handled it and painted its immediate
effects. Later effects, such as new data that were loaded meanwhile, show in the longest time that
the window was unresponsive during the half second after the event.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from playground.gui.forms.combo import KeyCombo
from playground.gui.forms.slider import ParameterSlider
from playground.gui.main_window import MainWindow
from tests.benchmarks.cases import Case
from tests.benchmarks.figures import percentile, say
from tests.benchmarks.live import LiveWindow
from tests.benchmarks.pauses import MachinePauses, Span

AFTER = 0.5
"""Seconds after an event in which the window is watched."""
BAR = 0.1
"""The longest response that is allowed, in seconds."""
PATIENCE = 20.0
Control = TypeVar("Control", bound=QWidget)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@dataclass(slots=True)
class Answers:
    """From when until when the window was busy with each event, and its longest moments after."""

    at_once: list[Span] = field(default_factory=list)
    after: list[Span] = field(default_factory=list)


class Person:
    """Does one thing after the other in a window that trains, and notes how soon it answers."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.answers: dict[str, Answers] = {}

    def do(self, what: str, act: Callable[[], object], watched: float = AFTER) -> None:
        """Do one thing, and watch the window for so many seconds."""
        self.train()
        answers = self.answers.setdefault(what, Answers())
        began = time.perf_counter()
        act()
        QApplication.processEvents()
        last = time.perf_counter()
        answers.at_once.append((began, last))
        longest, until = (last, last), last + watched
        while last < until:
            QApplication.processEvents()
            now = time.perf_counter()
            longest = max(longest, (last, now), key=lambda span: span[1] - span[0])
            last = time.perf_counter()
            time.sleep(0.0005)
        answers.after.append(longest)

    def act(self, key: str) -> None:
        """Trigger an action of the menu."""
        self._window.actions_by_key[key].trigger()

    def pick(self, path: str, key: str) -> None:
        """Choose in the combo of a setting, as a click in its list does."""
        self._control(KeyCombo, path).picked.emit(key)

    def press(self, name: str) -> None:
        """Click a button."""
        button = self._window.findChild(QPushButton, name)
        assert button is not None, name
        QTest.mouseClick(button, LEFT)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        self._window.resize(width, height)

    def drag(self, path: str, what: str, moves: int) -> None:
        """Drag the slider of a setting to and fro, a move each sixtieth of a second."""
        slider = self._control(ParameterSlider, path)
        inside = slider.rect().adjusted(16, 0, -16, 0)
        self._mouse(slider, QEvent.Type.MouseButtonPress, inside.center())
        for number in range(moves):
            part = abs((number / 20) % 2 - 1)
            point = QPoint(inside.left() + round(part * inside.width()), inside.center().y())
            self.do(what, partial(self._mouse, slider, QEvent.Type.MouseMove, point), 1 / 60)
        self._mouse(slider, QEvent.Type.MouseButtonRelease, inside.center())

    def open_and_close(self, key: str) -> None:
        """Open a dialog, and close it again."""
        self.do(f"open {key}", partial(self.act, key))
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                self.do(f"close {key}", dialog.reject)
        # What is deleted later goes at once only where an event loop runs.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def train(self) -> None:
        """Let the network train, if it does not."""
        run = self._window.run
        due = time.perf_counter() + PATIENCE
        while run.state != "running" and time.perf_counter() < due:
            if run.state in ("paused", "done", "stopped", "diverged"):
                run.toggle()
            QApplication.processEvents()
            time.sleep(0.01)

    def _control(self, kind: type[Control], path: str) -> Control:
        for editor in self._window.findChildren(QWidget, path):
            found = [editor, *editor.findChildren(kind)]
            for control in found:
                if isinstance(control, kind):
                    return control
        raise KeyError(path)

    def _mouse(self, widget: QWidget, kind: QEvent.Type, point: QPoint) -> None:
        world = QPointF(widget.mapToGlobal(point))
        button = NONE if kind == QEvent.Type.MouseMove else LEFT
        held = NONE if kind == QEvent.Type.MouseButtonRelease else LEFT
        modifiers = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, QPointF(point), world, button, held, modifiers)
        QApplication.sendEvent(widget, event)


def _round(person: Person, number: int) -> None:
    """Everything once."""
    for source in ("spiral", "iris", "digits", "circle"):
        person.do("other data", partial(person.pick, "data.source", source), 2 * AFTER)
    for path, keys in (
        ("network.activation", ("relu", "tanh")),
        ("training.optimizer", ("adam", "sgd")),
        ("training.schedule", ("cosine", "constant")),
    ):
        for key in keys:
            person.do(f"another {path}", partial(person.pick, path, key))
    for name in ("network.add_layer", "network.add_layer", "network.remove_layer"):
        person.do("± layer", partial(person.press, name))
    person.do("± layer", partial(person.press, "network.remove_layer"))
    for path in ("data.samples", "data.noise", "training.learning_rate"):
        person.drag(path, f"drag {path}", 60)
    for key in ("undo", "redo"):
        for _ in range(8):
            person.do(key, partial(person.act, key), 0.1)
    for key in ("export", "shortcuts", "about", "record"):
        person.open_and_close(key)
    scheme = ("dark", "light")[number % 2]
    person.do("light, dark", partial(person.act, f"theme_{scheme}"))
    for size in ((1000, 700), (1280, 800)):
        person.do("another size", partial(person.resize, *size))
    for key in ("run", "step", "reset"):
        person.do("pause, step, reset", partial(person.act, key))


def _rows(answers: dict[str, Answers], pauses: MachinePauses) -> Iterator[str]:
    for what, found in answers.items():
        now, after = (
            sorted(1000 * length for length in pauses.without(spans))
            for spans in (found.at_once, found.after)
        )
        worst = max(percentile(now, 0.99), percentile(after, 0.99))
        kept = "kept" if worst <= 1000 * BAR else "missed"
        yield (
            f"| {what} | {len(now)} | {percentile(now, 0.5):.0f} | {percentile(now, 0.99):.0f} | "
            f"{percentile(after, 0.5):.0f} | {percentile(after, 0.99):.0f} | {kept} |"
        )


def print_interactions(case: Case, rounds: int) -> None:
    """A table of what a person does: how soon it was answered, where the machine did not pause."""
    with MachinePauses() as pauses, LiveWindow(case.spec()) as live:
        live.warm_up(3.0)
        person = Person(live.window)
        for number in range(rounds):
            _round(person, number)
    say(f"{case.name}; milliseconds, while training at full speed; bar {1000 * BAR:.0f} at p99")
    say("| what is done | times | answered, median | p99 | longest after, median | p99 | bar |")
    say("|---|---|---|---|---|---|---|")
    for row in _rows(person.answers, pauses):
        say(row)
    say()
