"""The README is true in both languages: commands, numbers, pictures, code, links and labels."""

import argparse
import importlib.util
import json
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from playground.__main__ import main
from playground.cli.arguments import VERBS, build_parser
from playground.engine.common.language import ENGLISH, LANGUAGES, Language
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.gui.actions.table import ACTIONS
from playground.state.project_file import open_project
from tests.translations import catalogues, ids_of, read, texts_of

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Page:
    """The README in one language."""

    name: str
    language: Language

    @property
    def text(self) -> str:
        return (ROOT / self.name).read_text(encoding="utf-8")

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The mark and the words of each heading."""
        return re.findall(r"^(#+) (.*)$", re.sub(FENCED, "", self.text), re.MULTILINE)

    @property
    def anchors(self) -> set[str]:
        """What links to headings are called on GitHub."""
        words = (re.sub(r"[^\w -]", "", heading) for _, heading in self.headings)
        return {heading.lower().replace(" ", "-") for heading in words}

    @property
    def prose(self) -> str:
        """The text without code and bold type, so that a single * is always italics."""
        text = re.sub(FENCED, "", self.text)
        return re.sub(r"`[^`]*`|\*\*", "", text)

    @property
    def italics(self) -> list[str]:
        """What is set in italics, in one line each."""
        return [" ".join(label.split()) for label in re.findall(r"\*([^*]+)\*", self.prose)]


FENCED = re.compile(r"^```\w+\n.*?^```", re.DOTALL | re.MULTILINE)
ENGLISH_PAGE = Page("README.md", ENGLISH)
PAGES = (
    ENGLISH_PAGE,
    *(Page(f"README.{row.key.replace('_', '-')}.md", row) for row in LANGUAGES[1:]),
)
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.language.key)
TEXT = ENGLISH_PAGE.text
BARS = {
    **dict.fromkeys(("circle", "xor"), 0.97),
    **dict.fromkeys(("spiral", "moons", "rings", "iris", "wine", "breast_cancer", "digits"), 0.95),
    "diabetes": 0.4,
}
MAXIMUM_PICTURE = 150_000


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


def results(page: Page) -> dict[str, tuple[str, float]]:
    """The tables of results: command and number, by dataset."""
    part = page.text.split("<!-- reached -->")[1].split("\n## ")[0]
    rows = re.findall(
        r"^\| `(playground train (\w+)[^`]*)` \|.*\| (\d+)([.,])(\d+)( ?%)? \|$", part, re.M
    )
    assert {mark for _, _, _, mark, _, _ in rows} == {page.language.decimal}
    return {
        name: (command, float(f"{whole}.{decimals}") / (100 if percent else 1))
        for command, name, whole, _, decimals, percent in rows
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
    words = shlex.split(command)[1:]
    if not set(words) & set(VERBS) or set(words) & {"SOURCE", "PROJECT", "FILE"}:
        return
    options = build_parser().parse_args(words)
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
    command, said = results(ENGLISH_PAGE)[dataset]
    assert main([*shlex.split(command)[1:], "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    metrics = told["metrics"]["validation"]
    measured = metrics["r2"] if dataset == "diabetes" else metrics["accuracy"]
    assert measured >= BARS[dataset]
    assert said >= BARS[dataset]
    assert measured == pytest.approx(said, abs=0.03)


def test_that_the_tables_name_every_dataset_with_a_bar_and_no_other() -> None:
    assert set(results(ENGLISH_PAGE)) == set(BARS)


@EACH
def test_that_results_and_code_are_the_same_in_every_language(page: Page) -> None:
    assert results(page) == results(ENGLISH_PAGE)
    assert re.findall(FENCED, page.text) == re.findall(FENCED, TEXT)
    markers = re.compile(r"<!-- .*? -->\n(?=```)")
    assert markers.findall(page.text) == markers.findall(TEXT)


@EACH
def test_that_the_sections_are_the_same_and_all_in_the_contents(page: Page) -> None:
    assert [mark for mark, _ in page.headings] == [mark for mark, _ in ENGLISH_PAGE.headings]
    linked = re.findall(r"\[([^\]]+)\]\(#", page.text)
    assert linked == [heading for mark, heading in page.headings if mark == "##"]


@EACH
def test_that_each_page_begins_with_links_to_the_others(page: Page) -> None:
    first = page.text.splitlines()[2]
    for other in PAGES:
        assert (f"]({other.name})" in first) == (other is not page)


def test_that_the_table_of_ones_own_is_trained_as_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (command,) = (line for line in commands() if "train tests/data/casas.csv" in line)
    monkeypatch.chdir(ROOT)
    saved = tmp_path / "casas.playground"
    assert main([*shlex.split(command)[1:], "--save", str(saved), "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["metrics"]["validation"]["r2"] > 0.9
    assert "14 missing values filled" in captured.err
    assert open_project(saved).project.run.data.target == ("preço",)


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


@EACH
def test_that_every_link_leads_somewhere(page: Page) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", page.text)
    by_name = {each.name: each for each in PAGES}
    assert targets
    for target in targets:
        if not target.startswith("https://"):
            name, _, anchor = target.partition("#")
            assert (ROOT / name).exists(), target
            assert not anchor or anchor in by_name.get(name, page).anchors, target


@EACH
def test_that_every_picture_is_shown_described_small_and_made_by_the_program(page: Page) -> None:
    pictures = load("make_pictures")
    shown = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", page.text)
    paths = [pictures.place(name, page.language) for name in pictures.MAKERS]
    assert {ROOT / path for _, path in shown} == set(paths)
    assert set(paths[0].parent.glob("*.png")) == set(paths)
    for words, path in shown:
        assert len(words) > 20
        assert (ROOT / path).stat().st_size < MAXIMUM_PICTURE


@EACH
def test_that_the_folders_named_are_there(page: Page) -> None:
    cells = folders(page)
    assert len(cells) > 8
    assert cells == folders(ENGLISH_PAGE)
    for cell in cells:
        first, *others = re.findall(r"`([^`]+)`", cell)
        for name in (first, *(f"playground/gui/{other}" for other in others)):
            assert (ROOT / name).is_dir(), name


def folders(page: Page) -> list[str]:
    """The first column of the table of folders."""
    part = page.text.split("<!-- layout -->")[1].split("\n\n")[0]
    return [line.split("|")[1] for line in part.splitlines()[3:]]


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


def translations(language: Language) -> Iterator[tuple[str, str]]:
    """Every sentence of the program, in English and in this language."""
    (path,) = (path for path in catalogues() if language.key in (path.parts[-3], ENGLISH.key))
    for message in read(path):
        english = ids_of(message)
        yield from zip(english, english if language == ENGLISH else texts_of(message), strict=False)


def label(text: str) -> str:
    """A label as one reads it, without its Alt key."""
    return text.replace("&", "")


def menu_paths(language: Language) -> set[str]:
    """Where every action is found, such as `File › Save`."""
    said: Mapping[str, str] = dict(translations(language))
    menus = ((said.get(row.menu, ""), said.get(row.text, "")) for row in ACTIONS)
    return {f"{label(menu)} › {label(text)}" for menu, text in menus}


@EACH
def test_that_every_menu_path_is_that_of_an_action(page: Page) -> None:
    named = {text for text in page.italics if "›" in text}
    assert len(named) > 8
    assert named - menu_paths(page.language) == set()


@EACH
def test_that_every_other_label_is_one_that_the_window_shows(page: Page) -> None:
    named = {text for text in page.italics if "›" not in text}
    named |= set(re.findall(r"(?<=^- \*\*)[^*]+", page.text, re.MULTILINE))
    texts = {label(text) for _, text in translations(page.language)}
    counts = [re.escape(text).replace(r"\{n\}", r"\d+") for text in texts if "{n}" in text]
    assert len(named) > 8
    assert {
        text for text in named - texts if not any(re.fullmatch(count, text) for count in counts)
    } == set()


def test_that_both_pages_name_the_same_labels() -> None:
    assert len({len(page.italics) for page in PAGES}) == 1
