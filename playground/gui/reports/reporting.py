"""Writes a report of the run as it stands: asked for, painted by the window, written beside it."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.engine.common.atomic_file import write_atomically
from playground.engine.common.language import N_, _, spoken
from playground.engine.frames.frame import Frame
from playground.gui.controllers.files.suggested_file import name_of_data, suggested_file
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.dialogs.about_dialog import versions
from playground.gui.dialogs.file_names import name_filter
from playground.gui.panels.status_panel import STATE_NAMES
from playground.gui.pictures.drawing import Drawing, drawing_image
from playground.gui.process.background import Background
from playground.gui.reports.content import Picture, Report
from playground.gui.reports.html import to_html
from playground.gui.reports.judging import PARITY_VIEW, judging_request, parity_picture
from playground.gui.reports.pdf import to_pdf
from playground.gui.reports.sections import Subject, sections_of
from playground.gui.rewind.moment_bar import moment_words
from playground.gui.theme import LIGHT
from playground.gui.widgets.question import ask_save_path
from playground.gui.workspace import Workspace
from playground.state.document import Document
from playground.state.history.comparison import Comparison

HTML, PDF = ".html", ".pdf"
SCALE = 2.0
_CAPTIONS = {
    "network": N_("The network as it stands: an edge for each weight."),
    "loss": N_("Losses during training."),
    "predictions": N_("Predictions of the network, and the data."),
}


class Reporting(QObject):
    """File > Report.

    Signals:
        failed: a sentence and, for a defect of ours, the details.
        message: a few words for the status line.
        changed: there is something to report on now.
    """

    failed = Signal(str, str)
    message = Signal(str)
    changed = Signal()

    def __init__(
        self,
        document: Document,
        run: RunController,
        space: Workspace,
        comparison: Comparison,
        background: Background,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._run, self._space = document, run, space
        self._comparison = comparison
        self._background = background.lane()
        self._window = window
        self._last: Path | None = None
        self._frame: Frame | None = None
        self._is_asking = False
        run.frame_ready.connect(self._take_frame)
        run.past_shown.connect(self._take_frame)

    @property
    def possible(self) -> bool:
        """Whether there is a run to report on."""
        return self._run.data is not None and self._frame is not None

    @property
    def busy(self) -> bool:
        """Whether a report is being written."""
        return self._is_asking or self._background.busy

    def ask(self) -> None:
        """Ask where to write the report, and write it."""
        start = suggested_file(self._document, HTML, self._last)
        filters = ";;".join(
            (name_filter(_("HTML page"), HTML), name_filter(_("PDF document"), PDF))
        )
        path = ask_save_path(self._window, _("Write a report"), str(start), filters, _completed)
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the report of this moment as HTML or PDF, by the suffix."""
        subject = self.subject()
        if subject is None:
            self.message.emit(_("There is nothing to report yet: the data are still loading."))
            return
        self._last, self._is_asking = path, True
        request = judging_request(subject.data)
        self._run.frame_of(
            request,
            lambda frame: self._write(path, self._judged(subject, frame)),
            lambda _sentence: self._write(path, subject),
        )

    def _judged(self, subject: Subject, frame: Frame) -> Subject:
        """With the numbers of this moment, and how well each row is met."""
        shown, view = self._frame, self._document.project.view
        if shown is None or (frame.run, frame.past) != (shown.run, shown.past):
            return subject  # another run has taken its place
        pictures = dict(subject.pictures)
        if shown.picture is None or shown.picture.view != PARITY_VIEW:
            parity = parity_picture(subject.data, frame, view.shown_target, SCALE)
            pictures |= {"parity": parity} if parity is not None else {}
        return dataclasses.replace(subject, frame=frame, pictures=pictures)

    def _write(self, path: Path, subject: Subject) -> None:
        self._is_asking = False

        def write() -> None:
            report = report_of(subject)
            is_pdf = path.suffix.lower() == PDF
            content = to_pdf(report) if is_pdf else to_html(report).encode()
            write_atomically(path, lambda stream: stream.write(content))

        done = _("Wrote the report to {file}.").format(file=path.name)
        self._background.start(write, lambda _none: self.message.emit(done), self.failed.emit)

    def subject(self) -> Subject | None:
        """What there is to report on at this moment; None before there are data."""
        data, frame = self._run.data, self._frame
        if data is None or frame is None:
            return None
        return Subject(
            name=self._document.path.name if self._document.path else name_of_data(self._document),
            moment=datetime.now(),
            project=dataclasses.replace(self._document.project, run=self._run.shown_spec),
            data=data,
            frame=frame,
            outcome=self._outcome(frame),
            pictures=self._pictures(),
            versions=versions().splitlines(),
            others=self._comparison.runs,
        )

    def _take_frame(self, frame: Frame) -> None:
        # Pictures come more often than numbers; those in between bear the last ones.
        known = self._frame
        if frame.has_numbers or known is None or known.run != frame.run:
            self._frame = frame
        if known is None:
            self.changed.emit()

    def _outcome(self, frame: Frame) -> str:
        if frame.is_past:
            return moment_words(frame.step, self._run.thread_of_training.log.steps)
        return _(STATE_NAMES[self._run.state])

    def _pictures(self) -> dict[str, Picture]:
        space = self._space
        drawings = {
            "network": space.network.drawing(LIGHT),
            "loss": space.loss.drawing(LIGHT),
            "predictions": space.predictions.plot.drawing(LIGHT),
        }
        return {name: _picture(drawing, _(_CAPTIONS[name])) for name, drawing in drawings.items()}


def report_of(subject: Subject) -> Report:
    """Everything there is to say of it, in the language spoken; on any thread."""
    now = QLocale().toString(subject.moment, QLocale.FormatType.LongFormat)  # type: ignore[call-overload]
    return Report(
        title=_("Training report: {name}").format(name=subject.name),
        subtitle=_("Written by Playground, {moment}").format(moment=now),
        language=spoken().key.replace("_", "-"),
        sections=sections_of(subject),
    )


def _picture(drawing: Drawing, caption: str) -> Picture:
    return Picture(drawing_image(drawing, SCALE), caption, drawing.size.width())


def _completed(path: Path) -> Path:
    return path if path.suffix.lower() in (HTML, PDF) else path.with_name(path.name + HTML)
