"""The table of a layer's weights in a step against a script in plain PyTorch."""

import copy

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.instruments.slow_step.recipe import Recipe, recipe_of
from playground.engine.instruments.slow_step.slow_step import SlowStep
from playground.engine.instruments.slow_step.values import Focus, StepView, Weights, Wish
from tests.engine.instruments.slow_step.steps import Changes, plain_step, trainer_of

ONE_BY_ONE = [row.key for row in OPTIMIZERS if not row.needs_closure]


def flat(weight: Tensor, bias: Tensor) -> list[float]:
    """Neuron by neuron, the bias of each last."""
    return [float(x) for x in torch.cat([weight, bias.unsqueeze(1)], 1).flatten()]


def column(weights: Weights, title: str) -> list[float]:
    """The numbers under a title, all of which are known."""
    place = [one.title for one in weights.columns].index(title)
    assert weights.known[:, place].all(), title
    return [float(x) for x in weights.values[:, place]]


def unknown(weights: Weights) -> list[str]:
    return [c.title for n, c in enumerate(weights.columns) if not weights.known[:, n].any()]


def state_after(recipe: Recipe) -> dict[str, dict[str, Tensor]]:
    """What the optimizer keeps after the same step, by parameter."""
    memo: dict[int, object] = {}
    network = copy.deepcopy(recipe.network, memo)
    optimizer = copy.deepcopy(recipe.optimizer, memo)
    for group in optimizer.param_groups:
        group["lr"] = recipe.rate if recipe.rate is not None else group["lr"]
    optimizer.zero_grad()
    recipe.criterion(network(recipe.inputs), recipe.targets).backward()
    optimizer.step()
    return {name: dict(optimizer.state[p]) for name, p in network.named_parameters()}


def at(view: StepView, kind: str, layer: int = -1) -> int:
    return view.kinds.index((kind, layer))


@pytest.mark.parametrize("optimizer", ONE_BY_ONE)
def test_that_every_weight_of_a_layer_has_the_numbers_of_a_plain_script(optimizer: str) -> None:
    changes: Changes = {"training.optimizer": optimizer, "training.momentum": 0.9}
    trainer, slow = trainer_of(changes), SlowStep()
    plain, states = plain_step(recipe_of(trainer)), state_after(recipe_of(trainer))
    own = dict(trainer.network.named_parameters())
    start = slow.look(trainer, Wish())
    linear = [name[:-7] for name in own if name.endswith("weight")]
    for layer, place in enumerate(linear):
        weights = slow.look(trainer, Wish(at(start, "step", layer))).weights
        names = (f"{place}.weight", f"{place}.bias")
        assert column(weights, "w before") == flat(*(own[n].detach() for n in names))
        assert column(weights, "dL/dw") == flat(*(plain.gradients[n] for n in names))
        assert column(weights, "w after") == flat(*(plain.after[n] for n in names))
        moved = np.array(column(weights, "w after")) - column(weights, "w before")
        assert column(weights, "Δw") == moved.tolist()
        kept = [key for key in states[names[0]] if states[names[0]][key].dim() == 2]
        hints = [one.hint for one in weights.columns]
        for key in kept if optimizer != "adafactor" else []:
            number = next(n for n, hint in enumerate(hints) if f"{key} of" in hint)
            before = flat(*(trainer.learner.optimizer.state[own[n]][key] for n in names))
            after = flat(*(states[n][key] for n in names))
            assert weights.values[:, number].tolist() == before
            assert weights.values[:, number + 1].tolist() == after


def test_that_weights_are_named_neuron_by_neuron_with_the_number_of_their_layer() -> None:
    trainer, slow = trainer_of(), SlowStep()
    view = slow.look(trainer, Wish(at(slow.look(trainer, Wish()), "step", 1), Focus(0, 1, 2, 4)))
    assert view.weights.names[:6] == ("w₁₁⁽²⁾", "w₁₂⁽²⁾", "w₁₃⁽²⁾", "w₁₄⁽²⁾", "b₁⁽²⁾", "w₂₁⁽²⁾")
    number = view.weights.number_of(view.focus)
    assert view.weights.names[number] == "b₃⁽²⁾"
    assert view.weights.place_of(number) == (2, 4)
    assert view.told.startswith("w ← ") and view.told in view.lines[-1]
    assert view.choices.sources[0] == "w₃₁ (a₁⁽¹⁾)" and view.choices.sources[-1] == "b₃ (bias)"


def test_that_what_the_step_has_not_come_to_is_left_empty_on_the_way_back_too() -> None:
    trainer, slow = trainer_of({"training.gradient_clip": 0.01}), SlowStep()
    view = slow.look(trainer, Wish(99))
    assert unknown(view.weights) == []
    back = slow.look(trainer, Wish(at(view, "clip"))).weights
    assert unknown(back) == ["Δw", "w after", "m after", "v after"]
    assert column(back, "g") != column(back, "dL/dw")
    back = slow.look(trainer, Wish(at(view, "backward", 0))).weights
    assert unknown(back) == ["g", "Δw", "w after", "m after", "v after"]
    back = slow.look(trainer, Wish(at(view, "zero_grad"))).weights
    assert unknown(back) == ["dL/dw", "g", "Δw", "w after", "m after", "v after"]


def test_that_a_network_without_biases_has_weights_alone() -> None:
    trainer = trainer_of({"network.bias": False})
    weights = SlowStep().look(trainer, Wish(99)).weights
    assert all(name.startswith("w") for name in weights.names)
    assert weights.count == len(weights.names) == 2 * 3


def test_that_frozen_weights_do_not_move() -> None:
    trainer = trainer_of()
    trainer.freeze({"layers.0.weight": torch.ones(4, 2, dtype=torch.bool)})
    slow = SlowStep()
    weights = slow.look(trainer, Wish(at(slow.look(trainer, Wish()), "step", 0))).weights
    moved = np.array(column(weights, "Δw")).reshape(4, 3)
    assert (moved[:, :2] == 0.0).all() and (moved[:, 2] != 0.0).all()


def test_that_adafactor_shows_what_it_keeps_for_a_row_at_each_weight_of_it() -> None:
    weights = SlowStep().look(trainer_of({"training.optimizer": "adafactor"}), Wish(99)).weights
    titles = [one.title for one in weights.columns]
    rows = weights.values[:, titles.index("row_var after")].reshape(2, 4)
    assert (rows[:, 0] == rows[:, 1]).all() and np.isfinite(rows[:, :3]).all()
    known = weights.known[:, titles.index("variance after")].reshape(2, 4)
    assert known.tolist() == [[False, False, False, True]] * 2


def test_that_lbfgs_has_no_columns_of_its_own() -> None:
    trainer = trainer_of({"training.optimizer": "lbfgs", "training.batch_size": 0})
    weights = SlowStep().look(trainer, Wish(99)).weights
    assert [one.title for one in weights.columns] == ["w before", "dL/dw", "Δw", "w after"]


def test_that_only_some_weights_of_a_wide_layer_are_handed_over_and_any_can_be() -> None:
    trainer = trainer_of({"network.hidden": (1024, 1024)}, steps=0)
    slow = SlowStep()
    last = 1024 * 1025 - 1
    weights = slow.look(trainer, Wish(3, first_weight=last - 9)).weights
    assert (weights.count, weights.first, len(weights.values)) == (last + 1, last - 9, 10)
    assert weights.names[-1] == "b₁₀₂₄⁽²⁾"
    layer = trainer.network.linear_layers()[1]
    assert isinstance(layer, nn.Linear)
    assert weights.values[-2, 0] == layer.weight[1023, 1023].item()
    assert weights.values.nbytes < 20_000
    far = slow.look(trainer, Wish(3, first_weight=10**12)).weights
    assert far.first == last
