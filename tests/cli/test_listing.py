"""What there is to choose from, listed without loading torch."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.cli.arguments import KINDS
from playground.engine import settings
from playground.engine.catalogue import index

Run = Callable[..., Any]
LIGHT = """\
import sys
from playground.__main__ import main
status = main(sys.argv[1:])
heavy = {"torch", "pandas", "sklearn", "numpy", "PySide6"} & set(sys.modules)
assert not heavy, heavy
sys.exit(status)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["train", "--help"], ["list"]])
def test_that_help_and_lists_load_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIGHT, *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "train" in done.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_kind_is_listed_as_text_and_as_json(run: Run, kind: str) -> None:
    listed = run("list", kind, "--json")
    assert listed.status == 0
    keys = [entry["key"] for entry in listed.json]
    assert keys
    text = run("list", kind).output
    for key in keys:
        assert f"  {key} " in text


def test_that_every_row_and_every_path_is_listed(run: Run) -> None:
    everything = run("list", "--json").json
    for kind in index.KINDS:
        assert [entry["key"] for entry in everything[kind]] == [r.key for r in index.rows(kind)]
    paths = {entry["key"] for entry in everything["paths"]}
    assert paths >= set(settings.fixed_parameters())
    assert "training.momentum" in paths


def test_that_the_version_is_told(run: Run) -> None:
    assert run("--version").output.startswith("playground ")
