"""Publishing what views ask for, without letting pictures take the time of training."""

import time
from collections.abc import Callable

from playground.engine.frames.frame import Frame, FrameRequest, FrameSlot
from playground.engine.frames.network import Place

PICTURE_SHARE = 0.2
"""The part of a run's time that may go into pictures, however often a window asks for them."""


class Pictures:
    """Puts a frame into the slot when one was asked for and there is something new to show."""

    def __init__(self, slot: FrameSlot) -> None:
        self._slot = slot
        self._shown: tuple[object, ...] = ()
        self._next = 0.0
        self._neuron: Place | None = None

    def renew(self) -> None:
        """Something changed that no step shows: the next request is answered at once."""
        self._shown, self._next = (), 0.0

    @property
    def are_asked_for(self) -> bool:
        """Whether a view waits."""
        return self._slot.waiting is not None

    def publish(
        self,
        make: Callable[[FrameRequest], Frame],
        moment: tuple[object, ...],
        *,
        is_running: bool,
        is_at_full_speed: bool,
    ) -> None:
        """Answer the request that waits, if there is one.

        Args:
            moment: what the frame would show; while running, no moment is shown twice.
            is_at_full_speed: training then has the next moments to itself after a slow picture.
        """
        began, waits = time.perf_counter(), self._slot.waiting
        # Whoever points at a neuron waits for its map, and not for training.
        is_pointing = waits is not None and waits.neuron not in (None, self._neuron)
        if is_at_full_speed and began < self._next and not is_pointing:
            return
        request = self._slot.pending()
        if request is None:
            return
        self._neuron = request.neuron
        # In slow motion a window asks more often than there is something new to show.
        if is_running and (request, *moment) == self._shown:
            return
        self._shown = (request, *moment)
        self._slot.put(make(request))
        if is_running:
            now = time.perf_counter()
            self._next = now + (now - began) * (1.0 / PICTURE_SHARE - 1.0)
