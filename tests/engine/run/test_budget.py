"""A chunk lasts about ten milliseconds, whatever its steps cost and however many were taken."""

import pytest

from playground.engine.run.budget import CHUNK_SECONDS, MOST_STEPS, Budget, ChunkSize


def _settled(cost: float, most: int = MOST_STEPS) -> ChunkSize:
    """After many chunks of steps that cost so many seconds each, of at most `most` steps."""
    chunk = ChunkSize()
    for _ in range(40):
        taken = min(most, chunk.steps)
        chunk.adapt(taken, taken * cost)
    return chunk


@pytest.mark.parametrize("cost", [1e-5, 1e-4, 1e-3])
def test_that_a_chunk_grows_until_it_lasts_as_long_as_it_should(cost: float) -> None:
    assert _settled(cost).steps == pytest.approx(CHUNK_SECONDS / cost, rel=0.1)


def test_that_a_slow_step_is_taken_alone_from_the_first_on() -> None:
    assert ChunkSize().steps == 1
    assert _settled(0.5).steps == 1


def test_that_chunks_that_end_early_do_not_grow_beyond_what_is_prompt() -> None:
    assert _settled(1e-3, most=5).steps <= 2 * CHUNK_SECONDS / 1e-3


def test_that_one_step_that_was_held_up_is_no_reason_to_crawl() -> None:
    chunk = _settled(1e-4)
    before = chunk.steps
    chunk.adapt(before, 10.0)
    assert chunk.steps == before // 4


@pytest.mark.parametrize(
    ("steps", "seconds", "reason"),
    [
        (1, None, "1 step is complete."),
        (2, None, "2 steps are complete."),
        (None, 1.0, "1 second of training is over."),
        (None, 0.5, "0.5 seconds of training are over."),
    ],
)
def test_that_a_limit_says_what_is_over(
    steps: int | None, seconds: float | None, reason: str
) -> None:
    budget = Budget()
    budget.limit(steps, seconds)
    verdict = budget.verdict(2 if steps is None else steps, 2.0)
    assert verdict is not None
    assert verdict.reason == reason
