"""The rules of who may import whom, and what shipped code never calls; each rule is proven."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "playground"
LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)


def run_python(code: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


@dataclass(frozen=True)
class Plant:
    """An import that breaks a contract: the line, where it is planted, and whom it breaks."""

    module: str
    line: str
    contract: str

    @property
    def id(self) -> str:
        return f"{self.module}: {self.line}"


ENGINE = "The engine knows no Qt and nothing above it"
ROOMS = "Rooms of the engine import only what stands below them"
STATE = "The state reaches no torch, no Qt and no reader of tables"
NAMES = "Of the engine the state imports names and numbers alone"
QT = "Qt appears only under gui"
APART = "The window and the command line do not know each other"
VIEWS = "Panels, plots, canvas and dialogs meet only through the document and signals"
PLOTS = "Rooms of the plots share their base and do not know each other"
INSTRUMENTS = "Instruments do not know each other"
PLANTS = (
    Plant("engine/spec/run.py", "import playground.state.project", ENGINE),
    Plant("engine/data/raw.py", "from playground.gui import app", ENGINE),
    Plant("engine/settings/paths.py", "from playground import cli", ENGINE),
    Plant("engine/data/raw.py", "def late(): import PySide6", ENGINE),
    Plant("engine/spec/run.py", "import pyqtgraph", ENGINE),
    Plant("engine/training/trainer.py", "import playground.engine.run.session", ROOMS),
    Plant("engine/data/raw.py", "def late(): import playground.engine.model.network", ROOMS),
    Plant("engine/spec/run.py", "from playground.engine.settings import paths", ROOMS),
    Plant("engine/loss_log/log.py", "import playground.engine.steppers.eager", ROOMS),
    Plant("engine/checkpoint/payload.py", "import playground.engine.frames.frame", ROOMS),
    Plant("state/project.py", "def late(): import torch", STATE),
    Plant("state/view.py", "import pandas", STATE),
    Plant("engine/catalogue/row.py", "import torch", STATE),
    Plant("engine/settings/paths.py", "import playground.engine.data.dataset", STATE),
    Plant("state/document.py", "import PySide6", STATE),
    Plant("state/document.py", "from playground.engine.frames import frame", NAMES),
    Plant("state/recent.py", "import playground.engine.data.raw", NAMES),
    Plant("state/recent.py", "import playground.engine.loss_log.log", NAMES),
    Plant("state/project.py", "import PySide6.QtCore", QT),
    Plant("engine/data/raw.py", "import pyqtgraph", QT),
    Plant("cli/__init__.py", "import PySide6", QT),
    Plant(
        "gui/instruments/tensors/panel.py",
        "import playground.gui.instruments.graph.panel",
        INSTRUMENTS,
    ),
    Plant("gui/instruments/bench.py", "import playground.gui.instruments.table", INSTRUMENTS),
    Plant("__main__.py", "import PySide6", QT),
    Plant("cli/__init__.py", "import playground.gui", APART),
    Plant("gui/__init__.py", "def late(): import playground.cli", APART),
    Plant("gui/panels/__init__.py", "import playground.gui.plots", VIEWS),
    Plant("gui/plots/__init__.py", "import playground.gui.dialogs", VIEWS),
    Plant("gui/dialogs/__init__.py", "import playground.gui.canvas", VIEWS),
    Plant("gui/canvas/__init__.py", "import playground.gui.panels", VIEWS),
    Plant("gui/plots/base/shades.py", "import playground.gui.plots.loss.marks", PLOTS),
    Plant("gui/plots/loss/marks.py", "import playground.gui.plots.predictions.words", PLOTS),
    Plant("gui/plots/predictions/words.py", "import playground.gui.plots.loss.marks", PLOTS),
)


def copy_package(folder: Path) -> Path:
    shutil.copytree(PACKAGE, folder / "playground", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder / "playground"


def test_that_every_contract_is_kept() -> None:
    result = run_python(LINT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.id)
def test_that_a_planted_import_breaks_its_contract(tmp_path: Path, plant: Plant) -> None:
    module = copy_package(tmp_path) / plant.module
    with module.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{plant.line}\n")
    result = run_python(LINT, tmp_path)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{plant.contract} BROKEN" in " ".join(result.stdout.split())


def test_that_every_contract_has_a_planted_import() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = {line.split('"')[1] for line in text.splitlines() if line.startswith('name = "')}
    assert {plant.contract for plant in PLANTS} == names - {"playground"}


def modules_of(part: str) -> list[str]:
    """Every module of a part of the package, by its full name."""
    paths = sorted((PACKAGE / part).rglob("*.py")) if part else [PACKAGE / "__main__.py"]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [name.removesuffix(".__init__") for name in names]


def loaded_by(modules: list[str], watched: set[str]) -> set[str]:
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        f"print(*sorted({watched!r} & set(sys.modules)))"
    )
    result = run_python(code)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


QT_LIBRARIES = {"PySide6", "pyqtgraph", "shiboken6", "PyQt6", "PyQt5"}
HEAVY = {"torch", "pandas", "sklearn", "scipy", "safetensors", "PIL"}


def test_that_the_state_loads_nothing_heavy_and_no_qt() -> None:
    assert loaded_by(modules_of("state"), QT_LIBRARIES | HEAVY) == set()


def test_that_names_and_numbers_load_nothing_heavy_and_no_qt() -> None:
    rooms = ("catalogue", "common", "settings", "spec")
    modules = [module for room in rooms for module in modules_of(f"engine/{room}")]
    assert loaded_by(modules, QT_LIBRARIES | HEAVY) == set()


def test_that_the_table_of_actions_loads_nothing_heavy_and_no_qt() -> None:
    assert loaded_by(["playground.gui.actions.table"], QT_LIBRARIES | HEAVY) == set()


def test_that_the_entry_point_loads_nothing_heavy_and_no_qt() -> None:
    assert loaded_by(modules_of(""), QT_LIBRARIES | HEAVY) == set()


def test_that_no_part_of_the_window_waits_for_heavy_imports() -> None:
    assert loaded_by(modules_of("gui"), HEAVY | {"pyarrow"}) == set()


def test_that_the_engine_and_the_command_line_load_no_qt() -> None:
    assert loaded_by(modules_of("engine") + modules_of("cli"), QT_LIBRARIES) == set()


PICKLERS = ("pickle", "_pickle", "cPickle", "cloudpickle", "dill", "joblib", "shelve", "marshal")
FORBIDDEN_MODULES = frozenset(PICKLERS)
FORBIDDEN_NAMES = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_CALLS = {"torch.load", "torch.jit.load", "torch.export.load", "torch.package"}
FORBIDDEN_ATTRIBUTES = {"read_pickle", "to_pickle"}
EXPORT_CHECK = "engine/export/*check*.py"
ALLOWED_THERE = {"torch.jit.load"}
"""The child process that checks an export loads the file that was just written."""


def dangers(source: str) -> Iterator[str]:
    """What could run code out of a file: its names, as they would be written in full."""
    tree = ast.parse(source)
    aliases = dict(_aliases(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (a.name for a in names if a.name.split(".")[0] in FORBIDDEN_MODULES)
            case ast.ImportFrom(module=str() as module, names=names):
                if module.split(".")[0] in FORBIDDEN_MODULES:
                    yield module
                full = (f"{module}.{alias.name}" for alias in names)
                yield from (name for name in full if name in FORBIDDEN_CALLS)
            case ast.Name(id=name, ctx=ast.Load()) if name in FORBIDDEN_NAMES:
                yield name
            case ast.Attribute():
                full_name = _full_name(node, aliases)
                if full_name in FORBIDDEN_CALLS or node.attr in FORBIDDEN_ATTRIBUTES:
                    yield full_name
            case ast.keyword(arg="allow_pickle", value=value):
                if not (isinstance(value, ast.Constant) and value.value is False):
                    yield "allow_pickle"


def _aliases(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname, alias.name) for alias in node.names if alias.asname)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((a.asname or a.name, f"{node.module}.{a.name}") for a in node.names)


def _full_name(node: ast.expr, aliases: dict[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_full_name(node.value, aliases)}.{node.attr}"
    return aliases.get(node.id, node.id) if isinstance(node, ast.Name) else "?"


def test_that_no_shipped_code_runs_what_is_in_a_file() -> None:
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        seen = set(dangers(path.read_text(encoding="utf-8")))
        if seen := seen - (ALLOWED_THERE if fnmatch(name, EXPORT_CHECK) else set()):
            found[name] = seen
    assert found == {}


@pytest.mark.parametrize(
    ("source", "danger"),
    [
        ("import pickle", "pickle"),
        ("from pickle import loads", "pickle"),
        ("import joblib.numpy_pickle", "joblib.numpy_pickle"),
        ("import torch\ntorch.load(path)", "torch.load"),
        ("import torch as t\nt.jit.load(path)", "torch.jit.load"),
        ("from torch import jit\njit.load(path)", "torch.jit.load"),
        ("from torch.jit import load", "torch.jit.load"),
        ("from torch import load as read", "torch.load"),
        ("import torch\nread = torch.export.load", "torch.export.load"),
        ("import numpy as np\nnp.load(path, allow_pickle=True)", "allow_pickle"),
        ("import pandas as pd\npd.read_pickle(path)", "pandas.read_pickle"),
        ("eval(text)", "eval"),
        ("exec(text)", "exec"),
        ("run = exec", "exec"),
        ("__import__(text)", "__import__"),
    ],
)
def test_that_each_danger_is_seen(source: str, danger: str) -> None:
    assert danger in set(dangers(source))


def test_that_harmless_namesakes_are_let_through() -> None:
    source = (
        "model.eval()\ndialog.exec()\nimport re\nre.compile('a')\nimport numpy as np\n"
        "np.load(path, allow_pickle=False)\n'torch.load(path)'\nimport torch\ntorch.jit.script(f)\n"
    )
    assert not set(dangers(source))
