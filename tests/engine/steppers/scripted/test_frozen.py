"""Frozen weights in a program: bit for bit as in single steps, and free where none is frozen."""

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.data.dataset import build_dataset
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.scripted.stepper import ScriptedStepper
from playground.engine.training.trainer import Trainer

SMALL = ("data.samples=50", "network.hidden=4,3", "training.batch_size=16")
PENALTIES = ("training.l1=0.01", "training.l2=0.02", "training.gradient_clip=0.05")
DECAYING = {"momentum": 0.9, "weight_decay": 0.1, "lr_decay": 0.1}
STAY_EAGER = {"lbfgs", "adafactor"}


class Both:
    """The same run in single steps and by a program."""

    def __init__(self, *assignments: str) -> None:
        spec = settings.parse_all(defaults_for("circle"), (*SMALL, *assignments))
        dataset = build_dataset(spec.data)
        self.plain, self.fused = (Trainer(spec, dataset, torch.device("cpu")) for _ in range(2))
        self.eager = EagerStepper(self.plain)
        self.scripted = ScriptedStepper(self.fused, background=False)

    def freeze(self, *places: tuple[str, tuple[int, ...]]) -> None:
        masks = {
            name: torch.zeros_like(self.plain.network.get_parameter(name), dtype=torch.bool)
            for name, _ in places
        }
        for name, place in places:
            masks[name][place] = True
        self.plain.freeze(masks)
        self.fused.freeze(masks)

    def advance(self, steps: int) -> None:
        """Both, and compare every bit of the weights and gradients."""
        for _ in range(steps // 10):
            losses = self.eager.advance(10, 9)
            assert torch.equal(self.scripted.advance(10, 9), losses)
            for mine, theirs in zip(
                self.weights(self.fused), self.weights(self.plain), strict=True
            ):
                assert torch.equal(mine, theirs)

    @staticmethod
    def weights(trainer: Trainer) -> Iterator[Tensor]:
        """Weights and gradients as bits."""
        for weight in trainer.network.parameters():
            assert weight.grad is not None
            yield weight.detach().view(torch.int32)
            yield weight.grad.view(torch.int32)

    @property
    def program(self) -> object:
        return self.scripted._run


def options() -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in OPTIMIZERS:
        if row.key in STAY_EAGER:
            continue
        names = [parameter.name for parameter in row.parameters]
        decaying = tuple(f"training.{n}={v}" for n, v in DECAYING.items() if n in names)
        yield row.key, ()
        yield row.key, PENALTIES
        if decaying:
            yield row.key, (*decaying, *PENALTIES)


@pytest.mark.parametrize(("optimizer", "assignments"), list(options()))
def test_that_frozen_weights_stay_in_a_program(
    optimizer: str, assignments: tuple[str, ...]
) -> None:
    both = Both(f"training.optimizer={optimizer}", *assignments)
    before = both.plain.weights()
    both.freeze(("layers.0.weight", (1,)), ("layers.3.bias", (2,)), ("layers.6.weight", (0, 1)))
    both.advance(60)
    assert both.scripted.name == "scripted", both.scripted.reason
    after = both.fused.weights()
    assert torch.equal(after["layers.0.weight"][1], before["layers.0.weight"][1])
    assert after["layers.3.bias"][2] == before["layers.3.bias"][2]
    assert after["layers.6.weight"][0, 1] == before["layers.6.weight"][0, 1]
    assert (after["layers.0.weight"][0] != before["layers.0.weight"][0]).all()


def test_that_other_weights_freeze_between_two_steps_without_a_new_program() -> None:
    both = Both("training.optimizer=adam", "training.weight_decay=0.1")
    both.freeze(("layers.0.weight", (0, 0)))
    both.advance(40)
    program = both.program
    assert program is not None
    for place in (("layers.0.bias", (1,)), ("layers.6.weight", ()), ("layers.0.weight", (0, 0))):
        both.freeze(place)
        before = both.fused.weights()
        both.advance(20)
        assert both.program is program
        name, index = place
        assert torch.equal(both.fused.weights()[name][index], before[name][index])


def test_that_freezing_and_thawing_change_the_program_and_not_the_training() -> None:
    both = Both("training.optimizer=sgd", "training.momentum=0.9")
    both.advance(40)
    without = both.program
    both.freeze(("layers.0.weight", (2,)))
    both.advance(40)
    assert both.program not in (None, without)
    both.freeze()
    both.advance(40)
    assert both.scripted.name == "scripted"


def test_that_no_operation_is_spent_where_nothing_is_frozen() -> None:
    def lines(*places: tuple[str, tuple[int, ...]]) -> int:
        both = Both()
        both.freeze(*places)
        both.advance(40)
        assert both.scripted._run is not None
        return both.scripted._run._program.text.count("torch.ops.aten.")

    one = lines(("layers.0.weight", (0, 0)))
    assert lines() < one
    assert lines(("layers.0.weight", ()), ("layers.3.weight", ()), ("layers.6.bias", ())) == one
