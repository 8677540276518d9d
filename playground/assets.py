"""Where the pictures, examples and translations that come with the playground lie."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def asset(name: str) -> Path:
    """The file or folder `name` under `assets/`, such as `icons/run.svg`.

    An installed package carries the folder inside itself; a checkout has it beside the package.

    Raises:
        FileNotFoundError: there is no such asset.
    """
    for folder in (PACKAGE, PACKAGE.parent):
        path = folder / "assets" / name
        if path.exists():
            return path
    raise FileNotFoundError(f"The asset {name!r} is missing from this installation.")
