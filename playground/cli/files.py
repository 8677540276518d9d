"""Writing text files so that an earlier one stays until the new one is complete."""

from pathlib import Path
from typing import BinaryIO

from playground.state.atomic import write_atomically


def write_text(path: Path, text: str) -> None:
    """Put `text` into `path` as UTF-8.

    Raises:
        InputError: the file cannot be written.
    """

    def fill(stream: BinaryIO) -> None:
        stream.write(text.encode())

    write_atomically(path, fill)
