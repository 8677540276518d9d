"""`playground`: opens the window, or runs a verb of the command line. Imports only what is used."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from playground.cli.arguments import VERBS
from playground.cli.interruption import Interruption
from playground.cli.language_option import take_language
from playground.cli.main import guarded, run_verb
from playground.cli.streams import prepare_streams
from playground.engine.common.errors import InputError
from playground.engine.common.language import Language, _, language_of, speak


def program() -> NoReturn:
    """The console script: `main`, then the end of the process."""
    _end(main(sys.argv[1:], _prepare()))


def window_program() -> NoReturn:
    """The script without a console: `window`, then the end of the process."""
    _end(window(sys.argv[1:], _prepare()))


def main(arguments: Sequence[str], interruption: Interruption | None = None) -> int:
    """Open the window or run a verb; return the exit status."""
    heard = interruption or Interruption()
    return guarded(lambda: _open_or_run(arguments, heard), heard)


def window(arguments: Sequence[str], interruption: Interruption | None = None) -> int:
    """Open the window with `[FILE]`, and no verb."""
    heard = interruption or Interruption()
    return guarded(lambda: _open_window(*_take_language(arguments)), heard)


def _prepare() -> Interruption:
    """What holds for the whole process: its streams, its language, the signals that end it."""
    prepare_streams()
    speak(language_of(os.environ))
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


def _open_or_run(arguments: Sequence[str], interruption: Interruption) -> int:
    given, chosen = _take_language(arguments)
    if given and (given[0] in VERBS or given[0].startswith("-")):
        return run_verb(given, interruption)
    return _open_window(given, chosen)


def _take_language(arguments: Sequence[str]) -> tuple[list[str], Language | None]:
    """Speak what `--language` asks for from now on; the other arguments, and that language."""
    given, chosen = take_language(arguments)
    if chosen is not None:
        speak(chosen)
    return given, chosen


def _open_window(given: Sequence[str], chosen: Language | None) -> int:
    if len(given) > 1:
        raise InputError(
            _(
                "{name} is not a command ({commands}), and the window opens one file, not {n}; "
                "see playground --help."
            ).format(name=repr(given[0]), commands=", ".join(VERBS), n=len(given))
        )
    file = Path(given[0]) if given else None
    if list(given) == [""]:
        raise InputError(_("The name of the file is empty; see playground --help."))
    if file is not None and not file.exists():
        raise InputError(_no_such_file(given[0]))
    _require_display()
    # All that is imported stays; the window looks for garbage once, when it is ready.
    gc.disable()
    try:
        from playground.gui.app import run_window

        return run_window(file, chosen)
    finally:
        gc.enable()


def _require_display() -> None:
    """Qt ends the process where there is no screen; say so first."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in screens):
        raise InputError(
            _(
                "There is no screen to show the window on (DISPLAY is not set); "
                "playground train works without one."
            )
        )


def _no_such_file(name: str) -> str:
    from playground.engine.catalogue import index

    if index.find("datasets", name):
        return _(
            "There is no file {name}; to train on that dataset, use: playground train {key}"
        ).format(name=repr(name), key=name)
    return _("There is no file {name}, and no such command; the commands are {commands}.").format(
        name=repr(name), commands=", ".join(VERBS)
    )


if __name__ == "__main__":
    program()
