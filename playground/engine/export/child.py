"""Fresh Python processes that can import this package, wherever it lies."""

import os
import subprocess
import sys
from pathlib import Path

TIMEOUT = 600.0
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

    def finish(self) -> None:
        """Tell it to go on, and wait until it has ended well.

        Raises:
            RuntimeError: it did not; with what it wrote to standard error.
        """
        try:
            _, errors = self._process.communicate("go\n", timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            raise RuntimeError(f"{self._module} did not end within {TIMEOUT:g} s.") from None
        if self._process.returncode != 0:
            raise RuntimeError(f"{self._module} ended with {self._process.returncode}:\n{errors}")
