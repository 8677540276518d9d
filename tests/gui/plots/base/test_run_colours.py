"""The colours of compared runs are told apart by everybody, in light and in dark."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from playground.gui.plots.base.run_colours import run_colour
from playground.gui.theme import DARK, LIGHT, Colours

APART = 15.0
SEEN = {
    "normally": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
"""Machado, Oliveira and Fernandes (2009), severity 1, of linear light."""
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def lab(colour: str, seen: np.ndarray) -> np.ndarray:
    """CIE 1976 L*a*b* of a colour as it is seen."""
    shade = QColor(colour)
    rgb = np.array([shade.redF(), shade.greenF(), shade.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(seen @ linear, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("how", SEEN)
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_that_every_two_of_the_first_are_told_apart_and_from_the_present_run(
    colours: Colours, how: str
) -> None:
    own = [run_colour(colours, place) for place in range(5)]
    places = [lab(one, SEEN[how]) for one in (*own, colours.train, colours.validation)]
    ground = lab(colours.surface, SEEN[how])
    assert min(np.linalg.norm(a - b) for a, b in combinations(places[:6], 2)) >= APART
    assert min(np.linalg.norm(a - places[6]) for a in places[:5]) >= APART
    assert min(np.linalg.norm(a - ground) for a in places) >= APART


def test_that_twelve_runs_have_twelve_colours_and_the_pinned_one_a_neutral_one() -> None:
    assert len({run_colour(LIGHT, place) for place in range(12)}) == 12
    assert run_colour(LIGHT, 3, is_pinned=True) == LIGHT.muted
