"""One step of training: five phases in the order of every PyTorch tutorial, over plain objects.

`learn` puts them in order. The gradient is forgotten at the start of the next step and not at the
end of this one, so that between two steps it can be read from each `weight.grad`.
"""

from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

Frozen = Sequence[tuple[nn.Parameter, Tensor]]
"""Parameters of which some weights must not change, each with its mask: bool, of the parameter's
shape, True where a weight is frozen."""


def zero_grad(optimizer: Optimizer) -> None:
    """Phase 1: forget the gradient of the step before."""
    optimizer.zero_grad()


def forward(network: nn.Module, inputs: Tensor, precision: str = "float32") -> Tensor:
    """Phase 2: what the network makes of a batch.

    Args:
        inputs: float32 `[batch, inputs]`.
        precision: with `amp` the network runs in bfloat16, whose range is that of float32, so that
            gradients need no scaling; see https://docs.pytorch.org/docs/stable/amp.html.

    Returns:
        float32 `[batch, outputs]`.
    """
    if precision != "amp":
        outputs: Tensor = network(inputs)
        return outputs
    # Each weight is used once in a forward pass, so a cache of cast weights would spare nothing;
    # and a captured graph must not hang on one.
    with torch.autocast(inputs.device.type, dtype=torch.bfloat16, cache_enabled=False):
        outputs = network(inputs)
    return outputs.float()


def loss(
    criterion: nn.Module,
    outputs: Tensor,
    targets: Tensor,
    parameters: Iterable[Tensor] = (),
    l1: float = 0.0,
    l2: float = 0.0,
) -> tuple[Tensor, Tensor]:
    """Phase 3: how wrong the outputs are.

    Args:
        criterion: called with (outputs, targets); returns the mean over the batch.
        outputs: float32 `[batch, outputs]`.
        targets: `[batch, ...]`, as the criterion wants them.
        parameters: of the network; those with more than one dimension are penalised.

    Returns:
        Two float32 scalars: the loss over the batch, which is shown; and the same with the
        penalties, which is descended on.
    """
    error: Tensor = criterion(outputs, targets)
    if l1 == 0.0 and l2 == 0.0:
        return error, error
    return error, error + penalty(parameters, l1, l2)


def backward(objective: Tensor) -> None:
    """Phase 4: work out the gradient of the scalar `objective`, into each `weight.grad`."""
    objective.backward()  # type: ignore[no-untyped-call]


def step(
    optimizer: Optimizer,
    parameters: Sequence[nn.Parameter],
    clip: float = 0.0,
    frozen: Frozen = (),
    shrinkage: float = 0.0,
) -> None:
    """Phase 5: move the weights against their gradient, as the optimizer has it.

    Args:
        parameters: all that have a gradient.
        clip: the greatest length of the gradient of all weights together; 0 for any.
        shrinkage: the λ of an L1 that makes weights exactly zero; see `shrink`.
    """
    prepare_gradient(parameters, clip, frozen)
    update(optimizer, parameters, frozen, shrinkage)


def learn(
    network: nn.Module,
    criterion: nn.Module,
    optimizer: Optimizer,
    inputs: Tensor,
    targets: Tensor,
    *,
    l1: float = 0.0,
    l2: float = 0.0,
    clip: float = 0.0,
    precision: str = "float32",
    frozen: Frozen = (),
    shrinkage: float = 0.0,
) -> Tensor:
    """One whole step; the arguments are those of the phases.

    Returns:
        The loss over the batch before the step, without penalties: a float32 scalar.
    """
    errors: list[Tensor] = []
    parameters = list(network.parameters())

    def find_gradient() -> Tensor:
        zero_grad(optimizer)
        outputs = forward(network, inputs, precision)
        error, objective = loss(criterion, outputs, targets, parameters, l1, l2)
        backward(objective)
        errors.append(error.detach())
        return objective

    def closure() -> float:
        objective = find_gradient()
        prepare_gradient(parameters, clip, frozen)
        return objective.item()

    if isinstance(optimizer, torch.optim.LBFGS):
        # It moves the weights several times in a step, and asks for the gradient at each place.
        update(optimizer, parameters, frozen, shrinkage, closure)
    else:
        find_gradient()
        step(optimizer, parameters, clip, frozen, shrinkage)
    return errors[0]


def penalty(parameters: Iterable[Tensor], l1: float, l2: float) -> Tensor:
    """`λ₁ Σ|w| + λ₂/2 Σw²` over matrices and kernels, biases left out: a float32 scalar."""
    weights = torch.cat([weight.flatten() for weight in parameters if weight.dim() > 1])
    return l1 * weights.abs().sum() + l2 / 2.0 * weights.square().sum()


def shrink(parameters: Iterable[Tensor], distance: float) -> None:
    """Move the weights of matrices and kernels so far towards zero, where they stay.

    That is the proximal operator of `distance · Σ|w|`; see Parikh and Boyd 2014, section 6.5.2, at
    https://web.stanford.edu/~boyd/papers/prox_algs.html.
    """
    for weight in (parameter.data for parameter in parameters if parameter.dim() > 1):
        left = (weight.abs() - distance).clamp_(min=0.0)
        weight.copy_(left * weight.sign())


def prepare_gradient(
    parameters: Iterable[nn.Parameter], clip: float = 0.0, frozen: Frozen = ()
) -> None:
    """Let frozen weights have no gradient, and shorten that of all weights together to `clip`."""
    for weight, mask in frozen:
        if weight.grad is not None:
            weight.grad.masked_fill_(mask, 0.0)
    if clip > 0.0:
        nn.utils.clip_grad_norm_(parameters, clip)


def update(
    optimizer: Optimizer,
    parameters: Iterable[Tensor],
    frozen: Frozen = (),
    shrinkage: float = 0.0,
    closure: Callable[[], float] | None = None,
) -> None:
    """Let the optimizer move the weights; frozen ones stay, in spite of momentum and decay too."""
    before = [weight.data.clone() for weight, _ in frozen]
    optimizer.step(closure)
    if shrinkage > 0.0:
        shrink(parameters, optimizer.param_groups[0]["lr"] * shrinkage)
        if isinstance(optimizer, torch.optim.LBFGS):
            # The gradients that it remembers are of weights from which these are not a step away.
            optimizer.state.clear()
    for (weight, mask), kept in zip(frozen, before, strict=True):
        weight.data.copy_(torch.where(mask, kept, weight.data))
