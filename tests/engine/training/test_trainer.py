"""The training loop: what a step does, that it repeats, and that it goes on after a change."""

import copy
from collections.abc import Mapping

import pytest
import torch
from torch import nn

from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.training.optimizers import needs_fresh_state
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def circle() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=60))


def _spec(values: Mapping[str, object] | None = None) -> RunSpec:
    return settings.write_all(RunSpec(), {"training.optimizer": "sgd"} | dict(values or {}))


def _losses(trainer: Trainer, steps: int) -> list[float]:
    return [trainer.step().item() for _ in range(steps)]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"training.batch_size": 0},
        {"network.dropout": 0.4, "training.optimizer": "adam"},
        {"network.dropout": 0.2, "training.optimizer": "lbfgs", "training.max_iter": 3},
        {"training.schedule": "one_cycle", "training.warmup": 5, "training.momentum": 0.9},
    ],
)
def test_that_the_same_spec_gives_the_same_losses_bit_for_bit(
    circle: Dataset, values: dict[str, object]
) -> None:
    torch.manual_seed(1)
    first = _losses(Trainer(_spec(values), circle, CPU), 12)
    torch.manual_seed(2)
    assert _losses(Trainer(_spec(values), circle, CPU), 12) == first


@pytest.mark.parametrize("path", ["network.seed", "training.seed"])
def test_that_another_seed_gives_other_losses(circle: Dataset, path: str) -> None:
    first = _losses(Trainer(_spec(), circle, CPU), 5)
    assert _losses(Trainer(_spec({path: 1}), circle, CPU), 5) != first


def test_that_training_leaves_the_global_random_state_alone(circle: Dataset) -> None:
    before = torch.get_rng_state()
    _losses(Trainer(_spec({"network.dropout": 0.5}), circle, CPU), 10)
    assert torch.equal(torch.get_rng_state(), before)


def test_that_the_returned_loss_is_of_the_data_alone_and_from_before_the_step(
    circle: Dataset,
) -> None:
    plain = Trainer(_spec(), circle, CPU)
    penalised = Trainer(_spec({"training.l1": 0.1, "training.l2": 0.1}), circle, CPU)
    assert plain.step() == penalised.step()
    assert plain.step() != penalised.step()


@pytest.mark.parametrize("optimizer", ["sgd", "lbfgs"])
def test_that_penalties_pull_on_weights_and_not_on_biases(circle: Dataset, optimizer: str) -> None:
    values = {"training.optimizer": optimizer, "training.learning_rate": 0.001}
    plain = Trainer(_spec(values), circle, CPU)
    penalised = Trainer(_spec({**values, "training.l2": 5.0}), circle, CPU)
    plain.step()
    penalised.step()
    for ours, theirs in zip(
        plain.network.linear_layers(), penalised.network.linear_layers(), strict=True
    ):
        assert theirs.weight.norm() < ours.weight.norm()
        if optimizer == "sgd":
            assert torch.equal(ours.bias, theirs.bias)


def test_that_l1_moves_every_weight_by_the_same_amount(circle: Dataset) -> None:
    rate, l1 = 0.01, 0.3
    plain = Trainer(_spec({"training.learning_rate": rate}), circle, CPU)
    lasso = Trainer(_spec({"training.learning_rate": rate, "training.l1": l1}), circle, CPU)
    layers = plain.network.linear_layers(), lasso.network.linear_layers()
    signs = [layer.weight.detach().sign() for layer in layers[0]]
    plain.step()
    lasso.step()
    for ours, theirs, sign in zip(*layers, signs, strict=True):
        torch.testing.assert_close(ours.weight - theirs.weight, rate * l1 * sign)


def test_that_a_clipped_step_is_no_longer_than_rate_times_norm(circle: Dataset) -> None:
    values = {"training.learning_rate": 1.0, "training.gradient_clip": 0.01}
    trainer = Trainer(_spec(values), circle, CPU)
    before = nn.utils.parameters_to_vector(trainer.network.parameters()).detach()
    trainer.step()
    after = nn.utils.parameters_to_vector(trainer.network.parameters()).detach()
    assert (after - before).norm().item() == pytest.approx(0.01, rel=1e-3)


def test_that_steps_and_epochs_are_counted(circle: Dataset) -> None:
    trainer = Trainer(_spec({"training.batch_size": 20}), circle, CPU)
    assert (trainer.step_number, trainer.epoch) == (0, 0.0)
    assert not trainer.batches.clock.at_epoch_end
    assert trainer.batches.clock.steps_per_epoch == 3
    _losses(trainer, 3)
    assert (trainer.step_number, trainer.epoch) == (3, 1.0)
    assert trainer.batches.clock.at_epoch_end
    trainer.step()
    assert (trainer.step_number, trainer.batches.clock.at_epoch_end) == (4, False)
    assert trainer.epoch == pytest.approx(1 + 20 / 42)


def test_that_the_schedule_sets_the_rate_of_each_step(circle: Dataset) -> None:
    options = {"training.schedule": "step", "training.step_size": 1, "training.gamma": 0.5}
    trainer = Trainer(_spec({"training.batch_size": 0} | options), circle, CPU)
    rates = []
    for _ in range(4):
        rates.append(trainer.learning_rate)
        trainer.step()
        assert trainer.optimizer.param_groups[0]["lr"] == rates[-1]
    assert rates == pytest.approx([0.01, 0.005, 0.0025, 0.00125])


def test_that_a_plateau_lowers_the_rate_when_measured_losses_stop_falling(
    circle: Dataset,
) -> None:
    options = {"training.schedule": "plateau", "training.plateau_patience": 1}
    trainer = Trainer(_spec(options), circle, CPU)
    for loss in (1.0, 1.0, 1.0):
        trainer.observe(loss)
    assert trainer.learning_rate == pytest.approx(0.001)


def test_that_both_parts_are_measured_in_eval_mode(circle: Dataset) -> None:
    trainer = Trainer(_spec({"network.dropout": 0.9}), circle, CPU)
    loss, outputs = trainer.evaluate("validation")
    assert outputs.shape == (len(circle.validation), 2)
    assert trainer.evaluate("validation")[0] == loss
    rows = torch.from_numpy(circle.validation)
    output = copy.deepcopy(trainer.network).eval()(circle.inputs[rows])
    expected = nn.functional.cross_entropy(output, circle.targets[rows])
    assert loss == pytest.approx(expected.item())
    assert trainer.network.training


def test_that_an_empty_validation_part_cannot_be_measured() -> None:
    dataset = build_dataset(DataSpec(source="circle", samples=20, validation_fraction=0.0))
    with pytest.raises(ValueError, match="validation part has no rows"):
        Trainer(_spec(), dataset, CPU).evaluate("validation")


def test_that_copied_weights_stay_when_training_goes_on(circle: Dataset) -> None:
    trainer = Trainer(_spec(), circle, CPU)
    kept = trainer.weights()
    copies = {name: weight.clone() for name, weight in kept.items()}
    trainer.step()
    assert all(torch.equal(kept[name], copies[name]) for name in kept)


@pytest.mark.parametrize("values", [{}, {"training.schedule": "plateau"}])
def test_that_a_trainer_goes_on_from_a_state(circle: Dataset, values: dict[str, object]) -> None:
    first = Trainer(_spec(values), circle, CPU)
    _losses(first, 17)
    first.observe(0.5)
    second = Trainer(_spec(values), circle, CPU)
    second.return_to(first.state())
    assert (second.step_number, second.epoch) == (17, first.epoch)
    assert _losses(second, 20) == _losses(first, 20)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "lbfgs"])
def test_that_a_state_stays_as_it_is_when_training_goes_on_from_it(
    circle: Dataset, optimizer: str
) -> None:
    trainer = Trainer(_spec({"training.optimizer": optimizer}), circle, CPU)
    _losses(trainer, 7)
    state = trainer.state()
    trainer.return_to(state)
    first = _losses(trainer, 9)
    trainer.return_to(state)
    assert _losses(trainer, 9) == first


def test_that_moving_to_the_same_device_changes_nothing(circle: Dataset) -> None:
    values = {"training.optimizer": "adam"}
    stayed, moved = (Trainer(_spec(values), circle, CPU) for _ in range(2))
    _losses(stayed, 7)
    _losses(moved, 7)
    moved.move(CPU)
    assert _losses(moved, 10) == _losses(stayed, 10)


def test_that_only_options_that_are_not_live_need_fresh_state() -> None:
    spec = _spec({"training.optimizer": "adam"})
    live = settings.write(spec, "training.beta1", 0.5)
    fresh = settings.write(spec, "training.amsgrad", True)
    other = settings.write(spec, "training.optimizer", "adamw")
    assert not needs_fresh_state(spec.training, live.training)
    assert needs_fresh_state(spec.training, fresh.training)
    assert needs_fresh_state(spec.training, other.training)
