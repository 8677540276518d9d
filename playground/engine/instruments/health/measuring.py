"""One look at a run between two steps: the run stays as it is, bit for bit."""

import contextlib
import dataclasses
import math
from collections.abc import Iterator
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
MUCH_WORK = 200_000_000
"""Multiplications of a pass forward from which a look is shared among threads."""
LEAST_ROWS = 128
MOST_WORK = 1_000_000_000
"""Multiplications of a pass forward: in a network of very many weights, fewer rows are looked at,
though `LEAST_ROWS` at least."""
ALIKE = 1e-5
"""How much weights may differ, in parts of the largest, and count as equal: some hundred roundings
of float32. Weights that were drawn at random differ by about their size."""
MOST_VALUES = 20_000
"""Numbers that a histogram counts; of more, every so many are taken."""


@dataclass(frozen=True, slots=True, eq=False)
class _Signal:
    """What a layer puts out for some rows, `[rows, units]`, and how flat its activation is."""

    outputs: Tensor
    dead: float
    saturated: float


@contextlib.contextmanager
def _own_threads(trainer: Trainer) -> Iterator[None]:
    """One thread for a look of moderate size: on a busy machine several wait for each other."""
    before = torch.get_num_threads()
    numbers = sum(weight.numel() for weight in trainer.network.parameters())
    if numbers * MOST_ROWS < MUCH_WORK:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def measure(trainer: Trainer, best_validation: float | None = None) -> Look:
    """Look at the network on some rows, and rehearse the next step on a copy.

    Args:
        best_validation: the lowest validation loss so far, as the run measured it. It counts where
            all validation rows are measured here too.
    """
    with _own_threads(trainer), torch.no_grad():
        return _measured(trainer, best_validation)


def _measured(trainer: Trainer, best_validation: float | None) -> Look:
    rehearsal = rehearse(trainer, rows_of(trainer, MOST_BATCH_ROWS))
    rows = rows_of(trainer, MOST_ROWS)
    inputs, targets = (part[:rows] for part in trainer.batches.data)
    layers = describe_layers(trainer.network)[1:]
    signals = _signals(trainer, layers, inputs)
    nexts = [*(layer.weight for layer in layers[1:]), ""]
    healths = [
        _layer(trainer, layer, signal, rehearsal, after)
        for layer, signal, after in zip(layers, signals, nexts, strict=True)
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


def rows_of(trainer: Trainer, most: int) -> int:
    """How many rows are looked at, `most` of them in a network of moderate size."""
    weights = sum(weight.numel() for weight in trainer.network.parameters())
    return min(most, max(LEAST_ROWS, MOST_WORK // max(1, weights)))


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
    trainer: Trainer, layer: LayerDescription, signal: _Signal, rehearsal: Rehearsal, after: str
) -> LayerHealth:
    """The numbers of one layer; `after` names the weights of the next one, if there is one."""
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
        equal=bool(after) and _are_equal(trainer, layer, after),
        weight_values=histogram(weight),
        activation_values=histogram(signal.outputs),
        gradient_values=histogram(sizes[sizes > 0].log10()),
    )


def _are_equal(trainer: Trainer, layer: LayerDescription, after: str) -> bool:
    """Whether nothing tells the neurons of a layer from each other."""
    parameter = trainer.network.get_parameter
    names = (layer.weight, *filter(None, (layer.bias,)))
    ways = [*(parameter(name) for name in names), parameter(after).T]
    # Two of them tell the usual case at once.
    return all(_is_like_first(way[:2]) for way in ways) and all(map(_is_like_first, ways))


def _is_like_first(rows: Tensor) -> bool:
    """Whether all rows are equal, but for what rounding has added in many steps."""
    return bool((rows - rows[:1]).abs().max() <= ALIKE * rows.abs().max())


def _loss_of_equal_outputs(trainer: Trainer, outputs: Tensor, targets: Tensor) -> float:
    mean = outputs.mean(dim=0, keepdim=True).expand_as(outputs)
    return min(_loss(trainer, same, targets) for same in (mean, torch.zeros_like(outputs)))


def _loss(trainer: Trainer, outputs: Tensor, targets: Tensor) -> float:
    return float(trainer.learner.loss(outputs, targets))
