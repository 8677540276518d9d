"""A text of TorchScript is compiled, and knows nothing of where that was asked for."""

import gc

import torch

from playground.engine.steppers.scripted.unit import compiled

TEXT = "def twice(x: Tensor) -> Tensor:\n    return torch.mul(x, 2)\n"


def test_that_a_text_is_compiled() -> None:
    assert torch.equal(compiled(TEXT).twice(torch.tensor([1.0, -3.0])), torch.tensor([2.0, -6.0]))


def test_that_compiling_leaves_nothing_behind_that_refers_to_itself() -> None:
    compiled(TEXT.replace("2)", "3)"))
    gc.collect()
    gc.disable()
    try:
        for number in (4, 5, 6):
            compiled(TEXT.replace("2)", f"{number})"))
        assert gc.collect() == 0
    finally:
        gc.enable()
