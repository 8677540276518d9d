"""Which words of a window no language has translated, once it speaks the pseudo-language."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from playground.gui.main_window import MainWindow
from tests.gui.shown_texts import every_text, plain_letters

NAMES = frozenset(
    (Path(__file__).parents[1] / "data" / "names_in_every_language.txt")
    .read_text(encoding="utf-8")
    .split()
)
"""Words that no language translates: of libraries, methods, keys, units, published data."""


def own_words(window: MainWindow) -> set[str]:
    """The words of columns and classes, which are those of the data."""
    data = window.run.data
    if data is None:
        return set()
    names = [*data.class_names, data.target_name]
    names += [name for column in data.columns for name in column.feature_names()]
    return {word for name in names for word in plain_letters(name)}


def words_of(text: str, known: set[str]) -> list[str]:
    """The words of a text that nobody has translated; the last one may be cut off."""
    names = NAMES | known
    words = [word for word in plain_letters(text) if len(word) > 1 and word not in names]
    cut = next((word for word in words if f"{word}…" in text), "")
    is_start = bool(cut) and any(name.startswith(cut) for name in names)
    return [word for word in words if not (is_start and word == cut)]


def unmarked(
    window: MainWindow, part: QWidget | None = None, *names: str
) -> Iterator[tuple[str, str, list[str]]]:
    """Where a text of the window stands, the text, and its words that nobody has translated.

    Args:
        part: look at this alone.
        names: what no language translates there.
    """
    known = own_words(window) | {word for name in names for word in plain_letters(name)}
    for where, text in every_text(part or window):
        if words := words_of(text, known):
            yield where, text, words
