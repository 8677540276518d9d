"""The small pictures of runs."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from playground.engine.data.dataset import build_dataset
from playground.engine.frames.maker import FrameMaker
from playground.engine.frames.pictures import Surface
from playground.engine.settings.defaults import defaults_for
from playground.gui.pictures.thumbnail import SIDE, thumbnail
from playground.gui.theme import LIGHT


@pytest.mark.parametrize(("across", "up"), [(2.0, 1.0), (1.0, 1.5), (1.0, 1.0), (0.5, 0.25)])
def test_that_a_circle_is_round_whatever_shape_the_view_had(across: float, up: float) -> None:
    data = FrameMaker(build_dataset(defaults_for("circle").data)).data_picture
    half = (data.bounds[1] - data.bounds[0]) / 2
    bounds = (-half * across, half * across, -half * up, half * up)
    xs, ys = np.linspace(*bounds[:2], 176), np.linspace(*bounds[2:], 176)
    radius = half * min(across, up) / 2
    inside = np.hypot(xs[None, :], ys[:, None]) < radius
    values = np.stack([1.0 - inside, inside], axis=-1)
    bare = replace(data, points=data.points[:0], targets=data.targets[:0])
    image = QImage.fromData(thumbnail(Surface("surface", values, bounds), bare, LIGHT))
    middle = SIDE // 2

    def reach(x: int, y: int) -> int:
        colours = [image.pixelColor(middle + x * n, middle + y * n) for n in range(middle)]
        return sum(colour.hue() > 100 for colour in colours)

    reaches = [reach(x, y) for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    assert all(abs(one - SIDE / 4) <= 2 for one in reaches)
