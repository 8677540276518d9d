"""The names of files as dialogs ask for them."""

from pathlib import Path


def stem_of(path: str) -> tuple[int, int]:
    """Where the name without folder and suffix begins, and how long it is."""
    name, stem = Path(path).name, Path(path).stem
    return len(path) - len(name), len(stem)


def judge_path(text: str, doing: str) -> tuple[str, bool]:
    """A sentence on a path that was typed, and whether a file may be written there, as it seems.

    Args:
        doing: what would write it: `exporting`.
    """
    text = text.strip()
    if not text:
        return "Type the name of a file, or choose one with Browse.", False
    if "\0" in text:
        return "A file's name cannot contain a NUL sign; type another.", False
    path = Path(text).expanduser()
    try:
        if path.is_dir():
            return f"{text} is a folder; add the name of a file.", False
        if not path.absolute().parent.is_dir():
            return f"The folder {path.parent} does not exist; choose one that does.", False
        if path.exists():
            return f"{path.name} exists; {doing} replaces it.", True
    except (OSError, RuntimeError, ValueError) as error:
        return f"{text!r} cannot be the name of a file: {error}.", False
    return "", True
