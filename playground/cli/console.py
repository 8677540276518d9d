"""Where the command line writes: results on standard output, everything else on standard error."""

import json
import sys
from typing import Any


def say(text: str) -> None:
    """A line for the person."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def show(text: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{text}\n")


def counted(number: str, word: str) -> str:
    """`1 step`, `28.5714 steps`, by what the number reads."""
    return f"{number} {word}{'' if number == '1' else 's'}"


def show_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """The result as one JSON object."""
    show(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))
