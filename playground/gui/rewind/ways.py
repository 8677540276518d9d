"""Going on from the past as one step of undo: the way that was left can be taken again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from playground.engine.common.language import N_, _
from playground.engine.run.past.kept import spec_here
from playground.gui.controllers.moment import Moment, Start
from playground.state.document import Document, Turn

if TYPE_CHECKING:
    from playground.engine.checkpoint.run_state import RunState
    from playground.gui.controllers.run_controller import RunController

MOST = 4
"""Ways that can be taken again: of large networks, each takes a hundred megabytes."""
GO_ON = N_("Go on from here")
FORGOTTEN = N_("The run that was left is no longer in memory; only its settings are back.")


class Ways:
    """Keeps how the run stood where it went on from elsewhere.

    Args:
        recorded: called once undo can take back something else than before.
    """

    def __init__(
        self, document: Document, run: RunController, recorded: Callable[[], None]
    ) -> None:
        self._recorded = recorded
        self._document = document
        self._run = run
        self._left: deque[Start] = deque()
        document.subscribe_turns(self._turn)

    def go_on_from(self, state: RunState) -> None:
        """Let the run go on from a state that is kept of it, by the settings of then."""
        spec = spec_here(state, self._document.project.run)
        left, taken = Start(), Start()
        self._leave(left)
        self._run.go_back(state.step, spec)
        self._document.record_turn(Turn(left, taken), spec, GO_ON)
        self._recorded()

    def _turn(self, turn: Turn) -> None:
        """Undo or redo: take the other way, and keep this one."""
        left, wanted = turn.left, turn.wanted
        assert isinstance(left, Start)
        assert isinstance(wanted, Start)
        self._recorded()
        if wanted.moment.problem:
            self._run.refused.emit(wanted.moment.problem)
            self._run.follow_document()
            return
        self._leave(left)
        if wanted in self._left:
            self._left.remove(wanted)
        self._run.load_start(wanted)

    def _leave(self, start: Start) -> None:
        if start.moment.problem:
            start.moment = Moment()
        # Else what it holds may still be waited for by a load: the worker replaces it in its turn.
        self._run.keep_in(start)
        self._left.append(start)
        if len(self._left) > MOST:
            self._left.popleft().moment = Moment(problem=_(FORGOTTEN))
