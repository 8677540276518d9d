"""What a trainer trains with: network, loss, optimizer and learning rate, built from a spec."""

from collections.abc import Mapping, Sequence
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
    carry_weights,
)
from playground.engine.spec.network import hidden_activations
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


def build_learner(spec: RunSpec, dataset: Dataset, device: torch.device) -> Learner:
    """Everything fresh.

    Raises:
        InputError: the loss does not fit the task, or a setting is unknown, out of bounds, or does
            not go together with another.
    """
    training = spec.training
    form = loss_form(training.loss, dataset.task)
    loss = build_loss(training.loss, training.options)
    rate = LearningRate(training)
    network = _build(spec.network, dataset, form).to(device).train()
    network.set_dropout(spec.network.dropout)
    optimizer = build_optimizer(training, list(network.parameters()), device)
    return Learner(spec, dataset, form, network, loss, optimizer, rate)


def changed_learner(
    learner: Learner, spec: RunSpec, dataset: Dataset, device: torch.device
) -> Learner:
    """The learner that goes on from `learner` by another spec and dataset.

    Live options act in place. Another optimizer or loss keeps the weights and starts fresh
    optimizer state. Another network keeps every weight whose place still exists, and what is
    frozen of them.

    Raises:
        InputError: as for `build_learner`; `learner` is as it was.
    """
    old, new = learner.spec.training, spec.training
    form = loss_form(new.loss, dataset.task)
    loss = build_loss(new.loss, new.options)
    rate = learner.rate.followed_by(new)
    optimizer_arguments(new)
    network, frozen = _carried(learner, spec.network, dataset, form)
    network.to(device).train()
    optimizer = learner.optimizer
    if network is not learner.network or starts_afresh(old, new):
        optimizer = build_optimizer(new, list(network.parameters()), device)
    else:
        set_options(optimizer, new)
    network.set_dropout(spec.network.dropout)
    return Learner(spec, dataset, form, network, loss, optimizer, rate, frozen)


def starts_afresh(old: TrainingSpec, new: TrainingSpec) -> bool:
    """Whether an optimizer forgets its past where training goes on by `new` instead of `old`.

    Raises:
        InputError: an option of either is out of bounds.
    """
    return old.loss != new.loss or needs_fresh_state(old, new)


def _build(spec: NetworkSpec, dataset: Dataset, form: LossForm) -> Network:
    inputs = dataset.inputs.shape[1]
    outputs = outputs_for(form, dataset.classes)
    return build_network(spec, inputs, outputs, form.output_activation)


def _carried(
    learner: Learner, spec: NetworkSpec, dataset: Dataset, form: LossForm
) -> tuple[Network, Mapping[str, Tensor]]:
    """The learner's own network if it still fits, or a new one with all that can be carried; and
    the masks of its frozen weights."""
    old = learner.network
    wanted = _shape(spec, dataset.inputs.shape[1], outputs_for(form, dataset.classes), form)
    if wanted == _shape(learner.spec.network, old.inputs, old.outputs, learner.form):
        return old, learner.frozen
    new = _build(spec, dataset, form)
    columns = None if old.inputs == new.inputs else _columns(learner.dataset, dataset)
    frozen = carried_masks(old, new, learner.frozen, columns)
    carry_weights(old, new, columns)
    return new, frozen


def _shape(spec: NetworkSpec, inputs: int, outputs: int, form: LossForm) -> tuple[object, ...]:
    activations = hidden_activations(spec)
    return inputs, spec.hidden, activations, spec.bias, outputs, form.output_activation


def _columns(old: Dataset, new: Dataset) -> list[int | None]:
    """For each network input of `new`, the number of the one of `old` with its name."""
    before, after = _input_names(old), _input_names(new)
    return [before.index(name) if name in before else None for name in after]


def _input_names(dataset: Dataset) -> Sequence[str]:
    return dataset.input_features or dataset.raw.feature_names
