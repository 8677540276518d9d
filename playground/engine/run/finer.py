"""The finer picture of a run that stands still, worked out while nothing else is asked for."""

import dataclasses
from collections.abc import Callable, Iterator

from playground.engine.frames.frame import Frame, FrameRequest, Picture

Refine = Callable[[FrameRequest], Iterator[Picture | None] | None]


class Finer:
    """Makes the picture that was wanted last bit by bit, and keeps it while the run stands."""

    def __init__(self) -> None:
        self._moment: tuple[object, ...] = ()
        self.forget()

    def forget(self) -> None:
        """The network or the data are others now."""
        self._wish: tuple[object, ...] = ()
        self._bits: Iterator[Picture | None] | None = None
        self._picture: Picture | None = None
        self._frame: Frame | None = None

    def follow(self, moment: tuple[object, ...]) -> None:
        """The run stands at this moment, for which pictures of another are of no use."""
        if moment != self._moment:
            self._moment = moment
            self.forget()

    @property
    def is_due(self) -> bool:
        """Whether a picture is in the making."""
        return self._bits is not None

    def picture(self, request: FrameRequest) -> Picture | None:
        """The picture that is wanted, if it is there as finely as can be."""
        return self._picture if _wish(request) == self._wish else None

    def begin(self, frame: Frame, request: FrameRequest, refine: Refine) -> Frame:
        """Make the frame's picture finer from now on, unless it is, or that is under way.

        Returns:
            The frame, which says whether a finer one follows.
        """
        if _wish(request) != self._wish:
            self._wish, self._bits = _wish(request), refine(request)
            self._picture = None if self._bits else frame.picture
        self._frame = dataclasses.replace(frame, is_provisional=self.is_due)
        return self._frame

    def go_on(self) -> Frame | None:
        """Work out one more bit; the frame with a finer picture, or its last, where it is there."""
        bits, frame = self._bits, self._frame
        if bits is None or frame is None:
            return None
        self._bits = None  # where this bit fails, so would the next
        for picture in bits:
            self._bits = bits
            if picture is None:
                return None
            self._picture = picture
            break
        self._picture = self._picture or frame.picture
        return dataclasses.replace(frame, picture=self._picture, is_provisional=self.is_due)


def _wish(request: FrameRequest) -> tuple[object, ...]:
    return request.view, request.grid, request.bounds, request.neuron
