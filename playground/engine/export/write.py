"""The process that writes an export: `write WRITER FOLDER FILE`, FOLDER holding the recipe."""

import sys
from collections.abc import Sequence
from pathlib import Path
from pkgutil import resolve_name

from playground.engine.export.recipe import build_model, load_recipe


def main(arguments: Sequence[str]) -> int:
    """Write FILE."""
    name, folder, file = arguments
    recipe = load_recipe(Path(folder))
    model = build_model(recipe).requires_grad_(False)
    resolve_name(name)(model, recipe, Path(file))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
