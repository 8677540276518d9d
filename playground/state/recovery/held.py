"""A file that a process holds as long as it lives, however it ends."""

import contextlib
import errno
import sys
import time
from pathlib import Path
from typing import BinaryIO

LOOKING = 1.0
"""Seconds within which whoever looks is through, however busy the machine."""
_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)


def hold(path: Path, *, shared: bool = False) -> BinaryIO | None:
    """Hold the file at `path` until the stream is closed; None where somebody else holds it.

    Args:
        shared: any number may hold it so at once, but nobody holds it alone meanwhile.

    Raises:
        OSError: it cannot be opened, or its disk lets nobody hold a file.
    """
    stream = path.open("rb+")
    try:
        _lock(stream.fileno(), shared)
    except OSError as error:
        stream.close()
        if error.errno in _HELD:
            return None
        raise
    return stream


def hold_soon(path: Path) -> BinaryIO | None:
    """As `hold`, but whoever only looks whether it is held is waited for; not for a window."""
    end = time.monotonic() + LOOKING
    while (stream := hold(path)) is None and time.monotonic() < end:
        time.sleep(0.02)
    return stream


def is_held(path: Path) -> bool:
    """Whether a living process holds the file, as far as can be told; one that is gone is not."""
    try:
        stream = hold(path, shared=True)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    with contextlib.closing(stream) if stream is not None else contextlib.nullcontext():
        return stream is None


def _lock(descriptor: int, shared: bool) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
