"""What brush and eraser make of painted points."""

import numpy as np

from playground.engine.frames.first_painting import first_painting
from playground.engine.frames.scene import painted_picture
from playground.engine.spec.points import read_points
from playground.engine.spec.run import DataSpec
from playground.gui.plots.predictions.painting.strokes import Brush, without


def random() -> np.random.Generator:
    return np.random.default_rng(0)


def test_that_a_brush_puts_points_within_its_reach() -> None:
    places = np.array(read_points(Brush(1.5, 0.0, 2.0).dab(random(), 1.0, -2.0)))
    assert len(places) > 1
    assert (np.hypot(places[:, 0] - 1, places[:, 1] + 2) <= 1.5 + 1e-3).all()
    assert set(places[:, 2]) == {2}


def test_that_a_point_lies_where_it_was_put_unless_it_jitters() -> None:
    assert Brush(1.5, 0.0, None).point(random(), 1.0, -2.0) == ("1 -2",)
    generator = random()
    jittered = [Brush(1.5, 0.5, None).point(generator, 0.0, 0.0) for _ in range(400)]
    places = np.array([read_points(points)[0] for points in jittered])
    assert np.allclose(places.std(axis=0), 0.5, rtol=0.15)


def test_that_nothing_is_put_beyond_the_plane() -> None:
    assert Brush(0.5, 0.0, None).point(random(), 6.5, 0.0) == ()
    corner = [Brush(3.0, 1.0, None).dab(random(), 6.0, 6.0) for _ in range(20)]
    assert all(np.abs(read_points(points)).max() <= 6 for points in corner if points)


def test_that_an_eraser_takes_what_lies_under_it_and_leaves_the_rest_as_it_is() -> None:
    points = ("0 0 1", "1 0 2", "3 0 1")
    assert without(points, 0.5, 0.0, 0.6) == ("3 0 1",)
    assert without(points, -3.0, 0.0, 0.6) is points


def test_that_a_painting_starts_from_data_of_its_own_kind_alone() -> None:
    curve = DataSpec(source="painted_curve", points=("-1 2", "0 3", "4 5"))
    assert first_painting("painted_curve", painted_picture(curve)) == curve.points
    assert first_painting("painted_classes", painted_picture(curve)) == ()
    assert first_painting("painted_curve", None) == ()
