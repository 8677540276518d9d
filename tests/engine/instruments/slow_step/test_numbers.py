"""Every number of a slow step against a script in plain PyTorch, gradients against differences."""

import copy
import math

import pytest
import torch
from torch import Tensor, nn

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.catalogue.losses import LOSSES
from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.instruments.slow_step.optimizer_lines import update_lines
from playground.engine.instruments.slow_step.recipe import Recipe, recipe_of
from playground.engine.instruments.slow_step.walk import Walk
from playground.engine.training.trainer import Trainer
from tests.engine.instruments.slow_step.steps import Changes, plain_step, source_for, trainer_of

ONE_BY_ONE = [row.key for row in OPTIMIZERS if not row.needs_closure]
ALONE = [key for key in ONE_BY_ONE if key != "adafactor"]
"""Optimizers that move each weight by its own numbers."""


def walked(trainer: Trainer) -> Walk:
    walk = Walk(recipe_of(trainer))
    walk.reach(walk.phases[-1])
    return walk


def require_equal(walk: Walk, masks: list[Tensor] | None = None) -> None:
    """Everything that was walked through is what the script finds, bit for bit."""
    plain = plain_step(walk.recipe, masks)
    assert walk.loss == plain.loss
    for trace, z, a, delta in zip(walk.traces, plain.z, plain.a, plain.delta, strict=True):
        assert trace.dz is not None
        assert torch.equal(trace.z, z) and torch.equal(trace.a, a)
        assert torch.equal(trace.dz, delta)
    for name in plain.after:
        found = walk.tensors(name)
        assert torch.equal(found["gradient"], plain.gradients[name])
        assert torch.equal(found["prepared"], plain.clipped[name])
        assert torch.equal(found["after"], plain.after[name])


@pytest.mark.parametrize("optimizer", ONE_BY_ONE)
def test_that_every_optimizer_moves_each_weight_as_in_a_plain_script(optimizer: str) -> None:
    require_equal(walked(trainer_of({"training.optimizer": optimizer})))


@pytest.mark.parametrize("loss", [row.key for row in LOSSES])
def test_that_every_loss_has_the_numbers_of_a_plain_script(loss: str) -> None:
    require_equal(walked(trainer_of({"training.loss": loss}, source=source_for(loss))))


@pytest.mark.parametrize("activation", [row.key for row in ACTIVATIONS])
def test_that_every_activation_has_the_numbers_of_a_plain_script(activation: str) -> None:
    require_equal(walked(trainer_of({"network.activation": activation})))


def test_that_clipping_penalties_and_frozen_weights_are_told_as_they_are() -> None:
    changes: Changes = {"training.gradient_clip": 0.01, "training.l1": 0.01, "training.l2": 0.1}
    trainer = trainer_of(changes)
    mask = torch.zeros(4, 2, dtype=torch.bool)
    mask[1, 0] = True
    trainer.freeze({"layers.0.weight": mask})
    walk = walked(trainer)
    require_equal(walk)
    assert walk.recipe.clip == 0.01
    gradients = [walk.tensors(n)["gradient"] for n, _ in trainer.network.named_parameters()]
    gradients[0] = gradients[0].masked_fill(mask, 0.0)
    length = torch.cat([g.flatten() for g in gradients]).norm()
    assert walk.length == pytest.approx(float(length), rel=1e-6) and walk.length > 0.01
    numbers = walk.weight("layers.0.weight", 1, 0)
    assert numbers.prepared == 0.0 != numbers.gradient
    assert numbers.is_frozen and numbers.before == numbers.after


def test_that_the_objective_is_the_loss_with_both_penalties() -> None:
    walk = walked(trainer_of({"training.l1": 0.01, "training.l2": 0.1}))
    weights = [w.detach().double() for w in walk.recipe.network.parameters() if w.dim() > 1]
    penalty = sum(0.01 * w.abs().sum() + 0.05 * w.square().sum() for w in weights)
    assert walk.objective == pytest.approx(walk.loss + float(penalty), rel=1e-6)


def test_that_dropout_masks_are_those_that_were_drawn() -> None:
    trainer = trainer_of({"network.dropout": 0.4})
    states = trainer.network.dropout_states()
    walk = walked(trainer)
    assert all(map(torch.equal, states, trainer.network.dropout_states()))
    masks = [trace.kept for trace in walk.traces if trace.kept is not None]
    drawn = []
    for dropout, trace in zip(trainer.network.dropouts(), walk.traces, strict=False):
        generator = torch.Generator()
        generator.set_state(dropout.generator.get_state())
        drawn.append(torch.empty_like(trace.a).bernoulli_(0.6, generator=generator))
    assert len(masks) == 2 and all(map(torch.equal, masks, drawn))
    for trace, mask in zip(walk.traces, masks, strict=False):
        assert torch.equal(trace.h, trace.a * mask / 0.6)
        assert trace.dh is not None and trace.da is not None
        torch.testing.assert_close(trace.da, trace.dh * mask / 0.6)


def test_that_a_step_that_begins_an_epoch_draws_as_the_run_does() -> None:
    trainer = trainer_of({"network.dropout": 0.4}, steps=0)
    while not trainer.batches.clock.at_epoch_end:
        trainer.step()
    walk = walked(trainer)
    batches = trainer.batches.place
    trainer.step()
    assert batches.row == batches.rows
    assert walk.loss != 0.0
    for name, weight in trainer.network.named_parameters():
        assert torch.equal(walk.tensors(name)["after"], weight)


def test_that_the_loss_of_the_batch_is_the_mean_of_those_of_its_rows() -> None:
    for loss in ("cross_entropy", "mse", "huber", "log_cosh", "hinge", "focal", "multi_margin"):
        walk = walked(trainer_of({"training.loss": loss}, source=source_for(loss)))
        rows = walk.row_losses(0, 1000)
        assert len(rows) == len(walk.recipe.inputs)
        assert rows.mean() == pytest.approx(walk.loss, rel=1e-5)


@pytest.mark.parametrize("optimizer", ALONE)
@pytest.mark.parametrize("steps", [0, 1, 7])
def test_that_the_formula_of_an_optimizer_leads_to_the_weight_that_it_gave(
    optimizer: str, steps: int
) -> None:
    options: Changes = {"training.weight_decay": 0.01, "training.learning_rate": 0.05}
    kinds: list[Changes] = [{}, {"training.l1": 0.003}, {"training.momentum": 0.8}]
    for more in (*kinds, *_SPECIAL[optimizer]):
        walk = walked(trainer_of({"training.optimizer": optimizer, **options, **more}, steps=steps))
        for place in ((0, 0), (2, 1), (3, 0)):
            numbers = walk.weight("layers.0.weight", *place)
            kind = type(walk.recipe.optimizer).__name__
            lines, value = update_lines(kind, walk.options, numbers)
            assert value == pytest.approx(numbers.after, rel=1e-5, abs=1e-7)
            assert lines and not math.isnan(value)


_SPECIAL: dict[str, list[Changes]] = {key: [] for key in ALONE} | {
    "sgd": [
        {"training.momentum": 0.9, "training.nesterov": True},
        {"training.momentum": 0.9, "training.dampening": 0.5},
    ],
    "adam": [{"training.amsgrad": True}],
    "adamw": [{"training.amsgrad": True}],
    "nadam": [{"training.decoupled_weight_decay": True}],
    "radam": [{"training.decoupled_weight_decay": True}],
    "rmsprop": [
        {"training.centered": True},
        {"training.centered": True, "training.momentum": 0.5},
    ],
    "adagrad": [{"training.lr_decay": 0.1}],
}


def test_that_an_l1_that_makes_zeros_is_part_of_the_formula() -> None:
    trainer = trainer_of(
        {"training.l1": 0.5, "training.l1_form": "proximal", "training.learning_rate": 0.1}
    )
    walk = walked(trainer)
    assert walk.recipe.shrinkage == 0.5
    numbers = walk.weight("layers.0.weight", 0, 0)
    _lines, value = update_lines("Adam", walk.options, numbers, walk.recipe.shrinkage)
    assert value == pytest.approx(numbers.after, rel=1e-5, abs=1e-7)


def test_that_gradients_are_slopes_of_the_loss_by_finite_differences() -> None:
    torch.manual_seed(3)
    network = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).double()
    inputs, targets = torch.randn(6, 3).double(), torch.randn(6, 2).double()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    recipe = Recipe(network, nn.MSELoss(), optimizer, inputs, targets, l2=0.3)
    walk = Walk(recipe)
    walk.reach(walk.phases[-1])

    def objective(name: str, place: int, distance: float) -> float:
        moved = copy.deepcopy(network)
        with torch.no_grad():
            moved.get_parameter(name).view(-1)[place] += distance
            squares = sum(w.square().sum() for w in moved.parameters() if w.dim() > 1)
            return float(nn.functional.mse_loss(moved(inputs), targets) + 0.15 * squares)

    for name, weight in network.named_parameters():
        gradient = walk.tensors(name)["gradient"].flatten()
        for place in range(weight.numel()):
            rise = objective(name, place, 1e-5) - objective(name, place, -1e-5)
            assert float(gradient[place]) == pytest.approx(rise / 2e-5, rel=1e-7, abs=1e-10)


def test_that_lbfgs_is_told_as_what_it_is_and_ends_where_the_run_does() -> None:
    trainer = trainer_of({"training.optimizer": "lbfgs", "training.batch_size": 0}, steps=2)
    walk = walked(trainer)
    trainer.step()
    assert len(walk.losses) > 1
    for name, weight in trainer.network.named_parameters():
        assert torch.equal(walk.tensors(name)["after"], weight)


def test_that_mixed_precision_is_walked_through_in_bfloat16() -> None:
    trainer = trainer_of({"training.precision": "amp"})
    walk = walked(trainer)
    assert walk.traces[0].z.dtype == torch.bfloat16
    trainer.step()
    for name, weight in trainer.network.named_parameters():
        assert torch.equal(walk.tensors(name)["after"], weight)
