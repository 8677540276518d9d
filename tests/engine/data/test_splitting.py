"""What splitting promises, for any sizes, fractions and seeds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.data.raw import IntArray
from playground.engine.data.splitting import split_classes, split_rows

fractions = st.floats(0.0, 0.9)
seeds = st.integers(0, 2**31 - 1)
class_numbers = st.lists(st.integers(0, 12), min_size=1, max_size=200).map(
    lambda numbers: np.array(numbers, dtype=np.int64)
)


@given(st.integers(0, 300), fractions, seeds)
def test_that_every_row_trains_or_validates_and_none_does_both(
    rows: int, fraction: float, seed: int
) -> None:
    train, validation = split_rows(rows, fraction, seed)
    assert sorted([*train.tolist(), *validation.tolist()]) == list(range(rows))
    assert train.dtype == validation.dtype == np.int64
    assert len(train) >= min(rows, 2)
    if rows >= 3 and fraction > 0:
        assert len(validation) >= 1
        assert len(validation) in (1, rows - 2) or abs(len(validation) - fraction * rows) <= 0.5
    if fraction == 0:
        assert len(validation) == 0


@given(class_numbers, fractions, seeds)
def test_that_a_stratified_split_partitions_and_serves_every_class(
    classes: IntArray, fraction: float, seed: int
) -> None:
    train, validation = split_classes(classes, fraction, seed)
    assert sorted([*train.tolist(), *validation.tolist()]) == list(range(len(classes)))
    counts = np.bincount(classes)
    kept = np.bincount(classes[validation], minlength=len(counts))
    assert np.all(kept <= np.maximum(counts - 1, 0))
    several = counts >= 2
    if len(validation) >= several.sum():
        assert np.all(kept[several] >= 1) or len(validation) == 0


@given(st.integers(2, 40), st.integers(2, 6), fractions, seeds)
def test_that_classes_keep_their_proportions_within_a_row(
    unit: int, classes: int, fraction: float, seed: int
) -> None:
    counts = unit * np.arange(1, classes + 1)
    labels = np.repeat(np.arange(classes), counts)
    _, validation = split_classes(labels, fraction, seed)
    kept = np.bincount(labels[validation], minlength=classes)
    expected = len(validation) * counts / counts.sum()
    assert np.all((np.abs(kept - expected) < 1) | (kept == 1) | (kept == counts - 1))


@given(class_numbers, fractions, seeds)
def test_that_a_seed_repeats_its_split(classes: IntArray, fraction: float, seed: int) -> None:
    first, again = split_classes(classes, fraction, seed), split_classes(classes, fraction, seed)
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])


def test_that_another_seed_splits_otherwise() -> None:
    _, first = split_rows(100, 0.3, 1)
    _, second = split_rows(100, 0.3, 2)
    assert set(first.tolist()) != set(second.tolist())


@given(st.integers(3, 200), fractions, fractions, seeds)
def test_that_a_larger_fraction_keeps_the_validating_rows_and_adds_some(
    rows: int, one: float, other: float, seed: int
) -> None:
    small, large = sorted((one, other))
    few, many = split_rows(rows, small, seed)[1], split_rows(rows, large, seed)[1]
    assert set(few.tolist()) <= set(many.tolist())


@pytest.mark.parametrize(
    ("rows", "fraction", "validating"),
    [(500, 0.3, 150), (4, 0.0, 0), (2, 0.9, 0), (3, 0.01, 1), (3, 0.9, 1), (10, 0.9, 8)],
)
def test_that_a_fraction_means_so_many_rows(rows: int, fraction: float, validating: int) -> None:
    train, validation = split_rows(rows, fraction, 0)
    assert (len(train), len(validation)) == (rows - validating, validating)


def test_that_a_class_of_one_row_trains() -> None:
    labels = np.array([0] * 10 + [1] + [2] * 10)
    for seed in range(20):
        train, _ = split_classes(labels, 0.9, seed)
        assert 10 in train
