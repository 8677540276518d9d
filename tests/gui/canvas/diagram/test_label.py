"""A label stands beside what it is about, and within what is seen."""

import pytest
from PySide6.QtCore import QRectF

from playground.gui.canvas.diagram.label import label_box

WITHIN = QRectF(0, 40, 500, 170)


@pytest.mark.parametrize(
    ("place", "side"),
    [
        (QRectF(100, 50, 36, 36), "below"),
        (QRectF(100, 160, 36, 36), "above"),
        (QRectF(100, 100, 36, 36), "right"),
        (QRectF(440, 100, 36, 36), "left"),
    ],
)
def test_that_a_label_stands_where_there_is_room(place: QRectF, side: str) -> None:
    box = label_box(WITHIN, place, 200, 90)
    assert WITHIN.contains(box)
    assert not box.intersects(place)
    beside = {
        "below": box.top() > place.bottom(),
        "above": box.bottom() < place.top(),
        "right": box.left() > place.right(),
        "left": box.right() < place.left(),
    }
    assert beside[side]


def test_that_a_label_larger_than_the_room_begins_in_it() -> None:
    box = label_box(WITHIN, QRectF(10, 60, 36, 36), 700, 400)
    assert box.left() == pytest.approx(2.5)
    assert box.top() == pytest.approx(42.5)
