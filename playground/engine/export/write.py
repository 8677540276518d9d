"""The process that writes an export: `write FORMAT FOLDER FILE`, FOLDER holding the recipe."""

import sys
from collections.abc import Sequence
from pathlib import Path

from playground.engine.export.formats import find_format
from playground.engine.export.recipe import build_model, load_recipe


def main(arguments: Sequence[str]) -> int:
    """Write FILE."""
    key, folder, file = arguments
    row = find_format(Path(file), key)
    recipe = load_recipe(Path(folder))
    model = build_model(recipe).requires_grad_(False)
    row.load()(model, recipe, Path(file))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
