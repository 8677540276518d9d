"""What outlives a test is found, and fails it."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests import leaks
from tests.leaks import left_behind, living

ROOT = Path(__file__).parent.parent
PATIENCE = 20.0


@pytest.fixture(autouse=True)
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "GRACE", 0.0)


def test_that_a_thread_is_found_until_it_ends() -> None:
    before, end = living(), threading.Event()
    thread = threading.Thread(target=end.wait, name="forgotten", daemon=True)
    thread.start()
    assert left_behind(before) == ["the thread 'forgotten'"]
    end.set()
    thread.join(PATIENCE)
    assert left_behind(before) == []


def test_that_a_thread_that_is_about_to_end_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "GRACE", PATIENCE)
    before = living()
    threading.Timer(0.05, lambda: None).start()
    assert left_behind(before) == []


def test_that_a_child_process_is_found_until_it_is_waited_for() -> None:
    before = living()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    (found,) = left_behind(before)
    assert f"the child process {child.pid}: " in found
    child.communicate(b"\n", PATIENCE)
    assert left_behind(before) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no ended processes")
def test_that_a_child_process_that_nobody_waited_for_is_found() -> None:
    before = living()
    child = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert left_behind(before) == [
        f"the child process {child.pid}, which ended and was not waited for"
    ]
    child.wait(PATIENCE)
    assert left_behind(before) == []


PLANTED = """
import random, subprocess, sys, threading
import numpy as np, pytest, torch
from PySide6.QtCore import QThread, QTimer, qWarning
from PySide6.QtWidgets import QWidget
from tests import leaks

leaks.GRACE = 0.0
kept = []


def test_error_thread():
    threading.Thread(target=threading.Event().wait, daemon=True).start()


def test_error_process():
    kept.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))


def test_error_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(60_000)


def test_error_single_shot(qapp):
    QTimer.singleShot(60_000, lambda: None)


def test_error_thread_of_qt(qapp):
    kept.append(QThread())
    kept[-1].start()


def test_error_window(qapp):
    kept.append(QWidget())


def test_error_warning(qapp):
    qWarning("something is wrong")


@pytest.fixture
def late():
    yield
    qWarning("something is wrong in the end")


def test_error_warning_in_the_tear_down(late):
    pass


@pytest.mark.parametrize("time", range(2))
def test_passed_draws(time):
    kept.append((random.random(), np.random.random(), torch.rand(1).item()))
    if time:
        assert kept[-1] == kept[-2]


@pytest.fixture(scope="session", autouse=True)
def end():
    yield
    for one in kept:
        if isinstance(one, QThread):
            one.quit()
            one.wait()
        elif isinstance(one, subprocess.Popen):
            one.communicate()
"""


def run_pytest(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tests in a process of their own, with what all tests share."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-n", "0", "-rA", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def outcomes(output: str) -> set[tuple[str, str]]:
    """The outcome and the name of each test in the summary."""
    lines = [line.split() for line in output.splitlines() if "::test_" in line]
    return {(words[0].lower(), words[1].split("::")[1]) for words in lines if words[0].isupper()}


def test_that_each_planted_leak_fails_its_test(tmp_path: Path) -> None:
    planted = tmp_path / "test_planted.py"
    planted.write_text(PLANTED)
    found = outcomes(run_pytest(str(planted)).stdout)
    names = {line[4:].split("(")[0] for line in PLANTED.splitlines() if line.startswith("def test")}
    errors = {name for name in names if name.startswith("test_error")}
    assert {name for outcome, name in found if outcome == "error"} == errors
    assert ("passed", "test_passed_draws[1]") in found


WITHOUT_QT = """
import sys


class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph", "pytestqt"):
            raise ModuleNotFoundError(name)


sys.meta_path.insert(0, Missing())
import pytest

sys.exit(pytest.main(["-p", "no:pytest-qt", "-n", "0", "-q", "tests/engine/spec"]))
"""


def test_that_tests_of_the_engine_run_where_there_is_no_qt() -> None:
    command = [sys.executable, "-c", WITHOUT_QT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
