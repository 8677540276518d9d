"""Buckets of losses at every scale, against the losses themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.loss_log import pyramid as loss_pyramid
from playground.engine.loss_log.pyramid import FACTOR, FIRST_WIDTH, Pyramid


def filled(losses: np.ndarray, pieces: int = 7) -> Pyramid:
    """A pyramid of as many full buckets as these losses give, in so many pieces."""
    pyramid = Pyramid()
    buckets = losses[: len(losses) // FIRST_WIDTH * FIRST_WIDTH].reshape(-1, FIRST_WIDTH)
    for piece in np.array_split(buckets.astype(np.float32), pieces):
        if len(piece):
            pyramid.append(piece)
    return pyramid


@given(
    buckets=st.integers(1, 700),
    span=st.tuples(st.floats(0, 0.99), st.floats(0.01, 1)),
    scale=st.integers(0, 8),
    pieces=st.integers(1, 20),
)
def test_that_whatever_is_read_sums_up_the_losses_that_lie_there(
    buckets: int, span: tuple[float, float], scale: int, pieces: int
) -> None:
    losses = np.random.default_rng(buckets).standard_normal(buckets * FIRST_WIDTH)
    start = int(span[0] * len(losses))
    stop = min(len(losses), start + max(1, int(span[1] * len(losses))))
    group = FIRST_WIDTH << scale
    found = filled(losses, pieces).read(start, stop, group)
    ends = found.first + np.cumsum(found.sizes)
    starts = ends - found.sizes
    assert found.first <= start
    assert ends[-1] >= stop
    assert found.first % group == 0
    assert np.array_equal(starts // group, (ends - 1) // group)
    assert np.bincount(starts // group).max() < 2 * FACTOR * max(1, scale)
    values = losses.astype(np.float32)
    for number, (first, end) in enumerate(zip(starts, ends, strict=True)):
        part = values[first:end]
        low, mean, high = found.table[:, number]
        assert (low, high) == (part.min(), part.max())
        assert mean == pytest.approx(part.mean(), abs=1e-5)


def test_that_reading_costs_the_same_however_much_lies_under_it() -> None:
    read = []
    for buckets in (4_000, 16_000, 64_000):
        pyramid = filled(np.ones(buckets * FIRST_WIDTH))
        count = pyramid.covered
        read.append(pyramid.read(0, count, count // 500).table.shape[1])
    assert max(read) <= 1.1 * min(read)
    assert max(read) < 2 * FACTOR * 500


def test_that_merged_buckets_sum_up_what_both_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loss_pyramid, "BUCKETS", 32)
    losses = np.random.default_rng(1).random(32 * FIRST_WIDTH)
    pyramid = filled(losses)
    assert pyramid.room == 0
    pyramid.merge()
    assert (pyramid.width, pyramid.room) == (2 * FIRST_WIDTH, 16)
    pairs = losses.astype(np.float32).reshape(16, -1)
    assert np.array_equal(pyramid.finest[0], pairs.min(axis=1))
    assert np.allclose(pyramid.finest[1], pairs.mean(axis=1))
    found = pyramid.read(0, len(losses), len(losses))
    assert found.table[2].max() == losses.astype(np.float32).max()


def test_that_buckets_of_another_form_are_refused() -> None:
    with pytest.raises(ValueError, match="buckets"):
        Pyramid().restore(64, np.zeros((2, 5)))
