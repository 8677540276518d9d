"""Shows kept states of a run on a network of its own: the run itself is not touched."""

from dataclasses import replace

from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import Dataset
from playground.engine.data.progress import silent
from playground.engine.frames.frame import Frame, FrameRequest
from playground.engine.frames.maker import FrameMaker
from playground.engine.run.past.kept import spec_here
from playground.engine.run.session import Session
from playground.engine.run.showing import frame_of
from playground.engine.training.trainer import Trainer


class View:
    """A state of the past, with what is needed to draw it.

    Attributes:
        state: the one that is shown.
        trainer: a network that stands there; it takes no step.
        frames: makes its pictures.
    """

    def __init__(self, state: RunState, session: Session, before: "View | None" = None) -> None:
        """Stand on `state`; what the view before has in common with it is taken over.

        Raises:
            InputError: its data cannot be had any more.
        """
        self.state = state
        self._stepper = session.stepper.name
        spec = spec_here(state, session.spec)
        dataset, frames = before.data if before else (session.dataset, None)
        if frames is None or dataset.spec != spec.data:
            dataset = session.data_of(spec, silent)
            frames = FrameMaker(dataset, session.frames.fineness)
        self.frames: FrameMaker = frames
        self.trainer: Trainer = Trainer(spec, dataset, session.trainer.device)
        self._stand_on(state)

    @property
    def data(self) -> tuple[Dataset, FrameMaker]:
        """The data of the state, and what makes pictures of them."""
        return self.trainer.dataset, self.frames

    def move_to(self, state: RunState, session: Session) -> "View":
        """A view of another state; the same one where both were trained alike."""
        if state.spec != self.state.spec or session.trainer.device != self.trainer.device:
            return View(state, session, self)
        self._stand_on(state)
        return self

    def frame(self, run: int, request: FrameRequest) -> Frame:
        """What views show of it."""
        frame = frame_of(run, self.trainer, self.frames, request, fresh=True)
        return replace(
            frame,
            seconds=self.state.seconds,
            stepper=self._stepper,
            best_step=self.state.stop.best_step,
            past=self.state.step,
        )

    def _stand_on(self, state: RunState) -> None:
        self.state = state
        self.trainer.return_to(state.training)
        self.frames.forget_measures()
