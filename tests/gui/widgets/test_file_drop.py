"""What may be dropped on a window, and what may not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.gui.widgets.file_drop import FileDrop
from tests.gui.drops import drop


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    """A window that is seen."""
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made


def test_that_one_file_of_a_known_kind_is_told(window: QWidget, qtbot: QtBot) -> None:
    files = FileDrop((".csv", ".playground"), window)
    for name in ("a.csv", "b.PLAYGROUND"):
        with qtbot.waitSignal(files.dropped) as told:
            assert drop(window, Path("/tmp") / name)
        assert told.args == [Path("/tmp") / name]


@pytest.mark.parametrize("names", [("a.png",), ("a.csv", "b.csv"), ()])
def test_that_anything_else_is_left_to_where_it_came_from(
    window: QWidget, names: tuple[str, ...]
) -> None:
    told: list[object] = []
    files = FileDrop((".csv",), window)
    files.dropped.connect(told.append)
    assert not drop(window, *(Path(name) for name in names))
    assert told == []
