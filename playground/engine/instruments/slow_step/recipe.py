"""What a step is made of: the objects of `step.learn`, and which of a trainer comes next."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from playground.engine.model.network import Network
from playground.engine.training.batches import dropout_seeds
from playground.engine.training.learner import Learner
from playground.engine.training.state import Place
from playground.engine.training.trainer import Trainer


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """The arguments of `step.learn` by their names there; none of them is changed.

    Attributes:
        inputs: `[batch, network inputs]`.
        targets: `[batch, ...]`, as the criterion wants them.
        rate: the learning rate of this step; None for that which the optimizer has.
        frozen: by the name of a parameter, which of its weights must not change: bool.
        seeds: where the random numbers of each dropout start, where an epoch begins.
    """

    network: nn.Module
    criterion: nn.Module
    optimizer: torch.optim.Optimizer
    inputs: Tensor
    targets: Tensor
    rate: float | None = None
    l1: float = 0.0
    l2: float = 0.0
    clip: float = 0.0
    precision: str = "float32"
    frozen: Mapping[str, Tensor] = field(default_factory=dict)
    shrinkage: float = 0.0
    seeds: tuple[int, ...] = ()

    @property
    def has_closure(self) -> bool:
        """Whether the optimizer asks for the gradient several times in a step."""
        return isinstance(self.optimizer, torch.optim.LBFGS)


def recipe_of(trainer: Trainer) -> Recipe:
    """The next step of a trainer, which stays where it is: nothing is drawn or taken from it."""
    learner, training, batches = trainer.learner, trainer.spec.training, trainer.batches
    clock = batches.clock.next
    rows = slice(clock.row, clock.row + clock.batch)
    inputs, targets = (part[rows] for part in batches.rows_of(clock.epoch))
    begins = clock is not batches.clock and learner.network.has_dropout
    layers = len(learner.network.dropouts())
    return Recipe(
        network=learner.network,
        criterion=learner.loss,
        optimizer=learner.optimizer,
        inputs=inputs,
        targets=targets,
        rate=trainer.learning_rate,
        l1=training.penalty,
        l2=training.l2,
        clip=training.gradient_clip,
        precision=training.precision,
        frozen=learner.frozen,
        shrinkage=training.shrinkage,
        seeds=tuple(dropout_seeds(training.seed, clock.epoch, layers)) if begins else (),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """By what it is seen whether a trainer still stands where a recipe was taken from it."""

    learner: Learner
    step: int
    place: Place
    versions: tuple[int, ...]

    def is_of(self, trainer: Trainer) -> bool:
        """Whether nothing was trained, edited, restored or set otherwise since."""
        now = stamp_of(trainer)
        is_same = self.learner is now.learner and self.versions == now.versions
        return is_same and (self.step, self.place) == (now.step, now.place)


def stamp_of(trainer: Trainer) -> Stamp:
    """The stamp of a trainer as it stands."""
    # PyTorch counts how often a tensor was written to in place, which is how weights are edited.
    weights = trainer.network.parameters()
    versions = tuple(int(weight._version) for weight in weights)  # noqa: SLF001 (no other name)
    return Stamp(trainer.learner, trainer.step_number, trainer.batches.place, versions)


@dataclass(frozen=True, slots=True, eq=False)
class Twin:
    """Copies of all that a step moves, on which it can be taken without the run taking it."""

    network: nn.Module
    optimizer: torch.optim.Optimizer
    parameters: list[nn.Parameter]
    held: list[tuple[nn.Parameter, Tensor]]


def twin_of(recipe: Recipe) -> Twin:
    """Copy a recipe's network, gradients, optimizer state and random generators."""
    memo: dict[int, object] = {}  # through which the optimizer's copy finds the copied weights
    network = copy.deepcopy(recipe.network, memo)
    optimizer = _copied(recipe.optimizer, memo)
    for own, weight in zip(network.parameters(), recipe.network.parameters(), strict=True):
        own.grad = None if weight.grad is None else weight.grad.clone()
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] if recipe.rate is None else recipe.rate
    if recipe.seeds and isinstance(network, Network):
        network.seed_dropout(recipe.seeds, recipe.inputs.device)
    named = dict(network.named_parameters())
    held = [(named[name], mask) for name, mask in recipe.frozen.items()]
    return Twin(network, optimizer, list(named.values()), held)


def _copied(optimizer: torch.optim.Optimizer, memo: dict[int, object]) -> torch.optim.Optimizer:
    own: torch.optim.Optimizer = copy.deepcopy(optimizer, memo)
    if isinstance(own, torch.optim.LBFGS):
        # A copy of this one lacks what its constructor makes.
        (group,) = own.param_groups
        options = {name: value for name, value in group.items() if name != "params"}
        made = torch.optim.LBFGS(group["params"], **options)
        made.load_state_dict(own.state_dict())
        return made
    return own
