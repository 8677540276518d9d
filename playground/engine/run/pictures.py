"""Publishing what views ask for, without letting pictures take the time of training."""

import dataclasses
import time
from collections.abc import Callable

from playground.engine.frames.frame import Frame, FrameRequest, FrameSlot
from playground.engine.frames.network import Place
from playground.engine.run.finer import Finer, Refine

PICTURE_SHARE = 0.2
"""The part of a run's time that may go into pictures, however often a window asks for them."""


FINEST = 200
"""Cells along each side, at most, of a picture that is made at once."""
FINEST_AT_FULL_SPEED = FINEST_OF_PAST = 100


class Pictures:
    """Puts a frame into the slot when one was asked for and there is something new to show.

    While a run stands, its picture comes twice: at once, and as finely as it was wanted once there
    was time for that.
    """

    def __init__(self, slot: FrameSlot) -> None:
        self._slot = slot
        self._shown: tuple[object, ...] = ()
        self._next = 0.0
        self._neuron: Place | None = None
        self._finer = Finer()

    def renew(self) -> None:
        """Something changed that no step shows: the next request is answered at once."""
        self._shown, self._next = (), 0.0
        self._finer.forget()

    @property
    def are_asked_for(self) -> bool:
        """Whether a view waits."""
        return self._slot.waiting is not None

    @property
    def can_be_finer(self) -> bool:
        """Whether the picture that a view has can be made finer."""
        return self._finer.is_due

    def publish(
        self,
        make: Callable[[FrameRequest], Frame],
        refine: Refine,
        moment: tuple[object, ...],
        *,
        is_running: bool,
        is_at_full_speed: bool,
        is_past: bool = False,
    ) -> None:
        """Answer the request that waits, if there is one; else work at what was asked before.

        Args:
            refine: begins to make the picture of the last frame finer.
            moment: what the frame would show; while running, no moment is shown twice.
            is_at_full_speed: training then has the next moments to itself after a slow picture.
            is_past: one who goes through the past wants each moment soon rather than fine.
        """
        self._finer.follow((*moment, is_running))
        began, waits = time.perf_counter(), self._slot.waiting
        # Whoever points at a neuron waits for its map, and not for training.
        is_pointing = waits is not None and waits.neuron not in (None, self._neuron)
        if is_at_full_speed and began < self._next and not is_pointing:
            return
        request = self._slot.pending()
        if request is None:
            self._go_on()
            return
        self._neuron = request.neuron
        # In slow motion a window asks more often than there is something new to show.
        if is_running and (request, *moment) == self._shown:
            return
        self._shown = (request, *moment)
        if not is_running:
            finest = FINEST_OF_PAST if is_past else FINEST
            frame = self._of_standing(request, make, finest)
            self._slot.put(self._finer.begin(frame, request, refine))
            return
        self._slot.put(_made(make, request, FINEST_AT_FULL_SPEED if is_at_full_speed else FINEST))
        now = time.perf_counter()
        self._next = now + (now - began) * (1.0 / PICTURE_SHARE - 1.0)

    def _of_standing(
        self, request: FrameRequest, make: Callable[[FrameRequest], Frame], finest: int
    ) -> Frame:
        known = self._finer.picture(request)
        if known is None:
            return _made(make, request, finest)
        rest = make(dataclasses.replace(request, view=None, neuron=None))
        return dataclasses.replace(rest, request=request, picture=known)

    def _go_on(self) -> None:
        finished = self._finer.go_on()
        if finished is not None:
            self._slot.put(finished)


def _made(make: Callable[[FrameRequest], Frame], request: FrameRequest, finest: int) -> Frame:
    frame = make(dataclasses.replace(request, grid=min(request.grid, finest)))
    return dataclasses.replace(frame, request=request)
