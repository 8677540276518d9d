"""A line that says when a network memorises, and not before."""

import pytest

from playground.gui.plots.loss.memorising import MEMORISES, OFTEN, Memorising


def said(losses: list[tuple[float, float | None]], run: int = 1) -> list[str]:
    watch = Memorising()
    return [watch.see(run, step, *pair) for step, pair in enumerate(losses)]


def test_that_a_validation_loss_that_rises_for_long_is_spoken_of() -> None:
    falling: list[tuple[float, float | None]] = [(1 / (n + 1), 1 / (n + 1)) for n in range(10)]
    rising: list[tuple[float, float | None]] = [(0.09 - n / 1000, 0.2) for n in range(OFTEN)]
    words = said([*falling, *rising])
    assert words[-1] == MEMORISES
    assert set(words[:-1]) == {""}


@pytest.mark.parametrize(
    "after",
    [(0.05, 0.101), (0.2, 0.2), (0.05, None)],
    ids=["hardly worse", "training gets worse too", "no validation part"],
)
def test_that_nothing_is_said_where_it_does_not_memorise(
    after: tuple[float, float | None],
) -> None:
    assert set(said([(0.1, 0.1), *[after] * 3 * OFTEN])) == {""}


def test_that_looks_at_the_same_step_count_once_and_another_run_begins_anew() -> None:
    watch = Memorising()
    watch.see(1, 0, 0.1, 0.1)
    assert {watch.see(1, 1, 0.05, 0.2) for _ in range(3 * OFTEN)} == {""}
    spoken = [watch.see(1, 2 + n, 0.05, 0.2) for n in range(OFTEN)]
    assert spoken[-1] == MEMORISES
    assert watch.see(2, 0, 0.05, 0.2) == ""


@pytest.mark.parametrize(
    ("train", "validation", "words"), [(0.05, 0.2, MEMORISES), (0.05, 0.12, ""), (0.2, 0.2, "")]
)
def test_that_a_quick_run_is_spoken_of_once_it_stands(
    train: float, validation: float, words: str
) -> None:
    watch = Memorising()
    watch.see(1, 0, 0.1, 0.1)
    assert watch.see(1, 9, train, validation) == ""
    assert watch.see(1, 9, train, validation, stands=True) == words


def test_that_it_is_silent_once_the_best_weights_are_back() -> None:
    watch = Memorising()
    watch.see(1, 0, 0.1, 0.1)
    assert watch.see(1, 9, 0.05, 0.2, stands=True) == MEMORISES
    assert watch.see(1, 9, 0.1, 0.1, stands=True) == ""
