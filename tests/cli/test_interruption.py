"""A training that is asked to end writes what was asked for first."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.__main__ import main
from playground.cli import train as verb
from playground.cli.interruption import Interruption
from playground.engine.checkpoint.payload import from_payload
from playground.state.project_file import open_project, save_project

POSIX = pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Processes started now heed Ctrl-C, which those of tests in the background would ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@POSIX
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(
    ("name", "status", "word"),
    [("SIGINT", 130, "Ctrl-C"), ("SIGTERM", 143, "SIGTERM"), ("SIGHUP", 129, "SIGHUP")],
)
def test_that_a_signal_stops_and_still_saves(
    tmp_path: Path, name: str, status: int, word: str
) -> None:
    command = [sys.executable, "-m", "playground", "train", "circle", "--seconds", "600"]
    command += ["--save", "stopped.playground", "--json"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stderr is not None
        assert "steps/s" in process.stderr.readline()
        # A shell and the kernel both tell of a terminal that closes.
        for _ in range(1 if name == "SIGINT" else 2):
            process.send_signal(getattr(signal, name))
        output, errors = process.communicate(timeout=60)
    assert process.returncode == status, errors
    told = json.loads(output)
    assert (told["outcome"], told["reason"]) == ("stopped", f"Stopped by {word}.")
    file = open_project(tmp_path / "stopped.playground")
    checkpoint = from_payload(file.payload, file.project.run)
    assert checkpoint is not None
    assert checkpoint.state.step == told["steps"]


@pytest.mark.parametrize(("times", "written"), [(1, True), (2, False)])
def test_that_ctrl_c_while_writing_waits_for_the_file_and_a_second_one_does_not(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    times: int,
    written: bool,
) -> None:
    interruption = Interruption()

    def interrupted(path: Path, *given: object) -> None:
        for _ in range(times):
            interruption.hear(signal.SIGINT)
        save_project(path, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(verb, "save_project", interrupted)
    path = tmp_path / "a.playground"
    status = main(["train", "line", "--steps", "5", "--save", str(path)], interruption)
    told = capsys.readouterr().err
    assert status == 130
    assert path.exists() == written
    assert (f"{path} was not written" in told) != written


def test_that_nothing_is_held_back_where_nothing_can_be_lost() -> None:
    interruption = Interruption()
    with pytest.raises(KeyboardInterrupt):
        interruption.hear(signal.SIGTERM)
    assert interruption.status == 143


@POSIX
def test_that_a_signal_that_the_caller_ignores_stays_ignored() -> None:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        interruption = Interruption()
        interruption.install()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) == interruption.hear
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
