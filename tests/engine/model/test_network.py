"""Networks follow from their spec alone, and keep their weights when their shape changes."""

import copy
import weakref
from itertools import pairwise

import pytest
import torch
from torch import nn

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.common.errors import InputError
from playground.engine.model.dropout import Dropout
from playground.engine.model.network import Network, build_network, carry_weights
from playground.engine.spec.network import NetworkSpec, hidden_activations


def _linear_sizes(network: Network) -> list[tuple[int, int]]:
    return [(layer.in_features, layer.out_features) for layer in network.linear_layers()]


def _slope(network: Network) -> torch.Tensor:
    (prelu,) = (layer for layer in network.layers if isinstance(layer, nn.PReLU))
    return prelu.weight


@pytest.mark.parametrize("hidden", [(), (5,), (4, 2), (3,) * 12])
def test_that_a_network_has_the_layers_of_its_spec(hidden: tuple[int, ...]) -> None:
    network = build_network(NetworkSpec(hidden=hidden), 3, 2)
    sizes = [3, *hidden, 2]
    assert _linear_sizes(network) == list(pairwise(sizes))
    assert network(torch.ones(7, 3)).shape == (7, 2)
    assert (network.inputs, network.outputs, len(network.dropouts())) == (3, 2, len(hidden))


@pytest.mark.parametrize("row", ACTIVATIONS, ids=lambda row: row.key)
def test_that_every_activation_trains_in_a_network(row: object) -> None:
    network = build_network(NetworkSpec(activation=getattr(row, "key", "")), 2, 1)
    network(torch.tensor([[0.5, -1.0], [2.0, 0.3]])).sum().backward()
    gradients = [parameter.grad for parameter in network.parameters()]
    assert all(g is not None and torch.isfinite(g).all() for g in gradients)


def test_that_a_layer_can_have_its_own_activation() -> None:
    spec = NetworkSpec(hidden=(2, 2, 2), activation="tanh", layer_activations=("", "relu"))
    assert hidden_activations(spec) == ("tanh", "relu", "tanh")
    kinds = [type(layer) for layer in build_network(spec, 1, 1).layers]
    hidden = [nn.Linear, nn.Tanh, Dropout, nn.Linear, nn.ReLU, Dropout, nn.Linear, nn.Tanh, Dropout]
    assert kinds == [*hidden, nn.Linear]


def test_that_the_output_activation_comes_last() -> None:
    network = build_network(NetworkSpec(hidden=()), 2, 1, "tanh")
    assert [type(layer) for layer in network.layers] == [nn.Linear, nn.Tanh]


def test_that_an_unknown_activation_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="'tanh'"):
        build_network(NetworkSpec(activation="tahn"), 2, 1)


def test_that_the_same_seed_gives_the_same_weights_and_another_seed_others() -> None:
    first, second = (build_network(NetworkSpec(seed=5), 2, 1).state_dict() for _ in range(2))
    other = build_network(NetworkSpec(seed=6), 2, 1).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not any(torch.equal(first[name], other[name]) for name in first)


def test_that_building_leaves_the_global_random_state_alone() -> None:
    before = torch.get_rng_state()
    build_network(NetworkSpec(hidden=(8, 8), activation="prelu", dropout=0.5), 4, 3)
    assert torch.equal(torch.get_rng_state(), before)


def test_that_weights_without_biases_are_what_penalties_see() -> None:
    network = build_network(NetworkSpec(hidden=(3,), activation="prelu"), 2, 1)
    assert [tuple(layer.weight.shape) for layer in network.linear_layers()] == [(3, 2), (1, 3)]


def test_that_a_new_hidden_layer_keeps_all_the_others_and_the_output() -> None:
    old = build_network(NetworkSpec(hidden=(4, 2)), 3, 1)
    new = build_network(NetworkSpec(hidden=(4, 2, 2), seed=1), 3, 1)
    fresh = copy.deepcopy(new)
    carry_weights(old, new)
    for number, same in ((0, 0), (1, 1), (3, 2)):
        ours, olds = new.linear_layers()[number], old.linear_layers()[same]
        assert torch.equal(ours.weight, olds.weight)
        assert torch.equal(ours.bias, olds.bias)
    assert torch.equal(new.linear_layers()[2].weight, fresh.linear_layers()[2].weight)


def test_that_more_and_fewer_units_keep_the_common_block() -> None:
    old = build_network(NetworkSpec(hidden=(4, 3)), 2, 1)
    new = build_network(NetworkSpec(hidden=(6, 2), seed=1), 2, 1)
    fresh = copy.deepcopy(new)
    carry_weights(old, new)
    first, second, last = (layer.weight for layer in new.linear_layers())
    assert torch.equal(first[:4], old.linear_layers()[0].weight)
    assert torch.equal(first[4:], fresh.linear_layers()[0].weight[4:])
    assert torch.equal(second[:, :4], old.linear_layers()[1].weight[:2])
    assert torch.equal(second[:, 4:], fresh.linear_layers()[1].weight[:, 4:])
    assert torch.equal(last, old.linear_layers()[2].weight[:, :2])


def test_that_learned_slopes_are_carried_and_never_taken_for_biases() -> None:
    old = build_network(NetworkSpec(hidden=(3,), activation="prelu"), 2, 1)
    with torch.no_grad():
        _slope(old).fill_(0.7)
    same = build_network(NetworkSpec(hidden=(5,), activation="prelu", bias=False), 2, 1)
    carry_weights(old, same)
    assert _slope(same).item() == pytest.approx(0.7)


def test_that_the_others_keep_their_weights_when_a_layer_between_them_goes_or_comes() -> None:
    long = build_network(NetworkSpec(hidden=(6, 5, 4)), 2, 1)
    short = build_network(NetworkSpec(hidden=(6, 4), seed=1), 2, 1)
    for old, new in ((long, short), (short, long)):
        carry_weights(old, new)
        first, *between, third, last = new.linear_layers()
        assert torch.equal(first.weight, old.linear_layers()[0].weight)
        assert torch.equal(third.bias, old.linear_layers()[-2].bias)
        assert torch.equal(last.weight, old.linear_layers()[-1].weight)
        assert len(between) == len(new.linear_layers()) - 3


def test_that_of_layers_of_one_size_the_last_is_the_one_that_goes() -> None:
    old = build_network(NetworkSpec(hidden=(4, 4, 4)), 2, 1)
    new = build_network(NetworkSpec(hidden=(4, 4), seed=1), 2, 1)
    carry_weights(old, new)
    for before, after in zip(old.linear_layers()[:2], new.linear_layers()[:2], strict=True):
        assert torch.equal(before.weight, after.weight)


def test_that_of_layers_of_one_size_their_ids_say_which_one_goes_and_which_comes() -> None:
    old = build_network(NetworkSpec(hidden=(4, 4, 4)), 2, 1)
    new = build_network(NetworkSpec(hidden=(4, 4), seed=1), 2, 1)
    carry_weights(old, new, ids=((0, 1, 2), (0, 2)))
    first, _, last, output = old.linear_layers()
    for before, after in zip((first, last, output), new.linear_layers(), strict=True):
        assert torch.equal(before.weight, after.weight)
    again = build_network(NetworkSpec(hidden=(4, 4, 4), seed=2), 2, 1)
    fresh = again.linear_layers()[1].weight.clone()
    carry_weights(new, again, ids=((0, 2), (0, 1, 2)))
    for number, before in ((0, first), (2, last), (3, output)):
        assert torch.equal(before.weight, again.linear_layers()[number].weight)
    assert torch.equal(again.linear_layers()[1].weight, fresh)


def test_that_inputs_can_be_carried_by_their_number() -> None:
    old = build_network(NetworkSpec(hidden=(3,)), 2, 1)
    new = build_network(NetworkSpec(hidden=(3,), seed=1), 3, 1)
    fresh = new.linear_layers()[0].weight.clone()
    carry_weights(old, new, [1, None, 0])
    weight, olds = new.linear_layers()[0].weight, old.linear_layers()[0].weight
    assert torch.equal(weight[:, 0], olds[:, 1])
    assert torch.equal(weight[:, 1], fresh[:, 1])
    assert torch.equal(weight[:, 2], olds[:, 0])


def test_that_dropout_silences_about_its_share_and_keeps_the_mean() -> None:
    dropout = Dropout(0.3)
    dropout.seed(1, torch.device("cpu"))
    output = dropout(torch.ones(100_000))
    assert (output == 0).float().mean().item() == pytest.approx(0.3, abs=0.01)
    assert output.mean().item() == pytest.approx(1.0, abs=0.01)


def test_that_dropout_is_the_identity_in_eval_mode_and_at_rate_0() -> None:
    inputs = torch.randn(4, 3, generator=torch.Generator().manual_seed(0))
    assert Dropout(0.5).eval()(inputs) is inputs
    assert Dropout(0.0)(inputs) is inputs


def test_that_dropout_repeats_from_its_seed_and_leaves_the_global_state_alone() -> None:
    before = torch.get_rng_state()
    network = build_network(NetworkSpec(hidden=(20, 20), dropout=0.5), 2, 1)
    outputs = []
    for _ in range(2):
        network.seed_dropout([3, 4], torch.device("cpu"))
        outputs.append(network(torch.ones(5, 2)))
    assert torch.equal(*outputs)
    assert not torch.equal(network(torch.ones(5, 2)), outputs[0])
    assert torch.equal(torch.get_rng_state(), before)


def test_that_the_dropout_rate_changes_in_place() -> None:
    network = build_network(NetworkSpec(hidden=(20,)), 2, 1)
    inputs = torch.ones(1, 2)
    plain = network(inputs)
    network.set_dropout([0.9] * len(network.dropouts()))
    assert not torch.equal(network(inputs), plain)
    assert torch.equal(network.eval()(inputs), plain)


def test_that_each_layer_has_the_dropout_that_is_its_own() -> None:
    spec = NetworkSpec(hidden=(3, 2, 2), dropout=0.1, layer_dropouts=("", "0.4"))
    assert [layer.p for layer in build_network(spec, 2, 1).dropouts()] == [0.1, 0.4, 0.1]


def test_that_a_copied_dropout_draws_the_same_and_is_let_go_of() -> None:
    dropout = Dropout(0.5)
    dropout.seed(7, torch.device("cpu"))
    dropout(torch.ones(3))
    twin = copy.deepcopy(dropout)
    assert torch.equal(twin(torch.ones(50)), dropout(torch.ones(50)))
    dropout(torch.ones(1))
    assert not torch.equal(twin.generator.get_state(), dropout.generator.get_state())
    generator = weakref.ref(twin.generator)
    del twin
    assert generator() is None
