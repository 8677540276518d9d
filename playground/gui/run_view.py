"""Shows what the run reports: states, data, frames and numbers."""

import dataclasses
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from playground.engine.common.language import ngettext
from playground.engine.common.numbers import number
from playground.engine.frames.frame import DataPicture, Frame, FrameRequest
from playground.engine.run.events import StateChanged
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.plots.loss.memorising import Memorising
from playground.gui.plots.loss.plot import BEST, DIVERGED
from playground.gui.plots.predictions.asked import Asked
from playground.gui.widgets.number_text import count_text
from playground.gui.workspace import Workspace


def wanted_frame(space: Workspace) -> FrameRequest:
    """What the views of a window want to see next."""
    return dataclasses.replace(
        space.predictions.wanted(), inputs=space.predict.inputs(), network=space.network.wanted()
    )


class RunView(QObject):
    """Keeps plots and read-outs in step with a run."""

    def __init__(self, space: Workspace, run: RunController, parent: QObject) -> None:
        super().__init__(parent)
        self._space = space
        self._run = run
        self._due: list[Callable[[], None]] = []
        self._waited = self._came = False
        self._memorising = Memorising()
        run.state_changed.connect(self._show_state)
        run.data_ready.connect(self._show_data)
        run.frame_ready.connect(self._show_frame)
        run.past_shown.connect(self._show_frame)
        run.preparing.connect(self._show_progress)
        run.pump.looked.connect(self._look)
        space.predictions.wanted_changed.connect(run.pump.refresh)
        space.predict.inputs_changed.connect(run.pump.refresh)
        space.predictions.row_picked.connect(space.predict.take_row)
        space.network.pointed.connect(self._point)
        space.network.wanted_changed.connect(run.pump.refresh)

    def _show_state(self, event: StateChanged) -> None:
        space = self._space
        self._due.clear()
        space.network.is_training = event.state == "running"
        space.status.show_state(event.state, event.reason)
        space.status_line.show_state(event.state, event.reason, event.step)
        if event.state == "diverged":
            space.loss.set_mark(event.step, DIVERGED, error=True)
        elif event.state == "preparing" or event.step == 0:
            space.loss.clear_marks()
            self._show_memorising("")
        elif event.state == "running":
            space.loss.set_mark(None, BEST)
        space.loss.set_preparing(event.state == "preparing")
        space.loss.refresh()

    def _point(self) -> None:
        """What is looked at in the network fills the place of the predictions."""
        self._space.predictions.show_neuron(self._space.network.neuron())
        self._run.pump.refresh_at_once()

    def _show_data(self, data: DataPicture) -> None:
        space = self._space
        space.status_line.show_state(self._run.state)
        space.predictions.set_data(data)
        space.data.set_notes((*data.notes, *_sample_note(data)))
        space.training.set_training_rows(data.train_rows)
        names = data.target_names, data.class_names
        space.predict.set_columns(data.columns, *names, data.rows, data.pixels, data.target_spans)

    def _look(self) -> None:
        self._space.loss.refresh()
        # A picture that comes with numbers may be a matrix of them, and moving axes cost as much as
        # all the rest; but what moves at every look must not silence the numbers.
        is_full = self._space.loss.moved or self._came
        self._came = False
        self._waited = bool(self._due) and is_full and not self._waited
        if not self._waited:
            self._show_due()

    @property
    def is_behind(self) -> bool:
        """Whether something of the frame that is shown comes at a later look."""
        return bool(self._due)

    def _show_due(self) -> None:
        if self._due:
            self._due.pop(0)()

    def _show_frame(self, frame: Frame) -> None:
        self._space.predictions.set_frame(frame)
        self._space.network.set_picture(frame.network)
        running = self._run.state == "running"
        if not running and not frame.is_past:
            self._space.loss.mark_best(frame.best_step)
        if not frame.has_numbers:
            return
        self._came = True
        # What is said in two places is of one moment; the answer to what was typed comes at the
        # next look, or every fourth picture would be late.
        shows = (self._show_numbers, self._show_output)
        at_once = frame.at_halt or not running
        if at_once or not self._due:
            self._due = [partial(show, frame) for show in shows]
        while self._due and at_once:
            self._show_due()
        if frame.at_halt:
            self._space.loss.refresh()

    def _show_output(self, frame: Frame) -> None:
        space = self._space
        space.predict.show_output(frame.output)
        asked = None
        if space.predict.asks and frame.place is not None and frame.output is not None:
            asked = Asked(frame.place, frame.output, space.predict.note)
        space.predictions.show_asked(asked)

    def _show_numbers(self, frame: Frame) -> None:
        self._space.status.show_frame(frame)
        self._space.speed.show_pace(self._run.pace)
        self._space.metrics.show_measures(frame.train, frame.validation)
        if not frame.is_past:
            self._look_for_memorising(frame)
        line = self._space.status_line
        line.show_device(frame.device)
        line.show_stepper(frame.stepper, frame.stepper_reason)
        line.show_speed(frame if self._run.state == "running" else None)

    def _look_for_memorising(self, frame: Frame) -> None:
        validation = frame.validation.loss if frame.validation else None
        losses = (frame.train.loss, validation)
        stands = self._run.state != "running"
        self._show_memorising(self._memorising.see(frame.run, frame.step, *losses, stands=stands))

    def _show_memorising(self, words: str) -> None:
        self._space.loss.set_remark(words)
        self._space.loss.best_offer.setVisible(bool(words))

    def _show_progress(self, fraction: float, words: str) -> None:
        # Data may be drawn anew while training goes on: the state stays what it is.
        part = f" ({number(fraction, '.0%')})" if fraction < 1 else ""
        self._space.status_line.show_state(self._run.state, words + part)


def _sample_note(data: DataPicture) -> tuple[str, ...]:
    rows = data.train_rows + data.validation_rows
    if len(data.points) == rows:
        return ()
    sentence = ngettext(
        "The plots show {shown} of {n} row, evenly chosen.",
        "The plots show {shown} of {n} rows, evenly chosen.",
        rows,
    )
    return (sentence.format(shown=count_text(len(data.points)), n=count_text(rows)),)
