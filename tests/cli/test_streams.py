"""A stream that cannot be written costs no work, gives no traceback, and changes no status."""

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from playground.cli.streams import LenientFile
from playground.engine.settings.defaults import defaults_for
from playground.state.project import Project
from playground.state.project_file import open_project, save_project

TRAIN = ["train", "line", "--steps", "20", "--save", "a.playground", "--json"]
needs_posix = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full and sh")


def run_in_shell(folder: Path, redirection: str, *arguments: str) -> tuple[int, str]:
    """The status, and all that reached a stream that was left alone."""
    words = [f"exec {sys.executable} -m playground", *arguments, redirection]
    done = subprocess.run(
        ["sh", "-c", " ".join(words)], cwd=folder, capture_output=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).decode()


@needs_posix
@pytest.mark.parametrize("redirection", ["2>/dev/full", ">/dev/full", "0<&- >&- 2>&-"])
def test_that_work_is_saved_although_a_stream_cannot_be_written(
    tmp_path: Path, redirection: str
) -> None:
    status, told = run_in_shell(tmp_path, redirection, *TRAIN)
    assert status == 0, told
    assert "Traceback" not in told
    assert open_project(tmp_path / "a.playground").payload


@needs_posix
def test_that_bad_input_stays_bad_input(tmp_path: Path) -> None:
    assert run_in_shell(tmp_path, "2>/dev/full", "train", "nosuch") == (2, "")


@needs_posix
def test_that_a_list_nobody_gets_has_failed_and_says_why(tmp_path: Path) -> None:
    status, told = run_in_shell(tmp_path, ">/dev/full", "list", "datasets")
    assert status == 1
    assert told == "playground: Standard output cannot be written (No space left on device).\n"


def test_that_output_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    save_project(tmp_path / "日本.playground", Project(run=defaults_for("line")))
    environment = dict(os.environ, PYTHONUTF8="0", PYTHONIOENCODING="cp1252")

    def output(*arguments: str) -> str:
        command = [sys.executable, "-m", "playground", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=True
        )
        return done.stdout.decode()

    assert "x₁" in output("list", "paths")
    trained = ("train", "日本.playground", "--steps", "5", "--export", "日本.pt", "--json")
    assert json.loads(output(*trained))["exports"][0]["path"] == "日本.pt"


def test_that_classes_with_any_letters_are_predicted(tmp_path: Path) -> None:
    rows = "\n".join(f"{row / 10},{'日本' if row % 2 else 'é'}" for row in range(20))
    (tmp_path / "a.csv").write_text(f"x,kind\n{rows}", encoding="utf-8")
    environment = dict(os.environ, PYTHONUTF8="0", PYTHONIOENCODING="cp1252")
    for arguments in (
        ["train", "a.csv", "--steps", "5", "--save", "a.playground"],
        ["predict", "a.playground", "a.csv"],
    ):
        command = [sys.executable, "-m", "playground", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=True
        )
    assert "probability of 日本" in done.stdout.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes there cannot be waited for")
def test_that_a_pipe_that_lets_nobody_wait_gets_everything() -> None:
    content, received = b"0123456789" * 50_000, bytearray()
    reader, writer = os.pipe()
    os.set_blocking(writer, False)

    def read() -> None:
        while part := os.read(reader, 1 << 16):
            received.extend(part)

    reading = threading.Thread(target=read)
    reading.start()
    file = LenientFile(writer)
    with io.BufferedWriter(file) as stream:
        stream.write(content)
    os.close(writer)
    reading.join()
    os.close(reader)
    assert file.error is None
    assert bytes(received) == content
