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
from playground.engine.common.language import _

DONE, FAILED, BAD_INPUT, DIVERGED = 0, 1, 2, 3
_MODULES = {"list": "listing"}
"""Of the verbs whose module has another name."""


def guarded(work: Callable[[], int], interruption: Interruption) -> int:
    """Run `work`; bad input is one sentence, a defect of ours a traceback."""
    status = _status_of(work, interruption)
    lost = why_lost(sys.stdout)
    # A reader who has had enough (`| head`) knows.
    if lost is not None and lost.errno != errno.EPIPE:
        words = _("Standard output cannot be written ({reason}).").format(reason=lost.strerror)
        say(f"playground: {words}")
    return status


def _status_of(work: Callable[[], int], interruption: Interruption) -> int:
    try:
        return work()
    except InputError as error:
        say(f"playground: {error}")
        return BAD_INPUT
    except KeyboardInterrupt:
        words = _("Interrupted by {signal}.").format(signal=interruption.name)
        say(f"playground: {words}")
        return interruption.status
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except Exception as error:
        _say_failure(error)
        return FAILED


def _say_failure(error: Exception) -> None:
    details = getattr(error, "details", None)
    if details is None:
        say(traceback.format_exc())
        words = _("Failed: {reason}").format(reason=error)
        say(f"playground: {words}")
        return
    if details:
        say(details)
    say(f"playground: {error}")


def run_verb(arguments: Sequence[str], interruption: Interruption) -> int:
    """Run a verb; returns the exit status, where nothing goes wrong."""
    parser = build_parser()
    options = parser.parse_args(arguments, argparse.Namespace(interruption=interruption))
    if options.version:
        from importlib.metadata import version

        show(f"playground {version('playground')}")
        return DONE
    if options.verb is None:
        raise InputError(_("No command was given; see playground --help."))
    name = _MODULES.get(options.verb, options.verb)
    run: Callable[..., int] = importlib.import_module(f"playground.cli.{name}").run
    return run(options)
