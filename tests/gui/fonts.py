"""Three families of letters that the tests bring along, so that no machine's fonts matter."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

FOLDER = Path(__file__).parent.parent / "data" / "fonts"
FAMILIES = ("DejaVu Sans", "Noto Sans", "Roboto")
"""The widest of the usual ones, the highest, and a narrow one."""
POINTS = (9, 11, 13)
"""What systems begin with, and what people with tired eyes set."""
FONTS = tuple((family, points) for family in FAMILIES for points in POINTS)


@cache
def load_families() -> None:
    """Make the families known to Qt, in this process."""
    for path in sorted(FOLDER.glob("*.ttf")):
        assert QFontDatabase.addApplicationFont(str(path)) >= 0, path


@contextmanager
def letters(app: QApplication, family: str, points: int) -> Iterator[QFont]:
    """Let the application write with this font."""
    load_families()
    before, font = QFont(app.font()), QFont(family, points)
    app.setFont(font)
    try:
        yield font
    finally:
        app.setFont(before)
