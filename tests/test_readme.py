"""What the README says is so: its commands, its numbers, its pictures, its code, its links."""

import argparse
import importlib.util
import json
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from types import ModuleType

import pytest

from playground.__main__ import main
from playground.cli.arguments import build_parser
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.state.project_file import open_project

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BARS = {
    **dict.fromkeys(("circle", "xor"), 0.97),
    **dict.fromkeys(("spiral", "moons", "rings", "iris", "wine", "breast_cancer", "digits"), 0.95),
    "diabetes": 0.4,
}
MAXIMUM_PICTURE = 150_000
HEADINGS = re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)


def load(name: str) -> ModuleType:
    """A module of the folder of tests."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blocks(language: str, marker: str = "") -> list[str]:
    """The code blocks of a language that stand right after a marker."""
    return re.findall(rf"{marker}```{language}\n(.*?)```", TEXT, re.DOTALL)


def commands() -> list[str]:
    """Every line of the README that calls `playground`, in blocks and in tables."""
    lines = [line for text in blocks("sh") for line in text.splitlines()]
    lines += re.findall(r"`(playground train [^`]*)`", TEXT)
    return list(dict.fromkeys(line for line in lines if line.split()[:1] == ["playground"]))


def reached() -> dict[str, tuple[str, float]]:
    """The table of what is reached: command and number, by dataset."""
    part = TEXT.split("<!-- reached -->")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(playground train (\w+)[^`]*)` \|.*\| ([\d.]+)( %)? \|$", part, re.M)
    return {
        name: (command, float(number) / (100 if percent else 1))
        for command, name, number, percent in rows
    }


def test_that_both_commands_set_everything_up_and_are_followed_by_their_windows_form() -> None:
    readme_commands = load("readme_commands")
    start, tests = (readme_commands.command(name) for name in ("start", "tests"))
    assert start.splitlines() == [start]
    assert start.endswith(".venv/bin/playground")
    assert tests.splitlines() == [tests]
    assert ".[tests]" in tests
    assert "pytest" in tests
    assert len(blocks("powershell")) == 2
    for command in (start, tests):
        windows = command.replace("python3 -m venv", "py -m venv")
        windows = windows.replace(" &&", ";").replace(".venv/bin/", ".venv\\Scripts\\")
        assert windows in [text.strip() for text in blocks("powershell")]


def test_that_what_is_not_installed_by_the_commands_is_named() -> None:
    part = re.search("<!-- system libraries -->(.*?)<!-- end -->", TEXT, re.DOTALL)
    assert part is not None
    named = part[1].split("apt-get install ")[1].split("\n")[0].split()
    assert {"libegl1", "libgl1", "libxcb-cursor0", "libxkbcommon-x11-0"} <= set(named)
    assert len(named) == len(set(named))
    assert named == re.findall(r"\blib[a-z0-9.-]*", part[1])


@pytest.mark.parametrize("command", commands())
def test_that_every_command_is_understood(command: str) -> None:
    verb, *rest = shlex.split(command)[1:] or [""]
    if verb in ("", "run.playground"):
        return
    if "SOURCE" in rest or "PROJECT" in rest or "FILE" in rest:
        return
    options = build_parser().parse_args([verb, *rest])
    if options.verb == "train":
        check_settings(options)


def check_settings(options: argparse.Namespace) -> None:
    source = options.source if not options.source.endswith((".csv", ".playground")) else "table"
    spec = settings.parse_all(defaults_for(source), options.assignments)
    if options.assignments:
        assert spec != defaults_for(source)
    if source == "table":
        assert (ROOT / options.source).exists()


@pytest.mark.parametrize("dataset", BARS)
def test_that_a_dataset_reaches_what_is_said(
    dataset: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command, said = reached()[dataset]
    assert main([*shlex.split(command)[1:], "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    metrics = told["metrics"]["validation"]
    measured = metrics["r2"] if dataset == "diabetes" else metrics["accuracy"]
    assert measured >= BARS[dataset]
    assert said >= BARS[dataset]
    assert measured == pytest.approx(said, abs=0.03)


def test_that_the_table_names_every_dataset_with_a_bar_and_no_other() -> None:
    assert set(reached()) == set(BARS)


def test_that_the_table_of_ones_own_is_trained_as_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (command,) = (line for line in commands() if "casas.csv" in line)
    monkeypatch.chdir(ROOT)
    saved = tmp_path / "casas.playground"
    assert main([*shlex.split(command)[1:], "--save", str(saved), "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["metrics"]["validation"]["r2"] > 0.9
    assert "14 missing values filled" in captured.err
    assert open_project(saved).project.run.data.target == "preço"


def test_that_the_line_is_exported_and_the_python_lines_load_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (command,) = (line for line in commands() if line.endswith("--export line.pt"))
    (lines,) = blocks("python", "<!-- python -->\n")
    assert len(lines.splitlines()) == 3
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command)[1:]) == 0
    capsys.readouterr()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", lines],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    number = re.search(r"[\d.]+", done.stdout)
    assert number is not None
    assert float(number[0]) == pytest.approx(10, abs=0.01)


def test_that_the_c_plus_plus_lines_are_those_of_the_dialog() -> None:
    source = (ROOT / "playground/engine/export/torchscript.py").read_text(encoding="utf-8")
    (lines,) = blocks("cpp")
    for part in ("#include <torch/script.h>", "torch::jit::Module model = torch::jit::load("):
        assert part in lines
        assert part in source


def test_that_the_json_shown_has_the_keys_that_are_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (shown,) = blocks("text")
    assert main(["train", "circle", "--steps", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    named = re.findall(r'"(\w+)"', shown)
    parts = ["train", "validation", "path", "format", "max_abs_difference"]
    assert [key for key in named if key not in parts] == list(told)
    assert list(told["metrics"]) == parts[:2]


def test_that_every_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", TEXT)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in HEADINGS}
    assert targets
    for target in targets:
        if target.startswith("#"):
            assert target[1:] in anchors
        elif not target.startswith("https://"):
            assert (ROOT / target).is_file(), target


def test_that_every_picture_is_shown_described_small_and_made_by_the_program() -> None:
    makers = load("make_pictures").MAKERS
    shown = re.findall(r"!\[([^\]]+)\]\(assets/pictures/(\w+)\.png\)", TEXT)
    assert {name for _, name in shown} == set(makers)
    assert {path.stem for path in (ROOT / "assets/pictures").iterdir()} == set(makers)
    for words, name in shown:
        assert len(words) > 20
        assert (ROOT / f"assets/pictures/{name}.png").stat().st_size < MAXIMUM_PICTURE


def test_that_the_folders_named_are_there() -> None:
    part = TEXT.split("<!-- layout -->")[1].split("\n\n")[0]
    cells = [line.split("|")[1] for line in part.splitlines()[3:]]
    assert len(cells) > 8
    for cell in cells:
        first, *others = re.findall(r"`([^`]+)`", cell)
        for name in (first, *(f"playground/gui/{other}" for other in others)):
            assert (ROOT / name).is_dir(), name


@pytest.mark.parametrize("place", re.findall(r"<!-- from: (.*?) -->", TEXT))
def test_that_code_shown_is_the_code_of_the_program(place: str) -> None:
    source = (ROOT / place).read_text(encoding="utf-8")
    shown = blocks("python", f"<!-- from: {re.escape(place)} -->\n")
    assert shown
    for code in shown:
        assert textwrap.dedent(code) in textwrap.dedent(source) or code in source


def test_that_every_kind_of_row_shown_is_explained_with_its_file() -> None:
    for name in ("activations", "losses", "datasets"):
        assert f"<!-- from: playground/engine/catalogue/{name}.py -->" in TEXT
