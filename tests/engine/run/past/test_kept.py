"""States are kept ever farther apart the longer ago they are, within the memory they may take."""

from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.checkpoint.run_state import RunState
from playground.engine.run.past.kept import FEWEST_STATES, KeptStates, least_missed, size_of
from playground.engine.settings.defaults import defaults_for
from playground.engine.training.state import Place, TrainingState

SPEC = defaults_for("circle")


def state_of(step: int, numbers: int = 10) -> RunState:
    weights = {"weight": torch.zeros(numbers)}
    return RunState(SPEC, TrainingState(step, Place(), weights))


def kept_of(steps: list[int], most_states: int = 20) -> list[int]:
    kept = KeptStates(most_states=most_states)
    for step in steps:
        kept.keep(state_of(step))
    return [state.step for state in kept.states]


def test_that_all_are_kept_as_long_as_there_is_room() -> None:
    assert kept_of(list(range(20))) == list(range(20))


@given(st.lists(st.integers(1, 5000), min_size=30, max_size=300))
def test_that_the_first_and_the_last_are_always_kept_in_order(gaps: list[int]) -> None:
    steps = [0]
    for gap in gaps:
        steps.append(steps[-1] + gap)
    kept = kept_of(steps)
    assert len(kept) == 20
    assert (kept[0], kept[-1]) == (steps[0], steps[-1])
    assert kept == sorted(set(kept) & set(steps))


def test_that_the_same_steps_leave_the_same_states() -> None:
    steps = [number * number for number in range(500)]
    assert kept_of(steps) == kept_of(steps)


def test_that_gaps_grow_with_how_long_ago_they_are_and_shrink_again_near_the_start() -> None:
    kept = kept_of(list(range(5000)), most_states=60)
    gaps = [after - before for before, after in pairwise(kept)]
    widest = gaps.index(max(gaps))
    assert 500 < kept[widest] < 4500
    assert gaps[0] < 10
    assert gaps[-1] < 10
    for before, after in pairwise(kept):
        nearer = min(5000 - before, after)
        assert after - before <= max(5, 0.75 * nearer)


def test_that_memory_is_never_taken_beyond_its_bound() -> None:
    size = size_of(state_of(0, 1000))
    kept = KeptStates(most_bytes=10 * size + 5)
    for step in range(100):
        kept.keep(state_of(step, 1000))
        assert kept.size <= 10 * size + 5
    assert len(kept.states) == 10
    assert kept.states[0].step == 0


def test_that_optimizer_and_best_weights_count() -> None:
    bare = state_of(0, 1000)
    training = TrainingState(
        0, Place(), bare.weights, {"weight": {"exp_avg": torch.zeros(1000), "old": [bare]}}
    )
    whole = RunState(SPEC, training, best=bare.weights)
    assert size_of(whole) >= size_of(bare) + 8000


def test_that_of_states_too_large_for_a_few_none_is_kept_and_that_is_told() -> None:
    size = size_of(state_of(0, 1000))
    kept = KeptStates(most_bytes=FEWEST_STATES * size - 1)
    kept.keep(state_of(0, 1000))
    assert kept.states == ()
    assert kept.too_large == size
    assert not kept.are_wanted
    kept.try_again()
    assert kept.are_wanted


def test_that_what_was_kept_of_a_smaller_network_stays() -> None:
    kept = KeptStates(most_bytes=FEWEST_STATES * size_of(state_of(0, 1000)))
    kept.keep(state_of(0, 1000))
    kept.keep(state_of(5, 1_000_000))
    assert [state.step for state in kept.states] == [0]
    assert kept.too_large > 4_000_000
    kept.clear()
    assert kept.too_large == 0


def test_that_one_state_is_found_by_its_step() -> None:
    kept = KeptStates()
    kept.keep(state_of(7))
    assert kept.find(7) is kept.states[0]
    assert kept.find(8) is None


@pytest.mark.parametrize(("steps", "least"), [([0, 5], 1), ([0, 1, 50, 51, 99, 100], 3)])
def test_that_what_lies_beside_another_is_missed_least(steps: list[int], least: int) -> None:
    assert least_missed(steps) in (least, least - 1)
