"""Edits by hand against the same done in plain PyTorch, for every optimizer, fused and eager."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.common.errors import InputError
from playground.engine.common.numbers import GROUP
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.settings import paths as settings
from playground.engine.spec.edit import Edit, Subject, require_weights
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.steppers.scripted.stepper import ScriptedStepper
from playground.engine.training.edits import initial_weights, make_edits
from playground.engine.training.trainer import Trainer

STAY_EAGER = {"lbfgs", "adafactor"}
CPU = torch.device("cpu")
FIRST, BIAS, SECOND, LAST = "layers.0.weight", "layers.0.bias", "layers.3.weight", "layers.6.weight"


@pytest.fixture(scope="module")
def circle() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=60))


def trainer_of(dataset: Dataset, optimizer: str = "sgd", *assignments: str) -> Trainer:
    start = ("network.hidden=4,3", "training.batch_size=16", f"training.optimizer={optimizer}")
    return Trainer(settings.parse_all(RunSpec(), (*start, *assignments)), dataset, CPU)


def edit(
    subject: Subject, name: str, places: Sequence[int], values: Sequence[float] | None
) -> Edit:
    numbers = None if values is None else np.array(values, np.float64)
    return Edit(subject, name, np.array(places, np.int64), numbers)


def plain_model(trainer: Trainer) -> nn.Sequential:
    """The same network as one writes it down; every layer by itself, to get between them."""
    first, second, last = trainer.network.linear_layers()
    return nn.Sequential(first, nn.Tanh(), second, nn.Tanh(), last)


def plain_steps(
    trainer: Trainer, optimizer: torch.optim.Optimizer, steps: int, mute: Tensor
) -> None:
    """Steps of a plain loop on the batches of `trainer`, the first layer's outputs times `mute`."""
    first, tanh, second, again, last = plain_model(trainer)

    for _ in range(steps):
        trainer.enter_epoch()
        inputs, targets = trainer.batches.take()

        def closure() -> Tensor:
            optimizer.zero_grad()
            hidden = tanh(first(inputs)) * mute  # noqa: B023 - called within this turn
            outputs = last(again(second(hidden)))
            loss: Tensor = trainer.learner.loss(outputs, targets)  # noqa: B023
            loss.backward()  # type: ignore[no-untyped-call]
            return loss

        optimizer.step(closure)  # type: ignore[arg-type]


def plain_optimizer(trainer: Trainer) -> torch.optim.Optimizer:
    options = {k: v for k, v in trainer.optimizer.param_groups[0].items() if k != "params"}
    if isinstance(trainer.optimizer, torch.optim.AdamW):
        options.pop("decoupled_weight_decay")
    return type(trainer.optimizer)(trainer.network.parameters(), **options)


@pytest.mark.parametrize("stepping", ["eager", "fused"])
@pytest.mark.parametrize("optimizer", [row.key for row in OPTIMIZERS])
def test_that_edited_typed_and_muted_is_what_a_plain_script_makes_of_it(
    circle: Dataset, optimizer: str, stepping: str
) -> None:
    trainer, twin = (trainer_of(circle, optimizer) for _ in range(2))
    stepper = ScriptedStepper(trainer, background=False) if stepping == "fused" else None

    def steps(count: int) -> None:
        if stepper is None:
            for _ in range(count):
                trainer.step()
        else:
            stepper.advance(count, 1000)

    own = plain_optimizer(twin)
    nobody, third = torch.ones(4), torch.tensor([1.0, 1.0, 0.0, 1.0])
    few = 5 if optimizer == "lbfgs" else 30
    steps(few)
    plain_steps(twin, own, few, nobody)
    typed = np.linspace(-1.0, 1.0, 12)
    make_edits(
        trainer,
        (
            edit("weights", FIRST, [3], [0.25]),
            edit("weights", BIAS, [1], [-0.5]),
            edit("weights", SECOND, range(12), [*typed]),
            edit("muted", FIRST, [2], [1.0]),
        ),
    )
    with torch.no_grad():
        twin.network.get_parameter(FIRST)[1, 1] = 0.25
        twin.network.get_parameter(BIAS)[1] = -0.5
        twin.network.get_parameter(SECOND)[:] = torch.from_numpy(typed).view(3, 4)
    steps(few)
    plain_steps(twin, own, few, third)
    make_edits(trainer, (edit("muted", FIRST, [2], [0.0]),))
    steps(few)
    plain_steps(twin, own, few, nobody)
    for name, weight in trainer.network.named_parameters():
        assert torch.equal(weight, twin.network.get_parameter(name)), name
    if stepper is not None:
        assert (stepper.name == "eager") == (optimizer in STAY_EAGER), stepper.reason
        stepper.close()


def test_that_what_comes_back_takes_the_edits_back(circle: Dataset) -> None:
    trainer = trainer_of(circle)
    before = trainer.state()
    edits = (
        edit("weights", FIRST, [0, 5], [1.5, -2.0]),
        edit("weights", FIRST, [5], [7.0]),
        edit("frozen", LAST, [1, 4], [1.0, 1.0]),
        edit("muted", SECOND, [0, 2], [1.0, 1.0]),
    )
    back = make_edits(trainer, edits)
    after = trainer.state()
    assert after.weights[FIRST].flatten()[5] == 7.0
    assert after.frozen[LAST].flatten().tolist() == [False, True, False] * 2
    assert after.muted[SECOND].tolist() == [True, False, True]
    again = make_edits(trainer, back)
    for name, weight in trainer.weights().items():
        assert torch.equal(weight, before.weights[name])
    assert not trainer.state().frozen
    assert not trainer.state().muted
    make_edits(trainer, again)
    assert torch.equal(trainer.weights()[FIRST], after.weights[FIRST])
    assert trainer.state().muted[SECOND].tolist() == [True, False, True]


def test_that_weights_return_to_those_of_the_start(circle: Dataset) -> None:
    trainer = trainer_of(circle, "adam")
    start = trainer.weights()
    for name, weight in initial_weights(trainer).items():
        assert torch.equal(weight, start[name])
    for _ in range(20):
        trainer.step()
    make_edits(trainer, (edit("weights", FIRST, [2, 3], None),))
    now = trainer.weights()[FIRST]
    assert torch.equal(now[1], start[FIRST][1])
    assert not torch.equal(now[0], start[FIRST][0])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e300, 1.1e6])
def test_that_a_number_that_is_no_weight_is_refused(value: float) -> None:
    require_weights((edit("weights", FIRST, [0], [1e6]),))
    with pytest.raises(
        InputError, match=f"between −1{GROUP}000{GROUP}000 and 1{GROUP}000{GROUP}000"
    ):
        require_weights((edit("weights", FIRST, [0, 1], [1.0, value]),))


@pytest.mark.parametrize(
    ("name", "place"), [("layers.9.weight", 0), (FIRST, 8), (FIRST, -1), (BIAS, 4)]
)
def test_that_a_place_that_is_not_there_is_refused(circle: Dataset, name: str, place: int) -> None:
    trainer = trainer_of(circle)
    with pytest.raises(InputError, match="no longer contains"):
        make_edits(
            trainer, (edit("weights", FIRST, [0], [9.0]), edit("weights", name, [place], [1.0]))
        )
    assert trainer.weights()[FIRST][0, 0] != 9.0


def test_that_mutes_follow_a_change_of_layers(circle: Dataset) -> None:
    trainer = trainer_of(circle)
    make_edits(trainer, (edit("muted", SECOND, [1], [1.0]),))
    trainer.apply(settings.parse_all(trainer.spec, ["network.hidden=4,5,3"]))
    assert {name: mask.tolist() for name, mask in trainer.network.muted().items()} == {
        LAST: [False, True, False]
    }
    trainer.apply(settings.parse_all(trainer.spec, ["network.hidden=4,3"]))
    assert trainer.network.muted()[SECOND].tolist() == [False, True, False]
    trainer.step()


def test_that_muting_counts_where_the_network_is_measured_and_with_dropout(circle: Dataset) -> None:
    trainer = trainer_of(circle, "sgd", "network.dropout=0.3")
    make_edits(trainer, (edit("muted", SECOND, [0, 1, 2], [1.0] * 3),))
    outputs = trainer.evaluate("validation")[1]
    assert torch.equal(outputs, outputs[:1].expand_as(outputs))
    for _ in range(10):
        trainer.step()
    assert trainer.network.get_parameter(FIRST).grad is not None
    assert not trainer.network.get_parameter(FIRST).grad.any()  # type: ignore[union-attr]
