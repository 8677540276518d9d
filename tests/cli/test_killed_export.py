"""An export that is killed leaves nothing behind for longer than until the next one."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
KILLED = """
import os, signal, sys
from playground.__main__ import main
from playground.engine.export.child import Child

Child.finish = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main(["export", "line.playground", "line.pt"])
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_that_the_next_export_clears_away_what_a_killed_one_has_left(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("train", "line", "--steps", 3, "--save", "line.playground")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = os.environ | {"TMPDIR": str(scratch)}
    subprocess.run([sys.executable, "-c", KILLED], env=environment, cwd=tmp_path, check=False)
    assert [path.suffix for path in sorted(scratch.iterdir())] == [".folder", ".tmp"]

    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    assert run("export", "line.playground", "line.pt").status == 0
    assert not [*scratch.iterdir()]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "line.playground",
        "line.pt",
        "scratch",
    ]
