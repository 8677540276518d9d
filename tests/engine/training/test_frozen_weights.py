"""Frozen weights stay to the bit; the others learn as in a script that puts frozen ones back."""

from collections.abc import Iterator, Mapping
from functools import partial

import pytest
import torch
from torch import Tensor, nn

from playground.engine.catalogue.optimizers import OPTIMIZERS, Optimizer
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")
EVERYWHERE: dict[str, tuple[str, ...]] = {
    "plain": (),
    "penalties": ("training.l1=0.01", "training.l2=0.02"),
    "clipped": ("training.gradient_clip=0.05", "training.l1=0.01", "network.dropout=0.3"),
}
DECAYING = {"momentum": 0.9, "weight_decay": 0.1, "lr_decay": 0.1}


@pytest.fixture(scope="module")
def circle() -> Dataset:
    return build_dataset(DataSpec(source="circle", samples=60))


def cases() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each optimizer as it is, with all penalties, clipped, and with all momentum and decay."""
    for row in OPTIMIZERS:
        for assignments in EVERYWHERE.values():
            yield row.key, assignments
        for assignments in _decaying(row):
            yield row.key, assignments


def _decaying(row: Optimizer) -> Iterator[tuple[str, ...]]:
    names = [parameter.name for parameter in row.parameters]
    numbers = tuple(f"training.{n}={v}" for n, v in DECAYING.items() if n in names)
    if numbers:
        yield numbers
    for name, others in (("decoupled_weight_decay", numbers), ("nesterov", numbers)):
        if name in names:
            yield (*others, f"training.{name}=true")


def trainer_of(dataset: Dataset, optimizer: str, *assignments: str) -> Trainer:
    start = ("network.hidden=4,3", "training.batch_size=16", f"training.optimizer={optimizer}")
    return Trainer(settings.parse_all(RunSpec(), (*start, *assignments)), dataset, CPU)


def masks_for(network: nn.Module) -> dict[str, Tensor]:
    """Some of the first matrix, one weight of the last, and the whole of the first bias."""
    masks = {
        name: torch.zeros(weight.shape, dtype=torch.bool)
        for name, weight in network.named_parameters()
    }
    first, bias, *_, last, _ = masks
    masks[first][1:3] = True
    masks[bias][:] = True
    masks[last][0, 2] = True
    return {name: masks[name] for name in (first, bias, last)}


def same_bits(one: Tensor, other: Tensor) -> bool:
    return torch.equal(one.detach().view(torch.int32), other.detach().view(torch.int32))


def plain_run(trainer: Trainer, masks: Mapping[str, Tensor], steps: int) -> nn.Module:
    """What one writes in plain PyTorch, on the batches that `trainer` would have."""
    training, group = trainer.spec.training, trainer.optimizer.param_groups[0]
    model = trainer.network
    options = {name: value for name, value in group.items() if name != "params"}
    if isinstance(trainer.optimizer, torch.optim.AdamW):
        options.pop("decoupled_weight_decay")
    optimizer = type(trainer.optimizer)(model.parameters(), **options)
    weights = dict(model.named_parameters())

    def objective(inputs: Tensor, targets: Tensor) -> float:
        optimizer.zero_grad()
        loss: Tensor = trainer.learner.loss(model(inputs), targets)
        if training.l1 or training.l2:
            flat = torch.cat([w.flatten() for w in weights.values() if w.dim() == 2])
            loss = loss + (training.l1 * flat.abs().sum() + training.l2 / 2 * flat.square().sum())
        loss.backward()  # type: ignore[no-untyped-call]
        for name, mask in masks.items():
            gradient = weights[name].grad
            assert gradient is not None
            gradient[mask] = 0.0
        if training.gradient_clip:
            nn.utils.clip_grad_norm_(model.parameters(), training.gradient_clip)
        return loss.item()

    for _ in range(steps):
        kept = {name: weights[name].detach()[mask] for name, mask in masks.items()}
        trainer.enter_epoch()
        optimizer.step(partial(objective, *trainer.batches.take()))
        with torch.no_grad():
            for name, mask in masks.items():
                weights[name][mask] = kept[name]
    return model


@pytest.mark.parametrize(("optimizer", "assignments"), list(cases()))
def test_that_frozen_weights_stay_and_the_others_learn_as_in_a_plain_script(
    circle: Dataset, optimizer: str, assignments: tuple[str, ...]
) -> None:
    trainer, twin = (trainer_of(circle, optimizer, *assignments) for _ in range(2))
    masks = masks_for(trainer.network)
    before = trainer.weights()
    trainer.freeze(masks)
    steps = 8 if optimizer == "lbfgs" else 25
    model = plain_run(twin, masks, steps)
    for _ in range(steps):
        trainer.step()
    for name, weight in trainer.network.named_parameters():
        assert same_bits(weight, model.get_parameter(name))
        mask = masks.get(name, torch.zeros(weight.shape, dtype=torch.bool))
        assert same_bits(weight[mask], before[name][mask])
        assert bool((weight != before[name])[~mask].any()) or mask.all()


def test_that_thawed_weights_learn_again_and_masks_are_replaced_as_a_whole(
    circle: Dataset,
) -> None:
    trainer = trainer_of(circle, "sgd")
    name, other = list(masks_for(trainer.network))[:2]
    everything = torch.ones_like(trainer.network.get_parameter(name), dtype=torch.bool)
    trainer.freeze({name: everything})
    before = trainer.weights()
    trainer.step()
    trainer.freeze({other: masks_for(trainer.network)[other]})
    trainer.step()
    after = trainer.weights()
    assert (after[name] != before[name]).any()
    trainer.freeze({})
    trainer.step()
    assert (trainer.weights()[other] != after[other]).any()
    assert trainer.learner.frozen == {}


def test_that_a_mask_is_a_copy_and_one_that_freezes_nothing_is_left_out(circle: Dataset) -> None:
    trainer = trainer_of(circle, "sgd")
    masks = masks_for(trainer.network)
    first, bias, last = masks
    masks[bias][:] = False
    trainer.freeze(masks)
    masks[first][:] = False
    assert list(trainer.learner.frozen) == [first, last]
    assert trainer.learner.frozen[first].sum() == 4


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("layers.0.weight", torch.zeros(2, 4, dtype=torch.bool)),
        ("layers.0.weight", torch.zeros(4, 2)),
        ("layers.9.weight", torch.zeros(4, 2, dtype=torch.bool)),
    ],
)
def test_that_a_mask_without_a_place_is_refused_and_changes_nothing(
    circle: Dataset, name: str, mask: Tensor
) -> None:
    trainer = trainer_of(circle, "sgd")
    trainer.freeze(masks_for(trainer.network))
    frozen = trainer.learner.frozen
    with pytest.raises(ValueError, match=name):
        trainer.freeze({name: mask})
    assert trainer.learner.frozen is frozen


def test_that_masks_follow_a_change_of_layers_where_the_place_still_exists(
    circle: Dataset,
) -> None:
    trainer = trainer_of(circle, "adam")
    trainer.freeze(masks_for(trainer.network))
    kept = trainer.weights()["layers.6.weight"]
    trainer.apply(settings.parse_all(trainer.spec, ("network.hidden=2,3,5",)))
    first = trainer.learner.frozen["layers.0.weight"]
    assert first.tolist() == [[False, False], [True, True]]
    assert trainer.learner.frozen["layers.0.bias"].tolist() == [True, True]
    last = trainer.learner.frozen["layers.9.weight"]
    assert last.tolist() == [[False, False, True, False, False], [False] * 5]
    for _ in range(5):
        trainer.step()
    assert trainer.weights()["layers.9.weight"][0, 2] == kept[0, 2]


def test_that_masks_of_inputs_go_by_their_names() -> None:
    both = DataSpec(source="circle", samples=40, features=("x1", "x2"))
    more = build_dataset(DataSpec(source="circle", samples=40, features=("x2", "x1_x2", "sin_x1")))
    trainer = trainer_of(build_dataset(both), "sgd")
    trainer.freeze({"layers.0.weight": torch.tensor([[False, True]]).expand(4, 2)})
    trainer.apply(trainer.spec, more)
    expected = [name == "x2" for name in more.input_features]
    assert trainer.learner.frozen["layers.0.weight"].tolist() == [expected] * 4


@pytest.mark.parametrize(
    "change",
    [
        "training.optimizer=adamw",
        "training.loss=focal",
        "training.batch_size=5",
        "network.activation=relu",
    ],
)
def test_that_other_changes_keep_the_masks(circle: Dataset, change: str) -> None:
    trainer = trainer_of(circle, "adam")
    masks = masks_for(trainer.network)
    trainer.freeze(masks)
    trainer.step()
    trainer.apply(settings.parse_all(trainer.spec, (change,)))
    trainer.move(CPU)
    before = trainer.weights()
    for _ in range(3):
        trainer.step()
    for name, mask in masks.items():
        assert same_bits(trainer.weights()[name][mask], before[name][mask])
