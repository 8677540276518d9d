"""Lets the Nth call to the disk fail, for every N, while a window trains and keeps its work.

Usage: python -m tests.benchmarks.faults
    [later | first | keep | save | history | export | report]...
(On Linux, with a C compiler.)

The N-th open, write, fsync, rename or mkdir below the window's folders fails with ENOSPC, EIO or
EACCES, alone or with all that follow, during an autosave, the first one of a work, work that is
kept when it is left, the save of a project, the save of one whose earlier runs are others, the
export of runs as CSV and as JSON, and reports as HTML and as PDF, all over older files. Afterwards
what was there before can be read, or what is newer; nothing is called saved that is not; and
training goes on.
"""

import errno
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.benchmarks.failing_disk import Disk, build
from tests.benchmarks.figures import say

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
PATIENCE = 60.0
OLDER = b"older"
EXPORTS = ("runs.csv", "runs.json", "report.html", "report.pdf")


class Trial:
    """A window that trains, and what it does to the disk."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from playground.engine.settings.defaults import defaults_for
        from playground.engine.settings.paths import write
        from playground.gui.controllers.files import file_controller
        from playground.gui.instruments.runs.doing import Doing
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
        self.ended: list[str] = []
        self.window.files.message.connect(self.told.append)
        self.window.files.failed.connect(lambda reason, _details: self.told.append(reason))
        self.live.warm_up(1.0)
        self.leave_a_run()
        self.doing = Doing(self.window, self.window)
        self.doing._ask_path = self.exported  # type: ignore[method-assign]
        self.doing.said.connect(self.said)
        self.window.reporting.message.connect(self.said)
        self.window.reporting.failed.connect(lambda reason, _details: self.said(reason))

    def exported(self, suffix: str, kind: str) -> Path | None:
        """Where runs are exported to."""
        del kind
        return self.file.with_name(f"runs{suffix}")

    def said(self, words: str) -> None:
        """An export or a report ended."""
        self.ended.append(words)

    def leave_a_run(self) -> None:
        """Put a run into the history, and train on."""
        self.window.run.reset()
        self.wait(lambda: bool(self.window.history.records))
        self.window.run.train()
        self.wait(lambda: self.live.log.steps > 0)

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Serve the window until it is so."""
        from tests.benchmarks.live import _wait

        end, looks = time.monotonic() + PATIENCE, list[bool]()

        def is_over() -> bool:
            looks.append(is_so())
            return looks[-1] or time.monotonic() > end

        _wait(is_over, 5)
        if not any(looks):  # by now it may be otherwise again
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

    def history(self, words: str) -> None:
        """Save the project, of whose earlier runs one has another note than in the file."""
        from playground.gui.controllers.files.packed_runs import read_runs
        from playground.state.project_file import open_project

        files, ended = self.window.files, list[bool]()

        def end(saved: bool) -> None:
            self.disk.disarm()
            ended.append(saved)

        heard = (
            files.saved.connect(lambda: end(True)),
            files.failed.connect(lambda *_: end(False)),
        )
        files._save_to(self.file)
        self.wait(lambda: bool(ended))
        for signal, connection in zip((files.saved, files.failed), heard, strict=True):
            signal.disconnect(connection)
        found, (record,) = read_runs(open_project(self.file)), self.window.history.own
        if found.lost or [one.key for one in found.records] != [record.key]:
            self.wrong.append(f"{words}: the file lacks runs")
        if ended == [True] and [one.note for one in found.records] != [record.note]:
            self.wrong.append(f"{words}: called saved, but is not")
        if self.window.history.modified == ended[0]:
            self.wrong.append(f"{words}: the window takes the runs for what they are not")

    def export(self, words: str) -> None:
        """Export the runs as CSV and as JSON."""
        from playground.gui.instruments.runs.export import as_csv, as_json

        for do in (self.doing.export_csv, self.doing.export_json):
            self.end_of(partial(do, ()))
        self.disk.disarm()
        records = self.window.history.records
        self.written(words, "runs.csv", as_csv(records).encode())
        self.written(words, "runs.json", as_json(records).encode())

    def report(self, words: str) -> None:
        """Write reports as HTML and as PDF."""
        for name in ("report.html", "report.pdf"):
            self.end_of(partial(self.window.reporting.write, self.file.with_name(name)))
        self.disk.disarm()
        self.written(words, "report.html", b"</html>")
        self.written(words, "report.pdf", b"%%EOF")

    def end_of(self, do: Callable[[], None]) -> None:
        """Do it, and wait until something is said of it."""
        count = len(self.ended)
        do()
        self.wait(lambda: len(self.ended) > count)

    def written(self, words: str, name: str, end: bytes) -> None:
        """A file is as it was, or whole, which ends like this; and whole if it is called so."""
        content = self.file.with_name(name).read_bytes()
        is_called = any(said.endswith(f" to {name}.") for said in self.ended)
        if content != OLDER and not content.rstrip().endswith(end.rstrip()):
            self.wrong.append(f"{words}: {name} is half a file")
        if is_called and content == OLDER:
            self.wrong.append(f"{words}: {name} is called written, but is not")

    def clear_exports(self) -> None:
        """Put older files where exports and reports are to be."""
        self.wait(lambda: not self.autosave._is_at_it)
        self.ended.clear()
        for name in EXPORTS:
            self.file.with_name(name).write_bytes(OLDER)


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

    def noted() -> None:
        saved()
        trial.wait(lambda: not trial.autosave._is_at_it)
        (record,) = trial.window.history.own
        trial.window.history.label(record.key, note=f"{record.note}.")

    with trial.live:
        prepares = {
            "later": good,
            "first": nothing,
            "keep": good,
            "save": saved,
            "history": noted,
            "export": trial.clear_exports,
            "report": trial.clear_exports,
        }
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
        build(library)
        environment = dict(os.environ, LD_PRELOAD=str(library), FAULT_FOLDER=str(work))
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.benchmarks.faults", *sys.argv[1:]]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
