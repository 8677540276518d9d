"""Goes through the next step of the run phase by phase, forward and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _
from playground.engine.instruments.slow_step.values import (
    MOST_ROWS,
    MOST_WEIGHTS,
    Focus,
    StepView,
    Wish,
)
from playground.gui.canvas.diagram.light import Light
from playground.gui.instruments.looking import Looking
from playground.gui.instruments.slow_step.code_view import CodeView
from playground.gui.instruments.slow_step.controls import Controls
from playground.gui.instruments.slow_step.focus_row import FocusRow
from playground.gui.instruments.slow_step.parts import Parts
from playground.gui.instruments.slow_step.rows_model import RowsModel
from playground.gui.instruments.slow_step.tables import fit_names, numbers_text, table_of
from playground.gui.instruments.slow_step.weights_model import WeightsModel
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label

if TYPE_CHECKING:
    from playground.engine.frames.network import Place
    from playground.engine.instruments.slow_step.slow_step import SlowStep
    from playground.engine.run.events import StateChanged
    from playground.engine.run.session import Session
    from playground.gui.instruments.bench import Bench

PATIENCE = 300
"""Milliseconds after which it is said that the run trains, which one step does not reach, or that
a phase takes long."""
_TRAINS = N_("The run is training. Pause it to go through the next step.")
Answer = tuple[Wish, StepView] | None


class SlowStepPanel(QWidget):
    """The dock's widget: a page with the step, and one with a sentence where there is none.

    The step is gone through on a twin of the run (see `SlowStep`), so nothing waits for this panel:
    whoever saves, edits, resets or trains finds the run between two steps, as ever.
    """

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("slow_step")
        self._run = bench.run
        self._appearance = bench.appearance
        self._spotlight = bench.spotlight
        self._wish = Wish()
        self._view: StepView | None = None
        self._slow: SlowStep | None = None  # the worker's alone
        self._trains = bench.run.state == "running"
        self.focus_row = FocusRow(self)
        self.controls = Controls(bench.appearance.colours, self.focus_row)
        self.code = CodeView(self)
        self.lines = numbers_text(self)
        self.rows, self.weights = RowsModel(self), WeightsModel(self)
        self.table = table_of(self.rows, "slow_step.rows", _("Rows of the batch"), self)
        self.weight_table = table_of(
            self.weights, "slow_step.weights", _("Weights of the layer"), self
        )
        self.parts = Parts(self.code, self.lines, self.weight_table, self.table)
        self.sentence = named(plain_label(wrap=True), "slow_step.sentence")
        self.open = named(QPushButton(), "slow_step.open")
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._message_page())
        self._pages.addWidget(self._step_page())
        fill(QVBoxLayout(self), self._pages)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._long = QTimer(self, singleShot=True, interval=PATIENCE)
        self.looking = Looking[Answer](bench.run, self, self._look, self._take, self._refuse)
        self._connect(bench)
        self._say(_("Waiting for the run."), _("Go through the next step"))
        self.looking.ask()

    # --- how it is laid out --------------------------------------------------------------------

    def _message_page(self) -> QWidget:
        page = QWidget(self)
        row = fill(QHBoxLayout(), None, self.open, None)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fill(QVBoxLayout(page), None, self.sentence, row, None, spacing=GRID, margins=GRID)
        return page

    def _step_page(self) -> QWidget:
        page = QWidget(self)
        fill(QVBoxLayout(page), self.controls, (self.parts, 1), spacing=HALF)
        return page

    def _connect(self, bench: Bench) -> None:
        controls = self.controls
        controls.moved.connect(self.move_by)
        controls.finished.connect(self.finish)
        controls.undone.connect(self.undo)
        controls.epoch_wanted.connect(self.to_next_epoch)
        self.focus_row.jumped.connect(self.jump)
        self.focus_row.chosen.connect(self._focus_on)
        self.focus_row.layer_chosen.connect(self._go_to_layer)
        self.rows.wanted.connect(self._want_rows)
        self.weights.wanted.connect(self._want_weights)
        self.table.selectionModel().currentRowChanged.connect(self._choose_row)
        self.weight_table.selectionModel().currentRowChanged.connect(self._choose_weight)
        self.open.clicked.connect(self.begin)
        self._patience.timeout.connect(self._say_it_trains)
        self._long.timeout.connect(self._say_it_takes_long)
        bench.run.state_changed.connect(self._follow)
        bench.run.frame_ready.connect(self._follow_changes)
        bench.run.refused.connect(self._stand)
        bench.spotlight.pointed.connect(self._look_at)
        bench.appearance.recoloured.connect(self._recolour)

    # --- what a person does --------------------------------------------------------------------

    def begin(self) -> None:
        """Pause, and go through the next step from its first phase."""
        self._run.pause()
        self._want(Wish(focus=self._wish.focus))

    def move_by(self, phases: int) -> None:
        """Go so many phases forward or back; beyond the last one the run takes the step."""
        if self._view is None or self._trains:
            return
        if phases > 0 and self._wish.phase + 1 >= len(self._view.phases):
            self.finish()
        elif self.controls.play.isChecked() and self.looking.is_asked:
            return
        else:
            self.jump(max(0, self._wish.phase + phases))

    def jump(self, phase: int) -> None:
        """Show the phase with this number."""
        self._want(replace(self._wish, phase=phase))

    def finish(self) -> None:
        """Let the run take the step."""
        self._leave_to_run()
        self._run.step()

    def to_next_epoch(self) -> None:
        """Let the run train to the end of the epoch."""
        self._leave_to_run()
        self._run.run_epochs()

    def undo(self) -> None:
        """Leave the step untaken, and the dock with it."""
        self._wish = Wish(focus=self._wish.focus)
        dock = self.parentWidget()
        while dock is not None and not isinstance(dock, QDockWidget):
            dock = dock.parentWidget()
        if dock is not None:
            dock.close()

    def _leave_to_run(self) -> None:
        self._trains = True
        self._wish = replace(self._wish, phase=0, first=0)

    def _focus_on(self, focus: Focus) -> None:
        self._want(replace(self._wish, focus=focus))

    def _go_to_layer(self, layer: int) -> None:
        view = self._view
        if view is None:
            return
        wanted = (view.kinds[view.phase][0], layer)
        if wanted in view.kinds:
            self.jump(view.kinds.index(wanted))
        else:
            self._focus_on(replace(view.focus, layer=layer))

    def _choose_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            focus = self._view.focus if self._view else self._wish.focus
            self._focus_on(replace(focus, row=now.row()))

    def _choose_weight(self, now: QModelIndex, _before: QModelIndex) -> None:
        view = self._view
        if view is None or not now.isValid() or now.row() == view.weights.number_of(view.focus):
            return
        neuron, source = view.weights.place_of(now.row())
        self._focus_on(replace(view.focus, neuron=neuron, source=source))

    def _want_rows(self, row: int) -> None:
        # What is shown is in the middle of what is fetched, whichever way one scrolls.
        self._want(replace(self._wish, first=max(0, row - MOST_ROWS // 2)))

    def _want_weights(self, number: int) -> None:
        self._want(replace(self._wish, first_weight=max(0, number - MOST_WEIGHTS // 2)))

    def _want(self, wish: Wish) -> None:
        self._wish = wish
        self._long.start()
        self.looking.ask()

    def _say_it_takes_long(self) -> None:
        """What was asked for is not there yet: a large batch through a large network."""
        if self.looking.is_asked and not self._trains:
            words = _("Working out this phase…")
            self.lines.setPlainText(words)
            self.parts.tell(words)

    # --- what comes of it ----------------------------------------------------------------------

    def _look(self, session: Session) -> Answer:
        """On the worker's thread."""
        if self._trains:
            return None
        if self._slow is None:
            from playground.engine.instruments.slow_step.slow_step import SlowStep

            self._slow = SlowStep()
        wish = self._wish
        return wish, self._slow.look(session.trainer, wish)

    def _take(self, answer: Answer) -> None:
        if answer is None or self._trains:
            return
        wish, view = answer
        self._long.stop()
        if wish is self._wish:  # else something else is wished by now
            first, first_weight = view.rows.first, view.weights.first
            self._wish = replace(
                wish, phase=view.phase, first=first, first_weight=first_weight, focus=view.focus
            )
        self._view = view
        self.controls.back.setEnabled(view.phase > 0)
        self.focus_row.show_view(view)
        self.code.show_code(view.code, view.lit)
        self._show_lines(view)
        self.rows.show_view(view)
        self._show_weights(view)
        self._light(view)
        self._pages.setCurrentIndex(1)

    def _show_weights(self, view: StepView) -> None:
        self.weights.show_view(view)
        fit_names(self.weight_table, view.weights.widest)
        self.parts.tell(view.told)
        chosen, now = view.weights.number_of(view.focus), self.weight_table.currentIndex()
        if now.row() != chosen:
            self.weight_table.setCurrentIndex(self.weights.index(chosen, max(now.column(), 0)))

    def _light(self, view: StepView) -> None:
        marks = view.marks
        light = Light(marks.column, marks.numbers, marks.neuron, marks.edges)
        self._spotlight.lit.emit(light)

    def _look_at(self, place: Place, clicked: bool) -> None:
        """Tell of what is pointed at in the diagram, if it is of this layer; of any on a click."""
        view, layer = self._view, place.layer - 1
        if view is None or not self.isVisible() or layer < 0:
            return
        bound = view.kinds[view.phase][1]
        if bound not in (layer, -1) and not clicked:
            return
        source = self._wish.focus.source if place.before is None else place.before
        focus = Focus(view.focus.row, layer, place.number, source)
        self._wish = replace(self._wish, focus=focus)
        if bound in (layer, -1):
            self.looking.ask()
        else:
            self._go_to_layer(layer)

    def _show_lines(self, view: StepView) -> None:
        text = "\n".join(view.lines)
        if text != self.lines.toPlainText():
            self.lines.setPlainText(text)

    def _refuse(self, sentence: str) -> None:
        self.controls.stop()
        self._long.stop()
        self._spotlight.lit.emit(None)
        self._say(sentence, "")

    def _say(self, sentence: str, offer: str) -> None:
        self.sentence.setText(sentence)
        self.open.setText(offer)
        self.open.setVisible(bool(offer))
        self._pages.setCurrentIndex(0)

    def _say_it_trains(self) -> None:
        if self._trains:
            self._spotlight.lit.emit(None)
            self._say(_(_TRAINS), _("Pause and go through the next step"))

    def _follow(self, event: StateChanged) -> None:
        self._trains = event.state == "running"
        if self._trains:
            self._patience.start()
        else:
            self._patience.stop()
            self.looking.ask()

    def _follow_changes(self) -> None:
        """A frame that comes while nothing trains: a setting may be another one."""
        if not self._trains and self._view is not None:
            self.looking.ask()

    def _stand(self) -> None:
        """The run did not start."""
        self._trains = self._run.state == "running"
        self.controls.stop()
        self.looking.ask()

    def _recolour(self) -> None:
        self.controls.recolour(self._appearance.colours)
        self.code.recolour()

    def _let_go(self) -> None:
        """Give back the memory of the twin."""

        def forget(_session: Session) -> None:
            if self._slow is not None:
                self._slow.forget()

        self._run.inspect(forget, lambda _nothing: None, lambda _sentence: None)

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees plays no further, and takes no memory."""
        self.controls.stop()
        self._spotlight.lit.emit(None)
        self._let_go()
        super().hideEvent(event)
