"""The precision of a step: exact unless asked otherwise, and never for longer than the steps."""

import copy

import pytest
import torch
from torch import nn

from playground.engine.catalogue.losses import LOSSES
from playground.engine.common.errors import InputError
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.precision import steps_at
from playground.engine.training.step import forward
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def circle() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=60))


def _trainer(dataset: Dataset, **training: object) -> Trainer:
    values = {f"training.{name}": value for name, value in training.items()}
    return Trainer(settings.write_all(RunSpec(), values), dataset, CPU)


def _losses(trainer: Trainer, steps: int) -> list[float]:
    stepper = EagerStepper(trainer)
    losses: list[float] = []
    while len(losses) < steps:
        losses += stepper.advance(steps - len(losses)).tolist()
    return losses


def test_that_float32_is_the_default_and_computes_as_the_plain_formula(circle: Dataset) -> None:
    trainer = _trainer(circle)
    assert trainer.spec.training.precision == "float32"
    inputs, targets = trainer.batches.data
    copied = copy.deepcopy(trainer.network)
    assert torch.equal(trainer.network(inputs), forward(trainer.network, inputs, "float32"))
    assert trainer.learn(inputs, targets, trainer.optimizer) == trainer.learner.loss(
        copied(inputs), targets
    )


def test_that_an_unknown_precision_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="float32"):
        settings.parse_all(RunSpec(), ["training.precision=float16"])


def test_that_tf32_on_the_cpu_computes_as_float32(circle: Dataset) -> None:
    assert _losses(_trainer(circle, precision="tf32"), 12) == _losses(_trainer(circle), 12)


def test_that_mixed_precision_rounds_the_network_but_learns_the_same_way(circle: Dataset) -> None:
    exact, mixed = (_losses(_trainer(circle, precision=p), 40) for p in ("float32", "amp"))
    assert exact != mixed
    assert mixed == pytest.approx(exact, abs=0.05)


def test_that_mixed_precision_keeps_weights_gradients_and_optimizer_state_in_float32(
    circle: Dataset,
) -> None:
    trainer = _trainer(circle, precision="amp")
    inputs, targets = trainer.batches.take()
    outputs = forward(trainer.network, inputs, "amp")
    assert outputs.dtype == torch.float32
    loss = trainer.learn(inputs, targets, trainer.optimizer)
    parameters = list(trainer.network.parameters())
    assert loss.dtype == torch.float32
    assert all(p.grad is not None and p.grad.dtype == torch.float32 for p in parameters)
    assert trainer.step().dtype == torch.float32
    states = [trainer.optimizer.state[p] for p in parameters]
    assert all(t.dtype == torch.float32 for state in states for t in state.values())


@pytest.mark.parametrize("row", LOSSES, ids=lambda row: row.key)
def test_that_every_loss_is_finite_and_near_in_mixed_precision(row: object) -> None:
    key = row.key  # type: ignore[attr-defined]
    fits = row.form("two_classes") is not None  # type: ignore[attr-defined]
    dataset = build_dataset(DataSpec(source="circle" if fits else "sine", samples=40))
    exact = _losses(_trainer(dataset, loss=key), 1)
    mixed = _losses(_trainer(dataset, loss=key, precision="amp"), 1)
    assert mixed == pytest.approx(exact, rel=0.05, abs=0.02)


def test_that_lbfgs_trains_in_mixed_precision_too(circle: Dataset) -> None:
    trainer = _trainer(circle, optimizer="lbfgs", precision="amp", batch_size=0)
    assert all(torch.isfinite(trainer.step()) for _ in range(3))


def test_that_measuring_stays_exact(circle: Dataset) -> None:
    mixed = _trainer(circle, precision="amp")
    plain = _trainer(circle)
    assert mixed.evaluate("train")[0] == plain.evaluate("train")[0]


def test_that_tf32_holds_on_cuda_while_steps_are_taken_and_no_longer() -> None:
    products = torch.backends.cuda.matmul
    before = products.fp32_precision
    with steps_at("tf32", torch.device("cuda")):
        assert products.fp32_precision == "tf32"
    assert products.fp32_precision == before


def test_that_a_step_that_raises_leaves_no_tf32_behind() -> None:
    products = torch.backends.cuda.matmul
    before = products.fp32_precision
    with pytest.raises(ValueError, match="broken"), steps_at("tf32", torch.device("cuda")):
        raise ValueError("broken")
    assert products.fp32_precision == before


@pytest.mark.parametrize("precision", ["float32", "amp"])
def test_that_other_precisions_leave_products_alone(precision: str) -> None:
    products = torch.backends.cuda.matmul
    before = products.fp32_precision
    with steps_at(precision, torch.device("cuda")):
        assert products.fp32_precision == before


def test_that_precision_changes_live_and_keeps_network_and_optimizer(circle: Dataset) -> None:
    trainer = _trainer(circle)
    trainer.step()
    network, optimizer = trainer.network, trainer.optimizer
    trainer.apply(settings.write(trainer.spec, "training.precision", "amp"))
    assert trainer.network is network
    assert trainer.optimizer is optimizer
    assert torch.isfinite(trainer.step())
    assert isinstance(trainer.learner.loss, nn.Module)
