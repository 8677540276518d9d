"""What a trainer trains with: network, loss, optimizer and learning rate, built from a spec."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.engine.catalogue.losses import LossForm
from playground.engine.data.dataset import Dataset
from playground.engine.model.loss_forms import build_loss, loss_form, outputs_for
from playground.engine.model.losses import weight_penalty
from playground.engine.model.network import Network, build_network, carry_weights
from playground.engine.spec.network import hidden_activations
from playground.engine.spec.run import NetworkSpec, RunSpec, TrainingSpec
from playground.engine.training.learning_rate import LearningRate
from playground.engine.training.optimizers import (
    build_optimizer,
    needs_fresh_state,
    optimizer_arguments,
    set_options,
)
from playground.engine.training.precision import batch_loss


@dataclass(frozen=True, slots=True, eq=False)
class Learner:
    """All that a spec makes of a dataset, apart from the rows themselves."""

    spec: RunSpec
    dataset: Dataset
    form: LossForm
    network: Network
    loss: nn.Module
    optimizer: torch.optim.Optimizer
    rate: LearningRate

    def batch_loss(self, inputs: Tensor, targets: Tensor) -> Tensor:
        """The loss over a batch, without penalties: a scalar that gradients flow through."""
        return batch_loss(self.spec.training.precision, self.network, self.loss, inputs, targets)

    def objective(self, loss: Tensor) -> Tensor:
        """A batch's loss with the penalties on the weights: what is descended on."""
        training = self.spec.training
        if training.l1 == 0.0 and training.l2 == 0.0:
            return loss
        return loss + weight_penalty(self.network.weights(), training.l1, training.l2)

    def clip_gradient(self) -> None:
        """Shorten the gradient of all weights together to the spec's length, if it has one."""
        longest = self.spec.training.gradient_clip
        if longest > 0.0:
            nn.utils.clip_grad_norm_(self.network.parameters(), longest)


def build_learner(
    spec: RunSpec, dataset: Dataset, device: torch.device, network: Network | None = None
) -> Learner:
    """Everything fresh; `network` is taken as it is, or built from the spec.

    Raises:
        InputError: the loss does not fit the task, or a setting is unknown, out of bounds, or does
            not go together with another.
    """
    training = spec.training
    form = loss_form(training.loss, dataset.task)
    loss = build_loss(training.loss, training.options)
    rate = LearningRate(training)
    network = (network or _build(spec.network, dataset, form)).to(device).train()
    network.set_dropout(spec.network.dropout)
    optimizer = build_optimizer(training, list(network.parameters()), device)
    return Learner(spec, dataset, form, network, loss, optimizer, rate)


def changed_learner(
    learner: Learner, spec: RunSpec, dataset: Dataset, device: torch.device
) -> Learner:
    """The learner that goes on from `learner` by another spec and dataset.

    Live options act in place. Another optimizer or loss keeps the weights and starts fresh
    optimizer state. Another network keeps every weight whose place still exists.

    Raises:
        InputError: as for `build_learner`; `learner` is as it was.
    """
    old, new = learner.spec.training, spec.training
    form = loss_form(new.loss, dataset.task)
    loss = build_loss(new.loss, new.options)
    rate = learner.rate.followed_by(new)
    optimizer_arguments(new)
    network = _carried(learner, spec.network, dataset, form).to(device).train()
    optimizer = learner.optimizer
    if network is not learner.network or starts_afresh(old, new):
        optimizer = build_optimizer(new, list(network.parameters()), device)
    else:
        set_options(optimizer, new)
    network.set_dropout(spec.network.dropout)
    return Learner(spec, dataset, form, network, loss, optimizer, rate)


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


def _carried(learner: Learner, spec: NetworkSpec, dataset: Dataset, form: LossForm) -> Network:
    """The learner's own network if it still fits, or a new one with all that can be carried."""
    old = learner.network
    wanted = _shape(spec, dataset.inputs.shape[1], outputs_for(form, dataset.classes), form)
    if wanted == _shape(learner.spec.network, old.inputs, old.outputs, learner.form):
        return old
    new = _build(spec, dataset, form)
    same_inputs = old.inputs == new.inputs
    carry_weights(old, new, None if same_inputs else _columns(learner.dataset, dataset))
    return new


def _shape(spec: NetworkSpec, inputs: int, outputs: int, form: LossForm) -> tuple[object, ...]:
    activations = hidden_activations(spec)
    return inputs, spec.hidden, activations, spec.bias, outputs, form.output_activation


def _columns(old: Dataset, new: Dataset) -> list[int | None]:
    """For each network input of `new`, the number of the one of `old` with its name."""
    before, after = _input_names(old), _input_names(new)
    return [before.index(name) if name in before else None for name in after]


def _input_names(dataset: Dataset) -> Sequence[str]:
    return dataset.input_features or dataset.raw.feature_names
