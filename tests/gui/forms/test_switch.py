"""Check boxes are seen to be checked."""

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette

import playground.gui
from playground.gui.forms.switch import CheckBox
from playground.gui.main_window import MainWindow

GUI = Path(next(iter(playground.gui.__path__)))


def test_that_a_checked_box_has_a_mark_in_the_colour_of_the_palette(window: MainWindow) -> None:
    box = CheckBox("Validation", window)
    box.show()
    box.setChecked(True)
    image = box.grab().toImage()
    wanted = box.palette().color(QPalette.ColorRole.HighlightedText)
    left = range(min(24, image.width()))
    colours = {image.pixelColor(x, y).name() for x in left for y in range(image.height())}
    assert wanted.name() in colours


@pytest.mark.parametrize(
    "path", [p for p in sorted(GUI.rglob("*.py")) if p.name != "switch.py"], ids=lambda p: p.stem
)
def test_that_no_check_box_is_one_whose_mark_the_style_sheet_hides(path: Path) -> None:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    assert "QCheckBox" not in names
