"""The training loop: one batch after another, each a step as `step.py` has it."""

import dataclasses
from collections.abc import Mapping
from typing import Literal

import torch
from torch import Tensor

from playground.engine.data.dataset import Dataset
from playground.engine.model.loss_forms import targets_for
from playground.engine.model.mute import matrices
from playground.engine.model.network import Network
from playground.engine.spec.run import RunSpec, TrainingSpec
from playground.engine.training import step
from playground.engine.training.batches import Batches, dropout_seeds
from playground.engine.training.evaluation import evaluate
from playground.engine.training.learner import (
    build_learner,
    starts_afresh,
)
from playground.engine.training.learning_rate import LearningRate
from playground.engine.training.optimizers import build_optimizer, set_options
from playground.engine.training.state import (
    TrainingState,
    load_optimizer_state,
    load_weights,
    optimizer_state_of,
    weights_of,
)
from playground.engine.training.step_kind import StepKind, kind_of

Part = Literal["train", "validation"]


class Trainer:
    """Trains a network on a dataset, one batch at a time.

    Everything that is random follows from the seeds of the spec: the same spec gives the same
    losses, bit for bit, on the same machine, versions, threads and device. `step` never waits for
    the device.

    Attributes:
        device: where network and data are.
        learner: what it trains, and with what; replaced as a whole.
        parts: inputs and targets of both parts, on the device; there may be no validation rows.
        batches: of the training part.
        step_number: optimizer steps so far.
    """

    def __init__(self, spec: RunSpec, dataset: Dataset, device: torch.device) -> None:
        """Stand before the first step, with a network built from the spec.

        Raises:
            InputError: the loss does not fit the task, or a setting is unknown, out of bounds, or
                does not go together with another.
        """
        self.device = device
        self.step_number = 0
        self.learner = build_learner(spec, dataset, device)
        self.parts = {part: self._load(part) for part in ("train", "validation")}
        self.batches = Batches(*self.parts["train"], spec.training.batch_size, spec.training.seed)
        self._seed_dropout()

    def step(self) -> Tensor:
        """Learn from one batch.

        Returns:
            The loss over the batch before the step, without penalties: a scalar on the device.
        """
        rate = self.learning_rate
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.enter_epoch()
        inputs, targets = self.batches.take()
        loss = self.learn(inputs, targets, self.optimizer)
        self.step_number += 1
        return loss

    def learn(self, inputs: Tensor, targets: Tensor, optimizer: torch.optim.Optimizer) -> Tensor:
        """Move the weights by these rows alone, with an optimizer over them; return the loss."""
        training = self.spec.training
        return step.learn(
            self.network,
            self.learner.loss,
            optimizer,
            inputs,
            targets,
            l1=training.penalty,
            l2=training.l2,
            clip=training.gradient_clip,
            precision=training.precision,
            frozen=self.learner.held,
            shrinkage=training.shrinkage,
        )

    def enter_epoch(self) -> None:
        """Where an epoch has ended, begin the next: its order, and its random numbers."""
        if self.batches.enter_epoch() and self.network.has_dropout:
            self._seed_dropout()

    def evaluate(self, part: Part) -> tuple[float, Tensor]:
        """Measure the whole training or validation part, without dropout.

        Returns:
            The mean loss, without penalties, and the network's outputs, float32 `[rows, outputs]`
            on the device, in the order of the part's rows; see `WholeModel.shown`.

        Raises:
            ValueError: the part has no rows.
        """
        inputs, targets = self.parts[part]
        if len(inputs) == 0:
            raise ValueError(f"the {part} part has no rows")
        return evaluate(self.network, self.learner.loss, inputs, targets)

    def observe(self, loss: float) -> None:
        """Tell the schedule a measured loss (validation, or training where there is none)."""
        self.learner.rate.observe(loss)

    def apply(self, spec: RunSpec, dataset: Dataset | None = None) -> None:
        """Go on by changed network and training sections, and with other data if given.

        Rates, options, penalties, dropout, batch size, clipping and schedule change in place.
        Another optimizer or loss keeps the weights and starts fresh optimizer state. Other layers
        or inputs make a new network that keeps every weight whose place (an input goes by its name)
        still exists. The place in the epoch stays. Seeds, initialiser and device do not act here.

        Raises:
            InputError: the spec cannot be trained on these data; nothing was changed.
        """
        before = self.learner
        learner = build_learner(spec, dataset or before.dataset, self.device, before)
        self.learner = learner
        if learner.dataset is not before.dataset or learner.form != before.form:
            self._load_data()
        self.batches.resize(spec.training.batch_size)
        if learner.network is not before.network:
            self._seed_dropout()

    def freeze(self, masks: Mapping[str, Tensor]) -> None:
        """Let these weights stay as they are from the next step on, and all others learn.

        Args:
            masks: by the name of a parameter, which of its weights are frozen: bool, of its shape.

        Raises:
            ValueError: there is no such parameter, or a mask does not fit it; nothing was changed.
        """
        shapes = {name: weight.shape for name, weight in self.network.named_parameters()}
        for name, mask in masks.items():
            if mask.dtype != torch.bool or mask.shape != shapes.get(name):
                raise ValueError(f"{name} has no place for a mask {mask.dtype} {[*mask.shape]}")
        some = {n: mask.to(self.device, copy=True) for n, mask in masks.items() if mask.any()}
        self.learner = dataclasses.replace(self.learner, frozen=some)

    def mute(self, masks: Mapping[str, Tensor]) -> None:
        """Let these neurons of hidden layers count as zero from now on, and no others.

        Args:
            masks: by the name of the parameter with their incoming weights, which of the neurons
                are muted: bool `[neurons]`.

        Raises:
            ValueError: there are no such neurons in a hidden layer; nothing was changed.
        """
        *hidden, _ = matrices(dict(self.network.named_parameters()))
        sizes = {name: len(self.network.get_parameter(name)) for name in hidden}
        for name, mask in masks.items():
            if mask.dtype != torch.bool or [*mask.shape] != [sizes.get(name)]:
                raise ValueError(f"{name} has no neurons for {mask.dtype} {[*mask.shape]}")
        if masks or self.network.muted():
            network = self.network.with_muted(masks)
            self.learner = dataclasses.replace(self.learner, network=network)

    def skip(self, steps: int) -> None:
        """Count steps that were taken without `step`."""
        self.step_number += steps
        self.batches.go_to(self.batches.clock.after(steps))

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
            plateau=self.learner.rate.plateau,
            generators=tuple(self.network.dropout_states()),
            frozen=_copies(self.learner.frozen),
            muted=_copies(self.network.muted()),
        )

    def return_to(self, state: TrainingState, made_by: TrainingSpec | None = None) -> None:
        """Go on from `state`, as if training had never stopped there.

        Args:
            made_by: what it was trained by, if that was another spec: optimizer and schedule then
                go on as far as they can after `apply`.

        Raises:
            InputError: it belongs to another network; nothing was changed.
        """
        training = self.spec.training
        before = made_by or training
        optimizer = build_optimizer(training, list(self.network.parameters()), self.device)
        if state.optimizer and not starts_afresh(before, training):
            load_optimizer_state(self.network, optimizer, state.optimizer)
            set_options(optimizer, training)
        load_weights(self.network, state.weights)
        rate = LearningRate(before, state.plateau).followed_by(training)
        self.learner = dataclasses.replace(self.learner, optimizer=optimizer, rate=rate)
        self.freeze(state.frozen)
        self.mute(state.muted)
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
        return self.learner.spec

    @property
    def dataset(self) -> Dataset:
        """What it trains on at present."""
        return self.learner.dataset

    @property
    def network(self) -> Network:
        """The network; another object after a change of its layers."""
        return self.learner.network

    @property
    def optimizer(self) -> torch.optim.Optimizer:
        """One of torch.optim, over all parameters of the network."""
        return self.learner.optimizer

    @property
    def epoch(self) -> float:
        """Passes over the training part so far, with the fraction of the present one."""
        return self.batches.clock.epochs

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, after warm-up and schedule."""
        return self.rates_ahead(1)[0]

    @property
    def step_kind(self) -> StepKind:
        """What the next step hangs on; see `StepKind`."""
        return kind_of(self.learner, self.batches)

    def rates_ahead(self, steps: int) -> list[float]:
        """The learning rates of the next steps, none beyond the epoch of the first."""
        return self.learner.rate.ahead(self.step_number, self.batches.clock, steps)

    def _load_data(self) -> None:
        """Put the data on the device, and stay at the same place in the epoch."""
        training, before = self.spec.training, self.batches
        self.parts = {part: self._load(part) for part in ("train", "validation")}
        batches = Batches(*self.parts["train"], training.batch_size, training.seed)
        batches.return_to(before.place)
        self.batches = batches

    def _load(self, part: str) -> tuple[Tensor, Tensor]:
        dataset = self.dataset
        rows = torch.from_numpy(dataset.train if part == "train" else dataset.validation)
        targets = targets_for(self.learner.form.encoding, dataset.targets[rows], dataset.classes)
        return dataset.inputs[rows].to(self.device), targets.to(self.device)

    def _seed_dropout(self) -> None:
        layers = len(self.network.dropouts())
        seeds = dropout_seeds(self.spec.training.seed, self.batches.clock.epoch, layers)
        self.network.seed_dropout(seeds, self.device)


def _copies(masks: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: mask.to("cpu", copy=True) for name, mask in masks.items()}
