"""The buttons that go through a step."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import number
from playground.gui.theme import GRID, Colours
from playground.gui.widgets.flow_row import FlowRow
from playground.gui.widgets.icons import load_icon
from playground.gui.widgets.naming import named

PACES = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Phases a second that can be chosen for playing."""
_BACK = N_("Go back to the previous phase (Alt+Left).")
_FORWARD = N_("Go to the next phase; after the last one, the run takes the step (Alt+Right).")
_PLAY = N_("Go through the phases automatically, step after step (Alt+P).")
_PACE = N_("Phases per second while playing.")
_FINISH = N_("Let the run take this step and go to the next one (Alt+End).")
_UNDO = N_("Leave without taking the step: the run stays as it was (Alt+Home).")
_EPOCH = N_("Train to the end of the epoch, then continue with the next step (Alt+PgDown).")


class Controls(FlowRow):
    """What takes a step through its phases.

    Signals:
        moved: by so many phases, 1 or -1.
        finished, undone, epoch_wanted: how the step is left.
    """

    moved = Signal(int)
    finished = Signal()
    undone = Signal()
    epoch_wanted = Signal()

    def __init__(self, colours: Colours, choices: QWidget) -> None:
        """Stand beside the choices, or above them."""
        self.back = _tool("slow_step.back", _("Back"), _(_BACK), "Alt+Left")
        self.forward = _tool("slow_step.forward", _("Forward"), _(_FORWARD), "Alt+Right")
        self.play = _tool("slow_step.play", _("Play"), _(_PLAY), "Alt+P")
        self.play.setCheckable(True)
        self.pace = named(QComboBox(), "slow_step.pace", _("Speed"), _(_PACE))
        self.finish = _tool("slow_step.finish", _("Finish the step"), _(_FINISH), "Alt+End")
        self.undo = _tool("slow_step.undo", _("Undo the step"), _(_UNDO), "Alt+Home")
        self.epoch = _tool("slow_step.epoch", _("To the next epoch"), _(_EPOCH), "Alt+PgDown")
        ways = (self.back, self.forward, self.play, self.pace, self.finish, self.undo)
        super().__init__((*ways, choices), self.epoch, GRID)
        self.setTabOrder(self.undo, self.epoch)
        for pace in PACES:
            self.pace.addItem(_("{n}/s").format(n=number(pace)), pace)
        self.pace.setCurrentIndex(PACES.index(1.0))
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self.moved.emit(1))
        self._connect()
        self.recolour(colours)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.moved.emit(-1))
        self.forward.clicked.connect(lambda: self.moved.emit(1))
        self.finish.clicked.connect(self.finished)
        self.undo.clicked.connect(self.undone)
        self.epoch.clicked.connect(self.epoch_wanted)
        self.play.toggled.connect(self._play)
        self.pace.currentIndexChanged.connect(lambda: self._play(self.play.isChecked()))

    def _play(self, wanted: bool) -> None:
        if wanted:
            self._timer.start(round(1000 / float(self.pace.currentData())))
        else:
            self._timer.stop()
        self.play.setIcon(load_icon("pause" if wanted else "run", self._colours))

    def stop(self) -> None:
        """Play no further."""
        self.play.setChecked(False)

    def recolour(self, colours: Colours) -> None:
        """Draw the icons in the colours of the theme."""
        self._colours = colours
        self.back.setIcon(load_icon("step_back", colours))
        self.forward.setIcon(load_icon("step", colours))
        self.finish.setIcon(load_icon("finish", colours))
        self.undo.setIcon(load_icon("undo", colours))
        self.epoch.setIcon(load_icon("step_epoch", colours))
        self.play.setIcon(load_icon("pause" if self.play.isChecked() else "run", colours))


def _tool(name: str, words: str, tip: str, keys: str) -> QToolButton:
    button = named(QToolButton(), name, words, tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setProperty("role", "toggle")
    button.setShortcut(QKeySequence(keys))
    return button
