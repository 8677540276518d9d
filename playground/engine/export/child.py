"""Fresh Python processes that can import this package, wherever it lies."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from playground.engine.errors import InputError

TIMEOUT = 600.0
LOOK_EVERY = 0.1
# -P keeps the current folder, which may hold anything, from being searched for modules.
_START = (
    "import importlib, sys; root, name, *rest = sys.argv[1:]; sys.path.append(root); "
    "sys.exit(importlib.import_module(name).main(rest))"
)


class Child:
    """A process that runs `main(arguments)` of a module; leaving its block ends it."""

    def __init__(self, module: str, *arguments: str) -> None:
        root = str(Path(__file__).parents[3])
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, root, module, *arguments],
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
        told: str | None = "go\n"
        while time.monotonic() < end:
            if stop.is_set():
                raise InputError("The export was given up; what was there before is kept.")
            try:
                return self._process.communicate(told, timeout=LOOK_EVERY)[1]
            except subprocess.TimeoutExpired:
                told = None  # what is told is on its way already
        raise RuntimeError(f"{self._module} did not end within {TIMEOUT:g} s.")
