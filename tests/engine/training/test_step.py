"""Each phase of a step against what one writes in plain PyTorch, and all of them in their order."""

import copy
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from playground.engine.training import step


@pytest.fixture
def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(2, 5), nn.PReLU(), nn.Linear(5, 1))


@pytest.fixture
def batch() -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(1)
    return torch.randn(8, 2, generator=generator), torch.randn(8, 1, generator=generator)


def _with_gradient(network: nn.Module, batch: tuple[Tensor, Tensor]) -> list[Tensor]:
    nn.functional.mse_loss(network(batch[0]), batch[1]).backward()  # type: ignore[no-untyped-call]
    return [_gradient(weight).clone() for weight in network.parameters()]


def _gradient(weight: Tensor) -> Tensor:
    assert weight.grad is not None
    return weight.grad


def test_that_zero_grad_forgets_every_gradient(
    network: nn.Module, batch: tuple[Tensor, Tensor]
) -> None:
    _with_gradient(network, batch)
    step.zero_grad(torch.optim.SGD(network.parameters(), lr=0.1))
    assert all(weight.grad is None for weight in network.parameters())


def test_that_forward_is_the_network_called(
    network: nn.Module, batch: tuple[Tensor, Tensor]
) -> None:
    assert torch.equal(step.forward(network, batch[0]), network(batch[0]))


def test_that_forward_in_mixed_precision_is_autocast_and_answers_in_float32(
    network: nn.Module, batch: tuple[Tensor, Tensor]
) -> None:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        expected = network(batch[0])
    outputs = step.forward(network, batch[0], "amp")
    assert outputs.dtype == torch.float32
    assert torch.equal(outputs, expected.float())


def test_that_the_loss_without_penalties_is_the_objective(
    network: nn.Module, batch: tuple[Tensor, Tensor]
) -> None:
    outputs = network(batch[0])
    error, objective = step.loss(nn.MSELoss(), outputs, batch[1], network.parameters())
    assert objective is error
    assert error == (outputs - batch[1]).square().mean()


def test_that_penalties_are_in_the_objective_alone_and_of_matrices_alone(
    network: nn.Module, batch: tuple[Tensor, Tensor]
) -> None:
    outputs = network(batch[0])
    weights = [weight for weight in network.parameters() if weight.dim() == 2]
    error, objective = step.loss(
        nn.MSELoss(), outputs, batch[1], network.parameters(), l1=0.1, l2=0.3
    )
    assert error == nn.functional.mse_loss(outputs, batch[1])
    penalty = sum(0.1 * w.abs().sum() + 0.15 * w.square().sum() for w in weights)
    torch.testing.assert_close(objective, error + penalty)


def test_that_the_penalty_is_the_sum_of_magnitudes_and_half_of_squares() -> None:
    weights = [torch.tensor([[1.0, -2.0]]), torch.tensor([[3.0]]), torch.tensor([100.0])]
    assert step.penalty(weights, 0.1, 0.0).item() == pytest.approx(0.6)
    assert step.penalty(weights, 0.0, 0.5).item() == pytest.approx(3.5)


def test_that_backward_leaves_the_gradient_in_each_weight(
    network: nn.Module, batch: tuple[Tensor, Tensor]
) -> None:
    loss = nn.functional.mse_loss(network(batch[0]), batch[1])
    expected = torch.autograd.grad(loss, list(network.parameters()), retain_graph=True)
    step.backward(loss)
    for weight, gradient in zip(network.parameters(), expected, strict=True):
        assert torch.equal(_gradient(weight), gradient)


def test_that_a_step_is_the_optimizers_own(
    network: nn.Module, batch: tuple[Tensor, Tensor]
) -> None:
    gradients = _with_gradient(network, batch)
    expected = [w - 0.1 * g for w, g in zip(network.parameters(), gradients, strict=True)]
    step.step(torch.optim.SGD(network.parameters(), lr=0.1), list(network.parameters()))
    torch.testing.assert_close(list(network.parameters()), expected)


def test_that_clipping_shortens_the_gradient_of_all_weights_together(
    network: nn.Module, batch: tuple[Tensor, Tensor]
) -> None:
    gradients = _with_gradient(network, batch)
    length = torch.cat([gradient.flatten() for gradient in gradients]).norm()
    step.prepare_gradient(network.parameters(), clip=float(length) / 4.0)
    for weight, gradient in zip(network.parameters(), gradients, strict=True):
        torch.testing.assert_close(_gradient(weight), gradient / 4.0)
    step.prepare_gradient(network.parameters(), clip=float(length))
    torch.testing.assert_close(_gradient(next(network.parameters())), gradients[0] / 4.0)


def test_that_frozen_weights_have_no_part_in_the_length_that_is_clipped(
    network: nn.Module, batch: tuple[Tensor, Tensor]
) -> None:
    first, *others = _with_gradient(network, batch)
    weight = next(network.parameters())
    step.prepare_gradient(
        network.parameters(), clip=0.01, frozen=[(weight, torch.ones(5, 2, dtype=torch.bool))]
    )
    length = torch.cat([gradient.flatten() for gradient in others]).norm()
    assert torch.equal(_gradient(weight), torch.zeros_like(first))
    for weight, gradient in zip(list(network.parameters())[1:], others, strict=True):
        torch.testing.assert_close(_gradient(weight), gradient * 0.01 / length)


def test_that_a_frozen_weight_loses_a_gradient_that_is_not_finite() -> None:
    weight = nn.Parameter(torch.tensor([1.0, 2.0]))
    weight.grad = torch.tensor([float("nan"), 1.0])
    frozen = [(weight, torch.tensor([True, False]))]
    step.step(torch.optim.SGD([weight], lr=1.0), [weight], frozen=frozen)
    assert weight.tolist() == [1.0, 1.0]


def test_that_an_update_puts_frozen_weights_back_after_decay_and_to_the_bit() -> None:
    weight = nn.Parameter(torch.tensor([1.0, -0.0, 3.0]))
    weight.grad = torch.zeros(3)
    optimizer = torch.optim.AdamW([weight], lr=0.1, weight_decay=0.5)
    step.update(optimizer, [weight], [(weight, torch.tensor([True, True, False]))])
    assert weight[0] == 1.0
    assert torch.signbit(weight[1])
    assert weight[2].item() == pytest.approx(3.0 * 0.95)


@pytest.mark.parametrize("optimizer", [torch.optim.Adam, torch.optim.LBFGS])
def test_that_a_whole_step_is_what_a_tutorial_writes(
    optimizer: Callable[..., torch.optim.Optimizer],
    network: nn.Module,
    batch: tuple[Tensor, Tensor],
) -> None:
    model, criterion = copy.deepcopy(network), nn.MSELoss()
    theirs, ours = (optimizer(m.parameters(), lr=0.1) for m in (model, network))
    losses: list[Tensor] = []

    def closure() -> float:
        theirs.zero_grad()
        loss: Tensor = criterion(model(batch[0]), batch[1])
        losses.append(loss.detach())
        loss = loss + 0.01 * sum(w.abs().sum() for w in model.parameters() if w.dim() == 2)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 0.2)
        return loss.item()

    for _ in range(5):
        losses.clear()
        theirs.step(closure)
        loss = step.learn(network, criterion, ours, *batch, l1=0.01, clip=0.2)
        torch.testing.assert_close(loss, losses[0])
        assert not loss.requires_grad
    torch.testing.assert_close(list(network.parameters()), list(model.parameters()))


@pytest.mark.parametrize("by_closure", [False, True])
def test_that_the_gradient_can_be_read_after_a_step(
    by_closure: bool, network: nn.Module, batch: tuple[Tensor, Tensor]
) -> None:
    expected = _with_gradient(copy.deepcopy(network), batch)
    optimizer: torch.optim.Optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    if by_closure:
        optimizer = torch.optim.LBFGS(network.parameters(), max_iter=1)
    for _ in range(2):
        before = [weight.detach().clone() for weight in network.parameters()]
        step.learn(network, nn.MSELoss(), optimizer, *batch)
        for weight, gradient in zip(network.parameters(), expected, strict=True):
            assert torch.equal(_gradient(weight), gradient)
        for weight, kept in zip(network.parameters(), before, strict=True):
            weight.data.copy_(kept)
