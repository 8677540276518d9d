"""The files that a verb writes: none replaces what was read, and none another."""

import os
from collections.abc import Sequence
from pathlib import Path

from playground.engine.common.atomic_file import write_atomically
from playground.engine.common.errors import InputError
from playground.engine.common.language import _


def require_distinct(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Check that no output is written over an input, or over another output.

    Raises:
        InputError: one is; the sentence names it.
    """
    taken = {os.path.realpath(path) for path in inputs}
    for path in outputs:
        place = os.path.realpath(path)
        if place in taken:
            raise InputError(
                _("{path} is already read or written by this command; choose another name.").format(
                    path=path
                )
            )
        taken.add(place)


def write_text(path: Path, text: str) -> None:
    """Put `text` into `path` as UTF-8.

    Raises:
        InputError: the file cannot be written.
    """
    write_atomically(path, lambda stream: stream.write(text.encode()))
