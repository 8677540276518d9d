"""What a change of layers makes of a network, without Qt."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.model.network import build_network
from playground.engine.spec.network import NetworkSpec, hidden_dropouts
from playground.gui.canvas.layers.layer_changes import (
    parameter_count,
    with_activation,
    with_dropout,
    with_layer,
    without_layer,
)

HIDDEN = st.lists(st.integers(1, 32), max_size=12).map(tuple)
KEYS = st.sampled_from([row.key for row in ACTIVATIONS])


def _learned(spec: NetworkSpec, inputs: int, outputs: int) -> int:
    return sum(p.numel() for p in build_network(spec, inputs, outputs).parameters())


@pytest.mark.parametrize("key", [row.key for row in ACTIVATIONS])
def test_that_the_count_is_that_of_the_network_in_torch_for_every_activation(key: str) -> None:
    spec = NetworkSpec(hidden=(5, 3), activation=key)
    assert parameter_count(spec, 2, 3) == _learned(spec, 2, 3)


@given(HIDDEN, st.booleans(), KEYS, st.lists(st.just("") | KEYS, max_size=12), st.integers(1, 9))
def test_that_the_count_is_that_of_the_network_in_torch_whatever_its_layers(
    hidden: tuple[int, ...], bias: bool, activation: str, own: list[str], inputs: int
) -> None:
    spec = NetworkSpec(
        hidden=hidden, bias=bias, activation=activation, layer_activations=tuple(own)
    )
    assert parameter_count(spec, inputs, 3) == _learned(spec, inputs, 3)


def test_that_a_removed_layer_takes_its_own_activation_along() -> None:
    spec = NetworkSpec(hidden=(8, 4, 2), layer_activations=("", "relu", "silu"))
    after = without_layer(spec, 1)
    assert after.hidden == (8, 2)
    assert after.layer_activations == ("", "silu")


def test_that_a_layer_keeps_its_id_whatever_comes_or_goes_beside_it() -> None:
    spec = without_layer(NetworkSpec(hidden=(8, 8, 8)), 1)
    assert spec.layer_ids == (0, 2)
    assert with_layer(spec, 1).layer_ids == (0, 3, 2)
    assert without_layer(with_layer(spec, 2), 0).layer_ids == (2, 3)


def test_that_activations_like_the_common_one_leave_no_trace() -> None:
    spec = NetworkSpec(hidden=(8, 4, 2), layer_activations=("", "relu"))
    assert with_activation(spec, 1, "") == ()
    assert with_activation(spec, 2, "silu") == ("", "relu", "silu")


def test_that_a_twelfth_layer_is_the_last() -> None:
    spec = NetworkSpec(hidden=(3,) * 12)
    assert with_layer(spec, 5) is spec
    assert with_layer(NetworkSpec(hidden=(3,) * 11), 11).hidden == (3,) * 12
    assert with_layer(NetworkSpec(hidden=()), 0).hidden == (4,)


def test_that_a_layer_can_be_added_anywhere_and_the_others_keep_their_activations() -> None:
    spec = NetworkSpec(hidden=(8, 4), layer_activations=("relu", "silu"))
    assert with_layer(spec, 0).hidden == (8, 8, 4)
    assert with_layer(spec, 0).layer_activations == ("", "relu", "silu")
    assert with_layer(spec, 1).layer_activations == ("relu", "", "silu")
    assert with_layer(spec, 2).hidden == (8, 4, 4)
    assert with_layer(spec, 2).layer_activations == ("relu", "silu")


def test_that_a_layer_keeps_its_own_dropout_whatever_comes_or_goes_beside_it() -> None:
    spec = NetworkSpec(
        hidden=(8, 4, 2), layer_dropouts=with_dropout(NetworkSpec(hidden=(8, 4, 2)), 1, "0.3")
    )
    assert spec.layer_dropouts == ("", "0.3")
    assert hidden_dropouts(replace(spec, dropout=0.1)) == (0.1, 0.3, 0.1)
    assert with_layer(spec, 0).layer_dropouts == ("", "", "0.3")
    assert without_layer(spec, 0).layer_dropouts == ("0.3",)
    assert without_layer(spec, 1).layer_dropouts == ()
    assert with_dropout(spec, 1, "") == ()
