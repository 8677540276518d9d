"""Targets, outputs and heads of every way in which a loss sees a task."""

from typing import cast, get_args

import pytest
import torch
from torch import nn

from playground.engine.catalogue.losses import Head as HeadKind
from playground.engine.common.errors import InputError
from playground.engine.model.loss_forms import Head, build_loss, loss_form, outputs_for, targets_for
from playground.engine.model.losses import Focal, Hinge, LogCosh

CLASS_NUMBERS = torch.tensor([0, 1, 1])


def test_that_values_and_class_numbers_stay_as_they_are() -> None:
    values = torch.tensor([[0.5], [2.0]])
    assert targets_for("values", values, 0) is values
    assert targets_for("class_index", CLASS_NUMBERS, 2) is CLASS_NUMBERS


def test_that_classes_are_encoded_as_the_loss_wants_them() -> None:
    assert targets_for("zero_one", CLASS_NUMBERS, 2).tolist() == [[0.0], [1.0], [1.0]]
    assert targets_for("plus_minus_one", CLASS_NUMBERS, 2).tolist() == [[-1.0], [1.0], [1.0]]
    one_hot = targets_for("one_hot", torch.tensor([2, 0]), 3)
    assert one_hot.tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    assert one_hot.dtype == torch.float32


@pytest.mark.parametrize(
    ("loss", "task", "classes", "outputs"),
    [
        ("mse", "regression", 0, 1),
        ("mse", "two_classes", 2, 1),
        ("mse", "more_classes", 5, 5),
        ("cross_entropy", "two_classes", 2, 2),
        ("cross_entropy", "more_classes", 5, 5),
        ("bce_with_logits", "two_classes", 2, 1),
        ("hinge", "two_classes", 2, 1),
    ],
)
def test_that_the_network_has_the_outputs_the_loss_needs(
    loss: str, task: str, classes: int, outputs: int
) -> None:
    form = loss_form(loss, task)  # type: ignore[arg-type]
    assert outputs_for(form, classes) == outputs


def test_that_a_loss_which_does_not_fit_is_refused_with_those_that_do() -> None:
    with pytest.raises(InputError, match=r"'hinge' does not fit regression; choose one of mse, l1"):
        loss_form("hinge", "regression")


def test_that_an_option_out_of_bounds_is_refused_by_its_path() -> None:
    with pytest.raises(InputError, match=r"training\.delta must lie between"):
        build_loss("huber", (("delta", -1.0),))


@pytest.mark.parametrize("kind", [k for k in get_args(HeadKind) if k != "identity"])
def test_that_a_head_gives_probabilities_that_add_up_to_one(kind: HeadKind) -> None:
    outputs = 1 if kind in ("sigmoid", "signed") else 3
    output = torch.linspace(-30.0, 30.0, 12 * outputs).reshape(12, outputs)
    shown = Head(kind)(output)
    assert shown.shape == (12, max(outputs, 2))
    assert ((shown >= 0.0) & (shown <= 1.0)).all()
    torch.testing.assert_close(shown.sum(dim=1), torch.ones(12))


@pytest.mark.parametrize(
    ("kind", "output", "shown"),
    [
        ("identity", [[5.0]], [[5.0]]),
        ("sigmoid", [[0.0], [2.0]], [[0.5, 0.5], [0.1192029, 0.8807971]]),
        ("softmax", [[1.0, 1.0]], [[0.5, 0.5]]),
        ("signed", [[-1.0], [0.5], [7.0]], [[1.0, 0.0], [0.25, 0.75], [0.0, 1.0]]),
        ("simplex", [[0.5, 1.5, -1.0]], [[1 / 3, 2 / 3, 0.0]]),
        ("simplex", [[-1.0, -2.0, -1.0]], [[1 / 3, 1 / 3, 1 / 3]]),
    ],
)
def test_that_a_head_follows_its_formula(
    kind: HeadKind, output: list[list[float]], shown: list[list[float]]
) -> None:
    torch.testing.assert_close(Head(kind)(torch.tensor(output)), torch.tensor(shown))


@pytest.mark.parametrize("kind", get_args(HeadKind))
@pytest.mark.filterwarnings(
    "ignore:.*torch.jit.*:DeprecationWarning", "ignore:.*torch.jit.*:FutureWarning"
)
def test_that_a_head_can_be_scripted(kind: HeadKind) -> None:
    head = Head(kind)
    scripted = cast(nn.Module, torch.jit.script(head))
    output = torch.tensor([[0.2], [-3.0]])
    assert torch.equal(scripted(output), head(output))


def test_that_log_cosh_follows_its_formula_and_does_not_overflow() -> None:
    output, target = torch.tensor([[0.0], [1.0], [-2.0]]), torch.zeros(3, 1)
    expected = torch.log(torch.cosh(output)).mean()
    torch.testing.assert_close(LogCosh()(output, target), expected)
    far = LogCosh()(torch.tensor([[1e6]]), torch.zeros(1, 1))
    assert far.item() == pytest.approx(1e6)


def test_that_hinge_is_zero_only_beyond_the_margin() -> None:
    target = torch.tensor([[1.0], [-1.0], [1.0]])
    output = torch.tensor([[1.5], [-0.25], [-1.0]])
    assert Hinge()(output, target).item() == pytest.approx((0.0 + 0.75 + 2.0) / 3)


def test_that_focal_follows_its_formula_and_is_cross_entropy_at_0() -> None:
    output, target = torch.tensor([[2.0, -1.0], [0.3, 0.1]]), torch.tensor([0, 1])
    p = torch.softmax(output, dim=1)[torch.arange(2), target]
    expected = (-((1 - p) ** 2) * p.log()).mean()
    torch.testing.assert_close(Focal(2.0)(output, target), expected)
    torch.testing.assert_close(Focal(0.0)(output, target), nn.CrossEntropyLoss()(output, target))


@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0])
def test_that_focal_has_finite_gradients_where_the_class_is_certain(gamma: float) -> None:
    output = torch.tensor([[200.0, 0.0], [0.0, 200.0]], requires_grad=True)
    (gradient,) = torch.autograd.grad(Focal(gamma)(output, torch.tensor([0, 0])), output)
    assert torch.isfinite(gradient).all()
