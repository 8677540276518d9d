"""How a fresh Python process is started that can import this package, wherever it lies."""

import sys
from pathlib import Path

from playground.engine.common.language import spoken

# -P keeps the current folder, which may hold anything, from being searched for modules.
# A terminal sends Ctrl-C and SIGHUP to every process in it: what they mean, the parent decides.
_START = (
    "import importlib, signal, sys; root, language, name, *rest = sys.argv[1:]; "
    "sys.path.append(root); "
    "[signal.signal(getattr(signal, s), signal.SIG_IGN) for s in ('SIGINT', 'SIGHUP') "
    "if hasattr(signal, s)]; "
    "importlib.import_module('playground.engine.common.language').speak_as(language); "
    "sys.exit(importlib.import_module(name).main(rest))"
)


def fresh_python(module: str, *arguments: str) -> list[str]:
    """The command line of a process that runs `main(arguments)` of `module`, in our language."""
    root = str(Path(__file__).parents[3])
    return [sys.executable, "-P", "-c", _START, root, spoken().key, module, *arguments]
