"""A process of its own is told to go on, and waited for."""

import subprocess
import sys
from pathlib import Path

import pytest

from playground.engine.export import child
from playground.engine.export.child import Child

SAYS_WHAT_IT_HEARS = """
import sys


def main(arguments):
    sys.stderr.write("heard " + sys.stdin.readline())
    return 1
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that ends as failed, once it has heard something."""
    (tmp_path / "says_what_it_hears.py").write_text(SAYS_WHAT_IT_HEARS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "says_what_it_hears"


def test_that_it_goes_on_and_its_error_is_told(module: str) -> None:
    with Child(module) as process, pytest.raises(RuntimeError, match="ended with 1:\nheard go"):
        process.finish()


def test_that_it_goes_on_however_busy_the_machine_is(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[bool] = []
    communicate = subprocess.Popen.communicate

    def late(
        process: subprocess.Popen[str], told: str | None = None, timeout: float | None = None
    ) -> tuple[str, str]:
        """The first time, the time is over before anything was written."""
        looks.append(True)
        return communicate(process, told, -1.0 if len(looks) == 1 else timeout)

    monkeypatch.setattr(subprocess.Popen, "communicate", late)
    monkeypatch.setattr(child, "TIMEOUT", 20.0)
    with Child(module) as process, pytest.raises(RuntimeError, match="heard go"):
        process.finish()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_that_one_that_ended_before_it_heard_anything_is_told_by_its_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ends_at_once.py").write_text("def main(arguments):\n    return 3\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Child("ends_at_once") as process:
        process._process.wait(20.0)
        with pytest.raises(RuntimeError, match="ended with 3"):
            process.finish()
