"""Reading a file that a person names, whatever it turns out to be."""

import contextlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped


@contextlib.contextmanager
def opened(path: Path, most: int) -> Iterator[tuple[BinaryIO, int]]:
    """Open an ordinary file of at most `most` bytes; yields it and its size.

    Raises:
        InputError: it is missing, a folder, a pipe or a device, too large, or cannot be read.
    """
    if "\0" in str(path):
        raise InputError(_("{name} cannot be the name of a file.").format(name=repr(str(path))))
    try:
        with io.BufferedReader(io.FileIO(str(path), opener=_open)) as stream:
            yield stream, _size(path, os.fstat(stream.fileno()), most)
    except FileNotFoundError:
        raise InputError(_("{path} does not exist; check the name.").format(path=path)) from None
    except PermissionError:
        if path.is_dir():  # as Windows puts it
            raise _folder(path) from None
        raise InputError(
            _("{path} cannot be read: there is no permission; change its permissions.").format(
                path=path
            )
        ) from None
    except IsADirectoryError:
        raise _folder(path) from None
    except OSError as error:
        raise InputError(
            _("{path} cannot be read ({reason}).").format(path=path, reason=error.strerror or error)
        ) from None


def read_bytes(path: Path, most: int) -> bytes:
    """All of an ordinary file of at most `most` bytes, even if it grows meanwhile.

    Raises:
        InputError: as for `opened`.
    """
    with opened(path, most) as (stream, size):
        content = stream.read(size + 1)
        if len(content) > size:
            content += stream.read(most + 1 - len(content))
        _check_size(path, len(content), most)
        return content


def _open(path: str, flags: int) -> int:
    # Opening a pipe would otherwise wait for whoever writes into it.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _folder(path: Path) -> InputError:
    return InputError(_("{path} is a folder; choose a file in it.").format(path=path))


def _size(path: Path, status: os.stat_result, most: int) -> int:
    if not stat.S_ISREG(status.st_mode):
        raise InputError(_("{path} is not an ordinary file; choose another one.").format(path=path))
    _check_size(path, status.st_size, most)
    return status.st_size


def _check_size(path: Path, size: int, most: int) -> None:
    if size > most:
        raise InputError(
            _("{path} has {size} MiB; at most {most} MiB can be read.").format(
                path=path, size=grouped(round(size / 2**20)), most=grouped(most // 2**20)
            )
        )
