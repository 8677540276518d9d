"""A following range holds what is needed and moves seldom."""

from hypothesis import assume, given
from hypothesis import strategies as st

from playground.engine.frames.frame import Bounds
from playground.gui.plots.loss.following import follow

numbers = st.floats(-1e6, 1e6)
widths = st.floats(1e-3, 1e6)


@st.composite
def ranges(draw: st.DrawFn) -> Bounds:
    left, bottom = draw(numbers), draw(numbers)
    return left, left + draw(widths), bottom, bottom + draw(widths)


@given(ranges(), ranges())
def test_that_what_is_needed_is_always_seen(needed: Bounds, shown: Bounds) -> None:
    left, right, bottom, top = follow(needed, shown)
    assert left <= needed[0]
    assert right >= needed[1]
    assert bottom <= needed[2]
    assert top >= needed[3]


@given(ranges(), ranges())
def test_that_a_range_that_was_chosen_stays(needed: Bounds, shown: Bounds) -> None:
    assume(needed[1] > needed[0] and needed[3] > needed[2])
    chosen = follow(needed, shown)
    assert follow(needed, chosen) == chosen


def test_that_a_curve_grows_into_the_room_ahead_before_anything_moves() -> None:
    shown = (0.0, 103.0, 0.0, 1.0)
    assert follow((0.0, 102.9, 0.1, 0.99), shown) == shown
    assert follow((0.0, 110.0, 0.1, 0.99), shown) == (0.0, 113.3, 0.1, 0.99)


def test_that_a_curve_that_goes_on_falling_moves_the_axes_seldom() -> None:
    shown, moves = (0.0, 1e6, 0.0, 1.0), 0
    for step in range(1000):
        needed = (0.0, 1000.0, 0.5 - step / 1000, 1.0)
        before, shown = shown, follow(needed, shown)
        moves += shown != before
    assert moves < 20


def test_that_a_floor_of_zero_stays() -> None:
    assert follow((0.0, 100.0, 0.0, 1.0), (0.0, 103.0, 0.3, 2.0))[2] == 0.0


def test_that_a_range_that_is_far_too_large_is_drawn_in() -> None:
    assert follow((0.0, 100.0, 0.0, 1.0), (0.0, 500.0, 0.0, 1.0)) == (0.0, 103.0, 0.0, 1.0)
    assert follow((0.0, 100.0, 0.0, 0.5), (0.0, 103.0, 0.0, 1.0)) == (0.0, 103.0, 0.0, 0.5)
