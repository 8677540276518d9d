"""The colours behind numbers: orange below zero and blue above, pale enough to be read on."""

import math

from PySide6.QtGui import QColor

from playground.gui.plots.base.shades import blend
from playground.gui.theme import Colours

STEPS = 24
STRENGTH = 0.38
"""How far the fullest tint goes to its colour."""


class Tints:
    """The colours of the cells of one theme.

    Attributes:
        scale: the distance from zero with the fullest tint.
    """

    def __init__(self, colours: Colours) -> None:
        self.scale = 1.0
        self.chosen, self.on_chosen = QColor(colours.accent), QColor(colours.on_accent)
        self._nothing = QColor(colours.surface)
        self._text, self._muted = QColor(colours.text), QColor(colours.muted)
        self._error = QColor(colours.error)
        ends = (colours.negative, colours.positive)
        self._below, self._above = (
            [QColor(blend(colours.surface, end, STRENGTH * n / STEPS)) for n in range(STEPS + 1)]
            for end in ends
        )

    def behind(self, value: float | None) -> QColor:
        """What lies behind a number."""
        if value is None or not math.isfinite(value):
            return self._nothing
        step = min(round(abs(value) / self.scale * STEPS), STEPS)
        return self._below[step] if value < 0.0 else self._above[step]

    def ink(self, value: float | None) -> QColor:
        """What a number is written with."""
        if value is None:
            return self._muted
        return self._text if math.isfinite(value) else self._error
