"""Writing a file so that its place never holds half of it."""

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from playground.engine.common.errors import InputError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a new, empty file beside `path`, which takes its place when the block ends well.

    The file is flushed to the disk before it is moved into place; a symbolic link stays one, and
    what it points to is replaced. Killed at any moment, or failing, the earlier file stays.

    Raises:
        InputError: the folder is missing, the disk is full, or there is no permission.
    """
    target, temporary = _places(path)
    try:
        _create(temporary)
        yield temporary
        _flush(temporary)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except OSError as error:
        raise InputError(_sentence(path, error)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    _flush_folder(target.parent)


def write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a new file, which then takes the place of `path` as `replacing` says.

    Raises:
        InputError: as for `replacing`.
    """
    with replacing(path) as temporary, temporary.open("wb") as stream:
        write(stream)


def require_writable(path: Path) -> None:
    """Try, before long work starts, whether a file can be put at `path`; nothing is left behind.

    Raises:
        InputError: it cannot.
    """
    _, temporary = _places(path)
    try:
        _create(temporary)
        temporary.unlink()
    except OSError as error:
        raise InputError(_sentence(path, error)) from error


def _places(path: Path) -> tuple[Path, Path]:
    """The file that `path` leads to, and a new one beside it."""
    try:
        target = Path(os.path.realpath(path.expanduser()))
        _check(path, target)
    except OSError as error:
        raise InputError(_sentence(path, error)) from error
    return target, target.with_name(f".playground-{secrets.token_hex(8)}.tmp")


def _check(path: Path, target: Path) -> None:
    if target.is_dir():
        raise InputError(f"{path} is a folder; give the name of a file in it.")
    if target.exists() and not target.is_file():
        raise InputError(f"{path} is no ordinary file; choose another name.")
    if not target.parent.is_dir():
        raise InputError(f"{path} cannot be written: the folder {target.parent} does not exist.")
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"{path} cannot be written: it is protected; choose another name.")


def _create(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


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
