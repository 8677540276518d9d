"""The folder of one work: bytes by their hashes, and the generations that name them.

What has not changed is not written again. A generation is written once all that it names is on the
disk, and the one before it stays: so the newest that is whole can be read at any moment.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from playground.engine.common.atomic_file import PRIVATE, make_private_folder, write_atomically
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.ordinary_file import read_bytes
from playground.state.archive import Damaged
from playground.state.migrations import FORMAT
from playground.state.project_file import (
    MAXIMUM_PAYLOAD,
    OPTIONAL,
    TABLE,
    application_version,
)
from playground.state.recovery import generation as generations
from playground.state.recovery.generation import About, Generation, digest
from playground.state.recovery.held import hold

LOCK = "lock"
_NAME = "%Y-%m-%d %H.%M.%S.%f"
_PREFIX, _SUFFIX = "generation-", ".json"
NEW, OLD = ".new-", ".old-"
"""What a folder is called before it is complete, and while it is removed."""
_STEADY = frozenset({TABLE, *OPTIONAL})
"""Large entries whose bytes are the same object as long as they say the same."""
_NO_NAMES: Collection[str] = ()


class WorkFolder:
    """A work that this process holds; one thread at a time may be at it.

    Attributes:
        latest: the newest generation; None before there is one.
    """

    def __init__(
        self,
        folder: Path,
        lock: BinaryIO,
        latest: Generation | None = None,
        known: Collection[str] = _NO_NAMES,
    ) -> None:
        """Hold a folder.

        Args:
            known: the hashes of bytes that are there and whole.
        """
        self.folder = folder
        self.latest = latest
        self._lock = lock
        self._known = set(known)
        self._earlier: Generation | None = None
        self._number = max((number for number, _path in generation_files(folder)), default=0)
        self._digests: dict[str, tuple[bytes, str]] = {}

    @classmethod
    def begin(cls, root: Path, now: datetime) -> "WorkFolder":
        """Make an empty one.

        Raises:
            InputError: it cannot be made.
        """
        make_private_folder(root)
        name = f"{now:{_NAME}} {os.getpid()}-{secrets.token_hex(3)}"
        new = root / f"{NEW}{name}"
        try:
            new.mkdir(mode=0o700)
            (new / LOCK).touch(mode=PRIVATE)
            lock = hold(new / LOCK)
            assert lock is not None  # nobody else knows of it
            new.replace(root / name)
        except OSError as error:
            shutil.rmtree(new, ignore_errors=True)
            raise _not_kept(root, error) from error
        return cls(root / name, lock)

    def write(
        self,
        entries: Mapping[str, bytes],
        settings: bytes,
        about: About,
        libraries: Mapping[str, str],
    ) -> None:
        """Keep a project with its run.

        Args:
            entries: as `project_file.to_entries` gives them.
            settings: the entry `project.json` of what was set last.

        Raises:
            InputError: it cannot be written; what was kept before stays.
        """
        with self._writing():
            digests = {name: self._put(name, content) for name, content in entries.items()}
            self._publish(
                Generation(
                    number=self._number + 1,
                    entries=digests,
                    settings=self._put("", settings),
                    about=about,
                    version=FORMAT,
                    application=application_version(),
                    libraries=libraries,
                )
            )

    def write_settings(self, settings: bytes, change: Callable[[About], About]) -> None:
        """Keep other settings beside the run that is kept; nothing where none is.

        Raises:
            InputError: they cannot be written; what was kept before stays.
        """
        with self._writing():
            if self.latest is None:
                return
            written, about = self._put("", settings), change(self.latest.about)
            number = self._number + 1
            self._publish(replace(self.latest, number=number, settings=written, about=about))

    def leave(self) -> None:
        """Hold it no longer: others may take it up."""
        self._lock.close()

    def clear(self) -> None:
        """Remove it; what cannot be removed stays and is nobody's."""
        remove(self.folder, self._lock)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except InputError as error:
            raise _not_kept(self.folder.parent, error.__cause__ or error) from error
        finally:
            self._tidy()  # what came of a failure, too: a full disk must not fill further

    def _put(self, name: str, content: bytes) -> str:
        written = self._digest(name, content)
        if written not in self._known:
            write_atomically(self.folder / written, lambda to: to.write(content), PRIVATE)
            self._known.add(written)
        return written

    def _digest(self, name: str, content: bytes) -> str:
        if name not in _STEADY:
            return digest(content)
        if name not in self._digests or self._digests[name][0] is not content:
            self._digests[name] = (content, digest(content))
        return self._digests[name][1]

    def _publish(self, generation: Generation) -> None:
        content = generations.to_bytes(generation)
        place = self.folder / _file_of(generation.number)
        write_atomically(place, lambda to: to.write(content), PRIVATE)
        self._earlier, self.latest, self._number = self.latest, generation, generation.number

    def _tidy(self) -> None:
        """Remove what neither of the last two generations names."""
        kept = [one for one in (self.latest, self._earlier) if one is not None]
        self._known &= {name for one in kept for name in one.digests}
        names = self._known | {LOCK} | {_file_of(one.number) for one in kept}
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.name not in names and not path.name.startswith("."):
                    path.unlink()


def _file_of(number: int) -> str:
    return f"{_PREFIX}{number:08}{_SUFFIX}"


def generation_files(folder: Path) -> list[tuple[int, Path]]:
    """The generations of a work by number, newest first; none where the folder cannot be read."""
    with contextlib.suppress(OSError):
        named = [(path.name[len(_PREFIX) : -len(_SUFFIX)], path) for path in folder.iterdir()]
        found = [(digits, path) for digits, path in named if path.name.startswith(_PREFIX)]
        return sorted(
            ((int(digits), path) for digits, path in found if digits.isdecimal()), reverse=True
        )
    return []


def read_generation(path: Path) -> Generation:
    """The generation that a file describes.

    Raises:
        Damaged: it is torn.
        InputError: it cannot be read.
    """
    return generations.from_bytes(read_bytes(path, 1 << 20))


def read_blob(folder: Path, name: str) -> bytes:
    """The bytes with this hash.

    Raises:
        Damaged: they are others.
        InputError: they cannot be read.
    """
    content = read_bytes(folder / name, MAXIMUM_PAYLOAD)
    if digest(content) != name:
        raise Damaged(_("{name} is not what was saved").format(name=repr(name)))
    return content


def remove(folder: Path, lock: BinaryIO) -> None:
    """Remove a work that is held by `lock`: at once for everybody else, however long it takes."""
    old = folder.with_name(OLD + folder.name)
    if os.name == "nt":  # where nothing that is open can be moved
        lock.close()
    with contextlib.suppress(OSError):
        folder.replace(old)
        shutil.rmtree(old, ignore_errors=True)
    lock.close()


def _not_kept(root: Path, error: BaseException) -> InputError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return InputError(
        _("The work cannot be kept in {folder} ({reason}).").format(folder=root, reason=reason)
    )
