"""The past of a run, on the worker's thread: what is kept of it, and which of that is shown."""

import time
from collections.abc import Iterable

from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.run.past.kept import KeptStates
from playground.engine.run.past.view import View
from playground.engine.run.session import Session

SHARE = 0.005
"""Of the time that passes, at most so much goes into keeping states."""
AT_ONCE = 0.01
"""Seconds that may go into it at once: the first steps of a run are worth more than others."""
MOST_WAITING = 10
"""As many times the work, waiting for the interpreter counts at most; what is more is the machine's
own, which other programs keep busy."""


class Past:
    """Keeps states between two chunks of steps, as often as its share of the time allows.

    Attributes:
        step: of the state that is shown in place of the present; None while that is.
    """

    def __init__(self, kept: KeptStates) -> None:
        self.step: int | None = None
        self._kept = kept
        self._view: View | None = None
        self._credit = self._counted_at = 0.0

    @property
    def states(self) -> tuple[RunState, ...]:
        """What is kept, oldest first."""
        return self._kept.states

    def clear(self) -> None:
        """Another run begins."""
        self.leave()
        self._kept.clear()

    def begin(self, session: Session, states: Iterable[RunState]) -> None:
        """A run stands at its start, or goes on where these lie behind it."""
        self.leave()
        self._kept.replace_all(states)
        self._credit, self._counted_at = AT_ONCE, time.perf_counter()
        self.keep(session)

    def follow_change(self) -> None:
        """The settings are others now; what was kept before stays."""
        self.leave()
        self._kept.try_again()

    def keep(self, session: Session) -> None:
        """Keep the session as it stands, if that is due."""
        states, now = self._kept.states, time.perf_counter()
        self._credit = min(AT_ONCE, self._credit + SHARE * (now - self._counted_at))
        self._counted_at = now
        is_new = not states or states[-1].step < session.trainer.step_number
        if self._credit < 0 or not is_new or not self._kept.are_wanted:
            return
        began = time.thread_time()
        state = session.run_state()
        if state.weights_of is None:  # else the run has diverged: it does not stand there
            self._kept.keep(state)
        worked, spent = time.thread_time() - began, time.perf_counter() - now
        self._credit -= min(spent, MOST_WAITING * worked)

    def until(self, step: int) -> tuple[RunState, ...]:
        """What is kept of the steps up to this one."""
        return tuple(state for state in self._kept.states if state.step <= step)

    def find(self, step: int) -> RunState:
        """The state of this step.

        Raises:
            InputError: it is not kept.
        """
        state = self._kept.find(step)
        if state is None:
            sentence = _("The run cannot go back to step {step}: no state of it is kept.")
            raise InputError(sentence.format(step=grouped(step)))
        return state

    def look(self, step: int | None) -> None:
        """Show the run as it was after this step, or as it is now (None).

        Where no state is kept of the step, the last one before it is shown.
        """
        self.step = step
        if step is None:
            self._view = None

    def leave(self) -> None:
        """Show the run as it is now, and give back what looking back took."""
        self.look(None)

    def view(self, session: Session) -> View | None:
        """What is shown in the place of the session, if the past is.

        Raises:
            InputError: nothing is kept, or the data of then cannot be had any more.
        """
        if self.step is None:
            return None
        state = self._kept.before(self.step)
        if state is None:
            raise InputError(_("Nothing is kept of the past of this run."))
        if self._view is None:
            self._view = View(state, session)
        elif self._view.state is not state:
            self._view = self._view.move_to(state, session)
        return self._view
