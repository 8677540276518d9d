"""Where the command line writes: results on standard output, everything else on standard error."""

import json
import sys
from typing import Any

from playground.cli.streams import why_lost


def say(text: str) -> None:
    """A line for the person."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def show(text: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{text}\n")


def show_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """The result as one JSON object."""
    show(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def status_of_output() -> int:
    """The exit status of a verb whose result is what it shows: 1 where that did not arrive."""
    return 1 if why_lost(sys.stdout) else 0
