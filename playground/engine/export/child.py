"""Fresh Python processes that can import this package, wherever it lies."""

import contextlib
import os
import subprocess
import threading
import time

from playground.engine.common.errors import InputError
from playground.engine.common.fresh_python import fresh_python
from playground.engine.common.language import _

TIMEOUT = 600.0
LOOK_EVERY = 0.1


class Child:
    """A process that runs `main(arguments)` of a module; leaving its block ends it."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._module = module
        self._process = subprocess.Popen(
            fresh_python(module, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            # TorchScript iterates over sets of names; a fixed seed gives them a fixed order.
            env=os.environ | {"PYTHONHASHSEED": "0"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def finish(self, stop: threading.Event | None = None) -> None:
        """Tell it to go on, and wait until it has ended well.

        Raises:
            InputError: `stop` was set first.
            RuntimeError: it did not; with what it wrote to standard error.
        """
        errors = self._wait(time.monotonic() + TIMEOUT, stop or threading.Event())
        if self._process.returncode != 0:
            raise RuntimeError(f"{self._module} ended with {self._process.returncode}:\n{errors}")

    def _wait(self, end: float, stop: threading.Event) -> str:
        self._tell("go\n")
        while time.monotonic() < end:
            if stop.is_set():
                raise InputError(_("The export was cancelled; earlier files are unchanged."))
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self._process.communicate(timeout=LOOK_EVERY)[1]
        raise RuntimeError(f"{self._module} did not end within {TIMEOUT:g} s.")

    def _tell(self, words: str) -> None:
        # Not by `communicate`: one that times out before it has written never writes.
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # how it ended is told by its status
            self._process.stdin.write(words)
            self._process.stdin.flush()
