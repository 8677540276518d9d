"""Every optimizer is torch's own: its defaults, its updates, bit for bit."""

import inspect
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from playground.engine.catalogue import index
from playground.engine.catalogue.optimizers import OPTIMIZERS, Optimizer
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.settings.paths import fixed_parameters
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import DataSpec, NetworkSpec, RunSpec, TrainingSpec
from playground.engine.training.optimizers import optimizer_arguments
from playground.engine.training.trainer import Trainer

SETTINGS: dict[str, tuple[dict[str, Value], dict[str, Any]]] = {
    "sgd": (
        {"momentum": 0.9, "nesterov": True, "weight_decay": 0.01},
        {"momentum": 0.9, "nesterov": True, "weight_decay": 0.01},
    ),
    "adam": ({"beta1": 0.8, "amsgrad": True}, {"betas": (0.8, 0.999), "amsgrad": True}),
    "adamw": ({"beta2": 0.99, "eps": 1e-6}, {"betas": (0.9, 0.99), "eps": 1e-6}),
    "nadam": ({"momentum_decay": 0.01}, {"momentum_decay": 0.01}),
    "radam": (
        {"weight_decay": 0.1, "decoupled_weight_decay": True},
        {"weight_decay": 0.1, "decoupled_weight_decay": True},
    ),
    "adamax": ({"beta1": 0.7}, {"betas": (0.7, 0.999)}),
    "rmsprop": (
        {"momentum": 0.5, "centered": True, "alpha": 0.9},
        {"momentum": 0.5, "centered": True, "alpha": 0.9},
    ),
    "adagrad": ({"lr_decay": 0.01}, {"lr_decay": 0.01}),
    "adadelta": ({"rho": 0.8}, {"rho": 0.8}),
    "asgd": ({"lambd": 0.01, "t0": 10.0}, {"lambd": 0.01, "t0": 10.0}),
    "rprop": (
        {"eta_plus": 1.3, "step_size_max": 1.0},
        {"etas": (0.5, 1.3), "step_sizes": (1e-6, 1.0)},
    ),
    "lbfgs": (
        {"max_iter": 4, "line_search": True},
        {"max_iter": 4, "line_search_fn": "strong_wolfe"},
    ),
    "adafactor": ({"eps2": 0.01, "d": 2.0}, {"eps": (None, 0.01), "d": 2.0}),
}
RATES = {
    "sgd": 0.03,
    "adam": 0.01,
    "adamw": 0.01,
    "nadam": 0.01,
    "radam": 0.01,
    "adamax": 0.02,
    "rmsprop": 0.003,
    "adagrad": 0.1,
    "adadelta": 1.0,
    "asgd": 0.03,
    "rprop": 0.01,
    "lbfgs": 0.1,
    "adafactor": 0.01,
}
"""A learning rate that suits each."""


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=60))


def _spec(row: Optimizer, options: dict[str, Value]) -> RunSpec:
    training = TrainingSpec(
        optimizer=row.key,
        learning_rate=RATES[row.key],
        batch_size=10,
        options=tuple(sorted(options.items())),
    )
    return RunSpec(network=NetworkSpec(hidden=(4, 2), seed=3), training=training)


def _plain_loop(
    row: Optimizer, dataset: Dataset, trainer: Trainer, arguments: dict[str, Any], steps: int
) -> tuple[list[float], nn.Sequential]:
    """What a tutorial writes, on the batches that `trainer` hands out."""
    model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2), nn.Tanh(), nn.Linear(2, 2))
    own = [parameter.detach() for parameter in trainer.network.parameters()]
    nn.utils.vector_to_parameters(nn.utils.parameters_to_vector(own), model.parameters())
    optimizer = getattr(torch.optim, row.target.partition(":")[2])(
        model.parameters(), lr=RATES[row.key], **arguments
    )
    losses: list[float] = []
    for _ in range(steps):
        inputs, targets = trainer.batches.take()

        def closure(inputs: Tensor = inputs, targets: Tensor = targets) -> Tensor:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), targets)
            loss.backward()  # type: ignore[no-untyped-call]
            return loss

        losses.append(optimizer.step(closure).item())
    assert dataset.classes == 2
    return losses, model


def test_that_every_promised_optimizer_is_offered_once() -> None:
    assert [row.key for row in OPTIMIZERS] == list(SETTINGS)


@pytest.mark.parametrize("row", OPTIMIZERS, ids=lambda row: row.key)
@pytest.mark.parametrize("chosen", [False, True], ids=["defaults", "options"])
def test_that_fifty_steps_equal_a_plain_loop_bit_for_bit(
    row: Optimizer, dataset: Dataset, chosen: bool
) -> None:
    options, arguments = SETTINGS[row.key] if chosen else ({}, {})
    spec = _spec(row, options)
    trainer, twin = (Trainer(spec, dataset, torch.device("cpu")) for _ in range(2))
    expected, model = _plain_loop(row, dataset, twin, arguments, 50)
    assert [trainer.step().item() for _ in range(50)] == expected
    for ours, plain in zip(trainer.network.parameters(), model.parameters(), strict=True):
        assert torch.equal(ours, plain)


@pytest.mark.parametrize("row", OPTIMIZERS, ids=lambda row: row.key)
def test_that_a_learning_rate_that_suits_it_learns(row: Optimizer, dataset: Dataset) -> None:
    spec = _spec(row, {})
    if row.needs_closure:  # it follows one and the same loss; batches would throw it about
        spec = replace(spec, training=replace(spec.training, batch_size=0))
    trainer = Trainer(spec, dataset, torch.device("cpu"))
    before, _ = trainer.evaluate("train")
    for _ in range(200):
        trainer.step()
    after, _ = trainer.evaluate("train")
    assert after < before


@pytest.mark.parametrize("row", OPTIMIZERS, ids=lambda row: row.key)
def test_that_the_defaults_are_those_of_torch(row: Optimizer) -> None:
    torchs = inspect.signature(row.load()).parameters
    for name, value in optimizer_arguments(TrainingSpec(optimizer=row.key)).items():
        assert torchs[name].default == value, name


@pytest.mark.parametrize("row", OPTIMIZERS, ids=lambda row: row.key)
@pytest.mark.parametrize("end", ["minimum", "maximum"])
def test_that_torch_accepts_every_option_at_its_bounds(
    row: Optimizer, end: str, dataset: Dataset
) -> None:
    wide: dict[str, Value] = {"step_size_min": 1e-12, "step_size_max": 1e6}
    for parameter in row.parameters:
        if parameter.kind in ("number", "integer"):
            options = wide if row.key == "rprop" else {}
            options = {**options, parameter.name: parameter.check(getattr(parameter, end))}
            if options.get("step_size_max") != 1e-6:
                Trainer(_spec(row, options), dataset, torch.device("cpu")).step()


@pytest.mark.parametrize("row", OPTIMIZERS, ids=lambda row: row.key)
def test_that_what_it_adds_is_explained_and_changes_steps_or_its_state(row: Optimizer) -> None:
    assert all(p.effect in ("live", "optimizer") for p in row.parameters)
    assert all(p.help.endswith(".") for p in row.parameters)
    assert row.help.endswith(".")
    assert row.formula


def test_that_no_two_kinds_of_rows_add_settings_of_the_same_name() -> None:
    fixed = {path.partition(".")[2] for path in fixed_parameters() if path.startswith("training.")}
    seen: dict[str, str] = dict.fromkeys({*fixed, "options"}, "fixed")
    for kind in ("optimizers", "losses", "schedules"):
        for name in {p.name for row in index.rows(kind) for p in row.parameters}:
            assert seen.setdefault(name, kind) == kind, name


def test_that_equal_names_have_equal_types_whatever_the_row() -> None:
    kinds: dict[str, str] = {}
    for kind in ("optimizers", "losses", "schedules"):
        for parameter in (p for row in index.rows(kind) for p in row.parameters):
            assert kinds.setdefault(parameter.name, parameter.kind) == parameter.kind
