"""The files that were opened or saved last. Where the list is kept is the window's affair."""

import os
from collections.abc import Sequence

MAXIMUM_FILES = 10


def with_file(files: Sequence[str], path: str | os.PathLike[str]) -> tuple[str, ...]:
    """`files` (newest first) with `path` as the newest, each file once, at most ten."""
    newest = os.path.realpath(path)
    older = (file for file in files if not _same(file, newest))
    return (newest, *older)[:MAXIMUM_FILES]


def without_file(files: Sequence[str], path: str | os.PathLike[str]) -> tuple[str, ...]:
    """`files` without `path`: it could not be opened, or is to be forgotten."""
    return tuple(file for file in files if not _same(file, path))


def from_stored(stored: object) -> tuple[str, ...]:
    """The list as it was stored, whatever the store made of it: foreign things are left out."""
    texts = stored if isinstance(stored, (list, tuple)) else [stored]
    files: tuple[str, ...] = ()
    for text in reversed(texts):
        if isinstance(text, str) and text and "\0" not in text:
            files = with_file(files, text)
    return files


def _same(first: str | os.PathLike[str], second: str | os.PathLike[str]) -> bool:
    return os.path.normcase(os.path.realpath(first)) == os.path.normcase(os.path.realpath(second))
