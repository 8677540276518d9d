"""Chooses the verb, imports it, and turns what goes wrong into an exit status."""

import argparse
import errno
import importlib
import sys
import traceback
from collections.abc import Callable, Sequence

from playground.cli.arguments import build_parser
from playground.cli.console import say, show
from playground.cli.interruption import Interruption
from playground.cli.streams import why_lost
from playground.engine.common.errors import InputError

DONE, FAILED, BAD_INPUT, DIVERGED = 0, 1, 2, 3
_MODULES = {"list": "listing"}
"""Of the verbs whose module has another name."""


def main(arguments: Sequence[str], interruption: Interruption | None = None) -> int:
    """Run a verb; returns the exit status."""
    heard = interruption or Interruption()
    return guarded(lambda: _run(arguments, heard), heard)


def guarded(work: Callable[[], int], interruption: Interruption) -> int:
    """Run `work`; bad input is one sentence, a defect of ours a traceback."""
    status = _status_of(work, interruption)
    lost = why_lost(sys.stdout)
    # A reader who has had enough (`| head`) knows.
    if lost is not None and lost.errno != errno.EPIPE:
        say(f"playground: standard output cannot be written ({lost.strerror}).")
    return status


def _status_of(work: Callable[[], int], interruption: Interruption) -> int:
    try:
        return work()
    except InputError as error:
        say(f"playground: {error}")
        return BAD_INPUT
    except KeyboardInterrupt:
        say(f"playground: interrupted by {interruption.name}")
        return interruption.status
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except Exception as error:
        details = getattr(error, "details", None)
        if details != "":
            say(traceback.format_exc() if details is None else details)
        say(f"playground: failed: {error}")
        return FAILED


def _run(arguments: Sequence[str], interruption: Interruption) -> int:
    parser = build_parser()
    options = parser.parse_args(arguments, argparse.Namespace(interruption=interruption))
    if options.version:
        from importlib.metadata import version

        show(f"playground {version('playground')}")
        return DONE
    if options.verb is None:
        parser.error("no command is given")
    name = _MODULES.get(options.verb, options.verb)
    run: Callable[..., int] = importlib.import_module(f"playground.cli.{name}").run
    return run(options)
