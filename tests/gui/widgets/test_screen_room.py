"""Windows that open are seen whole, with their frame."""

import pytest
from PySide6.QtCore import QSize

from playground.gui.widgets.screen_room import FRAME, within

WANTED = QSize(1280, 800)


@pytest.mark.parametrize(
    "screen",
    [(1280, 800), (1366, 768), (1024, 768), (1280, 720), (960, 540)],
    ids=["1280x800", "1366x768", "1024x768", "1920x1080 at 1.5", "1920x1080 at 2"],
)
def test_that_a_window_and_its_frame_fit_the_screen(screen: tuple[int, int]) -> None:
    size = within(QSize(*screen), WANTED) + FRAME
    assert size.width() <= screen[0]
    assert size.height() <= screen[1]


def test_that_a_window_is_no_larger_than_it_wants_to_be() -> None:
    assert within(QSize(1920, 1080), WANTED) == WANTED
