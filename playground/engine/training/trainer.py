"""The training loop: one batch after another, each a step as `step.py` has it."""

import dataclasses
from collections.abc import Mapping
from typing import Literal

import torch
from torch import Tensor, nn

from playground.engine.catalogue.losses import LossForm
from playground.engine.data.dataset import Dataset
from playground.engine.model.loss_forms import targets_for
from playground.engine.model.network import Network
from playground.engine.spec.run import RunSpec
from playground.engine.training import step
from playground.engine.training.batches import Batches, dropout_seeds
from playground.engine.training.evaluation import evaluate
from playground.engine.training.learner import Learner, build_learner, changed_learner
from playground.engine.training.learning_rate import LearningRate
from playground.engine.training.optimizers import build_optimizer, move_optimizer
from playground.engine.training.schedule_factors import Plateau
from playground.engine.training.step_kind import StepKind, kind_of

Part = Literal["train", "validation"]

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

    def __init__(self, spec: RunSpec, dataset: Dataset, device: torch.device) -> None:
        """Stand before the first step, with a network built from the spec.

        Raises:
            InputError: the loss does not fit the task, or a setting is unknown, out of bounds, or
                does not go together with another.
        """
        self.device = device
        self.step_number = 0
        self._learner = build_learner(spec, dataset, device)
        self._parts = {part: self._load(part) for part in ("train", "validation")}
        self.batches = Batches(*self._parts["train"], spec.training.batch_size, spec.training.seed)
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
        by_closure = isinstance(optimizer, torch.optim.LBFGS)
        learn = step.learn_by_closure if by_closure else step.learn
        return learn(
            self.network,
            self.loss,
            optimizer,
            inputs,
            targets,
            l1=training.l1,
            l2=training.l2,
            clip=training.gradient_clip,
            precision=training.precision,
            frozen=self.held,
        )

    def enter_epoch(self) -> None:
        """Where an epoch has ended, begin the next: its order, and its random numbers."""
        if self.batches.enter_epoch() and self.spec.network.dropout > 0.0:
            self._seed_dropout()

    def evaluate(self, part: Part) -> tuple[float, Tensor]:
        """Measure the whole training or validation part, without dropout.

        Returns:
            The mean loss, without penalties, and the network's outputs, float32 `[rows, outputs]`
            on the device, in the order of the part's rows; see `WholeModel.shown`.

        Raises:
            ValueError: the part has no rows.
        """
        inputs, targets = self._parts[part]
        if len(inputs) == 0:
            raise ValueError(f"the {part} part has no rows")
        return evaluate(self.network, self.loss, inputs, targets)

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
        self._learner = dataclasses.replace(self._learner, frozen=some)

    def move(self, device: torch.device) -> None:
        """Move weights, optimizer state and data to another device, between two steps."""
        self.device = device
        self.network.to(device)
        move_optimizer(self.optimizer, device)
        self.freeze(self.frozen)
        self._load_data()
        self._seed_dropout()

    def skip(self, steps: int, epoch: int, row: int) -> None:
        """Count steps that were taken without `step`, which led to `row` rows of `epoch`."""
        self.step_number += steps
        self.batches.seek(epoch, row)

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
        return self.rates_ahead(1)[0]

    @property
    def frozen(self) -> Mapping[str, Tensor]:
        """The masks of frozen weights by the names of their parameters, on the device."""
        return self._learner.frozen

    @property
    def held(self) -> list[tuple[nn.Parameter, Tensor]]:
        """The parameters with frozen weights, each with its mask."""
        return self._learner.held

    @property
    def step_kind(self) -> StepKind:
        """What the next step hangs on; see `StepKind`."""
        return kind_of(self._learner, self.batches)

    def rates_ahead(self, steps: int) -> list[float]:
        """The learning rates of the next steps, none beyond the epoch of the first."""
        return self.rate.ahead(self.step_number, self.batches.rhythm, steps)

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
