"""Changes that take over between two steps of a running network."""

from collections.abc import Mapping

import pytest
import torch

from playground.engine.catalogue.optimizers import OPTIMIZERS, Optimizer
from playground.engine.common.errors import InputError
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Parameter, Value
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.training.evaluation import first_not_finite
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def circle() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=60))


def _spec(values: Mapping[str, object] | None = None) -> RunSpec:
    return settings.write_all(RunSpec(), {"training.optimizer": "sgd"} | dict(values or {}))


def _running(dataset: Dataset, values: Mapping[str, object] | None = None) -> Trainer:
    trainer = Trainer(_spec(values), dataset, CPU)
    for _ in range(5):
        trainer.step()
    return trainer


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("training.learning_rate", 0.5),
        ("training.momentum", 0.9),
        ("training.weight_decay", 0.1),
        ("training.l1", 0.1),
        ("training.l2", 0.1),
        ("training.gradient_clip", 0.001),
        ("training.batch_size", 3),
        ("training.label_smoothing", 0.3),
        ("network.dropout", 0.5),
        ("network.layer_dropouts", ("0.4",)),
        ("training.warmup", 1000),
        ("training.schedule", "cosine_restarts"),
    ],
)
def test_that_a_live_change_acts_and_keeps_network_and_optimizer(
    circle: Dataset, path: str, value: object
) -> None:
    changed, plain = _running(circle), _running(circle)
    network, optimizer = changed.network, changed.optimizer
    changed.apply(settings.write(changed.spec, path, value))
    assert changed.network is network
    assert changed.optimizer is optimizer
    assert settings.read(changed.spec, path) == value
    for _ in range(20):
        assert torch.isfinite(changed.step())
        plain.step()
    first, other = (each.network.linear_layers()[0].weight for each in (changed, plain))
    assert not torch.equal(first, other)


def test_that_a_change_of_nothing_changes_nothing(circle: Dataset) -> None:
    changed, plain = (_running(circle, {"network.dropout": 0.3}) for _ in range(2))
    changed.apply(changed.spec)
    assert [changed.step().item() for _ in range(20)] == [plain.step().item() for _ in range(20)]


def test_that_a_changed_rate_acts_on_the_very_next_step(circle: Dataset) -> None:
    trainer = _running(circle)
    trainer.apply(settings.write(trainer.spec, "training.learning_rate", 1e-7))
    assert trainer.learning_rate == pytest.approx(1e-7)
    before = trainer.network.linear_layers()[0].weight.clone()
    trainer.step()
    torch.testing.assert_close(trainer.network.linear_layers()[0].weight, before, rtol=0, atol=1e-6)


def _other(parameter: Parameter) -> Value:
    """A sensible value that is not the default."""
    if parameter.name == "nesterov":  # would need momentum and no dampening
        return False
    if parameter.kind == "switch":
        return True
    assert isinstance(parameter.default, (int, float))
    if parameter.kind == "integer":
        return parameter.default - 1
    larger = parameter.name in ("d", "eta_plus")
    return parameter.default * (1.1 if larger else 0.9) or 0.1


@pytest.mark.parametrize("row", OPTIMIZERS, ids=lambda row: row.key)
def test_that_every_live_option_can_change_while_it_runs(row: Optimizer, circle: Dataset) -> None:
    start: dict[str, object] = {"training.optimizer": row.key, "training.learning_rate": 0.01}
    if row.needs_closure:
        start["training.max_iter"] = 3
    trainer = _running(circle, start)
    optimizer = trainer.optimizer
    for parameter in row.parameters:
        if parameter.name in row.live:
            path = f"training.{parameter.name}"
            trainer.apply(settings.write(trainer.spec, path, _other(parameter)))
            assert trainer.optimizer is optimizer
            assert torch.isfinite(trainer.step())
    for _ in range(5):
        trainer.step()
    assert first_not_finite(torch.zeros(1), trainer.network) is None


@pytest.mark.parametrize(
    ("path", "value"), [("training.optimizer", "adamw"), ("training.loss", "focal")]
)
def test_that_another_optimizer_or_loss_keeps_the_weights_and_starts_fresh_state(
    circle: Dataset, path: str, value: str
) -> None:
    trainer = _running(circle, {"training.optimizer": "adam"})
    network, weights = trainer.network, trainer.weights()
    trainer.apply(settings.write(trainer.spec, path, value))
    assert trainer.network is network
    assert all(torch.equal(weights[name], now) for name, now in trainer.weights().items())
    assert not trainer.optimizer.state
    assert trainer.step_number == 5
    trainer.step()


def test_that_a_loss_with_another_number_of_outputs_keeps_the_hidden_layers(
    circle: Dataset,
) -> None:
    trainer = _running(circle)
    old = trainer.network
    trainer.apply(settings.write(trainer.spec, "training.loss", "bce_with_logits"))
    assert trainer.network.outputs == 1
    assert torch.equal(trainer.network.linear_layers()[0].weight, old.linear_layers()[0].weight)
    assert torch.equal(trainer.network.linear_layers()[1].weight, old.linear_layers()[1].weight)
    assert torch.isfinite(trainer.step())


def test_that_another_encoding_of_the_targets_reaches_the_next_batch(circle: Dataset) -> None:
    trainer = _running(circle, {"training.loss": "bce_with_logits"})
    epoch = trainer.epoch
    trainer.apply(settings.write(trainer.spec, "training.loss", "hinge"))
    assert trainer.epoch == epoch
    _, targets = trainer.batches.take()
    assert {target for (target,) in targets.tolist()} == {-1.0, 1.0}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("network.hidden", (6, 2)),
        ("network.hidden", (4, 2, 3)),
        ("network.hidden", ()),
        ("network.activation", "prelu"),
        ("network.layer_activations", ("relu",)),
        ("network.bias", False),
    ],
)
def test_that_another_network_carries_its_weights_and_trains_on(
    circle: Dataset, path: str, value: object
) -> None:
    trainer = _running(circle)
    old = trainer.network
    trainer.apply(settings.write(trainer.spec, path, value))
    assert trainer.network is not old
    if value != ():
        assert torch.equal(
            trainer.network.linear_layers()[0].weight[:4], old.linear_layers()[0].weight
        )
    assert torch.isfinite(trainer.step())
    assert trainer.step_number == 6


@pytest.mark.parametrize(
    "values",
    [
        {"training.loss": "mse", "training.nesterov": True},
        {"training.nesterov": True, "training.momentum": 0.9, "training.dampening": 0.1},
        {
            "training.optimizer": "rprop",
            "training.step_size_min": 1.0,
            "training.step_size_max": 0.1,
        },
        {"network.hidden": (9,), "training.nesterov": True},
    ],
)
def test_that_a_refused_change_says_why_and_leaves_all_as_it_was(
    circle: Dataset, values: dict[str, object]
) -> None:
    refused, plain = _running(circle), _running(circle)
    with pytest.raises(InputError, match=r"training\.\w+ (needs|must)"):
        refused.apply(settings.write_all(refused.spec, values))
    assert refused.spec == plain.spec
    assert [refused.step().item() for _ in range(20)] == [plain.step().item() for _ in range(20)]


def test_that_nesterov_without_momentum_is_refused_at_the_start(circle: Dataset) -> None:
    with pytest.raises(InputError, match=r"training\.nesterov needs training\.momentum above 0"):
        Trainer(_spec({"training.nesterov": True}), circle, CPU)


def test_that_data_of_the_same_shape_keep_network_state_and_place() -> None:
    trainer = _running(build_dataset(DataSpec(source="circle", samples=60)))
    network, optimizer, epoch = trainer.network, trainer.optimizer, trainer.epoch
    noisy = build_dataset(DataSpec(source="circle", samples=60, noise=0.3))
    trainer.apply(trainer.spec, noisy)
    assert (trainer.network, trainer.optimizer) == (network, optimizer)
    assert trainer.epoch == epoch
    assert trainer.dataset is noisy
    trainer.step()


def test_that_another_number_of_rows_keeps_the_part_of_the_epoch() -> None:
    trainer = _running(build_dataset(DataSpec(source="circle", samples=100)))
    trainer.apply(trainer.spec, build_dataset(DataSpec(source="circle", samples=1000)))
    assert trainer.epoch == pytest.approx(50 / 70, abs=0.01)


def test_that_input_features_keep_their_weights_by_name() -> None:
    trainer = _running(build_dataset(DataSpec(source="circle", samples=60)))
    first, second = trainer.network.linear_layers()[0].weight.T.clone()
    features = ("x1_squared", "x2", "x1")
    dataset = build_dataset(DataSpec(source="circle", samples=60, features=features))
    trainer.apply(trainer.spec, dataset)
    columns = trainer.network.linear_layers()[0].weight.T
    by_name = dict(zip(dataset.input_features, columns, strict=True))
    assert torch.equal(by_name["x1"], first)
    assert torch.equal(by_name["x2"], second)
    assert not torch.equal(by_name["x1_squared"], first)
    trainer.step()


def test_that_data_of_another_task_come_with_another_loss(circle: Dataset) -> None:
    trainer = _running(circle)
    plane = build_dataset(DataSpec(source="plane", samples=60))
    with pytest.raises(InputError, match="does not fit regression"):
        trainer.apply(trainer.spec, plane)
    assert trainer.dataset is circle
    trainer.apply(settings.write(trainer.spec, "training.loss", "mse"), plane)
    assert trainer.network.outputs == 1
    assert torch.isfinite(trainer.step())
