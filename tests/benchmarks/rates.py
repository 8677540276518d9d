"""Steps per second: of the tutorial loop, of a hand-written loop, and without a window."""

import time

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from playground.engine.data.dataset import build_dataset
from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.model.dropout import Dropout
from playground.engine.model.loss_forms import targets_for
from playground.engine.run.runner import Runner
from playground.engine.spec.run import RunSpec
from playground.engine.training.trainer import Trainer


def tutorial_rate(spec: RunSpec, seconds: float) -> float:
    """The loop of most tutorials: a DataLoader, the five phases, and `.item()` at every step.

    Network, loss and optimizer are created as in a tutorial, with PyTorch's defaults.
    """
    torch.set_num_threads(1)
    dataset = build_dataset(spec.data)
    trainer = Trainer(spec, dataset, torch.device("cpu"))
    model = nn.Sequential(
        *(layer for layer in trainer.network.layers if not isinstance(layer, Dropout))
    )
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    optimizer = kinds[spec.training.optimizer](model.parameters(), lr=spec.training.learning_rate)
    targets = targets_for(trainer.learner.form.encoding, dataset.targets, dataset.classes)
    rows = torch.from_numpy(dataset.train)
    loader = DataLoader(
        TensorDataset(dataset.inputs[rows], targets[rows]),
        batch_size=spec.training.batch_size,
        shuffle=True,
    )
    steps, total, began = 0, 0.0, time.perf_counter()
    while True:
        for inputs, wanted in loader:
            optimizer.zero_grad()
            loss = trainer.learner.loss(model(inputs), wanted)
            loss.backward()
            optimizer.step()
            total += loss.item()
            steps += 1
            if time.perf_counter() - began > seconds:
                return steps / (time.perf_counter() - began)


def handwritten_rate(spec: RunSpec, seconds: float, threads: int) -> float:
    """The best eager loop one writes by hand: resident tensors, split at once, losses unread."""
    torch.set_num_threads(threads)
    dataset = build_dataset(spec.data)
    trainer = Trainer(spec, dataset, torch.device("cpu"))
    model = nn.Sequential(*trainer.network.layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=spec.training.learning_rate)
    inputs, targets = dataset.inputs, dataset.targets
    losses: list[torch.Tensor] = []
    began = time.perf_counter()
    while True:
        order = torch.randperm(len(inputs))
        parts = zip(
            torch.split(inputs[order], spec.training.batch_size),
            torch.split(targets[order], spec.training.batch_size),
            strict=True,
        )
        for rows, wanted in parts:
            optimizer.zero_grad()
            loss = trainer.learner.loss(model(rows), wanted)
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
            if time.perf_counter() - began > seconds:
                return len(losses) / (time.perf_counter() - began)


def headless_rate(spec: RunSpec, seconds: float) -> float:
    """What the command line does."""
    runner = Runner(LossLog(), FrameSlot(), lambda _: None)
    runner.limit(seconds=seconds)
    runner.load(spec)
    runner.run()
    runner.work(until_ended=True)
    return runner.log.steps / runner.run_state().seconds
