"""Keeps every run that is left in the history: its settings, its curve, how it stood."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.engine.catalogue.datasets import is_painted
from playground.engine.common.language import _
from playground.engine.frames.frame import DataPicture, Frame, Picture
from playground.engine.frames.pictures import NeuronMap
from playground.engine.settings.paths import changed_paths
from playground.gui.controllers.history.run_records import record_of
from playground.gui.controllers.run.moment import Moment
from playground.gui.controllers.run.run_controller import POINTS, RunController
from playground.gui.process.background import Background
from playground.gui.theme import Colours
from playground.state.document import Document
from playground.state.history.history import History
from playground.state.history.record import RunRecord

if TYPE_CHECKING:
    from playground.engine.run.events import RunLeft, StateChanged

LEAST_PAINTED = 3.0
"""Seconds that a run trained at least which is kept although painting ended it."""
ANSWER = 0.5
"""Seconds within which a run answers; one whose steps take longer has left nothing meanwhile."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The picture of predictions that was shown last of a run, with its data."""

    run: int
    picture: Picture
    data: DataPicture


class HistoryKeeper(QObject):
    """Makes a record of each run of the document that another takes the place of.

    Not every run makes one. Each stroke of painting starts the network again where it changes the
    classes, so that a run ended by painted points is skipped unless it trained for more than
    `LEAST_PAINTED` seconds. A run that was restored and left again without a step is there already.
    A run that undo brings back is the present one again, and its record goes unless a person wrote
    on it.

    Attributes:
        seen: what was shown last of any run.

    Signals:
        failed: a run could not be kept, in a sentence and details; training goes on.
    """

    failed = Signal(str, str)

    def __init__(
        self,
        document: Document,
        run: RunController,
        history: History,
        background: Background,
        colours: Callable[[], Colours],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._run = run
        self._history = history
        self._lane = background.lane()
        self._colours = colours
        self.seen: Seen | None = None
        self._document_number = 0
        self._shown_run = 0
        self._own: set[str] = set()
        self._restored: RunRecord | None = None
        self._is_leaving = self._is_past = False
        run.left.connect(self._take)
        run.frame_ready.connect(self._look)
        run.state_changed.connect(self._follow)

    @property
    def busy(self) -> bool:
        """Whether a run that was left is not in the history yet."""
        return self._lane.busy

    def when_settled(self, then: Callable[[], None]) -> None:
        """Call `then` once every run is in the history that was heard of until now."""
        self._lane.start(lambda: None, lambda _none: then(), lambda *_why: then())

    def settle(self, patience: float) -> None:
        """Have every run in the history that was left until now, if that takes no longer.

        Args:
            patience: in seconds.
        """
        end = time.monotonic() + patience
        self._run.settle(min(ANSWER, patience))
        self._lane.settle(end - time.monotonic())

    def leave_document(self) -> None:
        """Another document is open: what is left until its run begins is none of its runs."""
        self._document_number += 1
        self._own.clear()
        self._is_leaving, self._is_past = True, False

        def pass_by(*_answer: object) -> None:
            self._is_past = True

        # What the worker tells before this answer was done before the document's run is loaded.
        self._run.inspect(lambda _session: None, pass_by, pass_by)

    def restore(
        self, record: RunRecord, done: Callable[[], None], failed: Callable[[str, str], None]
    ) -> None:
        """Put a run of the history in the place of the present one, as one step of undo.

        It stays in the history, and goes on bit for bit. `done` or `failed` is called then.
        """

        def go_on(moment: Moment) -> None:
            self._own.discard(record.key)
            self._restored = record
            self._run.go_on_from(record.spec, record.table, moment)
            done()

        self._lane.start(partial(_moment_of, record), go_on, failed)

    def _follow(self, event: StateChanged) -> None:
        if event.state == "preparing" and self._is_past:
            self._is_leaving = False

    def _look(self, frame: Frame) -> None:
        data, picture = self._run.data, frame.picture
        if data is not None and picture is not None and not isinstance(picture, NeuronMap):
            self.seen = Seen(frame.run, picture, data)
        if frame.run != self._shown_run:
            self._shown_run = frame.run
            self._let_go_of_present()

    def _let_go_of_present(self) -> None:
        """What undo has brought back is no earlier run any more."""
        known = [record for record in self._history.records if record.key in self._own]
        self._history.remove({record.key for record in known if self._is_present(record)})

    def _is_present(self, record: RunRecord) -> bool:
        frame, project = self._run.frame, self._document.project
        if frame is None or record.name or record.note or record.is_starred:
            return False
        place = (project.run, project.table, frame.step, frame.seconds)
        return frame.step > 0 and record.is_at(*place)

    def _take(self, left: RunLeft) -> None:
        if self._is_leaving or self._is_passing(left) or self._is_known(left):
            return
        seen = self.seen if self.seen is not None and self.seen.run == left.run else None
        number = self._document_number

        def done(record: RunRecord) -> None:
            is_back = self._shown_run > left.run and self._is_present(record)
            is_wanted = number == self._document_number and not self._is_known(left)
            if is_wanted and not is_back:
                self._own.add(record.key)
                self._history.put(record)

        make = partial(_record, left, seen, self._colours())
        self._lane.start(make, done, self.failed.emit)

    def _is_passing(self, left: RunLeft) -> bool:
        """Whether painting ended it before it had trained for long."""
        spec = left.state.spec
        if left.state.seconds >= LEAST_PAINTED or not is_painted(spec.data.source):
            return False
        return changed_paths(spec, self._document.project.run) == {POINTS}

    def _is_known(self, left: RunLeft) -> bool:
        state, restored = left.state, self._restored
        place = (state.spec, left.table, state.step, state.seconds)
        if restored is not None and self._history.find(restored.key) and restored.is_at(*place):
            return True  # perhaps of another project
        return self._history.holds(*place)


def _moment_of(record: RunRecord) -> Moment:
    from playground.engine.checkpoint.payload import from_payload

    checkpoint = from_payload(record.payload, record.spec, _("The run"))
    return Moment(checkpoint.state if checkpoint else None, None, record.losses)


def _record(left: RunLeft, seen: Seen | None, colours: Colours) -> RunRecord:
    """The record of a run; takes its time."""
    from playground.gui.pictures.thumbnail import thumbnail

    return record_of(left, thumbnail=thumbnail(seen.picture, seen.data, colours) if seen else b"")
