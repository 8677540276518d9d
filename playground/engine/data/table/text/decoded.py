"""A table's text, how it was taken, and where its lines lie."""

from dataclasses import dataclass

CHOSEN = "chosen"
"""Stands for the reason where nothing was guessed; it is not shown."""


@dataclass(frozen=True, slots=True)
class Guess:
    """How a table is taken: the value of the setting, and why, as a sentence.

    `why` is `CHOSEN` where nothing was guessed.
    """

    value: str
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class TableText:
    """A table, or its beginning, in UTF-8.

    Attributes:
        content: UTF-8 without byte order mark and without NUL.
        size: bytes of the whole file as given.
        complete: `content` is the whole table, not only its beginning.
        share: the part of the file that `content` holds, in 0..1.
        notes: sentences on bytes that were no text.
    """

    name: str
    content: bytes
    encoding: Guess
    size: int
    complete: bool
    share: float
    notes: tuple[str, ...] = ()


def line_at(content: bytes, offset: int) -> int:
    """The physical line, from 1, that holds byte `offset` of UTF-8 or a codec that keeps ASCII."""
    before = content[:offset]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
