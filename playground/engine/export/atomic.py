"""Writing a file so that the earlier one stays until the new one is complete."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from playground.engine.errors import InputError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a new, empty file beside `path`, which takes its place when the block ends well.

    The file is flushed to the disk before it is put in place; a symbolic link keeps pointing to
    the file it names. If the block raises, the earlier file stays and the new one is removed.

    Raises:
        InputError: the file cannot be written (no folder, no permission, no room).
    """
    target, temporary = _places(path)
    try:
        _create(temporary)
        yield temporary
        _flush(temporary)
        temporary.replace(target)
        _flush_folder(target.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


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
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> InputError:
    """The sentence for a file that could not be written."""
    reason = error.strerror or str(error)
    return InputError(f"{str(path)!r} cannot be written: {reason}; choose another place.")


def _places(path: Path) -> tuple[Path, Path]:
    """The file that `path` leads to, and a new one beside it."""
    try:
        target = _target(path)
    except OSError as error:
        raise unwritable(path, error) from error
    return target, target.with_name(f".playground-{secrets.token_hex(8)}.part")


def _target(path: Path) -> Path:
    target = path.expanduser().resolve()
    if target.is_dir():
        raise InputError(f"{str(path)!r} is a folder; give the name of a file.")
    if target.exists() and not target.is_file():
        raise InputError(f"{str(path)!r} is no ordinary file; choose another place.")
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"{str(path)!r} is protected; choose another place.")
    if not target.parent.is_dir():
        raise InputError(f"The folder {str(target.parent)!r} does not exist; create it first.")
    return target


def _create(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    # Windows cannot open a folder; there the replacement itself is durable enough.
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
