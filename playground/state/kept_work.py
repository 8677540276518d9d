"""Work that has no file, kept when it is left: a private folder with one dated project for each."""

import contextlib
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from playground.engine.common.atomic_file import PRIVATE, make_private_folder, sweep
from playground.engine.common.errors import InputError

MOST = 10
"""How many are kept; the oldest make room."""
SUFFIX = ".playground"
_EARLIER = f"last{SUFFIX}"
"""The one that versions without this folder kept, beside it."""
_NAME = "%Y-%m-%d %H.%M.%S.%f"
_SECONDS = len("2026-11-26 18.09.33")


class KeptWork:
    """The folder, which comes to be once there is something to keep."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def by_name(self) -> Mapping[str, Path]:
        """What is kept, newest first, by when that was: `2026-11-26 18:09:33`."""
        named: dict[str, Path] = {}
        for path in reversed(self._paths()):
            name = second = path.name[:_SECONDS].replace(".", ":")
            count = 1
            while name in named:
                count += 1
                name = f"{second} ({count})"
            named[name] = path
        return named

    def holds(self, path: Path) -> bool:
        """Whether a file is one of those kept here."""
        return path.parent == self._folder

    def next_path(self, now: datetime) -> Path:
        """Where to keep work now: a name that no other window takes."""
        return self._folder / f"{now:{_NAME}} {os.getpid()}{SUFFIX}"

    def forget_oldest(self) -> None:
        """Remove what is more than `MOST`; what cannot be removed stays."""
        for path in self._paths()[:-MOST]:
            with contextlib.suppress(OSError):
                path.unlink()

    def tidy(self) -> None:
        """Clear away what a killed process left, and take in what earlier versions kept."""
        sweep(self._folder)
        earlier = self._folder.parent / _EARLIER
        with contextlib.suppress(OSError, InputError):
            then = datetime.fromtimestamp(earlier.stat().st_mtime)
            make_private_folder(self._folder)
            earlier.chmod(PRIVATE)
            earlier.replace(self.next_path(then))

    def _paths(self) -> list[Path]:
        """What is kept, oldest first."""
        try:
            return sorted(self._folder.glob(f"*{SUFFIX}"))
        except OSError:
            return []
