"""Each epoch hands out every row once, in an order that its seed and number fix."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.training.batches import Batches, dropout_seeds
from playground.engine.training.epoch_clock import EpochClock


def _batches(rows: int, size: int, seed: int = 0) -> Batches:
    inputs = torch.arange(rows, dtype=torch.float32).unsqueeze(1)
    return Batches(inputs, torch.arange(rows), size, seed)


def _epoch(batches: Batches) -> list[list[int]]:
    taken = [batches.take()[1].tolist()]
    while not batches.clock.at_epoch_end:
        taken.append(batches.take()[1].tolist())
    return taken


@given(rows=st.integers(1, 40), size=st.integers(0, 50), seed=st.integers(0, 2**31 - 1))
def test_that_an_epoch_hands_out_every_row_once(rows: int, size: int, seed: int) -> None:
    batches = _batches(rows, size, seed)
    for epoch in range(2):
        taken = _epoch(batches)
        assert batches.clock.epoch == epoch
        assert sorted(row for batch in taken for row in batch) == list(range(rows))
        assert len(taken) == batches.clock.steps_per_epoch
        assert all(len(batch) == batches.clock.batch for batch in taken[:-1])


def test_that_inputs_and_targets_stay_together() -> None:
    batches = _batches(20, 6)
    for _ in range(8):
        inputs, targets = batches.take()
        assert inputs[:, 0].tolist() == targets.tolist()


def test_that_epochs_and_seeds_shuffle_differently() -> None:
    batches, other = _batches(50, 10), _batches(50, 10, seed=1)
    orders = [_epoch(batches), _epoch(batches), _epoch(other)]
    assert orders[0] != orders[1] != orders[2] != orders[0]


def test_that_the_last_smaller_batch_is_kept() -> None:
    assert [len(batch) for batch in _epoch(_batches(25, 10))] == [10, 10, 5]


@given(rows=st.integers(1, 40), size=st.integers(0, 50), most=st.integers(1, 50))
def test_that_the_upcoming_rows_are_those_taken_next(rows: int, size: int, most: int) -> None:
    batches = _batches(rows, size, seed=4)
    for _ in range(9):
        before = batches.clock
        inputs, targets = batches.upcoming(most)
        assert batches.clock == before
        next_inputs, next_targets = batches.take()
        assert inputs.tolist() == next_inputs[:most].tolist()
        assert targets.tolist() == next_targets[:most].tolist()


def test_that_a_full_batch_keeps_the_order() -> None:
    assert _epoch(_batches(5, 0)) == [[0, 1, 2, 3, 4]]
    assert _epoch(_batches(5, 9)) == [[0, 1, 2, 3, 4]]


def test_that_the_place_counts_whole_epochs_and_the_fraction() -> None:
    batches = _batches(4, 1)
    places = [batches.clock.epochs]
    for _ in range(5):
        batches.take()
        places.append(batches.clock.epochs)
    assert places == [0.0, 0.25, 0.5, 0.75, 1.0, 1.25]


@given(epoch=st.integers(0, 5), row=st.integers(0, 30))
def test_that_a_place_can_be_returned_to(epoch: int, row: int) -> None:
    walked, sought = _batches(30, 1), _batches(30, 1)
    for _ in range(epoch * 30 + row):
        walked.take()
    sought.go_to(EpochClock(epoch, row, 30, 1))
    assert walked.clock.epochs == sought.clock.epochs
    assert walked.take()[1].tolist() == sought.take()[1].tolist()


@given(st.integers(1, 29), st.integers(0, 30), st.integers(0, 30))
def test_that_a_place_in_an_epoch_of_any_order_can_be_returned_to(
    taken: int, first: int, second: int
) -> None:
    walked = _batches(30, first)
    while walked.clock.row < taken:
        walked.take()
    walked.resize(second)
    returned = _batches(30, second)
    returned.return_to(walked.place)
    for _ in range(3):
        assert returned.take()[1].tolist() == walked.take()[1].tolist()


@given(st.lists(st.integers(0, 12), min_size=1, max_size=12))
def test_that_another_batch_size_in_mid_epoch_skips_and_repeats_no_row(sizes: list[int]) -> None:
    batches, seen = _batches(30, 7), []
    for size in sizes:
        seen += batches.take()[1].tolist()
        if batches.clock.at_epoch_end:
            break
        batches.resize(size)
    while not batches.clock.at_epoch_end:
        seen += batches.take()[1].tolist()
    assert sorted(seen) == list(range(30))


def test_that_shuffling_leaves_the_global_random_state_alone() -> None:
    before = torch.get_rng_state()
    _epoch(_batches(20, 3))
    assert torch.equal(torch.get_rng_state(), before)


def test_that_each_dropout_layer_and_epoch_has_a_seed_of_its_own() -> None:
    seeds = [seed for epoch in range(3) for seed in dropout_seeds(0, epoch, 4)]
    assert len(set(seeds)) == 12
