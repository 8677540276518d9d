"""All works that no file holds: those that are being done, and what was left or cut off."""

import contextlib
import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playground.engine.common.atomic_file import sweep
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.state import project_json, strict_json
from playground.state.archive import Damaged
from playground.state.project import Project
from playground.state.project_file import (
    PROJECT,
    TABLE,
    ProjectFile,
    from_entries,
    open_project,
    to_entries,
)
from playground.state.recovery.generation import About, Generation
from playground.state.recovery.held import hold_soon, is_held
from playground.state.recovery.work_folder import (
    LOCK,
    NEW,
    OLD,
    WorkFolder,
    generation_files,
    read_blob,
    read_generation,
    remove,
)

DAYS, MOST_BYTES, MOST_WORKS = 30, 2**30, 10
DAMAGED = "damaged-"
_DAY = 86_400
_FRESH = 3600.0
"""Seconds for which a folder that is being made is left alone."""
_EARLIER = "*.playground"


@dataclass(frozen=True, slots=True)
class Found:
    """A work that nobody is at.

    Attributes:
        name: what the store calls it.
        project: what was set last; without its table.
        table: the name of its table, or empty.
    """

    name: str
    about: About
    project: Project
    table: str = ""


@dataclass(frozen=True, slots=True)
class OpenedWork:
    """Attributes:
    file: the project as it was trained, with its run.
    project: the same as it was set last.
    generation: what was read.
    """

    file: ProjectFile
    project: Project
    generation: Generation


class WorkStore:
    """A private folder, which comes to be once there is something to keep.

    What a living process is at is neither shown nor touched. Every method may be called from any
    thread.

    Args:
        days, most_bytes, most_works: what is older, larger in all or more than that is thinned.
    """

    def __init__(
        self,
        root: Path,
        days: float = DAYS,
        most_bytes: int = MOST_BYTES,
        most_works: int = MOST_WORKS,
    ) -> None:
        self.root = root
        self.days, self.most_bytes, self.most_works = days, most_bytes, most_works

    def limit(self, days: float, most_bytes: int) -> None:
        """Keep works for so many days, and so many bytes of them, from now on."""
        self.days, self.most_bytes = days, most_bytes

    def begin(self) -> WorkFolder:
        """A new work.

        Raises:
            InputError: it cannot be kept.
        """
        return WorkFolder.begin(self.root, datetime.now())

    def works(self) -> tuple[Found, ...]:
        """What nobody is at, newest first."""
        found = [self._look(folder) for folder in self._free_folders()]
        known = [one for one in found if one is not None]
        return tuple(sorted(known, key=lambda one: one.about.when, reverse=True))

    def open(self, name: str) -> OpenedWork:
        """Read a work: the newest generation that is whole.

        Raises:
            InputError: none is; it is then set aside.
        """
        folder, refusal = self.root / name, None
        for _number, path in generation_files(folder):
            try:
                return _read(folder, read_generation(path))
            except Damaged:
                continue
            except InputError as error:
                refusal = refusal or error
        if refusal is not None:
            raise refusal
        aside = self._set_aside(folder)
        raise InputError(
            _("This work is damaged and cannot be opened; it was set aside as {path}.").format(
                path=aside
            )
        )

    def take(self, name: str, opened: OpenedWork) -> WorkFolder | None:
        """Go on with a work that was opened; None where somebody else does, after a moment."""
        folder = self.root / name
        try:
            lock = hold_soon(folder / LOCK)
        except OSError:
            return None
        if lock is None:
            return None
        return WorkFolder(folder, lock, opened.generation, opened.generation.digests)

    def discard(self, name: str) -> None:
        """Remove a work, unless somebody is at it."""
        folder = self.root / name
        with contextlib.suppress(OSError):
            lock = hold_soon(folder / LOCK)
            if lock is not None:
                remove(folder, lock)

    # --- housekeeping --------------------------------------------------------------------------

    def tidy(self) -> None:
        """Clear away what killed processes left, set aside what is damaged, and thin the rest."""
        with contextlib.suppress(OSError):
            for folder in list(self.root.iterdir()):
                if folder.name.startswith(OLD) or (
                    folder.name.startswith(NEW) and _age(folder) > _FRESH
                ):
                    shutil.rmtree(folder, ignore_errors=True)
        for folder in self._free_folders():
            sweep(folder)
            files = generation_files(folder)
            if not files:
                self.discard(folder.name)
            elif not any(_is_sound(folder, path) for _number, path in files):
                self._set_aside(folder)
        self.thin()

    def thin(self) -> None:
        """Remove what is too old, and the oldest of what is too much; the newest stays."""
        total = 0
        folders = sorted(self._free_folders(with_damaged=True), key=_age)
        for count, folder in enumerate(folders):
            total += _size(folder)
            is_too_much = count > 0 and (count >= self.most_works or total > self.most_bytes)
            if is_too_much or _age(folder) > self.days * _DAY:
                self._remove(folder)

    @property
    def size(self) -> int:
        """Bytes that everything here takes, what is being done included."""
        return _size(self.root)

    def clean_up(self) -> None:
        """Remove everything that nobody is at."""
        for folder in list(self._free_folders(with_damaged=True)):
            self._remove(folder)

    def take_in(self, *folders: Path) -> None:
        """Take in the projects that earlier versions kept in these folders."""
        for path in sorted(path for folder in folders for path in _files(folder)):
            with contextlib.suppress(InputError, OSError):
                file, then = open_project(path), path.stat().st_mtime
                work = self.begin()
                entries = to_entries(file.project, file.payload, file.unavailable)
                about = About(then, _steps(file), is_kept=True)
                work.write(entries, entries[PROJECT], about, file.libraries)
                work.leave()
                path.unlink()

    def _remove(self, folder: Path) -> None:
        if folder.name.startswith(DAMAGED):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            self.discard(folder.name)

    def _free_folders(self, *, with_damaged: bool = False) -> list[Path]:
        def is_free(folder: Path) -> bool:
            if folder.name.startswith(DAMAGED):
                return with_damaged
            is_one = not folder.name.startswith(".") and (folder / LOCK).exists()
            return is_one and not is_held(folder / LOCK)

        with contextlib.suppress(OSError):
            return [folder for folder in self.root.iterdir() if is_free(folder)]
        return []

    def _look(self, folder: Path) -> Found | None:
        for _number, path in generation_files(folder):
            with contextlib.suppress(Damaged, InputError, strict_json.Unreadable):
                generation = read_generation(path)
                if _is_there(folder, generation):
                    described = strict_json.decode(read_blob(folder, generation.settings))
                    if isinstance(described, dict):
                        parsed = project_json.from_json(described)
                        table = parsed.table_name or ""
                        return Found(folder.name, generation.about, parsed.project, table)
        return None

    def _set_aside(self, folder: Path) -> Path:
        aside = folder.with_name(DAMAGED + folder.name)
        with contextlib.suppress(OSError):
            lock = hold_soon(folder / LOCK)
            if lock is not None:
                with lock:
                    folder.replace(aside)
        return aside


def _read(folder: Path, generation: Generation) -> OpenedWork:
    entries = {name: read_blob(folder, one) for name, one in generation.entries.items()}
    version, libraries = generation.version, generation.libraries
    file = from_entries(folder, entries, version, libraries, generation.application)
    table = {TABLE: entries[TABLE]} if TABLE in entries else {}
    settings = {PROJECT: read_blob(folder, generation.settings), **table}
    as_set = from_entries(folder, settings, version, libraries, generation.application)
    return OpenedWork(file, as_set.project, generation)


def _is_sound(folder: Path, path: Path) -> bool:
    """Whether a generation can be read and all that it names is there; or cannot be looked at."""
    try:
        return _is_there(folder, read_generation(path))
    except Damaged:
        return False
    except InputError:
        return True


def _is_there(folder: Path, generation: Generation) -> bool:
    return all((folder / name).is_file() for name in generation.digests)


def _files(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from folder.glob(_EARLIER)


def _steps(file: ProjectFile) -> int:
    with contextlib.suppress(ValueError, LookupError, TypeError):
        return int(json.loads(file.payload["state.json"])["step"])
    return 0


def _age(folder: Path) -> float:
    with contextlib.suppress(OSError):
        return time.time() - folder.stat().st_mtime
    return 0.0


def _size(folder: Path) -> int:
    with contextlib.suppress(OSError):
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return 0
