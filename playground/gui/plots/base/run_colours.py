"""The colours of runs that are compared with the present one."""

from PySide6.QtGui import QColor

from playground.gui.theme import Colours

_LIGHT = ("#e69f00", "#6a1b9a", "#00a37a", "#c77fb0", "#7ab8f5")
_DARK = ("#f2b600", "#8f62ff", "#2f8f7a", "#b0602c", "#e2ec7c")
"""Of which every two, the present run's two and the ground differ by at least 15 in CIE 1976
L*a*b*, seen normally and as simulated for protanopia and deuteranopia."""
SHADES = (100, 65, 150)


def run_colour(colours: Colours, place: int, *, is_pinned: bool = False) -> str:
    """The colour of the run that has this place among those compared; the pinned one has none.

    Beyond the set it is repeated in lighter and darker shades.
    """
    if is_pinned:
        return colours.muted
    own = _DARK if colours.dark else _LIGHT
    turn, number = divmod(place, len(own))
    return QColor(own[number]).lighter(SHADES[turn % len(SHADES)]).name()
