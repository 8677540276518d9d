"""What there is to choose from, listed without loading torch."""

import itertools
import math
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.cli.arguments import KINDS
from playground.engine.catalogue import index
from playground.engine.export.formats import Format
from playground.engine.settings import paths as settings
from playground.state import view as views

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
    assert paths >= set(views.parameters())
    assert "training.momentum" in paths


def test_that_a_planted_format_is_listed_and_written_by_suffix_and_by_key(
    run: Run, planted_format: Format, tmp_path: Path
) -> None:
    listed = run("list", "formats", "--json").json[-1]
    assert (listed["key"], listed["suffixes"]) == (planted_format.key, [".planted", ".pl"])
    run("train", "line", "--steps", 1, "--save", "line.playground")
    for arguments in (["line.pl"], ["line.bin", "--format", planted_format.key]):
        assert run("export", "line.playground", *arguments).status == 0
    assert (tmp_path / "line.pl").read_bytes() == (tmp_path / "line.bin").read_bytes()
    refused = run("export", "line.playground", "line.xyz")
    assert refused.status == 2
    assert ".planted (Planted)" in refused.errors


def test_that_the_version_is_told(run: Run) -> None:
    assert run("--version").output.startswith("playground ")


def line_of(text: str, key: str) -> str:
    """What is printed of one entry, its lines joined."""
    lines = text.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(f"  {key} "))
    rest = (line for line in lines[first + 1 :])
    following = list(itertools.takewhile(lambda line: line.startswith(" " * 33), rest))
    return " ".join(line.strip() for line in (lines[first], *following))


def test_that_bounds_are_listed_in_full(run: Run) -> None:
    text = run("list", "paths").output
    assert "e+" not in text
    assert "(0 to 2147483647)" in line_of(text, "data.seed")
    assert "(1 to 100000)" in line_of(text, "data.samples")
    assert "(0 to 0.5)" in line_of(text, "data.noise")


def test_that_every_bound_is_listed_as_it_is_checked(run: Run) -> None:
    text = run("list", "paths").output
    for path, parameter in settings.fixed_parameters().items():
        if math.isfinite(parameter.maximum):
            low, high = re.findall(r"\((\S+) to ([^;)\s]+)", line_of(text, path))[0]
            assert (float(low), float(high)) == (parameter.minimum, parameter.maximum)


def test_that_values_with_a_name_are_listed(run: Run) -> None:
    text = run("list", "paths").output
    assert "0: no end" in line_of(text, "training.epochs")
    assert "0: full batch" in line_of(text, "training.batch_size")
    assert "0: off" in line_of(text, "training.patience")


def test_that_choices_are_listed(run: Run) -> None:
    text = run("list", "paths").output
    assert "(auto, regression, two_classes, more_classes)" in line_of(text, "data.task")
    for path, kind in (("training.optimizer", "optimizers"), ("network.activation", "activations")):
        assert ", ".join(row.key for row in index.rows(kind)) in line_of(text, path)


def test_that_a_setting_of_the_window_is_listed_as_such_and_refused_elsewhere(run: Run) -> None:
    assert line_of(run("list", "paths").output, "view.ease_in").endswith("[window only]")
    refused = run("train", "line", "--steps", 1, "--set", "view.ease_in=false")
    assert refused.status == 2
    assert "view.ease_in is a setting of the window" in refused.errors
