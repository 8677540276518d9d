"""A process that ends badly says where, and nothing of a person's."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from playground.gui.recovery.crash_log import CrashLog, take_reports

BEGIN = """
import faulthandler, os, signal, sys
from pathlib import Path
from playground.gui.recovery.crash_log import CrashLog
log = CrashLog(Path(sys.argv[1]))
log.begin("1")
log.note_versions()
"""
FAULT = "faulthandler._sigsegv()"
RAISED = """
from playground.engine.common.numbers import grouped
try:
    open("/home/jane/secret.csv")
except OSError as error:
    try:
        grouped("Jane Doe")
    except Exception as later:
        log.note(later)
os._exit(3)
"""
KILLED = "os.kill(os.getpid(), signal.SIGKILL)"
WELL = "log.note(ValueError('secret')); log.end()"


def end(folder: Path, how: str) -> int:
    command = [sys.executable, "-c", BEGIN + how, str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reports"


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal")
def test_that_a_fault_is_told_with_its_place_and_the_versions(folder: Path) -> None:
    assert end(folder, FAULT) == -signal.SIGSEGV
    report = take_reports(folder)
    assert "Segmentation fault" in report
    assert 'File "<string>", line' in report
    for library in ("playground", "Python", "torch", "PySide6-Essentials"):
        assert f"{library} " in report
    assert take_reports(folder) == ""
    assert not list(folder.iterdir())


def test_that_an_exception_is_told_by_its_kind_and_our_lines_alone(folder: Path) -> None:
    assert end(folder, RAISED) == 3
    report = take_reports(folder)
    assert 'File "playground/engine/common/numbers.py", line' in report
    assert "builtins.FileNotFoundError" in report
    for secret in ("jane", "Jane", "secret", str(Path.home()), str(Path.cwd())):
        assert secret not in report


@pytest.mark.parametrize("how", [KILLED, WELL], ids=["killed", "well"])
def test_that_a_process_that_ends_well_or_without_a_word_tells_nothing(
    folder: Path, how: str
) -> None:
    end(folder, how)
    assert take_reports(folder) == ""
    assert not list(folder.iterdir())


def test_that_the_report_of_a_living_process_is_its_own(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", f"{BEGIN}print(1, flush=True); sys.stdin.read()", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert take_reports(folder) == ""
        assert list(folder.iterdir())
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_that_everything_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "recovery" / "reports"
    end(folder, KILLED)
    (report,) = folder.iterdir()
    modes = [path.stat().st_mode & 0o777 for path in (folder.parent, folder, report)]
    assert modes == [0o700, 0o700, 0o600]


def test_that_a_folder_that_cannot_be_made_stops_no_start(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file")
    log = CrashLog(tmp_path / "reports" / "deeper")
    log.begin("1")
    log.note(ValueError())
    log.end()
    assert take_reports(tmp_path / "reports" / "deeper") == ""
