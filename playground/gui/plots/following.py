"""A range that follows a growing curve, without moving at every picture."""

from playground.engine.frame import Bounds

AHEAD = 0.03
"""Part of the width that is left free for what comes next."""
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
    return shown if holds and fills else (left, right + AHEAD * (right - left), bottom, top)
