"""One of the two runs of a race."""

from playground.engine.common.failures import account_of
from playground.engine.frames.frame import Frame, FrameRequest
from playground.engine.loss_log.log import LossLog
from playground.engine.race.standing import LaneStanding
from playground.engine.run.events import ENDED, RunLeft, State
from playground.engine.run.session import Session


class Lane:
    """A session that trains as far as it is told to, and ends by its own rules.

    Every method belongs to the thread of the race.
    """

    def __init__(self, session: Session, log: LossLog) -> None:
        self.session = session
        self.state: State = "paused"
        self._log = log
        self._reason = self._details = ""

    @property
    def step(self) -> int:
        """Steps so far."""
        return self.session.trainer.step_number

    @property
    def standing(self) -> LaneStanding:
        """How it stands."""
        return LaneStanding(self.state, self.step, self._reason, self._details)

    @property
    def can_go_on(self) -> bool:
        """Whether there is a way on from here."""
        return self.state in ("paused", "done")

    def go_on(self) -> None:
        """Train from now on; what its rules have ended goes on as a run that is started again."""
        if not self.can_go_on:
            return
        session, has_ended = self.session, self.state in ENDED
        training = session.spec.training
        session.rules.renew(training, session.trainer.epoch, has_ended=has_ended)
        session.stopwatch.start()
        self._enter("running")

    def rest(self) -> None:
        """Pause."""
        if self.state == "running":
            self._enter("paused")

    def advance_to(self, step: int) -> None:
        """Train to this step of the run, unless it ends before."""
        self.session.choose_threads()
        try:
            while self.state == "running" and self.step < step:
                verdict = self.session.advance(step - self.step, self._log)
                if verdict is not None:
                    self._enter(verdict.state, verdict.reason)
        except Exception as error:
            reason, details, _blame = account_of(error)
            self._enter("failed", reason, details)

    def frame(self, race: int, request: FrameRequest, *, fresh: bool) -> Frame:
        """What a view shows of it now."""
        return self.session.frame(race, request, fresh=fresh)

    def left(self, race: int) -> RunLeft:
        """All there is of it, as of a run that is left."""
        session = self.session
        train, validation, step = session.frames.last_measures(session.trainer, 1.0)
        state, losses = session.run_state(), self._log.to_arrays()
        return RunLeft(
            race, state, session.table, losses, train, validation, step, outcome=self.state
        )

    def _enter(self, state: State, reason: str = "", details: str = "") -> None:
        self.state, self._reason, self._details = state, reason, details
        if state != "running":
            self.session.stopwatch.stop()
