"""Where the pictures, examples and translations that come with the playground lie."""

from importlib import resources
from pathlib import Path

import playground


def asset(name: str) -> Path:
    """The file or folder `name` under `assets/`, such as `icons/run.svg`.

    An installed package carries the folder inside itself; a checkout has it beside the package.

    Raises:
        FileNotFoundError: there is no such asset.
    """
    inside = Path(str(resources.files(playground))) / "assets" / name
    beside = Path(str(resources.files(playground))).parent / "assets" / name
    for path in (inside, beside):
        if path.exists():
            return path
    raise FileNotFoundError(f"The asset {name!r} is missing from this installation.")
