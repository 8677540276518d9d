"""A log that is cut knows what one that never went further knows."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pytest

from playground.engine.loss_log import pyramid as loss_pyramid
from playground.engine.loss_log import series as loss_series
from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.series import AXES
from playground.engine.training.epoch_clock import EpochClock

CLOCK = EpochClock(0, 0, 250, 16)
Arrays = Mapping[str, npt.NDArray[np.floating]]


def trained(steps: int, chunk: int = 137, log: LossLog | None = None) -> LossLog:
    """A log of so many steps, or one that goes on to them: each step has its own loss."""
    log = log or LossLog()
    for start in range(log.steps, steps, chunk):
        stop = min(start + chunk, steps)
        losses = np.sin(np.arange(start, stop) * 0.37).astype(np.float32) + 2
        end = CLOCK.after(stop)
        log.append(losses, stop, end.epochs, stop / 1000, CLOCK.after(start))
        log.append_validation([start + 0.5, stop + 0.5], stop, end.epochs, stop / 1000)
    return log


def assert_alike(one: Arrays, other: Arrays) -> None:
    assert one.keys() == other.keys()
    for name, array in one.items():
        assert np.array_equal(array, other[name]), name


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a short run comes to."""
    monkeypatch.setattr(loss_series, "RECENT", 4096)
    monkeypatch.setattr(loss_series, "EARLY", 512)


@pytest.mark.parametrize("at", [0, 137, 137 * 3, 137 * 40, 137 * 200])
def test_that_a_cut_log_is_the_log_that_never_went_further(at: int) -> None:
    log = trained(137 * 300)
    log.cut_after(at)
    assert_alike(log.to_arrays(), trained(at).to_arrays())


def test_that_it_goes_on_like_one_that_was_never_cut() -> None:
    log = trained(137 * 300)
    log.cut_after(137 * 90)
    assert_alike(trained(137 * 250, log=log).to_arrays(), trained(137 * 250).to_arrays())


def test_that_a_log_that_ends_before_stays_as_it_is() -> None:
    log = trained(1370)
    log.cut_after(5000)
    assert_alike(log.to_arrays(), trained(1370).to_arrays())


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("at", [274, 137 * 5, 137 * 80, 137 * 110])
def test_that_of_steps_longer_ago_than_all_are_kept_every_bucket_stays(at: int) -> None:
    log, fresh = trained(137 * 120), trained(at)
    log.cut_after(at)
    cut, whole = log.to_arrays(), fresh.to_arrays()
    for name in ("train.buckets", "train.early", "train.marks", "train.rhythms"):
        assert np.array_equal(cut[name], whole[name]), name
    assert np.array_equal(cut["train.count"][:2], whole["train.count"])
    assert_alike_in_places(log, fresh)


@pytest.mark.usefixtures("small")
def test_that_what_is_still_kept_singly_is_right_and_nothing_else_is_given_out() -> None:
    log = trained(137 * 120)
    log.cut_after(137 * 100)
    records = log.records()[0]
    assert records.step[0] == 137 * 120 - 4096 + 1
    assert records.step[-1] == 137 * 100
    losses = np.sin((records.step - 1) * 0.37).astype(np.float32) + 2
    assert np.allclose(records.loss, losses, atol=1e-6)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("at", [137 * 5, 137 * 80, 137 * 110])
def test_that_a_cut_log_is_saved_and_opened(at: int) -> None:
    log = trained(137 * 120)
    log.cut_after(at)
    opened = LossLog.from_arrays(log.to_arrays())
    assert_alike(opened.to_arrays(), log.to_arrays())
    for one in (opened, log):
        trained(137 * 200, log=one)
    assert_alike_in_places(opened, log)


@pytest.mark.usefixtures("small")
def test_that_buckets_that_were_merged_since_stay_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loss_pyramid, "BUCKETS", 64)
    log = trained(137 * 120)
    log.cut_after(137 * 60)
    curve = log.train(points=2000)
    assert curve.x[-1] <= 137 * 60
    assert curve.minimum.min() == pytest.approx(1, abs=0.01)
    assert curve.maximum.max() == pytest.approx(3, abs=0.01)
    trained(137 * 150, log=log)
    assert log.steps == 137 * 150


def assert_alike_in_places(one: LossLog, other: LossLog) -> None:
    for axis in AXES:
        for step in (1, other.steps // 3, other.steps):
            assert one.place(step, axis) == pytest.approx(other.place(step, axis))
        ends = [log.train(axis, points=200).x[-1] for log in (one, other)]
        assert ends[0] == pytest.approx(ends[1], rel=0.05)
