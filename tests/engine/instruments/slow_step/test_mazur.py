"""The worked example of Matt Mazur, A Step by Step Backpropagation Example (2015).

https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/: two inputs, two hidden
and two output neurons with sigmoids, half the sum of the squared errors, rate 0.5; biases stay.
"""

import pytest
import torch
from torch import Tensor, nn

from playground.engine.instruments.slow_step.phases import Phase
from playground.engine.instruments.slow_step.recipe import Recipe
from playground.engine.instruments.slow_step.values import Focus, Wish
from playground.engine.instruments.slow_step.view import picture
from playground.engine.instruments.slow_step.walk import Walk
from playground.engine.training import step


class HalfSquares(nn.Module):
    """`Σ (target − out)² / 2`."""

    def forward(self, outputs: Tensor, targets: Tensor) -> Tensor:
        return (targets - outputs).square().sum() / 2.0


def mazur(dtype: torch.dtype = torch.float32) -> Recipe:
    network = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 2), nn.Sigmoid())
    network.to(dtype)
    numbers = ([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], [[0.40, 0.45], [0.50, 0.55]], [0.6, 0.6])
    with torch.no_grad():
        for weight, values in zip(network.parameters(), numbers, strict=True):
            weight.copy_(torch.tensor(values, dtype=dtype))
    every = torch.ones(2, dtype=torch.bool)
    return Recipe(
        network=network,
        criterion=HalfSquares(),
        optimizer=torch.optim.SGD(network.parameters(), lr=0.5),
        inputs=torch.tensor([[0.05, 0.10]], dtype=dtype),
        targets=torch.tensor([[0.01, 0.99]], dtype=dtype),
        frozen={"0.bias": every, "2.bias": every},
    )


def learn(recipe: Recipe) -> float:
    """One step of the recipe itself."""
    named = dict(recipe.network.named_parameters())
    held = [(named[name], mask) for name, mask in recipe.frozen.items()]
    objects = (recipe.network, recipe.criterion, recipe.optimizer, recipe.inputs, recipe.targets)
    return float(step.learn(*objects, frozen=held))


def loss_of(recipe: Recipe) -> float:
    with torch.no_grad():
        return float(recipe.criterion(recipe.network(recipe.inputs), recipe.targets))


def test_that_the_recipe_of_a_step_learns_as_the_worked_example_does() -> None:
    recipe = mazur()
    assert learn(recipe) == pytest.approx(0.298371109, abs=2e-7)
    assert loss_of(recipe) == pytest.approx(0.291027924, abs=2e-7)
    for _ in range(9999):
        learn(recipe)
    assert loss_of(recipe) == pytest.approx(0.0000351, abs=1e-7)


def test_that_the_slow_step_has_every_number_of_the_worked_example() -> None:
    walk = Walk(mazur(torch.float64))
    walk.reach(Phase("step", 1))
    hidden, output = walk.traces
    assert hidden.z.tolist() == [pytest.approx([0.3775, 0.3925])]
    assert hidden.a.tolist() == [pytest.approx([0.593269992, 0.596884378])]
    assert output.a.tolist() == [pytest.approx([0.75136507, 0.772928465])]
    assert walk.loss == pytest.approx(0.298371109)
    assert hidden.dh is not None and output.dz is not None and output.da is not None
    assert output.da[0, 0].item() == pytest.approx(0.74136507)
    assert output.dz[0].tolist() == pytest.approx([0.138498562, -0.0380982366])
    assert hidden.dh[0, 0].item() == pytest.approx(0.036350306)
    fifth, first = walk.weight("2.weight", 0, 0), walk.weight("0.weight", 0, 0)
    assert (fifth.gradient, first.gradient) == pytest.approx((0.082167041, 0.000438568))
    assert (fifth.after, first.after) == pytest.approx((0.35891648, 0.149780716))
    afters = walk.tensors("2.weight")["after"].flatten().tolist()
    assert afters == pytest.approx([0.35891648, 0.408666186, 0.511301270, 0.561370121])
    bias = walk.weight("2.bias", 0)
    assert (bias.is_frozen, bias.before, bias.after, bias.prepared) == (True, 0.6, 0.6, 0.0)


def test_that_the_slow_step_leads_where_the_worked_example_does() -> None:
    recipe = mazur()
    for _ in range(3):
        walk = Walk(recipe)
        walk.reach(walk.phases[-1])
        shown = {name: walk.tensors(name)["after"] for name, _ in recipe.network.named_parameters()}
        before = walk.loss
        assert learn(recipe) == before
        for name, weight in recipe.network.named_parameters():
            assert torch.equal(weight, shown[name])


def test_that_its_formulas_are_told_with_the_numbers_of_the_worked_example() -> None:
    walk = Walk(mazur(torch.float64))
    kinds = [(phase.kind, phase.layer) for phase in walk.phases]

    def told(kind: str, layer: int = -1) -> str:
        number = kinds.index((kind, layer))  # type: ignore[arg-type]
        return "\n".join(picture(walk, Wish(number, Focus())).lines)

    forward = told("forward", 0)
    assert "z₁ = 0.15·x₁ + 0.2·x₂ + 0.35\n    = 0.15·0.05 + 0.2·0.1 + 0.35 = 0.3775" in forward
    assert "a₁ = sigmoid(z₁) = sigmoid(0.3775) = 0.5933" in forward
    assert "0.2984" in told("loss")
    backward = told("backward", 0)
    assert "dL/da₁ = w₁₁·δ₁⁽²⁾ + w₂₁·δ₂⁽²⁾\n    = 0.4·0.1385 + 0.5·(−0.0381) = 0.03635" in backward
    assert "δ₁ = dL/dz₁ = dL/da₁·sigmoid′(z₁) = 0.03635·0.2413 = 0.008771" in backward
    assert "dL/dw₁₁ = Σ δ₁·x₁ = 0.0004386" in backward
    assert "w ← w − η·g = 0.4 − 0.5·0.08217 = 0.3589" in told("step", 1)
    assert told("step", 0).startswith("SGD: w₁₁ 0.15 → 0.1498  (Δ = −0.0002193)")
