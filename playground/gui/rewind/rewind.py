"""Moves the window through the past of its run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject

from playground.engine.common.language import N_

if TYPE_CHECKING:
    from playground.engine.frames.frame import Frame
    from playground.gui.controllers.run.run_controller import RunController
    from playground.gui.workspace import Workspace

SHOWN = N_("shown")
"""The mark in the loss plot."""
RENEWED_EVERY = 500
"""Milliseconds between two renewals of the slider while the run trains: more cannot be read."""


class Rewind(QObject):
    """Between the scrubber, the run and the loss plot."""

    def __init__(self, run: RunController, space: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._run = run
        self._loss = space.loss
        self._scrubber = space.scrubber
        self._known: tuple[object, ...] = ()
        self._since = QElapsedTimer()
        self._since.start()
        self._scrubber.wanted.connect(run.look_back)
        self._scrubber.bar.go_on.connect(self.go_on)
        run.pump.looked.connect(self._follow)
        run.state_changed.connect(self._renew)
        run.past_shown.connect(self._show)
        run.past_changed.connect(self._leave)

    def go_on(self) -> None:
        """Let the run go on from the moment that is shown, which becomes the present."""
        self._run.go_on_from_past()
        self._loss.clear_marks()

    def _follow(self) -> None:
        """While it trains, more is kept all the time."""
        if self._run.state != "running" or self._since.hasExpired(RENEWED_EVERY):
            self._renew()

    def _renew(self) -> None:
        kept, step = self._run.thread_of_training.kept, self._run.thread_of_training.log.steps
        known = (kept.states, kept.too_large, step)
        if known == self._known:
            return
        self._known = known
        self._since.restart()
        if kept.too_large and not kept.states:
            self._scrubber.set_too_large(kept.too_large)
        else:
            self._scrubber.set_steps([state.step for state in kept.states], step)

    def _show(self, frame: Frame) -> None:
        self._renew()
        self._scrubber.show_step(frame.step)
        self._loss.best_offer.hide()  # it is of the present, which offers it again
        if self._loss.marks.get(SHOWN) != frame.step:
            self._loss.set_mark(frame.step, SHOWN)

    def _leave(self) -> None:
        """The present is shown again, unless another moment of the past is."""
        if self._run.past is None:
            self._scrubber.show_step(None)
            self._loss.set_mark(None, SHOWN)
