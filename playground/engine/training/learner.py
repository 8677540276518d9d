"""What a trainer trains with: network, loss, optimizer and learning rate, built from a spec."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from playground.engine.catalogue.losses import LossForm
from playground.engine.data.dataset import Dataset
from playground.engine.model.loss_forms import build_loss, loss_form, outputs_for
from playground.engine.model.network import (
    Network,
    build_network,
    carried_masks,
    carried_mutes,
    carry_weights,
)
from playground.engine.spec.network import hidden_activations, hidden_dropouts, layer_ids
from playground.engine.spec.run import NetworkSpec, RunSpec, TrainingSpec
from playground.engine.training.learning_rate import LearningRate
from playground.engine.training.optimizers import (
    build_optimizer,
    needs_fresh_state,
    optimizer_arguments,
    set_options,
)


@dataclass(frozen=True, slots=True, eq=False)
class Learner:
    """All that a spec makes of a dataset, apart from the rows themselves.

    Attributes:
        frozen: by the name of a parameter, which of its weights must not change: bool, of its
            shape, with at least one True.
    """

    spec: RunSpec
    dataset: Dataset
    form: LossForm
    network: Network
    loss: nn.Module
    optimizer: torch.optim.Optimizer
    rate: LearningRate
    frozen: Mapping[str, Tensor] = field(default_factory=dict)

    @property
    def held(self) -> list[tuple[nn.Parameter, Tensor]]:
        """The parameters with frozen weights, each with its mask, as `step` takes them."""
        parameters = dict(self.network.named_parameters()) if self.frozen else {}
        return [(parameters[name], mask) for name, mask in self.frozen.items()]


def build_learner(
    spec: RunSpec, dataset: Dataset, device: torch.device, before: Learner | None = None
) -> Learner:
    """What a spec makes of a dataset: everything fresh, or what goes on from `before`.

    Live options then act in place. Another optimizer or loss keeps the weights and starts fresh
    optimizer state. Another network keeps every weight whose place still exists, and what is
    frozen and muted of them.

    Raises:
        InputError: the loss does not fit the task, or a setting is unknown, out of bounds, or does
            not go together with another; `before` is as it was.
    """
    training = spec.training
    form = loss_form(training.loss, dataset.task)
    loss = build_loss(training.loss, training.options)
    rate = before.rate.followed_by(training) if before else LearningRate(training)
    optimizer_arguments(training)
    network, frozen = _carried(before, spec.network, dataset, form)
    network.to(device).train().set_dropout(hidden_dropouts(spec.network))
    if before and network is before.network and not starts_afresh(before.spec.training, training):
        optimizer = before.optimizer
        set_options(optimizer, training)
    else:
        optimizer = build_optimizer(training, list(network.parameters()), device)
    return Learner(spec, dataset, form, network, loss, optimizer, rate, frozen)


def starts_afresh(old: TrainingSpec, new: TrainingSpec) -> bool:
    """Whether an optimizer forgets its past where training goes on by `new` instead of `old`.

    Raises:
        InputError: an option of either is out of bounds.
    """
    return old.loss != new.loss or needs_fresh_state(old, new)


def _carried(
    before: Learner | None, spec: NetworkSpec, dataset: Dataset, form: LossForm
) -> tuple[Network, Mapping[str, Tensor]]:
    """The network of `before` if it still fits, or a new one with all that can be carried; and the
    masks of its frozen weights."""
    inputs, outputs = (
        dataset.inputs.shape[1],
        outputs_for(form, dataset.classes, len(dataset.raw.target_names)),
    )
    if before:
        old = before.network
        shape = _shape(before.spec.network, before.dataset, old.outputs, before.form)
        if shape == _shape(spec, dataset, outputs, form):
            return old, before.frozen
    new = build_network(spec, inputs, outputs, form.output_activation)
    if not before:
        return new, {}
    columns = _columns(before.dataset, dataset)
    ids = layer_ids(before.spec.network), layer_ids(spec)
    frozen = carried_masks(old, new, before.frozen, columns, ids)
    muted = carried_mutes(old, new, columns, ids)
    carry_weights(old, new, columns, ids)
    return new.with_muted(muted) if muted else new, frozen


def _shape(spec: NetworkSpec, dataset: Dataset, outputs: int, form: LossForm) -> tuple[object, ...]:
    layers = (spec.hidden, [*layer_ids(spec)], hidden_activations(spec), spec.bias)
    return dataset.input_names, *layers, outputs, form.output_activation


def _columns(old: Dataset, new: Dataset) -> list[int | None] | None:
    """For each network input of `new`, the number of the one of `old` with its name; None where
    they are the same ones."""
    before, after = old.input_names, new.input_names
    if before == after:
        return None
    return [before.index(name) if name in before else None for name in after]
