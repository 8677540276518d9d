"""A document and its run, driven on one thread: what is asked for is done at once."""

from __future__ import annotations

from playground.engine.frames.frame import FrameRequest
from playground.engine.run.left_runs import MOST_BYTES
from playground.engine.run.runner import Runner
from playground.engine.spec.run import RunSpec
from playground.gui.controllers.run.moment import Moment
from playground.gui.controllers.run.run_controller import RunController
from playground.state.document import Document
from playground.state.project import Project
from tests.runs_alike import Stood


class Desk:
    """Nothing runs beside the test, so that it says when what happens."""

    def __init__(self, spec: RunSpec, undo_bytes: int = MOST_BYTES) -> None:
        self.document = Document(Project(run=spec))
        self.run = RunController(self.document, FrameRequest, undo_bytes=undo_bytes)
        thread = self.run.thread_of_training
        self.runner = Runner(thread.log, thread.frames, thread.reported.emit, kept=thread.kept)
        thread._runner = self.runner
        self.said: list[str] = []
        self.run.refused.connect(self.said.append)
        self.run.state_changed.connect(lambda event: self.said.append(event.reason))
        self.run.load()
        self.obey()

    def obey(self) -> None:
        """Let everything be done that was asked for."""
        self.run._send_due()
        worker = self.runner._worker
        while not worker.mailbox.is_empty or worker.is_busy():
            worker.guarded(worker.work_once)

    def train(self, steps: int) -> None:
        """Take so many steps."""
        if steps:
            self.runner.step(steps)
            self.obey()

    def look(self) -> Stood:
        """The run as it stands; what it took of our time is not compared."""
        got: list[Moment] = []
        self.runner.deliver(lambda state, dataset: got.append(Moment(state, dataset)))
        self.obey()
        assert got[0].state is not None
        state, thread = got[0].state, self.run.thread_of_training
        past = tuple(kept for kept in thread.kept.states if kept.step < state.step)
        return Stood(state, thread.log.to_arrays(), past)

    def undo(self) -> None:
        self.document.undo()
        self.obey()

    def redo(self) -> None:
        self.document.redo()
        self.obey()

    def close(self) -> None:
        """Let go of what works in the background."""
        self.runner._worker._let_go()
        self.run.close()
        self.run._painted.stop()
