"""Prints one of the README's commands, so that what is run is what is written."""

import re
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def command(name: str) -> str:
    """The first shell block after the marker `<!-- command: NAME -->`."""
    found = re.search(
        rf"<!-- command: {name} -->\s*```(?:sh|powershell)\n(.*?)```",
        README.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    if found is None:
        raise SystemExit(f"README.md has no command named {name!r}.")
    return found.group(1).strip()


if __name__ == "__main__":
    sys.stdout.write(command(sys.argv[1]) + "\n")
