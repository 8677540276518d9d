"""What is asked of a run next."""

from dataclasses import replace

from playground.engine.frames.frame import Frame, FrameRequest

NUMBERS_EVERY = 4
"""Numbers are renewed after so many looks at least: faster than that nobody can read them."""


class FrameQuestions:
    """Asks for what is wanted; of a run that stands, never twice for the same."""

    def __init__(self) -> None:
        self._wanted: FrameRequest | None = None
        self._sent: FrameRequest | None = None
        self._looks = 0

    def forget(self) -> None:
        """What was asked for may look otherwise now."""
        self._wanted = None

    def renew_numbers(self) -> None:
        """The next frame is to have numbers of its own moment."""
        self._looks = NUMBERS_EVERY

    def next(self, wanted: FrameRequest, *, is_running: bool) -> FrameRequest | None:
        """The request for what is wanted; None where it was asked for already."""
        if not is_running and wanted == self._wanted:
            return None
        self._wanted = wanted
        self._looks += 1
        numbers = not is_running or self._looks >= NUMBERS_EVERY
        self._sent = replace(wanted, numbers=numbers)
        return self._sent

    def take(self, frame: Frame) -> None:
        """A frame came that is shown."""
        # Large networks give few pictures; each of theirs then has the numbers too.
        self._looks = 0 if frame.has_numbers else self._looks

    def are_answered_by(self, frame: Frame) -> bool:
        """Whether it is the last word on what was asked for last."""
        return frame.request == self._sent and not frame.is_provisional
