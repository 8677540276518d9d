"""How a fresh Python process is started that can import this package, wherever it lies."""

import sys
from pathlib import Path

# -P keeps the current folder, which may hold anything, from being searched for modules.
_START = (
    "import importlib, sys; root, name, *rest = sys.argv[1:]; sys.path.append(root); "
    "sys.exit(importlib.import_module(name).main(rest))"
)


def fresh_python(module: str, *arguments: str) -> list[str]:
    """The command line of a process that runs `main(arguments)` of `module`."""
    root = str(Path(__file__).parents[3])
    return [sys.executable, "-P", "-c", _START, root, module, *arguments]
