"""`playground`: opens the window, or runs a verb of the command line. Imports only what is used."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from playground.cli.arguments import VERBS
from playground.cli.interruption import Interruption
from playground.cli.main import guarded
from playground.cli.main import main as run_verb
from playground.cli.streams import prepare_streams
from playground.engine.common.errors import InputError


def program() -> NoReturn:
    """The console script: `main`, then the end of the process."""
    _end(main(sys.argv[1:], _prepare()))


def window_program() -> NoReturn:
    """The script without a console: `window`, then the end of the process."""
    _end(window(sys.argv[1:], _prepare()))


def main(arguments: Sequence[str], interruption: Interruption | None = None) -> int:
    """Open the window or run a verb; return the exit status."""
    if arguments and (arguments[0] in VERBS or arguments[0].startswith("-")):
        return run_verb(arguments, interruption)
    return window(arguments, interruption)


def window(arguments: Sequence[str], interruption: Interruption | None = None) -> int:
    """Open the window with `[FILE]`, nothing else."""
    return guarded(lambda: _open_window(arguments), interruption or Interruption())


def _prepare() -> Interruption:
    """What holds for the whole process: its streams, and the signals that end it."""
    prepare_streams()
    interruption = Interruption()
    interruption.install()
    return interruption


def _end(status: int) -> NoReturn:
    if "PySide6.QtWidgets" not in sys.modules:
        sys.exit(status)
    # Every file is written and every thread joined by now; taking torch apart module by module
    # would keep the closed window's process alive for another second.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _open_window(given: Sequence[str]) -> int:
    if len(given) > 1:
        raise InputError(
            f"{given[0]!r} is no command ({', '.join(VERBS)}), and the window opens one file, not "
            f"{len(given)}; see playground --help."
        )
    file = Path(given[0]) if given else None
    if list(given) == [""]:
        raise InputError("The name of the file is empty; see playground --help.")
    if file is not None and not file.exists():
        raise InputError(_no_such_file(given[0]))
    _require_display()
    # All that is imported stays; `settle_memory` looks for garbage once, when the window is ready.
    gc.disable()
    try:
        from playground.gui.app import run_window

        return run_window(file)
    finally:
        gc.enable()


def _require_display() -> None:
    """Qt ends the process where there is no screen; say so first."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in screens):
        raise InputError(
            "There is no screen to show the window on (DISPLAY is not set); "
            "playground train works without one."
        )


def _no_such_file(name: str) -> str:
    from playground.engine.catalogue import index

    if index.find("datasets", name):
        return f"There is no file {name!r}; to train on that dataset, say: playground train {name}"
    verbs = ", ".join(VERBS)
    return f"There is no file {name!r}, and no such command; the commands are {verbs}."


if __name__ == "__main__":
    program()
