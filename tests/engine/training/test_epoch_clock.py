"""Where a run stands after so many steps, against batches that are really taken."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.training.batches import Batches
from playground.engine.training.epoch_clock import EpochClock, epochs_after


def a_run(rows: int, batch: int) -> Batches:
    return Batches(torch.zeros(rows, 1), torch.zeros(rows, 1), batch, seed=0)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 30), st.integers(1, 90))
def test_that_a_clock_tells_where_batches_stand(
    rows: int, batch: int, before: int, steps: int
) -> None:
    batches = a_run(rows, min(batch, rows))
    for _ in range(before):
        batches.take()
    clock, places = batches.clock, []
    for number in range(1, steps + 1):
        batches.take()
        assert clock.after(number) == batches.clock
        places.append(batches.clock.epochs)
    start = np.array([[clock.epoch], [clock.row], [clock.rows], [clock.batch]], np.float64)
    found = epochs_after(np.repeat(start, steps, axis=1), np.arange(1.0, steps + 1))
    assert np.allclose(found, places, rtol=0, atol=1e-12)


def test_that_no_step_leads_nowhere() -> None:
    for row in (10, 25):
        assert EpochClock(3, row, 25, 10).after(0) == EpochClock(3, row, 25, 10)
    assert EpochClock(3, 25, 25, 10).after(1) == EpochClock(4, 10, 25, 10)
