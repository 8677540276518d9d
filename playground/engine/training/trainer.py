"""The training loop: forward, loss, backward, step, zero_grad."""

import dataclasses
from typing import Literal

import torch
from torch import Tensor, nn

from playground.engine.catalogue.losses import LossForm
from playground.engine.data.dataset import Dataset
from playground.engine.model.loss_forms import Head, targets_for
from playground.engine.model.network import Network
from playground.engine.spec.run import RunSpec, TrainingSpec
from playground.engine.training.batches import Batches, dropout_seeds
from playground.engine.training.learner import (
    Learner,
    build_learner,
    changed_learner,
    starts_afresh,
)
from playground.engine.training.learning_rate import LearningRate
from playground.engine.training.optimizers import build_optimizer, set_options
from playground.engine.training.schedule_factors import Clock
from playground.engine.training.state import (
    TrainingState,
    load_optimizer_state,
    load_weights,
    optimizer_state_of,
    weights_of,
)

Part = Literal["train", "validation"]

ROWS_AT_ONCE = 16_384
"""Rows that `evaluate` passes through the network at a time."""


class Trainer:
    """Trains a network on a dataset, one batch at a time.

    Everything that is random follows from the seeds of the spec: the same spec gives the same
    losses, bit for bit, on the same machine, versions, threads and device. `step` never waits for
    the device.

    Attributes:
        device: where network and data are.
        batches: the training part, on the device.
        step_number: optimizer steps so far.
    """

    def __init__(
        self,
        spec: RunSpec,
        dataset: Dataset,
        device: torch.device,
        network: Network | None = None,
    ) -> None:
        """Stand before the first step.

        Args:
            network: trained on from its present weights; left out, it is built from the spec.

        Raises:
            InputError: the loss does not fit the task, or a setting is unknown, out of bounds, or
                does not go together with another.
        """
        self.device = device
        self.step_number = 0
        self._learner = build_learner(spec, dataset, device, network)
        self._parts = {part: self._load(part) for part in ("train", "validation")}
        self.batches = Batches(*self._parts["train"], spec.training.batch_size, spec.training.seed)
        self._seed_dropout()

    def step(self) -> Tensor:
        """Learn from one batch.

        Returns:
            The loss over the batch before the step, without penalties: a scalar on the device.
        """
        inputs, targets = self._next_batch()
        optimizer = self.optimizer
        if isinstance(optimizer, torch.optim.LBFGS):
            loss = self._step_with_closure(optimizer, inputs, targets)
        else:
            loss = self.learn(inputs, targets, optimizer)
        self.step_number += 1
        return loss.detach()

    def learn(self, inputs: Tensor, targets: Tensor, optimizer: torch.optim.Optimizer) -> Tensor:
        """Move the weights by these rows alone, with an optimizer over them; return the loss."""
        learner = self._learner
        loss = learner.batch_loss(inputs, targets)
        learner.objective(loss).backward()  # type: ignore[no-untyped-call]
        learner.clip_gradient()
        optimizer.step()
        optimizer.zero_grad()
        return loss

    @torch.no_grad()
    def evaluate(self, part: Part) -> tuple[float, Tensor]:
        """Measure the whole training or validation part, without dropout.

        Returns:
            The mean loss, without penalties, and the network's outputs, float32 `[rows, outputs]`
            on the device, in the order of the part's rows; see `shown`.

        Raises:
            ValueError: the part has no rows.
        """
        inputs, targets = self._parts[part]
        if len(inputs) == 0:
            raise ValueError(f"the {part} part has no rows")
        # Without dropout both modes are the same, and switching visits every module.
        if self.spec.network.dropout > 0.0:
            self.network.eval()
        try:
            outputs = torch.cat([self.network(rows) for rows in torch.split(inputs, ROWS_AT_ONCE)])
        finally:
            if self.spec.network.dropout > 0.0:
                self.network.train()
        return self.loss(outputs, targets).item(), outputs

    def shown(self, outputs: Tensor) -> Tensor:
        """What a person reads: `[rows, 1]` in target units, or `[rows, classes]` probabilities."""
        shown: Tensor = Head(self.form.head)(outputs)
        if self.dataset.task != "regression":
            return shown
        scaling = self.dataset.target_scaling
        return shown * float(scaling.deviation[0]) + float(scaling.mean[0])

    def observe(self, loss: float) -> None:
        """Tell the schedule a measured loss (validation, or training where there is none)."""
        self._learner.rate.observe(loss)

    def apply(self, spec: RunSpec) -> None:
        """Go on by changed network and training sections, between two steps.

        Rates, options, penalties, dropout, batch size, clipping and schedule change in place.
        Another optimizer or loss keeps the weights and starts fresh optimizer state. Other layers
        make a new network that keeps every weight whose place still exists. Seeds, initialiser,
        data and device do not act here.

        Raises:
            InputError: the spec cannot be trained; nothing was changed.
        """
        self._go_on_with(changed_learner(self._learner, spec, self.dataset, self.device))

    def replace_data(self, dataset: Dataset, spec: RunSpec | None = None) -> None:
        """Go on with other data, from the same place in the epoch, and by a changed spec if given.

        The network is kept if it fits; otherwise a new one keeps every weight whose place (an
        input goes by its name) still exists.

        Raises:
            InputError: the spec cannot be trained on these data; nothing was changed.
        """
        self._go_on_with(changed_learner(self._learner, spec or self.spec, dataset, self.device))

    def begin_epoch(self) -> None:
        """Go to the start of the next epoch, with the random numbers that belong to it."""
        self.batches.seek(self.batches.epoch + 1, 0)
        if self.spec.network.dropout > 0.0:
            self._seed_dropout()

    def skip(self, steps: int, epoch: int, row: int) -> None:
        """Count steps that were taken without `step`, which led to `row` rows of `epoch`."""
        self.step_number += steps
        self.batches.seek(epoch, row)

    def check_finite(self, losses: Tensor) -> int | None:
        """Look for the first step that went wrong; cheap, once per chunk.

        Args:
            losses: `[steps]`, of the last steps.

        Returns:
            The place in `losses` of the first that is not finite; where all are but a weight by
            now is not, the last place; None where all is well.
        """
        finite = torch.isfinite(losses)
        if not bool(finite.all()):
            return int((~finite).nonzero()[0])
        weights = torch.cat([weight.detach().flatten() for weight in self.network.parameters()])
        return None if bool(torch.isfinite(weights).all()) else max(len(losses) - 1, 0)

    def weights(self) -> dict[str, Tensor]:
        """Copies of the network's weights by name, on the CPU."""
        return weights_of(self.network)

    def state(self) -> TrainingState:
        """All that decides how training goes on, copied to the CPU."""
        return TrainingState(
            step=self.step_number,
            place=self.batches.place,
            weights=self.weights(),
            optimizer=optimizer_state_of(self.network, self.optimizer),
            plateau=self._learner.rate.plateau,
            generators=tuple(self.network.dropout_states()),
        )

    def return_to(self, state: TrainingState, made_by: TrainingSpec | None = None) -> None:
        """Go on from `state`, as if training had never stopped there.

        Args:
            made_by: what it was trained by, if that was another spec: optimizer and schedule then
                go on as far as they can after `apply`.

        Raises:
            InputError: it belongs to another network; nothing was changed.
        """
        learner, training = self._learner, self.spec.training
        before = made_by or training
        optimizer = build_optimizer(training, list(self.network.parameters()), self.device)
        if state.optimizer and not starts_afresh(before, training):
            load_optimizer_state(self.network, optimizer, state.optimizer)
            set_options(optimizer, training)
        load_weights(self.network, state.weights)
        rate = LearningRate(before, state.plateau).followed_by(training)
        self._learner = dataclasses.replace(learner, optimizer=optimizer, rate=rate)
        self.step_number = state.step
        self.batches.return_to(state.place)
        self._seed_dropout()
        self.network.return_dropouts_to(state.generators)

    def move(self, device: torch.device) -> None:
        """Go on from the same state on another device, between two steps."""
        state, self.device = self.state(), device
        self.network.to(device)
        self._load_data()
        self.return_to(state)

    @property
    def spec(self) -> RunSpec:
        """What it trains by at present."""
        return self._learner.spec

    @property
    def dataset(self) -> Dataset:
        """What it trains on at present."""
        return self._learner.dataset

    @property
    def validation(self) -> tuple[Tensor, Tensor]:
        """The validation part on the device: inputs and targets, of no rows where there is none."""
        return self._parts["validation"]

    @property
    def network(self) -> Network:
        """The network; another object after a change of its layers."""
        return self._learner.network

    @property
    def loss(self) -> nn.Module:
        """Called with (output, target); returns the mean over the batch."""
        return self._learner.loss

    @property
    def form(self) -> LossForm:
        """How the loss sees the task."""
        return self._learner.form

    @property
    def optimizer(self) -> torch.optim.Optimizer:
        """One of torch.optim, over all parameters of the network."""
        return self._learner.optimizer

    @property
    def rate(self) -> LearningRate:
        """What the learning rate follows."""
        return self._learner.rate

    @property
    def epoch(self) -> float:
        """Passes over the training part so far, with the fraction of the present one."""
        return self.batches.place.epochs

    @property
    def steps_per_epoch(self) -> int:
        """How many steps an epoch takes at the present batch size."""
        return self.batches.steps_per_epoch

    @property
    def at_epoch_end(self) -> bool:
        """Whether the last step was the last of its epoch."""
        return self.batches.at_epoch_end

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, after warm-up and schedule."""
        epoch, fraction = self.batches.epochs
        clock = Clock(self.step_number, epoch, fraction, self.steps_per_epoch)
        return self._learner.rate.at(clock)

    def _next_batch(self) -> tuple[Tensor, Tensor]:
        """The next batch, with the learning rate and the random numbers that belong to it."""
        rate = self.learning_rate
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        if self.batches.at_epoch_end:
            self.begin_epoch()
        return self.batches.take()

    def _step_with_closure(
        self, optimizer: torch.optim.LBFGS, inputs: Tensor, targets: Tensor
    ) -> Tensor:
        losses: list[Tensor] = []

        def closure() -> Tensor:
            optimizer.zero_grad()
            loss = self._learner.batch_loss(inputs, targets)
            losses.append(loss.detach())
            objective = self._learner.objective(loss)
            objective.backward()  # type: ignore[no-untyped-call]
            self._learner.clip_gradient()
            return objective

        optimizer.step(closure)  # type: ignore[no-untyped-call]
        optimizer.zero_grad()
        return losses[0]

    def _go_on_with(self, learner: Learner) -> None:
        before, self._learner = self._learner, learner
        if learner.dataset is not before.dataset or learner.form != before.form:
            self._load_data()
        self.batches.resize(learner.spec.training.batch_size)
        if learner.network is not before.network:
            self._seed_dropout()

    def _load_data(self) -> None:
        """Put the data on the device, and stay at the same place in the epoch."""
        training, before = self.spec.training, self.batches
        self._parts = {part: self._load(part) for part in ("train", "validation")}
        batches = Batches(*self._parts["train"], training.batch_size, training.seed)
        batches.return_to(before.place)
        self.batches = batches

    def _load(self, part: str) -> tuple[Tensor, Tensor]:
        dataset = self.dataset
        rows = torch.from_numpy(dataset.train if part == "train" else dataset.validation)
        targets = targets_for(self.form.encoding, dataset.targets[rows], dataset.classes)
        return dataset.inputs[rows].to(self.device), targets.to(self.device)

    def _seed_dropout(self) -> None:
        layers = self.network.hidden_layers
        seeds = dropout_seeds(self.spec.training.seed, self.batches.epoch, layers)
        self.network.seed_dropout(seeds, self.device)
