"""The formula of each loss's slope against autograd in float64, on both sides of its corners."""

import re

import pytest
import torch
from torch import Tensor, nn

from playground.engine.catalogue.losses import LOSSES, Encoding, Loss
from playground.engine.instruments.slow_step.loss_slopes import Output, slope_of
from playground.engine.instruments.slow_step.reckoning import plain
from playground.engine.instruments.slow_step.slow_step import SlowStep
from playground.engine.instruments.slow_step.values import Focus, Wish
from playground.engine.model.loss_forms import build_loss
from tests.engine.instruments.slow_step.steps import source_for, trainer_of

ROWS = 24
OPTIONS = {
    "cross_entropy": (("label_smoothing", 0.0), ("label_smoothing", 0.3)),
    "huber": (("delta", 1.0), ("delta", 0.4)),
    "smooth_l1": (("beta", 1.0), ("beta", 0.4)),
    "multi_margin": (("margin", 1.0), ("margin", 2.5)),
    "focal": (("focal_gamma", 0.0), ("focal_gamma", 0.5), ("focal_gamma", 2.0)),
}
CASES = [
    (row, form.encoding, option)
    for row in LOSSES
    for form in row.forms
    for option in OPTIONS.get(row.key, (None,))
]


def batch_of(encoding: Encoding) -> tuple[Tensor, Tensor]:
    """Outputs and targets of a batch, near and far from one another."""
    torch.manual_seed(5)
    width = 1 if encoding in ("values", "zero_one", "plus_minus_one") else 3
    outputs = 1.5 * torch.randn(ROWS, width, dtype=torch.float64)
    classes = torch.randint(0, max(width, 2), (ROWS,))
    ones = classes.double().unsqueeze(1)
    wanted = {
        "values": torch.randn(ROWS, 1, dtype=torch.float64),
        "class_index": classes,
        "zero_one": ones,
        "plus_minus_one": 2.0 * ones - 1.0,
        "one_hot": nn.functional.one_hot(classes, max(width, 2)).double(),
    }
    return outputs.requires_grad_(), wanted[encoding]


@pytest.mark.parametrize(("row", "encoding", "option"), CASES)
def test_that_the_slope_of_every_loss_is_that_of_autograd(
    row: Loss, encoding: Encoding, option: tuple[str, float] | None
) -> None:
    criterion = build_loss(row.key, (option,) if option else ())
    outputs, targets = batch_of(encoding)
    criterion(outputs, targets).backward()
    assert outputs.grad is not None
    texts = set()
    for number in range(ROWS):
        for neuron in range(outputs.shape[1]):
            place = Output(outputs[number].detach(), targets[number], neuron, ROWS, "z₁")
            slope = slope_of(criterion, place)
            assert slope is not None
            wanted = float(outputs.grad[number, neuron])
            assert slope.value == pytest.approx(wanted, rel=1e-10, abs=1e-14), slope.text
            texts.add(slope.symbols)
    branches = {"huber": 2, "smooth_l1": 2, "hinge": 2, "multi_margin": 3}
    assert len(texts) >= branches.get(row.key, 1)


def number_of(text: str) -> float:
    """What a formula without names comes to: `2·(0.3 − (−1)) / 20`."""
    text = re.sub(r"  \[.*\]", "", text).replace("−", "-").replace("·", "*").replace("^", "**")
    text = re.sub(r"ln ([\d.e+-]+)", r"log(\1)", text)
    names = {"sign": lambda x: (x > 0) - (x < 0), "tanh": lambda x: float(torch.tanh(tensor(x)))}
    return float(eval(text, names | {"log": lambda x: float(tensor(x).log())}))


def tensor(value: float) -> Tensor:
    return torch.tensor(value, dtype=torch.float64)


@pytest.mark.parametrize(("row", "encoding", "option"), CASES)
def test_that_the_numbers_in_the_formula_come_to_the_slope(
    row: Loss, encoding: Encoding, option: tuple[str, float] | None
) -> None:
    criterion = build_loss(row.key, (option,) if option else ())
    outputs, targets = batch_of(encoding)
    for number in range(ROWS):
        place = Output(outputs[number].detach(), targets[number], 0, ROWS, "z₁")
        slope = slope_of(criterion, place)
        assert slope is not None
        assert number_of(slope.numbers) == pytest.approx(slope.value, rel=2e-2, abs=2e-5)


@pytest.mark.parametrize("loss", [row.key for row in LOSSES])
def test_that_the_slope_of_every_loss_is_told_with_its_numbers(loss: str) -> None:
    trainer, slow = trainer_of({"training.loss": loss}, source=source_for(loss)), SlowStep()
    kinds = slow.look(trainer, Wish()).kinds
    last = max(layer for _, layer in kinds)
    view = slow.look(trainer, Wish(kinds.index(("backward", last)), Focus(row=1)))
    assert slow._walk is not None
    slope = slow._walk.traces[last].dh
    assert slope is not None
    line = next(line for line in view.lines if line.startswith("dL/d"))
    assert line.count(" = ") == 3 and line.endswith(f" = {plain(float(slope[1, 0]))}")


def test_that_a_loss_of_ones_own_is_told_without_a_formula() -> None:
    place = Output(tensor(0.0).reshape(1), tensor(0.0).reshape(1), 0, 1, "z₁")
    assert slope_of(nn.PoissonNLLLoss(), place) is None


@pytest.mark.parametrize("loss", [row.key for row in LOSSES])
def test_that_an_output_that_is_no_number_is_told_as_such(loss: str) -> None:
    row = next(row for row in LOSSES if row.key == loss)
    outputs, targets = batch_of(row.forms[0].encoding)
    broken = torch.full_like(outputs[0].detach(), float("nan"))
    slope = slope_of(build_loss(loss), Output(broken, targets[0], 0, ROWS, "z₁"))
    assert slope is not None and "nan" in f"{slope.numbers} {slope.value}"
