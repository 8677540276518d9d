"""Every activation builds, bends finitely and lets gradients through."""

import pytest
import torch

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.catalogue.row import Row
from playground.engine.model.network import build_activation

VALUES = [
    ("relu", 0.0, 2.0),
    ("leaky_relu", -0.02, 2.0),
    ("prelu", -0.5, 2.0),
    ("elu", -0.8646647, 2.0),
    ("selu", -1.5201664, 2.1014020),
    ("celu", -0.8646647, 2.0),
    ("gelu", -0.0455003, 1.9544997),
    ("silu", -0.2384058, 1.7615942),
    ("mish", -0.2525015, 1.9439590),
    ("softplus", 0.1269280, 2.1269280),
    ("softsign", -2 / 3, 2 / 3),
    ("tanh", -0.9640276, 0.9640276),
    ("hardtanh", -1.0, 1.0),
    ("sigmoid", 0.1192029, 0.8807971),
    ("hardsigmoid", 1 / 6, 5 / 6),
    ("relu6", 0.0, 2.0),
    ("identity", -2.0, 2.0),
    ("sin", -0.9092974, 0.9092974),
]
"""Each activation at −2 and at 2."""


def test_that_every_promised_activation_is_offered_once() -> None:
    assert sorted(row.key for row in ACTIVATIONS) == sorted(key for key, *_ in VALUES)


@pytest.mark.parametrize("row", ACTIVATIONS, ids=lambda row: row.key)
def test_that_an_activation_keeps_the_shape_and_passes_gradients(row: Row) -> None:
    inputs = torch.linspace(-2.5, 2.5, 24).reshape(4, 6).requires_grad_()
    output = build_activation(row.key)(inputs)
    assert output.shape == inputs.shape
    assert torch.isfinite(output).all()
    (gradient,) = torch.autograd.grad(output.sum(), inputs)
    assert torch.isfinite(gradient).all()
    assert gradient.abs().sum() > 0


@pytest.mark.parametrize("row", ACTIVATIONS, ids=lambda row: row.key)
def test_that_an_activation_says_what_it_is(row: Row) -> None:
    assert row.label
    assert row.help.endswith(".")
    assert row.formula
    assert row.source.startswith("https://")


@pytest.mark.parametrize(("key", "at_minus_two", "at_two"), VALUES)
def test_that_an_activation_follows_its_formula(
    key: str, at_minus_two: float, at_two: float
) -> None:
    output = build_activation(key)(torch.tensor([-2.0, 2.0]))
    torch.testing.assert_close(output.detach(), torch.tensor([at_minus_two, at_two]))
