"""Ctrl-C, SIGTERM and SIGHUP: what was asked for is written, and then the program ends."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

SIGNALS = {
    getattr(signal, name): word
    for name, word in (("SIGINT", "Ctrl-C"), ("SIGTERM", "SIGTERM"), ("SIGHUP", "SIGHUP"))
    if hasattr(signal, name)
}
"""What asks the program to end, and what a person calls it. Windows knows no SIGHUP."""
_STATUS = 128


class Interruption:
    """Hears the signals; `KeyboardInterrupt` follows at once, or is held back.

    Attributes:
        heard: the number of the first signal; 0 as long as there was none.
    """

    def __init__(self) -> None:
        self.heard = 0
        self._is_held = False

    def install(self) -> None:
        """Hear them from now on; what the caller had ignored, as `nohup` does, stays ignored."""
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self.hear)

    def hear(self, number: int, _frame: FrameType | None = None) -> None:
        """Note a signal.

        Raises:
            KeyboardInterrupt: it is not held back, or Ctrl-C was pressed again.
        """
        is_first = not self.heard
        self.heard = self.heard or number
        # A terminal that closes sends SIGHUP more than once: only a person insists.
        if (is_first and not self._is_held) or (not is_first and number == signal.SIGINT):
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """While the block runs, the first signal is only noted in `heard`."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False

    @property
    def name(self) -> str:
        """What a person calls the first signal."""
        return SIGNALS.get(self.heard or signal.SIGINT, "")

    @property
    def status(self) -> int:
        """The exit status of a program that the first signal ended."""
        return _STATUS + (self.heard or signal.SIGINT)
