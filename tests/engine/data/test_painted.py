"""Painted points as data: where they were put, and too few of them."""

import numpy as np
import pytest

from playground.engine.common.errors import InputError, NotEnoughData
from playground.engine.data.dataset import build_dataset
from playground.engine.data.painted import painted_so_far, shortage
from playground.engine.data.splitting import split_classes, split_rows
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.points import MAXIMUM_POINTS, write_points
from playground.engine.spec.run import DataSpec

CLASSES = ("1 2 1", "-1.5 0.25 2", "0 -6 2", "6 6 1", "0.125 3 2", "-2 -2 1")
CURVE = ("-6 1", "0 -0.5", "2.5 6", "3 0")


def painted(kind: str, *points: str) -> DataSpec:
    return settings.write(defaults_for(f"painted_{kind}"), "data.points", points).data


def test_that_classes_are_the_points_as_they_were_painted() -> None:
    spec = painted("classes", *CLASSES)
    dataset = build_dataset(spec)
    by_hand = np.array([[1, 2], [-1.5, 0.25], [0, -6], [6, 6], [0.125, 3], [-2, -2]])
    assert np.array_equal(dataset.raw.inputs, by_hand)
    assert dataset.raw.targets.tolist() == [0, 1, 1, 0, 1, 0]
    assert dataset.task == "two_classes"
    train, validation = split_classes(np.array([0, 1, 1, 0, 1, 0]), spec.validation_fraction, 0)
    assert np.array_equal(dataset.train, train)
    assert np.array_equal(dataset.validation, validation)
    scaled = (by_hand - by_hand[train].mean(axis=0)) / by_hand[train].std(axis=0)
    assert np.allclose(dataset.inputs.numpy(), scaled, atol=1e-6)


def test_that_a_surface_has_its_values_and_a_curve_its_heights() -> None:
    surface = build_dataset(painted("surface", "1 2 0.5", "-3 4 -1", "0 0 0"))
    assert surface.task == "regression"
    assert surface.raw.targets.tolist() == [0.5, -1, 0]
    curve = build_dataset(painted("curve", *CURVE))
    assert curve.raw.inputs.tolist() == [[-6], [0], [2.5], [3]]
    assert curve.raw.targets.tolist() == [1, -0.5, 6, 0]
    train, _ = split_rows(4, 0.3, 0)
    assert np.array_equal(curve.train, train)


def test_that_another_seed_splits_the_same_points_otherwise() -> None:
    spec = painted("curve", *(f"{x / 10} 0" for x in range(40)))
    other = settings.write(defaults_for("painted_curve"), "data.seed", 5)
    other = settings.write(other, "data.points", spec.points)
    assert not np.array_equal(build_dataset(spec).train, build_dataset(other.data).train)


def test_that_there_are_as_many_classes_as_the_highest_that_is_painted() -> None:
    dataset = build_dataset(painted("classes", "1 1 4", "0 0 1", "2 2 4"))
    assert dataset.task == "more_classes"
    assert dataset.raw.class_names == ("class 1", "class 2", "class 3", "class 4")
    assert dataset.classes == 4


@pytest.mark.parametrize(
    ("kind", "points", "sentence"),
    [
        ("classes", (), "points of two classes"),
        ("classes", ("0 0 1", "1 1 1"), "All painted points are of class orange"),
        ("surface", ("0 0 1",), "at least two points"),
        ("curve", (), "at least two points"),
    ],
)
def test_that_too_few_points_are_said_to_be_too_few(
    kind: str, points: tuple[str, ...], sentence: str
) -> None:
    spec = painted(kind, *points)
    with pytest.raises(NotEnoughData, match=sentence):
        build_dataset(spec)
    so_far = painted_so_far(spec)
    assert len(so_far.targets) == len(points)
    assert sentence in shortage(so_far)


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        (("nan 1 2",), "point 1 is 'nan 1 2'"),
        (("0 0 1", "0 inf 1"), "point 2 is '0 inf 1'"),
        (("0 7 1",), "between −6 and 6"),
        (("0 0 1", "0 0"), "point 2 is '0 0'; write 3 finite numbers"),
        (("a b",), "point 1 is 'a b'"),
        (("",), "2 or 3 finite numbers"),
        (("0 0 1",) * (MAXIMUM_POINTS + 1), "at most 20.000 points, not 20.001"),
    ],
)
def test_that_what_is_no_painting_is_refused_as_a_setting(
    points: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(InputError, match="^data.points: .*" + sentence):
        settings.write(defaults_for("painted_classes"), "data.points", points)


@pytest.mark.parametrize(
    ("kind", "points", "sentence"),
    [
        ("classes", ("0 0 1", "0 0 1.5"), "point 2 is '0 0 1.5'; its class"),
        ("classes", ("0 0 11",), "a whole number from 1 to 10"),
        ("surface", ("0 0 2",), "its value must lie between −1 and 1"),
        ("curve", ("0 0 1",), "painted_curve has 2 numbers, not 3"),
    ],
)
def test_that_points_of_another_kind_are_refused_where_they_are_read(
    kind: str, points: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        build_dataset(painted(kind, *points))


def test_that_points_are_written_to_three_decimals() -> None:
    assert write_points([[1.23456, -0.0001, 3], [-6, 6, 10]]) == ("1.235 0 3", "-6 6 10")
