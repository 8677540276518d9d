"""The arithmetic of the network's picture, without Qt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.model.network import build_network
from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.network_layout import (
    MOST_DOTS,
    NARROWEST_CARD,
    WIDEST_CARD,
    dots_shown,
    fit_columns,
    narrowest_columns,
    parameter_count,
    with_activation,
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


@given(st.integers(1, 5000))
def test_that_dots_shown_and_left_out_add_up(units: int) -> None:
    shown, left_out = dots_shown(units)
    assert shown + left_out == units
    assert shown + (1 if left_out else 0) <= MOST_DOTS
    assert left_out != 1


def test_that_a_removed_layer_takes_its_own_activation_along() -> None:
    spec = NetworkSpec(hidden=(8, 4, 2), layer_activations=("", "relu", "silu"))
    after = without_layer(spec, 1)
    assert after.hidden == (8, 2)
    assert after.layer_activations == ("", "silu")


def test_that_activations_like_the_common_one_leave_no_trace() -> None:
    spec = NetworkSpec(hidden=(8, 4, 2), layer_activations=("", "relu"))
    assert with_activation(spec, 1, "") == ()
    assert with_activation(spec, 2, "silu") == ("", "relu", "silu")


def test_that_a_twelfth_layer_is_the_last() -> None:
    spec = NetworkSpec(hidden=(3,) * 12)
    assert with_layer(spec) == spec
    assert with_layer(NetworkSpec(hidden=(3,) * 11)).hidden == (3,) * 12
    assert with_layer(NetworkSpec(hidden=())).hidden == (4,)


@given(st.integers(0, 3000), st.integers(0, 12), st.integers(100, 288))
def test_that_columns_fit_into_the_room_wherever_the_narrowest_do(
    room: int, cards: int, ends: int
) -> None:
    columns = fit_columns(room, cards, ends)
    least = narrowest_columns(cards).width(cards, ends)
    assert columns.width(cards, ends) <= max(room, least)
    assert NARROWEST_CARD <= columns.card <= WIDEST_CARD


def test_that_columns_are_no_wider_than_looks_well() -> None:
    assert fit_columns(5000, 2, 150) == fit_columns(10_000, 2, 150)
