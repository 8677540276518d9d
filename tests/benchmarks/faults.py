"""Lets the Nth call to the disk fail, for every N, while a window trains and keeps its work.

Usage: python -m tests.benchmarks.faults [later | first | keep | save]...
(On Linux, with a C compiler.)

The N-th open, write, fsync, rename or mkdir below the window's folders fails with ENOSPC, EIO or
EACCES, alone or with all that follow, during an autosave, the first one of a work, work that is
kept when it is left, and the save of a project. Afterwards what was there before can be read, or
what is newer; nothing is called saved that is not; and training goes on.
"""

import ctypes
import errno
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.figures import say

SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

static volatile long due = -1, seen = 0;
static volatile int error = 0, lasts = 0;

void fault_arm(long number, int with, int and_after) {
    seen = 0; error = with; lasts = and_after; due = number;
}
void fault_pause(void) { due = -1; }
long fault_seen(void) { return seen; }

static int fails(const char *path) {
    const char *folder = getenv("FAULT_FOLDER");
    if (due < 0 || !folder || !path || strncmp(path, folder, strlen(folder))) return 0;
    long number = __sync_add_and_fetch(&seen, 1);
    if (number == due || (lasts && number > due)) { errno = error; return 1; }
    return 0;
}
static int fails_at(int descriptor) {
    char link[64], path[4096];
    if (due < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails(path);
}
#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))
#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        return fails(path) ? -1 : NEXT(name)(path, flags, mode); }
OPENS(open)
OPENS(open64)
int mkdir(const char *path, mode_t mode) { return fails(path) ? -1 : NEXT(mkdir)(path, mode); }
int rename(const char *from, const char *to) {
    return fails(from) ? -1 : NEXT(rename)(from, to); }
int fsync(int descriptor) { return fails_at(descriptor) ? -1 : NEXT(fsync)(descriptor); }
ssize_t write(int descriptor, const void *bytes, size_t size) {
    return fails_at(descriptor) ? -1 : NEXT(write)(descriptor, bytes, size); }
"""
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
PATIENCE = 60.0


class Disk:
    """The library that lets calls fail."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.fault_seen.restype = ctypes.c_long

    def arm(self, number: int, error: int, *, lasts: bool) -> None:
        """Let the call with this number fail, and those after it if it `lasts`."""
        self._library.fault_arm(ctypes.c_long(number), error, int(lasts))

    def disarm(self) -> int:
        """Let nothing fail; return the number of calls since it was armed until now."""
        self._library.fault_pause()
        return int(self._library.fault_seen())


class Trial:
    """A window that trains, and what it does to the disk."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from playground.engine.settings.defaults import defaults_for
        from playground.engine.settings.paths import write
        from playground.gui.controllers import file_controller
        from tests.benchmarks.live import LiveWindow

        self.app = QApplication([])
        file_controller.work_folder = lambda: folder / "app" / "recovery"
        self.live = LiveWindow(write(defaults_for("moons"), "training.epochs", 0))
        self.window = self.live.window
        self.autosave = self.window.files.autosave
        self.autosave.every = 3600
        self.file = folder / "mine.playground"
        self.before = b""
        self.disk = Disk()
        self.wrong: list[str] = []
        self.told: list[str] = []
        self.window.files.message.connect(self.told.append)
        self.window.files.failed.connect(lambda reason, _details: self.told.append(reason))
        self.live.warm_up(1.0)

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Serve the window until it is so."""
        from tests.benchmarks.live import _wait

        end = time.monotonic() + PATIENCE
        _wait(lambda: is_so() or time.monotonic() > end, 5)
        if not is_so():
            raise RuntimeError("the window no longer answers")

    def look(self) -> None:
        """Keep the work once."""
        self.wait(lambda: not self.autosave._is_at_it)
        self.autosave._next_weights = 0.0
        self.autosave._was_told = False
        self.autosave.look()
        self.wait(lambda: not self.autosave._is_at_it)

    def go_on(self, words: str) -> None:
        """Check that training goes on."""
        steps = self.live.log.steps
        if self.window.run.state != "running":
            self.wrong.append(f"{words}: the run is {self.window.run.state}")
            self.window.run.train()
        self.wait(lambda: self.live.log.steps > steps)

    def autosaved(self, words: str) -> None:
        """What the autosave says is so, and what was there before is still there."""
        latest = self.autosave.work.latest
        if latest is None:
            if not self.autosave._was_told:
                self.wrong.append(f"{words}: called kept, but is not")
            return
        folder = self.autosave.work._folder
        assert folder is not None
        opened = self.window.files.works.open(folder.folder.name)
        if opened.generation.number < latest.number:
            self.wrong.append(f"{words}: {latest.number} is gone")
        if not self.autosave._was_told and latest.about.steps != self.autosave._steps:
            self.wrong.append(f"{words}: called kept, but is not")

    def later(self, words: str) -> None:
        """An autosave of a work that was kept before, or the first one."""
        self.look()
        self.disk.disarm()
        self.autosaved(words)

    first = later

    def keep(self, words: str) -> None:
        """Keep the work as when it is left."""
        works, ended = self.window.files.works, list[str]()
        before = self.autosave.work.latest
        known = {found.name for found in works.works()}
        self.autosave.keep(lambda: ended.append(""), lambda reason, _: ended.append(reason))
        self.wait(lambda: bool(ended))
        self.autosave._is_leaving = False
        self.disk.disarm()
        new = [found for found in works.works() if found.name not in known]
        if ended == [""]:
            if len(new) != 1 or not new[0].about.is_kept:
                self.wrong.append(f"{words}: called kept, but is not")
            else:
                works.open(new[0].name)
                works.discard(new[0].name)
            self.autosave._taken = None
        elif before is not None:
            self.autosaved(words)

    def save(self, words: str) -> None:
        """Save the project."""
        from playground.engine.checkpoint.payload import from_payload
        from playground.state.project_file import open_project

        ended = list[bool]()
        self.window.files._saver.save(
            self.file, lambda _saved: ended.append(True), lambda *_: ended.append(False)
        )
        self.wait(lambda: bool(ended))
        self.disk.disarm()
        is_old = self.file.read_bytes() == self.before
        file = open_project(self.file)
        if from_payload(file.payload, file.project.run) is None:
            self.wrong.append(f"{words}: the file has no weights")
        if ended == [True] and is_old:
            self.wrong.append(f"{words}: called saved, but is not")


def campaign(trial: Trial, name: str, prepare: Callable[[], None]) -> tuple[int, int]:
    """Every fault of one kind of writing; returns the calls of one, and how many faults."""
    do, count = getattr(trial, name), 0
    prepare()
    trial.disk.arm(1 << 40, 0, lasts=False)
    do(f"{name}, without a fault")
    calls = trial.disk.disarm()
    for error, lasts in itertools.product(ERRORS, (False, True)):
        for number in range(1, calls + 1):
            words = f"{name}, call {number}, {errno.errorcode[error]}{' lasting' * lasts}"
            prepare()
            trial.disk.arm(number, error, lasts=lasts)
            try:
                do(words)
            except Exception as problem:
                trial.wrong.append(f"{words}: {type(problem).__name__}: {problem}")
            trial.disk.disarm()
            trial.go_on(words)
            count += 1
    return calls, count


def run_here(folder: Path) -> int:
    """The campaign, in a process with the library."""
    trial = Trial(folder)

    def good() -> None:
        trial.look()
        assert trial.autosave.work.latest is not None

    def nothing() -> None:
        trial.wait(lambda: not trial.autosave._is_at_it)
        trial.autosave.work.clear()
        trial.autosave._taken = None

    def saved() -> None:
        if not trial.file.exists():
            trial.file.write_bytes(b"")
            trial.save("the first save")
        trial.before = trial.file.read_bytes()

    with trial.live:
        prepares = {"later": good, "first": nothing, "keep": good, "save": saved}
        for name in sys.argv[1:] or prepares:
            prepare = prepares[name]
            calls, count = campaign(trial, name, prepare)
            say(f"{name}: {calls} calls, {count} faults; wrong so far: {len(trial.wrong)}")
    for words in trial.wrong:
        say(words)
    return int(bool(trial.wrong))


def main() -> int:
    """Build the library, and run the campaign with it; 0 where nothing was wrong."""
    if "FAULT_FOLDER" in os.environ:
        return run_here(Path(os.environ["FAULT_FOLDER"]))
    with tempfile.TemporaryDirectory() as scratch:
        library, work = Path(scratch) / "faults.so", Path(scratch) / "work"
        work.mkdir()
        build = ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), "-x", "c", "-", "-ldl"]
        subprocess.run(build, input=SOURCE, text=True, check=True)
        environment = dict(os.environ, LD_PRELOAD=str(library), FAULT_FOLDER=str(work))
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.benchmarks.faults", *sys.argv[1:]]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
