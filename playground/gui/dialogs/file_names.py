"""The names of files as dialogs ask for them."""

from pathlib import Path

from playground.engine.common.language import _


def stem_of(path: str) -> tuple[int, int]:
    """Where the name without folder and suffix begins, and how long it is."""
    name, stem = Path(path).name, Path(path).stem
    return len(path) - len(name), len(stem)


def name_filter(kind: str, *suffixes: str) -> str:
    """A line of a file dialog: what it is and the names that fit, all where a suffix is empty."""
    return f"{kind} ({' '.join(f'*{suffix}' for suffix in suffixes)})"


def judge_path(text: str) -> tuple[str, bool]:
    """A sentence on a path that was typed, and whether a file may be written there, as it seems."""
    text = text.strip()
    if not text:
        return _("Type a file name, or choose one with Browse."), False
    if "\0" in text:
        return _("A file name cannot contain a NUL character; type another name."), False
    path = Path(text).expanduser()
    try:
        if path.is_dir():
            return _("{path} is a folder; add a file name.").format(path=text), False
        if not path.absolute().parent.is_dir():
            sentence = _("The folder {folder} does not exist; choose another.")
            return sentence.format(folder=path.parent), False
        if path.exists():
            return _("{file} already exists and will be replaced.").format(file=path.name), True
    except (OSError, RuntimeError, ValueError) as error:
        sentence = _("{path} cannot be used as a file name ({error}).")
        return sentence.format(path=repr(text), error=error), False
    return "", True
