"""Three families of letters that the tests bring along, so that no machine's fonts matter."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase

FOLDER = Path(__file__).parent.parent / "data" / "fonts"
FAMILIES = ("DejaVu Sans", "Noto Sans", "Roboto")
"""The widest of common interface fonts, the tallest, and a narrow one."""
POINTS = (9, 11, 13)
"""What systems and people set: Debian 9 or 10, GNOME 11, and 13 for tired eyes."""


def load_families() -> None:
    """Make the families known to Qt in this process."""
    for path in sorted(FOLDER.glob("*.ttf")):
        assert QFontDatabase.addApplicationFont(str(path)) >= 0, path


FONTS = [
    pytest.param(QFont(family, points), id=f"{family}, {points} pt")
    for family in FAMILIES
    for points in POINTS
]
