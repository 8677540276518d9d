"""Small steps take one thread, large ones all; the sizes alone decide."""

import pytest
import torch

from playground.engine.training import threads
from playground.engine.training.threads import threads_for, use_threads


@pytest.fixture(autouse=True)
def eight_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "processors", lambda: 8)


@pytest.mark.parametrize(
    ("parameters", "batch", "widest", "wanted"),
    [
        (25, 10, 4, 1),  # 2-4-2-1
        (4_417, 250, 64, 1),  # 2-64-64-1
        (17_226, 64, 128, 1),  # digits
        (66_817, 1, 256, 8),  # many weights to update
        (1_185, 2_500, 32, 8),  # many activations
        (26_401, 200, 160, 8),  # much to multiply
    ],
)
def test_that_the_size_of_a_step_decides(
    parameters: int, batch: int, widest: int, wanted: int
) -> None:
    assert threads_for(parameters, batch, widest) == wanted


def test_that_the_choice_is_made_where_operations_look_for_it() -> None:
    before = torch.get_num_threads()
    try:
        assert use_threads(1_000_000, 100, 500) == 8
        assert torch.get_num_threads() == 8
        assert use_threads(25, 10, 4) == 1
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)
