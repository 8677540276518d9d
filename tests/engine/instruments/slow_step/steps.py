"""Trainers whose next step is looked at, and the same step written in plain PyTorch."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor, nn

from playground.engine.catalogue.losses import LOSSES
from playground.engine.data.dataset import build_dataset
from playground.engine.instruments.slow_step.recipe import Recipe
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import RunSpec
from playground.engine.training.trainer import Trainer

Changes = Mapping[str, Value]
NONE: Changes = MappingProxyType({})
SOURCES = {"two_classes": "circle", "regression": "sine", "more_classes": "iris"}


def spec_of(changes: Changes = NONE, source: str = "circle") -> RunSpec:
    """A small network over few rows."""
    small: dict[str, Value] = {
        "data.samples": 60,
        "network.hidden": (4, 3),
        "training.batch_size": 16,
        "training.epochs": 0,
        "training.device": "cpu",
    }
    spec = defaults_for(source)
    wanted = small | dict(changes)
    for path, value in wanted.items():
        if path in settings.parameters(spec):
            spec = settings.write(spec, path, value)
    return spec


def trainer_of(changes: Changes = NONE, source: str = "circle", steps: int = 5) -> Trainer:
    """A trainer after a few steps, so that gradients and optimizer state are there."""
    spec = spec_of(changes, source)
    trainer = Trainer(spec, build_dataset(spec.data), torch.device("cpu"))
    for _ in range(steps):
        trainer.step()
    return trainer


def source_for(loss: str) -> str:
    """A dataset of a task that the loss fits."""
    row = next(row for row in LOSSES if row.key == loss)
    return SOURCES[row.forms[0].task]


@dataclass
class Plain:
    """What a plain script finds: by layer, and by the name of a parameter."""

    z: list[Tensor]
    a: list[Tensor]
    delta: list[Tensor]
    loss: float
    gradients: Mapping[str, Tensor]
    clipped: Mapping[str, Tensor]
    after: Mapping[str, Tensor]


def plain_step(recipe: Recipe, masks: list[Tensor] | None = None) -> Plain:
    """One step in PyTorch's own words; dropout masks are given, scaled already."""
    memo: dict[int, object] = {}
    network = copy.deepcopy(recipe.network, memo)
    optimizer = copy.deepcopy(recipe.optimizer, memo)
    for group in optimizer.param_groups:
        group["lr"] = recipe.rate if recipe.rate is not None else group["lr"]
    layers = [module for module in network.modules() if not any(module.children())]
    found: dict[str, list[Tensor]] = {"z": [], "a": []}
    optimizer.zero_grad()
    signal, hidden = recipe.inputs, 0
    for layer in layers:
        if type(layer).__name__ in ("Dropout", "Mute"):
            signal = signal * masks[hidden] if masks else signal
            hidden += 1
            continue
        signal = layer(signal)
        if isinstance(layer, nn.Linear):
            found["z"].append(signal)
            found["a"].append(signal)
            signal.retain_grad()
        else:
            found["a"][-1] = signal
    loss = recipe.criterion(signal, recipe.targets)
    weights = [weight for weight in network.parameters() if weight.dim() > 1]
    objective = loss
    if recipe.l1 or recipe.l2:
        ones = torch.cat([weight.flatten() for weight in weights])
        objective = loss + (recipe.l1 * ones.abs().sum() + recipe.l2 / 2 * ones.square().sum())
    objective.backward()
    gradients = {name: _gradient(p).clone() for name, p in network.named_parameters()}
    for name, mask in recipe.frozen.items():
        _gradient(network.get_parameter(name))[mask] = 0.0
    if recipe.clip > 0:
        nn.utils.clip_grad_norm_(network.parameters(), recipe.clip)
    clipped = {name: _gradient(p).clone() for name, p in network.named_parameters()}
    before = {name: p.detach().clone() for name, p in network.named_parameters()}
    optimizer.step()
    after = {name: p.detach().clone() for name, p in network.named_parameters()}
    for name, mask in recipe.frozen.items():
        after[name][mask] = before[name][mask]
    deltas = [_gradient(z) for z in found["z"]]
    numbers = ([t.detach() for t in found["z"]], [t.detach() for t in found["a"]], deltas)
    return Plain(*numbers, float(loss.detach()), gradients, clipped, after)


def _gradient(tensor: Tensor) -> Tensor:
    assert tensor.grad is not None
    return tensor.grad
