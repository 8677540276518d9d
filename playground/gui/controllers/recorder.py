"""Records a run: a picture at each interval, of exactly that step, written in the background."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QPoint, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import number
from playground.engine.frames.frame import Frame
from playground.engine.run.events import State, StateChanged
from playground.engine.run.halts import Interval
from playground.engine.spec.parameter import Choice
from playground.gui.controllers.files.suggested_file import suggested_file
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.dialogs.record_dialog import RecordDialog, RecordingPlan
from playground.gui.pictures.animation import ANIMATION_FORMATS, Pixels, save_animation
from playground.gui.pictures.drawing import Drawing
from playground.gui.pictures.moment import captioned, drawing_pixels
from playground.gui.process.background import Background
from playground.gui.theme import colours_of, small_font, tabular_font
from playground.gui.widgets.number_text import count_text, loss_text, size_text
from playground.gui.widgets.question import confirm
from playground.gui.workspace import Workspace
from playground.state.document import Document

_AT_ONCE: Mapping[State, str] = {
    "diverged": N_("Training diverged."),
    "failed": N_("Training failed."),
    "preparing": N_("Other data were chosen."),
}
_AFTER_A_LOOK: Mapping[State, str] = {
    "paused": N_("Training was paused."),
    "done": N_("Training has finished."),
    "stopped": N_("Training was stopped."),
}
_STATES_TO_RECORD = ("running", "paused", "done", "stopped")
_RESTARTED = N_("Training was restarted.")
_WAIT = N_("The data are still being loaded; record once they are ready.")
_CANNOT: Mapping[State, str] = {
    "diverged": N_("Training diverged: restore the last valid weights, or reset, to record it."),
    "failed": N_("Training failed: restore the last valid weights, or reset, to record it."),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be recorded.

    Attributes:
        drawing: what it looks like now.
        shows: whether it is of the moment of this frame.
        has_caption: whether its pictures say of which step they are.
    """

    choice: Choice
    drawing: Callable[[], Drawing]
    shows: Callable[[Frame], bool]
    has_caption: bool = True


@dataclass(slots=True)
class _Recording:
    """One recording in progress.

    Attributes:
        run: the number of the run that is recorded, once it is known.
        ending: a sentence, in English, on why a look at the step `last` is the last one, or empty.
    """

    plan: RecordingPlan
    subject: Subject
    begun: bool
    run: int | None = None
    size: QSize | None = None
    step: int = -1
    last: int = -1
    ending: str = ""
    is_writing: bool = False
    pictures: list[Pixels] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)


def subjects_of(window: QWidget, space: Workspace) -> tuple[Subject, ...]:
    """What a window offers to record."""
    predictions, network = space.predictions, space.network

    def whole(painter: QPainter) -> None:
        network.settle()
        # What it says of the recording is not meant to be in it.
        is_shown = not space.recording.isHidden()
        space.recording.hide()
        window.render(painter, QPoint(0, 0))
        space.recording.setVisible(is_shown)

    return (
        Subject(
            Choice("predictions", N_("Predictions"), N_("The plot of the network's predictions.")),
            lambda: predictions.plot.drawing(),
            predictions.shows,
        ),
        Subject(
            Choice("network", N_("Network"), N_("The diagram with every neuron and edge.")),
            network.drawing,
            lambda frame: network.shows(frame.network),
        ),
        Subject(
            Choice("window", N_("Whole window"), N_("All of the window except undocked panels.")),
            lambda: Drawing(window.size(), whole),
            lambda frame: predictions.shows(frame) and network.shows(frame.network),
            has_caption=False,
        ),
    )


class Recorder(QObject):
    """Makes one recording at a time.

    Signals:
        failed: a sentence and, for a defect of ours, the details.
        message: a few words for the status line.
        progressed: what is done, a fraction and the file's name.
        changed: a recording has begun or is over.
    """

    failed = Signal(str, str)
    message = Signal(str)
    progressed = Signal(str, float, str)
    changed = Signal()

    def __init__(
        self,
        document: Document,
        run: RunController,
        subjects: Sequence[Subject],
        background: Background,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._run = run
        self._subjects = {subject.choice.key: subject for subject in subjects}
        # Writing takes seconds, and nobody wants to wait that long for a save.
        self._background = background.lane()
        self._window = window
        self._plan: RecordingPlan | None = None
        self._recording: _Recording | None = None
        run.frame_ready.connect(self._look)
        run.state_changed.connect(self._follow)

    @property
    def is_recording(self) -> bool:
        """Whether pictures are taken or written."""
        return self._recording is not None

    # --- asking --------------------------------------------------------------------------------

    def ask(self) -> None:
        """Let the person choose what is recorded, and begin."""
        if self._run.state not in _STATES_TO_RECORD:
            self.message.emit(_(_CANNOT.get(self._run.state, _WAIT)))
            return
        choices = [subject.choice for subject in self._subjects.values()]
        sizes = {key: self._drawing(subject).size for key, subject in self._subjects.items()}
        dialog = RecordDialog(choices, sizes, self._proposed(), self._window)
        dialog.accepted.connect(lambda: self.start(dialog.plan()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _proposed(self) -> RecordingPlan:
        """What was recorded last, or what shows most of a run."""
        last = self._plan
        form = last.form if last else ANIMATION_FORMATS[0]
        path = suggested_file(self._document, form.suffix, last.path if last else None)
        if last is not None:
            return RecordingPlan(last.subject, form, last.every, last.most, last.per_second, path)
        first = next(iter(self._subjects))
        return RecordingPlan(first, form, Interval(1, "epochs"), 100, 20, path)

    def may_close(self) -> bool:
        """Whether the window may go now, although a recording is lost by that."""
        if self._recording is None:
            return True
        name = self._recording.plan.path.name
        question = _("{file} is still being recorded. Close without saving it?").format(file=name)
        is_cancelled = confirm(self._window, _("Recording"), question)
        if is_cancelled:
            self.cancel()
        return is_cancelled

    # --- taking pictures -----------------------------------------------------------------------

    def start(self, plan: RecordingPlan) -> None:
        """Train, and take a picture after each interval; the present step may be the first."""
        self._plan = plan
        running = self._run.state == "running"
        self._recording = _Recording(plan, self._subjects[plan.subject], begun=running)
        self._run.halt_every(plan.every)
        if not running:
            self._run.train()
        self._show_progress(self._recording)
        self.changed.emit()

    def cancel(self) -> None:
        """Write nothing; training goes on."""
        recording = self._recording
        if recording is not None:
            recording.stop.set()
            self._run.halt_every(None)
            name = recording.plan.path.name
            words = _("Recording was cancelled; {file} was not written.").format(file=name)
            self._end(recording, words)

    def close(self) -> None:
        """Cancel a recording in progress: the window closes, and an earlier file stays."""
        if self._recording is not None:
            self._recording.stop.set()
            self._recording = None

    def _look(self, frame: Frame) -> None:
        """The window shows a moment of the run: take it where the run waits for that."""
        recording = self._recording
        if recording is None or recording.is_writing or not recording.subject.shows(frame):
            return
        recording.run = frame.run
        if frame.at_halt and frame.step > recording.step:
            self._take(recording, frame)
        if len(recording.pictures) == recording.plan.most:
            self._run.pause()
            self._write(recording, "")
        elif recording.ending and frame.step == recording.last:
            self._write(recording, recording.ending)

    def _take(self, recording: _Recording, frame: Frame) -> None:
        drawing = self._drawing(recording.subject, frame)
        recording.size = recording.size or drawing.size
        recording.pictures.append(drawing_pixels(drawing, recording.size))
        recording.step = frame.step
        self._show_progress(recording)
        if len(recording.pictures) < recording.plan.most:
            self._run.go_on(frame.step)

    def _drawing(self, subject: Subject, frame: Frame | None = None) -> Drawing:
        if not subject.has_caption:
            return subject.drawing()
        words = caption(frame) if frame else ""
        font = small_font(tabular_font(self._window.font()))
        return captioned(subject.drawing(), words, font, colours_of(self._window))

    def _follow(self, event: StateChanged) -> None:
        """A run that no longer trains is looked at once more, where that makes sense."""
        recording = self._recording
        if recording is None or recording.is_writing:
            return
        if event.state == "running":
            recording.begun, recording.ending = True, ""
        elif not recording.begun:
            return  # what was reported before training began
        elif recording.run not in (None, event.run):
            self._write(recording, _RESTARTED)
        elif event.state in _AT_ONCE:
            self._write(recording, _AT_ONCE[event.state])
        else:
            recording.ending, recording.last = _AFTER_A_LOOK[event.state], event.step

    # --- writing -------------------------------------------------------------------------------

    def _write(self, recording: _Recording, early: str) -> None:
        """Write what was taken; `early` says, in English, why it is less than was asked for."""
        self._run.halt_every(None)
        if not recording.pictures:
            nothing = _("Nothing was recorded, because no frame had been captured yet.")
            self._end(recording, f"{_(early)} {nothing}".strip())
            return
        recording.is_writing = True
        plan, pictures, stop = recording.plan, recording.pictures, recording.stop
        words = ngettext("Writing {n} frame", "Writing {n} frames", len(pictures))
        self.progressed.emit(words.format(n=count_text(len(pictures))), 1.0, plan.path.name)
        self._background.start(
            lambda: save_animation(plan.path, pictures, plan.form, plan.per_second, stop),
            partial(self._show_written, recording, early),
            partial(self._show_failure, recording),
        )

    def _show_written(self, recording: _Recording, early: str, size: int | None) -> None:
        if size is None:
            return
        self._end(recording, f"{_recorded(recording, early, size)} {_(early)}".strip())

    def _show_failure(self, recording: _Recording, reason: str, details: str) -> None:
        if not recording.stop.is_set():
            self._end(recording, "")
            self.failed.emit(" ".join((_("Not recorded."), reason)), details)

    def _end(self, recording: _Recording, words: str) -> None:
        if recording is self._recording:  # else it was cancelled, and written all the same
            self._recording = None
            self.changed.emit()
        self.message.emit(words)

    def _show_progress(self, recording: _Recording) -> None:
        count, most = len(recording.pictures), recording.plan.most
        words = _("Frame {n} of {most}").format(n=count_text(count), most=count_text(most))
        self.progressed.emit(words, count / most, recording.plan.path.name)


def _recorded(recording: _Recording, early: str, size: int) -> str:
    """What was written, in a sentence; of how many pictures, where it ended `early`."""
    plan, count = recording.plan, len(recording.pictures)
    if early:
        sentence = ngettext(
            "Recorded {n} of {most} frame in {file} ({size}, {seconds} s).",
            "Recorded {n} of {most} frames in {file} ({size}, {seconds} s).",
            plan.most,
        )
    else:
        sentence = ngettext(
            "Recorded {n} frame in {file} ({size}, {seconds} s).",
            "Recorded {n} frames in {file} ({size}, {seconds} s).",
            count,
        )
    return sentence.format(
        n=count_text(count),
        most=count_text(plan.most),
        file=plan.path.name,
        size=size_text(size),
        seconds=number(count / plan.per_second, ".3g"),
    )


def caption(frame: Frame) -> str:
    """Of which moment a picture is: step, epoch and loss."""
    if frame.validation is None:
        sentence, validation = _("step {step} · epoch {epoch} · loss {loss}"), ""
    else:
        sentence = _("step {step} · epoch {epoch} · loss {loss}, validation {validation}")
        validation = loss_text(frame.validation.loss)
    return sentence.format(
        step=count_text(frame.step),
        epoch=number(frame.epoch, ".2f"),
        loss=loss_text(frame.train.loss),
        validation=validation,
    )
