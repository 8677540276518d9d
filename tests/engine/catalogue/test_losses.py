"""Every loss, for every task it fits, is finite, lets gradients through and falls when right."""

import dataclasses

import pytest
import torch

from playground.engine.catalogue.losses import LOSSES, Loss, LossForm
from playground.engine.model.loss_forms import Head, build_loss, outputs_for, targets_for
from playground.engine.spec.run import Task

FORMS = [
    pytest.param(row, form, id=f"{row.key}-{form.task}") for row in LOSSES for form in row.forms
]
CLASSES: dict[Task, int] = {"regression": 0, "two_classes": 2, "more_classes": 4}


def _targets(task: Task) -> torch.Tensor:
    if task == "regression":
        return torch.linspace(-1.0, 2.0, 8).reshape(8, 1)
    return torch.arange(8) % CLASSES[task]


def test_that_the_promised_losses_are_offered_for_each_task() -> None:
    offered = {task: {row.key for row in LOSSES if row.form(task)} for task in CLASSES}
    assert offered["regression"] == {"mse", "l1", "huber", "smooth_l1", "log_cosh"}
    assert offered["more_classes"] == {"cross_entropy", "multi_margin", "focal", "mse"}
    assert offered["two_classes"] == offered["more_classes"] | {"bce_with_logits", "hinge"}


def test_that_a_loss_which_does_not_fit_has_no_form() -> None:
    hinge = next(row for row in LOSSES if row.key == "hinge")
    assert hinge.form("regression") is None


@pytest.mark.parametrize(("row", "form"), FORMS)
def test_that_a_loss_is_finite_and_passes_gradients(row: Loss, form: LossForm) -> None:
    classes = CLASSES[form.task]
    targets = targets_for(form.encoding, _targets(form.task), classes)
    shape = (8, outputs_for(form, classes))
    output = torch.sin(torch.arange(8.0 * shape[1])).reshape(shape).requires_grad_()
    loss = build_loss(row.key)(output, targets)
    assert loss.shape == ()
    assert torch.isfinite(loss)
    (gradient,) = torch.autograd.grad(loss, output)
    assert torch.isfinite(gradient).all()
    assert gradient.abs().sum() > 0


@pytest.mark.parametrize(("row", "form"), FORMS)
def test_that_descending_the_gradient_makes_the_shown_prediction_right(
    row: Loss, form: LossForm
) -> None:
    classes = CLASSES[form.task]
    raw = _targets(form.task)
    targets = targets_for(form.encoding, raw, classes)
    output = torch.zeros(8, outputs_for(form, classes), requires_grad=True)
    loss = build_loss(row.key)
    for _ in range(400):
        (gradient,) = torch.autograd.grad(loss(output, targets), output)
        output = (output - gradient / gradient.abs().max().clamp(min=1e-9) * 0.01).requires_grad_()
    shown = Head(form.head)(output.detach())
    if form.task == "regression":
        torch.testing.assert_close(shown, raw, atol=0.1, rtol=0)
    else:
        assert shown.argmax(dim=1).tolist() == raw.tolist()


@pytest.mark.parametrize("row", LOSSES, ids=lambda row: row.key)
def test_that_the_options_are_keywords_of_what_is_built(row: Loss) -> None:
    options = tuple((p.name, p.default) for p in row.parameters)
    loss = build_loss(row.key, options)
    assert all(getattr(loss, name) == value for name, value in options)


@pytest.mark.parametrize("row", LOSSES, ids=lambda row: row.key)
def test_that_a_loss_says_what_it_is(row: Loss) -> None:
    assert row.help.endswith(".")
    assert row.formula
    assert row.source.startswith("https://")
    assert all(dataclasses.asdict(p)["help"].endswith(".") for p in row.parameters)
