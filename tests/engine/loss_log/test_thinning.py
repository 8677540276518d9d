"""The losses of long runs take little memory, and are still drawn as they were."""

import numpy as np
import pytest

from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.thinning import LEAST_RECENT, MOST, thinned


def log_of(steps: int, chunk: int = 997) -> LossLog:
    log, losses = LossLog(), np.exp(-np.arange(steps) / (steps / 4)).astype(np.float32)
    losses[steps // 3] = 50.0
    for start in range(0, steps, chunk):
        part = losses[start : start + chunk]
        end = start + len(part)
        log.append(part, end, end / 100, end / 1e4)
        log.append_validation(float(part[-1]), end, end / 100, end / 1e4)
    return log


def size_of(log: LossLog) -> int:
    return sum(array.nbytes for array in thinned(log.to_arrays()).values())


def test_that_a_short_run_stays_as_it_is() -> None:
    whole = log_of(5000).to_arrays()
    kept = thinned(whole)
    assert all(kept[name] is whole[name] for name in whole)


@pytest.mark.parametrize("steps", [131_071, 700_001, 3_000_000])
def test_that_a_long_run_takes_half_a_megabyte_and_keeps_its_spike(steps: int) -> None:
    log = log_of(steps)
    assert size_of(log) <= MOST
    read = LossLog.from_arrays(thinned(log.to_arrays()))
    assert read.steps == steps
    before, after = log.train(points=500), read.train(points=500)
    assert float(after.maximum.max()) == 50.0
    np.testing.assert_allclose(np.interp(after.x, before.x, before.mean), after.mean, rtol=0.02)
    spike = after.x[after.maximum.argmax()]
    assert abs(spike - steps / 3) <= 2 * steps / 500
    np.testing.assert_array_equal(
        read.records()[0].loss[-LEAST_RECENT:], log.records()[0].loss[-LEAST_RECENT:]
    )


def test_that_a_thinned_run_goes_on_and_is_thinned_again() -> None:
    log = LossLog.from_arrays(thinned(log_of(700_001).to_arrays()))
    more = np.full(2000, 7.0, np.float32)
    log.append(more, 702_001, 7020.01, 70.2001)
    again = LossLog.from_arrays(thinned(LossLog.from_arrays(log.to_arrays()).to_arrays()))
    assert again.steps == 702_001
    np.testing.assert_array_equal(again.records()[0].loss[-2000:], more)
    last = again.train(low=700_100, points=100)
    assert set(last.mean.tolist()) == {7.0}


def test_that_a_thinned_log_with_values_missing_is_refused() -> None:
    arrays = thinned(log_of(700_001).to_arrays())
    arrays["train.recent"] = arrays["train.recent"][:-3]
    with pytest.raises(ValueError, match="recent"):
        LossLog.from_arrays(arrays)
