"""The training loop: forward, loss, backward, step, zero_grad."""

import dataclasses
from typing import Literal

import torch
from torch import Tensor, nn

from playground.engine.catalogue.losses import LossForm
from playground.engine.data.dataset import Dataset
from playground.engine.model.loss_forms import Head, targets_for
from playground.engine.model.network import Network
from playground.engine.spec.run import RunSpec
from playground.engine.training.batches import Batches, dropout_seeds
from playground.engine.training.learner import Learner, build_learner, changed_learner
from playground.engine.training.learning_rate import LearningRate
from playground.engine.training.optimizers import build_optimizer, move_optimizer
from playground.engine.training.schedule_factors import Clock, Plateau

Part = Literal["train", "validation"]

ROWS_AT_ONCE = 16_384
"""Rows that `evaluate` passes through the network at a time."""

_NETWORK = "network."


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

    def move(self, device: torch.device) -> None:
        """Move weights, optimizer state and data to another device, between two steps."""
        self.device = device
        self.network.to(device)
        move_optimizer(self.optimizer, device)
        self._load_data()
        self._seed_dropout()

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
        state = self.network.state_dict()
        return {name: weight.detach().to("cpu", copy=True) for name, weight in state.items()}

    def load_weights(self, weights: dict[str, Tensor]) -> None:
        """Put back what `weights` gave, with fresh optimizer state.

        Raises:
            RuntimeError: they belong to a network of another shape.
        """
        self.network.load_state_dict(weights)
        parameters = list(self.network.parameters())
        optimizer = build_optimizer(self.spec.training, parameters, self.device)
        self._learner = dataclasses.replace(self._learner, optimizer=optimizer)

    def state_dict(self) -> dict[str, Tensor]:
        """Weights and counters as a flat dict of CPU tensors, for `load_state_dict`."""
        plateau = dataclasses.astuple(self._learner.rate.plateau)
        return {_NETWORK + name: weight for name, weight in self.weights().items()} | {
            "counters": torch.tensor([self.step_number, self.batches.epoch, self.batches.row]),
            "plateau": torch.tensor(plateau, dtype=torch.float64),
        }

    def load_state_dict(self, state: dict[str, Tensor]) -> None:
        """Return to where `state_dict` was called, with fresh optimizer state.

        Raises:
            RuntimeError: the weights belong to a network of another shape.
            KeyError: counters are missing.
        """
        step, epoch, row = state["counters"].tolist()
        factor, best, waiting, resting = state["plateau"].tolist()
        names = [name for name in state if name.startswith(_NETWORK)]
        self.load_weights({name.removeprefix(_NETWORK): state[name] for name in names})
        self._learner.rate.plateau = Plateau(factor, best, int(waiting), int(resting))
        self.step_number = step
        self.batches.seek(epoch, row)
        self._seed_dropout()

    def resume(self, step: int, epoch: float) -> None:
        """Count on from a place in a run: steps, and epochs with their fraction."""
        self.step_number = step
        whole = int(epoch)
        self.batches.seek(whole, round((epoch - whole) * self.batches.rows))
        self._seed_dropout()

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
        return sum(self.batches.place)

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
        epoch, fraction = self.batches.place
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
        batches.seek(before.epoch, before.row * batches.rows // before.rows)
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
