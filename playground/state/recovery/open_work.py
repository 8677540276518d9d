"""What one window is at, in the store: a folder of its own from the first thing worth keeping."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from playground.state.recovery.generation import About, Generation
from playground.state.recovery.store import WorkStore
from playground.state.recovery.work_folder import WorkFolder


class OpenWork:
    """The methods may be called from any thread; they wait for one another, and for the disk."""

    def __init__(self, store: WorkStore) -> None:
        self._store = store
        self._folder: WorkFolder | None = None
        self._is_over = False
        self._one_at_a_time = threading.RLock()

    @property
    def latest(self) -> Generation | None:
        """What is kept of it; None where nothing is."""
        folder = self._folder
        return folder.latest if folder is not None else None

    def write(
        self,
        entries: Mapping[str, bytes],
        settings: bytes,
        about: About,
        libraries: Mapping[str, str],
    ) -> None:
        """Keep it as it stands, as `WorkFolder.write` does.

        Raises:
            InputError: it cannot be kept; what was kept before stays.
        """
        with self._one_at_a_time:
            if self._is_over:
                return
            if self._folder is None:
                self._folder = self._store.begin()
            self._folder.write(entries, settings, about, libraries)

    def write_settings(self, settings: bytes, about: About) -> None:
        """Keep other settings beside the run that is kept, with what is new about them.

        Raises:
            InputError: they cannot be kept; what was kept before stays.
        """

        def change(before: About) -> About:
            return replace(about, steps=before.steps, loss=before.loss)

        with self._one_at_a_time:
            if not self._is_over and self._folder is not None:
                self._folder.write_settings(settings, change)

    def adopt(self, folder: WorkFolder) -> None:
        """Go on with a work that was found, in place of this one."""
        with self._one_at_a_time:
            self.clear()
            self._folder = folder

    def keep(self, write: Callable[[], None], *, for_good: bool = False) -> None:
        """Let `write` keep it as it is left; the next thing worth keeping is another work.

        Args:
            for_good: there is no next thing.

        Raises:
            InputError: it cannot be kept; what was kept before stays.
        """
        with self._one_at_a_time:
            write()
            if self._folder is not None:
                self._folder.leave()
            self._folder, self._is_over = None, for_good
        if not for_good:  # else the next start does it: whoever ends has no time
            self._store.thin()

    def clear(self) -> None:
        """It is in a file, or wanted no more: nothing of it stays here."""
        with self._one_at_a_time:
            if self._folder is not None:
                self._folder.clear()
            self._folder = None

    def release(self) -> None:
        """What is kept of it is for others to find, whatever became of it here; waits for nobody.

        Where the disk has not answered yet, that is so at the end of the process.
        """
        if self._one_at_a_time.acquire(blocking=False):
            with self._one_at_a_time:
                self._is_over = True
                if self._folder is not None:
                    self._folder.leave()
            self._one_at_a_time.release()

    def end(self) -> None:
        """It is in a file, or wanted no more, and nothing is written any more."""
        with self._one_at_a_time:
            self._is_over = True
            self.clear()
