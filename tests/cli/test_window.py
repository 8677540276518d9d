"""Without a verb the window is opened."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground import __main__ as program
from playground.engine.common.language import Language
from playground.gui import app

Run = Callable[..., Any]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    files: list[Path | None] = []

    def run_window(file: Path | None, _language: Language | None) -> int:
        files.append(file)
        return 7

    monkeypatch.setattr(app, "run_window", run_window)
    return files


def test_that_the_window_opens_with_and_without_a_file(
    run: Run, flowers: Path, opened: list[Path | None]
) -> None:
    assert run().status == 7
    assert run(flowers).status == 7
    assert opened == [None, flowers]


def test_that_the_program_without_a_console_opens_the_window(
    flowers: Path, opened: list[Path | None]
) -> None:
    assert program.window([str(flowers)]) == 7
    assert opened == [flowers]


def test_that_a_missing_file_does_not_open_it(run: Run, opened: list[Path | None]) -> None:
    assert run("missing.playground").status == 2
    assert opened == []


def test_that_a_reader_who_has_had_enough_is_no_defect(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "playground", "list"]
    done = subprocess.run(
        command, cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert done.stderr == ""
    assert done.returncode == 1
