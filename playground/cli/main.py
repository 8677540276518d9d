"""Chooses the verb, imports it, and turns what goes wrong into an exit status."""

import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence

from playground.cli.arguments import build_parser
from playground.cli.console import say, show
from playground.engine.common.errors import InputError

DONE, FAILED, BAD_INPUT, DIVERGED, INTERRUPTED = 0, 1, 2, 3, 130
_MODULES = {"list": "listing"}
"""Of the verbs whose module has another name."""


def main(arguments: Sequence[str]) -> int:
    """Run a verb; returns the exit status."""
    return guarded(lambda: _run(arguments))


def guarded(work: Callable[[], int]) -> int:
    """Run `work`; bad input is one sentence, a defect of ours a traceback."""
    try:
        status = work()
        sys.stdout.flush()
    except InputError as error:
        say(f"playground: {error}")
        return BAD_INPUT
    except KeyboardInterrupt:
        say("playground: interrupted")
        return INTERRUPTED
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except BrokenPipeError:
        # The reader has had enough (`| head`); what Python would flush at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        details = getattr(error, "details", None)
        if details != "":
            say(traceback.format_exc() if details is None else details)
        say(f"playground: failed: {error}")
        return FAILED
    return status


def _run(arguments: Sequence[str]) -> int:
    parser = build_parser()
    options = parser.parse_args(arguments)
    if options.version:
        from importlib.metadata import version

        show(f"playground {version('playground')}")
        return DONE
    if options.verb is None:
        parser.error("no command is given")
    name = _MODULES.get(options.verb, options.verb)
    run: Callable[..., int] = importlib.import_module(f"playground.cli.{name}").run
    return run(options)
