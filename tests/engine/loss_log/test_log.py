"""The log of losses keeps every spike, in bounded memory."""

import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.loss_log import pyramid as loss_pyramid
from playground.engine.loss_log import series as loss_series
from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.series import AXES, Axis, LossCurve
from playground.engine.training.batches import Batches


def _filled(losses: np.ndarray, chunk: int = 1000, steps_per_epoch: int = 10) -> LossLog:
    log = LossLog()
    for start in range(0, len(losses), chunk):
        part = losses[start : start + chunk].astype(np.float32)
        step = start + len(part)
        log.append(part, step, step / steps_per_epoch, step / 1000)
    return log


def test_that_a_short_run_is_drawn_step_by_step() -> None:
    losses = np.linspace(1, 0, 50)
    curve = _filled(losses, chunk=7).train()
    assert np.allclose(curve.mean, losses, atol=1e-6)
    assert np.array_equal(curve.x, np.arange(1, 51))


def test_that_epochs_and_seconds_follow_the_steps() -> None:
    log = _filled(np.ones(5000))
    assert np.allclose(log.train("epoch").x, log.train("step").x / 10)
    assert np.allclose(log.train("seconds").x, log.train("step").x / 1000)


@given(st.integers(1, 40_000), st.integers(0, 2**32 - 1), st.integers(1, 3000))
def test_that_a_spike_is_visible_at_any_length_and_resolution(
    count: int, seed: int, points: int
) -> None:
    losses = np.ones(count)
    spike = seed % count
    losses[spike] = 100
    curve = _filled(losses, chunk=977).train(points=points)
    assert curve.maximum.max() == 100
    at = float(curve.x[curve.maximum.argmax()])
    assert abs(at - spike - 1) <= max(64, count / max(1, points) * 2)
    assert len(curve.x) <= points + 1


def test_that_zooming_into_the_recent_past_shows_single_steps() -> None:
    losses = np.arange(100_000, dtype=np.float64)
    curve = _filled(losses).train("step", 90_000, 90_100, 500)
    assert curve.x[0] <= 90_000
    assert curve.x[-1] >= 90_100
    assert np.allclose(np.diff(curve.x), 1)
    assert np.allclose(curve.mean, curve.x - 1)


def test_that_memory_stays_bounded_and_old_spikes_survive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loss_series, "RECENT", 16384)
    monkeypatch.setattr(loss_pyramid, "BUCKETS", 256)
    monkeypatch.setattr(loss_series, "MARKS", 64)
    losses = np.ones(300_000)
    losses[123] = 50
    log = _filled(losses)
    held = sum(array.nbytes for array in log.to_arrays().values())
    assert held < 256 * 1024
    curve = log.train(points=50)
    assert curve.maximum.max() == 50
    assert np.allclose(np.delete(curve.mean, curve.maximum.argmax()), 1)
    assert curve.x[-1] <= 300_000


def test_that_ten_million_steps_stay_under_sixty_four_megabytes() -> None:
    log = LossLog()
    chunk = np.ones(100_000, np.float32)
    for number in range(1, 101):
        log.append(chunk, number * 100_000, number * 100.0, float(number))
    held = sum(array.nbytes for array in log.to_arrays().values())
    assert log.steps == 10_000_000
    assert held < 16 * 2**20


def test_that_drawing_a_longer_run_takes_no_more_memory() -> None:
    log, peaks = LossLog(), []
    chunk = np.ones(100_000, np.float32)
    for number in range(1, 84):
        log.append(chunk, number * 100_000, number * 100.0, float(number))
        if number in (10, 40, 83):
            tracemalloc.start()
            log.train(points=600)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert max(peaks) < 2 * peaks[0]
    assert max(peaks) < 256 * 1024


def in_chunks(sizes: list[int], batches: Batches) -> tuple[LossLog, list[float]]:
    """A log of these chunks, and the epoch after each step."""
    log, epochs = LossLog(), []
    for size in sizes:
        clock = batches.clock
        for _ in range(size):
            batches.take()
            epochs.append(batches.clock.epochs)
        log.append(np.zeros(size, np.float32), len(epochs), epochs[-1], len(epochs) / 7, clock)
    return log, epochs


@pytest.mark.parametrize("sizes", [[1, 5, 40, 3], [49], [7] * 7])
def test_that_the_epoch_of_each_step_hangs_on_no_chunk(sizes: list[int]) -> None:
    batches = Batches(torch.zeros(25, 1), torch.zeros(25, 1), 10, seed=0)
    log, epochs = in_chunks(sizes, batches)
    batches.resize(4)
    more, later = in_chunks([3, 9], batches)
    assert np.allclose(log.records()[0].epoch, epochs, rtol=0, atol=1e-12)
    assert np.allclose(more.records()[0].epoch, later, rtol=0, atol=1e-12)
    copy = LossLog.from_arrays(log.to_arrays())
    assert np.array_equal(copy.records()[0].epoch, log.records()[0].epoch)
    assert np.array_equal(copy.train("epoch").x, log.train("epoch").x)


def test_that_a_log_of_an_earlier_version_takes_epochs_to_pass_evenly() -> None:
    arrays = _filled(np.ones(100)).to_arrays()
    old = {name: array for name, array in arrays.items() if "rhythms" not in name}
    assert LossLog.from_arrays(old).records()[0].epoch[-1] == 10.0


def test_that_clocks_that_cannot_be_are_refused() -> None:
    batches = Batches(torch.zeros(25, 1), torch.zeros(25, 1), 10, seed=0)
    log, _ = in_chunks([30], batches)
    arrays = log.to_arrays()
    arrays["train.rhythms"][4] = 0.0
    with pytest.raises(ValueError, match="rhythms"):
        LossLog.from_arrays(arrays)


def test_that_a_log_survives_being_saved() -> None:
    log = _filled(np.random.default_rng(0).random(150_000))
    log.append_validation(0.5, 100, 10.0, 0.1)
    log.append_validation(0.4, 200, 20.0, 0.2)
    copy = LossLog.from_arrays(log.to_arrays())
    for one, other in ((log.train(), copy.train()), (log.validation(), copy.validation())):
        assert np.array_equal(one.x, other.x)
        assert np.array_equal(one.mean, other.mean)
    copy.append(np.ones(10, np.float32), 150_010, 15_001.0, 151.0)
    assert copy.steps == 150_010


def test_that_validation_losses_an_even_distance_apart_are_recorded_at_once() -> None:
    one, other = LossLog(), LossLog()
    for number in range(1, 6):
        one.append_validation(1.0 / number, number * 20, float(number), number / 10)
    other.append_validation(1.0, 20, 1.0, 0.1)
    other.append_validation([1 / 2, 1 / 3, 1 / 4, 1 / 5], 100, 5.0, 0.5)
    for axis in AXES:
        singly, together = one.validation(axis), other.validation(axis)
        assert np.allclose(singly.x, together.x)
        assert np.array_equal(singly.mean, together.mean)


def test_that_a_log_whose_parts_do_not_belong_together_is_refused() -> None:
    arrays = _filled(np.ones(500)).to_arrays()
    arrays["train.recent"] = arrays["train.recent"][:-3]
    with pytest.raises(ValueError, match="recent"):
        LossLog.from_arrays(arrays)


def test_that_a_loss_that_is_not_finite_leaves_its_neighbours_readable() -> None:
    losses = np.ones(200)
    losses[150] = np.nan
    curve = _filled(losses).train(points=10)
    assert np.all(np.isfinite(curve.minimum))
    assert np.all(np.isfinite(curve.maximum))


def test_that_an_empty_log_gives_an_empty_curve() -> None:
    assert len(LossLog().train().x) == 0
    assert len(LossLog().validation("epoch").x) == 0


@given(st.integers(1, 300_000), st.integers(50, 3000))
def test_that_a_logarithmic_axis_has_as_many_points_for_each_doubling(
    count: int, points: int
) -> None:
    curve = _filled(np.ones(count), chunk=10_007).train(points=points, logarithmic=True)
    assert len(curve.x) <= points + 20
    assert (np.diff(curve.x) > 0).all()
    assert curve.x[0] == 1.0
    doublings = np.floor(np.log2(curve.x))
    _, sizes = np.unique(doublings[2**doublings >= 2 * points], return_counts=True)
    assert len(sizes) < 3 or sizes[:-1].max() <= 2 * sizes[:-1].min() + 2


@given(st.integers(1, 40_000), st.integers(0, 2**32 - 1), st.integers(200, 3000))
def test_that_a_spike_is_visible_on_a_logarithmic_axis(count: int, seed: int, points: int) -> None:
    losses = np.ones(count)
    spike = seed % count
    losses[spike] = 100
    curve = _filled(losses, chunk=977).train(points=points, logarithmic=True)
    assert curve.maximum.max() == 100
    at = float(curve.x[curve.maximum.argmax()])
    assert abs(at - spike - 1) <= 0.2 * (spike + 1)
    assert np.isclose(_mean_of(curve, count), losses.mean())


def _mean_of(curve: LossCurve, count: int) -> float:
    """The mean of all steps, where each point stands for the steps about its place."""
    ends = [0.0]
    for place in curve.x:
        ends.append(2 * place - 1 - ends[-1])
    assert ends[-1] == count
    return float((curve.mean * np.diff(ends)).sum() / count)


def test_that_the_first_steps_stay_single_however_long_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loss_series, "RECENT", 1 << 12)
    monkeypatch.setattr(loss_series, "EARLY", 1 << 9)
    monkeypatch.setattr(loss_pyramid, "BUCKETS", 1 << 8)
    losses = np.exp(-np.arange(60_000) / 30.0)
    log = _filled(losses)
    for kept in (log, LossLog.from_arrays(log.to_arrays())):
        curve = kept.train(points=1000, logarithmic=True)
        assert curve.x[:32].tolist() == list(range(1, 33))
        assert np.allclose(curve.mean[:32], losses[:32])
        assert (np.diff(curve.x) > 0).all()
        assert np.isclose(_mean_of(curve, 60_000), losses.mean())


def test_that_a_long_run_of_an_earlier_version_is_drawn_without_its_first_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loss_series, "RECENT", 1 << 12)
    monkeypatch.setattr(loss_pyramid, "BUCKETS", 1 << 8)
    arrays = _filled(np.ones(60_000)).to_arrays()
    log = LossLog.from_arrays(
        {name: array for name, array in arrays.items() if "early" not in name}
    )
    log.append(np.ones(100, np.float32), 60_100, 6010.0, 60.1)
    curve = log.train(points=1000, logarithmic=True)
    assert (np.diff(curve.x) > 0).all()
    assert np.isclose(_mean_of(curve, 60_100), 1.0)


def test_that_first_losses_that_are_too_few_or_too_many_are_refused() -> None:
    arrays = _filled(np.ones(500)).to_arrays()
    for wrong in (arrays["train.early"][:-1], np.ones(501, np.float32), np.ones((1, 500))):
        with pytest.raises(ValueError, match="early"):
            LossLog.from_arrays(arrays | {"train.early": wrong})


@pytest.mark.parametrize("axis", AXES)
def test_that_a_step_has_its_exact_place_on_every_axis(axis: Axis) -> None:
    log = _filled(np.ones(200_000))
    for step in (1, 2, 4321, 199_999, 200_000):
        assert log.place(step, axis) == pytest.approx(
            {"step": step, "epoch": step / 10, "seconds": step / 1000}[axis]
        )
