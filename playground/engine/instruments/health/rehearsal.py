"""The next step, taken by a copy: what the run would do now, without its doing it."""

import copy
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from playground.engine.model.network import Network
from playground.engine.training import step
from playground.engine.training.batches import Batch, Batches, dropout_seeds
from playground.engine.training.optimizers import build_optimizer
from playground.engine.training.state import load_optimizer_state, optimizer_state_of
from playground.engine.training.trainer import Trainer


@dataclass(frozen=True, slots=True, eq=False)
class Rehearsal:
    """What a step finds and does, by the names of the network's parameters.

    Attributes:
        gradients: of the objective, before clipping, of frozen weights too.
        updates: what is added to each weight, frozen ones (zero) too.
    """

    gradients: dict[str, Tensor] = field(repr=False)
    updates: dict[str, Tensor] = field(repr=False)


def next_batch(batches: Batches, most: int) -> Batch:
    """The rows of the next step, at most so many, without taking them.

    Returns:
        inputs `[batch, network inputs]` and targets `[batch, ...]`.
    """
    clock = batches.clock.next
    is_same_epoch = clock.epoch == batches.clock.epoch
    is_shuffled = batches.place.is_shuffled if is_same_epoch else batches.is_shuffled
    inputs, targets = batches.data
    rows = slice(clock.row, min(clock.row + clock.batch, clock.row + most, clock.rows))
    if not is_shuffled:
        return inputs[rows], targets[rows]
    # Only the rows of this batch are put in order: there may be very many.
    order = torch.randperm(clock.rows, generator=batches.order_generator(clock.epoch))
    chosen = order[rows].to(inputs.device)
    return inputs[chosen], targets[chosen]


def rehearse(trainer: Trainer, most: int) -> Rehearsal:
    """Take the next step on copies of network, optimizer and random numbers.

    Args:
        most: rows of the batch that are used at most: beyond that, gradients and updates are
            those of the first `most` rows.
    """
    network = _copy_of_network(trainer)
    optimizer = _copy_of_optimizer(trainer, network)
    training = trainer.spec.training
    weights = list(network.parameters())
    held = [(network.get_parameter(name), mask) for name, mask in trainer.learner.frozen.items()]
    inputs, targets = next_batch(trainer.batches, most)
    penalties = {"l1": training.penalty, "l2": training.l2}
    with torch.enable_grad():
        step.zero_grad(optimizer)
        outputs = step.forward(network, inputs, training.precision)
        criterion = trainer.learner.loss
        step.backward(step.loss(criterion, outputs, targets, weights, **penalties)[1])
        gradients = {n: _gradient(weight) for n, weight in network.named_parameters()}
        ways = (training.gradient_clip, held, training.shrinkage)
        if isinstance(optimizer, torch.optim.LBFGS):
            network = _copy_of_network(trainer)
            return rehearse_searching(trainer, network, (inputs, targets), gradients)
        step.step(optimizer, weights, *ways)
    return Rehearsal(gradients, _updates(trainer, network))


def rehearse_searching(
    trainer: Trainer, network: Network, batch: Batch, gradients: dict[str, Tensor]
) -> Rehearsal:
    """The step of an optimizer that asks for the gradient at several places."""
    training = trainer.spec.training
    held = [(network.get_parameter(name), mask) for name, mask in trainer.learner.frozen.items()]
    step.learn(
        network,
        trainer.learner.loss,
        _copy_of_optimizer(trainer, network),
        *batch,
        l1=training.penalty,
        l2=training.l2,
        clip=training.gradient_clip,
        precision=training.precision,
        frozen=held,
        shrinkage=training.shrinkage,
    )
    return Rehearsal(gradients, _updates(trainer, network))


def _copy_of_network(trainer: Trainer) -> Network:
    network, clock = copy.deepcopy(trainer.network), trainer.batches.clock
    if clock.at_epoch_end and network.has_dropout:
        layers = len(network.dropouts())
        seeds = dropout_seeds(trainer.spec.training.seed, clock.next.epoch, layers)
        network.seed_dropout(seeds, trainer.device)
    return network


def _copy_of_optimizer(trainer: Trainer, network: Network) -> torch.optim.Optimizer:
    training = trainer.spec.training
    optimizer = build_optimizer(training, list(network.parameters()), trainer.device)
    state = optimizer_state_of(trainer.network, trainer.optimizer)
    if state:
        load_optimizer_state(network, optimizer, state)
    for group in optimizer.param_groups:
        group["lr"] = trainer.learning_rate
    return optimizer


def _updates(trainer: Trainer, network: Network) -> dict[str, Tensor]:
    before = dict(trainer.network.named_parameters())
    return {n: (w - before[n]).detach() for n, w in network.named_parameters()}


def _gradient(weight: nn.Parameter) -> Tensor:
    return torch.zeros_like(weight) if weight.grad is None else weight.grad.detach().clone()
