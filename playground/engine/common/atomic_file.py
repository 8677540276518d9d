"""Writing a file so that its place never holds half of it."""

import contextlib
import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from playground.engine.common.errors import InputError
from playground.engine.common.language import _

TEMPORARY = ".playground-*.tmp"
_FOLDER = ".folder"
"""The end of the name of a folder that is in use as long as the file of that name is there."""
PRIVATE, PUBLIC = 0o600, 0o666
"""Who may read a new file: its owner alone, or whoever the person's system lets."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_UNKNOWN = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextlib.contextmanager
def replacing(path: Path, mode: int = PUBLIC) -> Iterator[Path]:
    """Yield a new, empty file beside `path`, which takes its place when the block ends well.

    The file is flushed to the disk before it is moved into place; a symbolic link stays one, and
    what it points to is replaced. Killed at any moment, or failing, the earlier file stays; what
    is left beside it then is cleared away by the next one who writes into that folder.

    Args:
        mode: the permissions of a new file. One that replaces another has those of the other,
            from the beginning.

    Raises:
        InputError: the folder is missing, the disk is full, or there is no permission; or the
            file is in its place, but the disk may not keep it.
    """
    target, temporary = _places(path)
    try:
        earlier = target.stat().st_mode & 0o777 if target.exists() else None
        with _created(temporary, mode if earlier is None else earlier) as held:
            yield temporary
            _flush(temporary)
            if earlier is not None:
                _set_mode(temporary, earlier)
            if os.name == "nt":  # where nothing that is open can be moved
                held.close()
            temporary.replace(target)
    except OSError as error:
        raise InputError(_sentence(path, error)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    _flush_folder(path, target.parent)


def write_atomically(path: Path, write: Callable[[BinaryIO], object], mode: int = PUBLIC) -> None:
    """Let `write` fill a new file, which then takes the place of `path` as `replacing` says.

    Raises:
        InputError: as for `replacing`.
    """
    with replacing(path, mode) as temporary, temporary.open("wb") as stream:
        write(stream)


def require_writable(path: Path) -> None:
    """Try, before long work starts, whether a file can be put at `path`; nothing is left behind.

    Raises:
        InputError: it cannot.
    """
    _, temporary = _places(path)
    try:
        with _created(temporary, PRIVATE):
            pass
        temporary.unlink()
    except OSError as error:
        raise InputError(_sentence(path, error)) from error


def make_private_folder(folder: Path) -> None:
    """Make a folder for private files, if it is not there.

    Raises:
        InputError: it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            _("The folder {folder} cannot be created ({reason}).").format(
                folder=folder, reason=error.strerror
            )
        ) from error


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a new folder for temporary files, which only its owner can read, and remove it.

    What is left of it by a process that was killed is cleared away by the next one who makes one.

    Raises:
        InputError: there is no room or no permission for it.
    """
    place = Path(tempfile.gettempdir())
    sweep(place)
    held = _new_name(place)
    folder = held.with_suffix(_FOLDER)
    with contextlib.ExitStack() as stack:
        try:
            stack.callback(held.unlink, missing_ok=True)
            stack.enter_context(_created(held, PRIVATE))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise InputError(
                _(
                    "The folder for temporary files, {folder}, cannot be written ({reason}); free "
                    "some space in it."
                ).format(folder=place, reason=error.strerror)
            ) from error
        yield folder


def sweep(folder: Path) -> None:
    """Remove what processes that were killed while writing have left in a folder."""
    with contextlib.suppress(OSError):
        for path in folder.glob(TEMPORARY):
            with contextlib.suppress(OSError):
                with path.open("rb") as stream:
                    _hold(stream.fileno())  # whoever still writes it holds it
                    if os.name != "nt":  # where nothing that is open can be removed
                        path.unlink()
                if os.name == "nt":
                    path.unlink()
        for path in folder.glob(f".playground-*{_FOLDER}"):
            if not path.with_suffix(".tmp").exists():
                shutil.rmtree(path, ignore_errors=True)


def _places(path: Path) -> tuple[Path, Path]:
    """The file that `path` leads to, and a new one beside it."""
    try:
        target = Path(os.path.realpath(path.expanduser()))
        _check(path, target)
    except OSError as error:
        raise InputError(_sentence(path, error)) from error
    sweep(target.parent)
    return target, _new_name(target.parent)


def _new_name(folder: Path) -> Path:
    return folder / f".playground-{secrets.token_hex(8)}.tmp"


def _check(path: Path, target: Path) -> None:
    if target.is_dir():
        sentence = _("{path} is a folder; give the name of a file in it.")
    elif target.exists() and not target.is_file():
        sentence = _("{path} is not an ordinary file; choose another name.")
    elif not target.parent.is_dir():
        sentence = _("{path} cannot be written: the folder {folder} does not exist.")
    elif target.exists() and not os.access(target, os.W_OK):
        sentence = _("{path} cannot be written: it is protected; choose another name.")
    else:
        return
    raise InputError(sentence.format(path=path, folder=target.parent))


@contextlib.contextmanager
def _created(path: Path, mode: int) -> Iterator[BinaryIO]:
    """Make an empty file, and hold it as long as the block runs."""
    while True:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        stream = os.fdopen(descriptor, "wb")
        with contextlib.suppress(OSError):  # some network file systems let nobody hold a file
            _hold(descriptor, wait=True)
        if path.exists():
            break
        stream.close()  # another process took it for one that is left, before it was held
    with stream:
        yield stream


def _hold(descriptor: int, *, wait: bool = False) -> None:
    """Hold an open file; Windows removes no open file anyway.

    Raises:
        OSError: another process holds it, and this one is not to `wait` for it.
    """
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _set_mode(path: Path, mode: int) -> None:
    if path.stat().st_mode & 0o777 != mode:
        # A file system without permissions (vfat, cifs) can be written all the same.
        with contextlib.suppress(PermissionError):
            path.chmod(mode)


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _flush_folder(path: Path, folder: Path) -> None:
    # Windows opens no folders and some network file systems flush none: then the move reaches the
    # disk a little later.
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNKNOWN:
            raise InputError(
                _(
                    "{path} was written, but may be lost if the computer stops ({reason}); write "
                    "it again, in another place."
                ).format(path=path, reason=error.strerror)
            ) from error
    finally:
        os.close(descriptor)


def _sentence(path: Path, error: OSError) -> str:
    if error.errno in _FULL:
        sentence = _("{path} cannot be written: the disk is full; an earlier file is unchanged.")
    elif error.errno in _FORBIDDEN:
        sentence = _("{path} cannot be written: there is no permission; choose another folder.")
    elif error.strerror:
        sentence = _("{path} cannot be written ({reason}); an earlier file is unchanged.")
    else:
        sentence = _("{path} cannot be written; an earlier file is unchanged.")
    return sentence.format(path=path, reason=error.strerror)
