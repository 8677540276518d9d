"""Writing a file so that its place never holds half of it."""

import contextlib
import errno
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from playground.engine.errors import InputError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def write_atomically(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Let `write` fill a new file, which then takes the place of `path` in one move.

    A symbolic link stays one: what it points to is replaced. Killed at any moment, or failing,
    it leaves the earlier file as it was.

    Raises:
        InputError: the folder is missing, the disk is full, or there is no permission.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".playground-{secrets.token_hex(8)}.tmp")
    try:
        _check_place(path, target)
        _write_through(temporary, target, write)
        temporary.replace(target)
    except OSError as error:
        _remove(temporary)
        raise InputError(_sentence(path, error)) from error
    except BaseException:
        _remove(temporary)
        raise
    _flush_folder(target.parent)


def _check_place(path: Path, target: Path) -> None:
    if target.is_dir():
        raise InputError(f"{path} is a folder; give the name of a file in it.")
    if not target.parent.is_dir():
        raise InputError(f"{path} cannot be written: the folder {target.parent} does not exist.")
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"{path} cannot be written: it is protected; choose another name.")


def _write_through(temporary: Path, target: Path, write: Callable[[BinaryIO], None]) -> None:
    with temporary.open("xb") as stream:
        write(stream)
        stream.flush()
        os.fsync(stream.fileno())
    if target.exists():
        temporary.chmod(target.stat().st_mode & 0o777)


def _remove(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    # The file is in its place already. Windows opens no folders and some network file systems
    # flush none: then the move reaches the disk a little later.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sentence(path: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return f"{path} cannot be written: the disk is full; what was there before is kept."
    if error.errno in _FORBIDDEN:
        return f"{path} cannot be written: there is no permission; choose another folder."
    reason = error.strerror or "an unknown error"
    return f"{path} cannot be written ({reason}); what was there before is kept."
