"""Every initialiser draws finite weights from its own generator, with the spread it promises."""

import math

import pytest
import torch
from torch import nn

from playground.engine.catalogue.initialisers import INITIALISERS
from playground.engine.model.network import build_network
from playground.engine.spec.run import NetworkSpec

DEVIATIONS = {
    "default": 1 / math.sqrt(3 * 300),
    "xavier_uniform": math.sqrt(2 / 500),
    "xavier_normal": math.sqrt(2 / 500),
    "kaiming_uniform": math.sqrt(2 / 300),
    "kaiming_normal": math.sqrt(2 / 300),
    "orthogonal": math.sqrt(1 / 300),
    "small_normal": 0.01,
    "zeros": 0.0,
}


def test_that_every_promised_initialiser_is_offered_once() -> None:
    assert [row.key for row in INITIALISERS] == list(DEVIATIONS)


@pytest.mark.parametrize("key", DEVIATIONS)
def test_that_the_weights_spread_as_the_formula_says(key: str) -> None:
    network = build_network(NetworkSpec(hidden=(200,), initialiser=key), 300, 1)
    weight = network.linear_layers()[0].weight
    assert weight.std().item() == pytest.approx(DEVIATIONS[key], rel=0.02)


@pytest.mark.parametrize("key", [key for key in DEVIATIONS if key != "default"])
def test_that_biases_start_at_zero_unless_pytorch_draws_them(key: str) -> None:
    network = build_network(NetworkSpec(initialiser=key), 3, 1)
    assert all(not layer.bias.any() for layer in network.linear_layers())


def test_that_the_default_is_what_a_linear_layer_draws_by_itself() -> None:
    network = build_network(NetworkSpec(hidden=(5,), seed=7), 3, 2)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        expected = [nn.Linear(3, 5), nn.Linear(5, 2)]
    for layer, ours in zip(expected, network.linear_layers(), strict=True):
        torch.testing.assert_close(ours.weight, layer.weight, rtol=0, atol=0)
        torch.testing.assert_close(ours.bias, layer.bias, rtol=0, atol=0)


def test_that_orthogonal_weights_are_orthogonal() -> None:
    network = build_network(NetworkSpec(hidden=(6,), initialiser="orthogonal"), 9, 1)
    weight = network.linear_layers()[0].weight.detach()
    torch.testing.assert_close(weight @ weight.T, torch.eye(6), rtol=0, atol=1e-5)


@pytest.mark.parametrize("row", INITIALISERS, ids=lambda row: row.key)
def test_that_a_network_without_bias_can_be_initialised(row: object) -> None:
    key = getattr(row, "key", "")
    network = build_network(NetworkSpec(initialiser=key, bias=False), 2, 1)
    assert all(torch.isfinite(parameter).all() for parameter in network.parameters())
    assert all(layer.bias is None for layer in network.linear_layers())
