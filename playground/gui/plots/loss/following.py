"""A range that follows a growing curve, without moving at every picture."""

from playground.engine.frames.frame import Bounds

AHEAD = 0.03
"""Part of the width that is left free for what comes next."""
UP_AND_DOWN = 0.07
"""Part of the height that is left free where the curve went beyond it."""
LEAST_FILLED = (0.94, 0.85)
"""Parts of width and height that must be needed, else the range is drawn in."""


def follow(needed: Bounds, shown: Bounds) -> Bounds:
    """The range to show where `needed` is to be seen and `shown` was shown so far.

    The range stays as long as it holds what is needed and is filled well: axes that move at every
    picture are hard to read, and dear to draw. Else it becomes what is needed, with some room
    ahead.
    """
    left, right, bottom, top = needed
    shown_left, shown_right, shown_bottom, shown_top = shown
    holds = (
        shown_left <= left and right <= shown_right and shown_bottom <= bottom and top <= shown_top
    )
    width, height = shown_right - shown_left, shown_top - shown_bottom
    fills = right - left >= LEAST_FILLED[0] * width and top - bottom >= LEAST_FILLED[1] * height
    if holds and fills:
        return shown
    room = UP_AND_DOWN * (top - bottom)
    # A floor of 0 stays: no loss is expected below it.
    down = room if bottom < shown_bottom and bottom != 0 else 0.0
    up = room if top > shown_top else 0.0
    return left, right + AHEAD * (right - left), bottom - down, top + up
