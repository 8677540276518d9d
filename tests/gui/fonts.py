"""Three families of letters from packages that the tests install: no machine's fonts matter."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

FILES = (
    ("reportlab", "fonts/Vera.ttf"),
    ("reportlab", "fonts/VeraBd.ttf"),
    ("font_hanken_grotesk", "files/HankenGrotesk-Regular.otf"),
    ("font_hanken_grotesk", "files/HankenGrotesk-Bold.otf"),
    ("font_source_sans_pro", "files/SourceSansPro-Regular.ttf"),
    ("font_source_sans_pro", "files/SourceSansPro-Bold.ttf"),
)
FAMILIES = ("Bitstream Vera Sans", "Hanken Grotesk", "Source Sans Pro")
"""A wide one (DejaVu Sans has its widths), one between, and a narrow one."""
POINTS = (9, 11, 13)
"""What systems begin with, and what people with tired eyes set."""
FONTS = tuple((family, points) for family in FAMILIES for points in POINTS)


@cache
def load_families() -> None:
    """Make the families known to Qt, in this process."""
    for package, name in FILES:
        content = files(package).joinpath(name).read_bytes()
        number = QFontDatabase.addApplicationFontFromData(content)
        assert set(QFontDatabase.applicationFontFamilies(number)) & set(FAMILIES), name


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
