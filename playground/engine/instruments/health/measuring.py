"""One look at a run between two steps: the run stays as it is, bit for bit."""

import dataclasses
import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.engine.instruments.health.look import BINS, Histogram, LayerHealth, Look
from playground.engine.instruments.health.rehearsal import Rehearsal, rehearse
from playground.engine.instruments.health.slopes import dead_and_saturated
from playground.engine.model.layer_description import LayerDescription, describe_layers, passes
from playground.engine.model.mute import Mute
from playground.engine.training.trainer import Trainer

MOST_ROWS = 500
"""Rows of a part that the signals and losses are measured on, the first ones: enough for a share
of dead neurons, and next to nothing beside a frame."""
MOST_BATCH_ROWS = 1024
MOST_VALUES = 20_000
"""Numbers that a histogram counts; of more, every so many are taken."""


@dataclass(frozen=True, slots=True, eq=False)
class _Signal:
    """What a layer puts out for some rows, `[rows, units]`, and how flat its activation is."""

    outputs: Tensor
    dead: float
    saturated: float


@torch.no_grad()
def measure(trainer: Trainer, best_validation: float | None = None) -> Look:
    """Look at the network on some rows, and rehearse the next step on a copy.

    Args:
        best_validation: the lowest validation loss so far, as the run measured it. It counts where
            all validation rows are measured here too.
    """
    rehearsal = rehearse(trainer, MOST_BATCH_ROWS)
    inputs, targets = (part[:MOST_ROWS] for part in trainer.batches.data)
    layers = describe_layers(trainer.network)[1:]
    signals = _signals(trainer, layers, inputs)
    healths = [
        _layer(trainer, layer, signal, rehearsal)
        for layer, signal in zip(layers, signals, strict=True)
    ]
    outputs = signals[-1].outputs
    look = Look(
        step=trainer.step_number,
        spec=trainer.spec,
        rate=trainer.learning_rate,
        layers=tuple(healths),
        train=_loss(trainer, outputs, targets),
        constant=_loss_of_equal_outputs(trainer, outputs, targets),
    )
    return _with_validation(trainer, look, layers, best_validation)


def histogram(values: Tensor) -> Histogram:
    """How the finite ones of some numbers are spread; of very many, of some of them."""
    flat = values.detach().reshape(-1).float()
    flat = flat[:: max(1, flat.numel() // MOST_VALUES)]
    flat = flat[torch.isfinite(flat)].cpu()
    if not len(flat):
        return Histogram()
    low, high = float(flat.min()), float(flat.max())
    # Between two equal ends torch would choose others.
    room = 0.0 if high > low else max(abs(low), 1.0) * 1e-3
    counts = torch.histc(flat, BINS, low - room, high + room)
    return Histogram(low - room, high + room, (counts / len(flat)).numpy())


def _with_validation(
    trainer: Trainer, look: Look, layers: tuple[LayerDescription, ...], best: float | None
) -> Look:
    inputs, targets = trainer.parts["validation"]
    if not len(inputs):
        return look
    outputs = inputs[:MOST_ROWS]
    for module in passes(trainer.network, 0, layers[-1].last):
        outputs = module(outputs)
    return dataclasses.replace(
        look,
        validation=_loss(trainer, outputs, targets[:MOST_ROWS]),
        best_validation=best if len(inputs) <= MOST_ROWS else None,
    )


def _signals(
    trainer: Trainer, layers: tuple[LayerDescription, ...], inputs: Tensor
) -> list[_Signal]:
    """What each layer puts out, without dropout."""
    found: list[_Signal] = []
    signal, last = inputs, 0
    for layer in layers:
        dead = saturated = math.nan
        own = signal
        for module in passes(trainer.network, last, layer.last):
            if layer.kind == "hidden" and not isinstance(module, nn.Linear | Mute):
                dead, saturated = dead_and_saturated(module, signal)
            signal = module(signal)
            own = own if isinstance(module, Mute) else signal
        last = layer.last
        found.append(_Signal(own, dead, saturated))
    return found


def _layer(
    trainer: Trainer, layer: LayerDescription, signal: _Signal, rehearsal: Rehearsal
) -> LayerHealth:
    weight = trainer.network.get_parameter(layer.weight).detach()
    gradient = rehearsal.gradients[layer.weight]
    norm = float(weight.norm())
    sizes = gradient.abs()
    return LayerHealth(
        units=layer.units,
        weights=weight.numel(),
        gradient_norm=float(gradient.norm()),
        weight_norm=norm,
        update_ratio=float(rehearsal.updates[layer.weight].norm()) / norm if norm else math.nan,
        mean=float(signal.outputs.mean()),
        deviation=float(signal.outputs.std(correction=0)),
        dead=signal.dead,
        saturated=signal.saturated,
        weight_values=histogram(weight),
        activation_values=histogram(signal.outputs),
        gradient_values=histogram(sizes[sizes > 0].log10()),
    )


def _loss_of_equal_outputs(trainer: Trainer, outputs: Tensor, targets: Tensor) -> float:
    mean = outputs.mean(dim=0, keepdim=True).expand_as(outputs)
    return min(_loss(trainer, same, targets) for same in (mean, torch.zeros_like(outputs)))


def _loss(trainer: Trainer, outputs: Tensor, targets: Tensor) -> float:
    return float(trainer.learner.loss(outputs, targets))
