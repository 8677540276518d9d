"""The slope of each loss of the catalogue at one output of one row, told with its numbers.

The formulas are the derivatives of those in `catalogue/losses.py`, of the mean over the batch. At a
corner, where a loss has no slope, it is the one that torch takes there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor, nn

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.instruments.slow_step.reckoning import MINUS, factor, low, plain
from playground.engine.model.losses import Focal, Hinge, LogCosh


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """One output of one row.

    Attributes:
        outputs: of the row, float64 `[outputs]`.
        target: of the row, as the loss wants it.
        neuron: number of the output, from 0.
        rows: how many the batch has.
        symbol: what the output is called: `z₁`, `a₁`.
    """

    outputs: Tensor
    target: Tensor
    neuron: int
    rows: int
    symbol: str

    @property
    def value(self) -> float:
        """What the network gave."""
        return float(self.outputs[self.neuron])

    @property
    def wanted(self) -> float:
        """The target of this output, of a loss that has one for each."""
        return float(self.target.reshape(-1)[self.neuron])

    @property
    def numbers(self) -> int:
        """How many outputs the batch has, over which a loss of each output is averaged."""
        return self.rows * len(self.outputs)

    @property
    def is_true(self) -> bool:
        """Whether this output is that of the true class."""
        return self.neuron == int(self.target)


@dataclass(frozen=True, slots=True)
class Slope:
    """A formula with its names, the same with its numbers, what comes out, and a sentence on it."""

    symbols: str
    numbers: str
    value: float
    note: str = ""

    @property
    def text(self) -> str:
        """`2·(a₁ − y) / n = 2·(0.3 − 1) / 20`."""
        return f"{self.symbols} = {self.numbers}"


def slope_of(criterion: nn.Module, output: Output) -> Slope | None:
    """How the loss changes with an output; None for a loss that is not in the catalogue."""
    told = _SLOPES.get(type(criterion))
    return None if told is None else told(criterion, output)


def _sign(value: float) -> float:
    return math.copysign(1.0, value) if value else value  # NaN stays, as in torch


def _squared(_loss: nn.Module, at: Output) -> Slope:
    return Slope(
        f"2·({at.symbol} − y) / n",
        f"2·({plain(at.value)} − {factor(at.wanted)}) / {grouped(at.numbers)}",
        2.0 * (at.value - at.wanted) / at.numbers,
    )


def _straight(at: Output, scale: float = 1.0, name: str = "", when: str = "") -> Slope:
    """The part of a loss that grows evenly with the error."""
    symbol, number = (f"{name}·", f"{plain(scale)}·") if name else ("", "")
    difference = f"sign({plain(at.value)} − {factor(at.wanted)})"
    return Slope(
        f"{symbol}sign({at.symbol} − y) / n{when}",
        f"{number}{difference} / {grouped(at.numbers)}",
        scale * _sign(at.value - at.wanted) / at.numbers,
    )


def _absolute(_loss: nn.Module, at: Output) -> Slope:
    return _straight(at)


def _rounded(at: Output, width: float, name: str, when: str) -> Slope:
    """The part of a loss that grows with the square of the error."""
    difference = f"({plain(at.value)} − {factor(at.wanted)})"
    below, number = "n", grouped(at.numbers)
    if name:
        below, number = f"({name}·n)", f"({plain(width)}·{number})"
    return Slope(
        f"({at.symbol} − y) / {below}{when}",
        f"{difference} / {number}",
        (at.value - at.wanted) / (width * at.numbers),
    )


def _huber(loss: nn.Module, at: Output) -> Slope:
    delta, distance = float(loss.delta), f"|{at.symbol} − y|"  # type: ignore[arg-type]
    if abs(at.value - at.wanted) <= delta:
        return _rounded(at, 1.0, "", f"  [{distance} ≤ δ]")
    return _straight(at, delta, "δ", f"  [{distance} > δ]")


def _smooth(loss: nn.Module, at: Output) -> Slope:
    beta, distance = float(loss.beta), f"|{at.symbol} − y|"  # type: ignore[arg-type]
    if abs(at.value - at.wanted) < beta:
        return _rounded(at, beta, "β", f"  [{distance} < β]")
    return _straight(at, when=f"  [{distance} ≥ β]")


def _log_cosh(_loss: nn.Module, at: Output) -> Slope:
    return Slope(
        f"tanh({at.symbol} − y) / n",
        f"tanh({plain(at.value)} − {factor(at.wanted)}) / {grouped(at.numbers)}",
        math.tanh(at.value - at.wanted) / at.numbers,
    )


def _hinge(_loss: nn.Module, at: Output) -> Slope:
    product = f"y·{at.symbol}"
    numbers = f"{plain(at.wanted)}·{factor(at.value)}"
    if at.wanted * at.value > 1.0:
        return Slope(f"0  [{product} > 1]", f"0  [{numbers} > 1]", 0.0)
    value = -at.wanted / at.numbers if not math.isnan(at.value) else math.nan
    told = f"{MINUS}{factor(at.wanted)} / {grouped(at.numbers)}  [{numbers} ≤ 1]"
    return Slope(f"{MINUS}y / n  [{product} ≤ 1]", told, value)


def _binary(_loss: nn.Module, at: Output) -> Slope:
    p = float(torch.sigmoid(at.outputs)[at.neuron])
    return Slope(
        f"(sigmoid({at.symbol}) − y) / n",
        f"({plain(p)} − {plain(at.wanted)}) / {grouped(at.numbers)}",
        (p - at.wanted) / at.numbers,
    )


def _cross_entropy(loss: nn.Module, at: Output) -> Slope:
    p, smoothing = _probability(at), float(loss.label_smoothing)  # type: ignore[arg-type]
    classes, own = len(at.outputs), float(at.is_true)
    y, told = (1.0 - smoothing) * own + smoothing / classes, plain(own)
    symbols, numbers = "y", told
    if smoothing:
        symbols = f"((1 − ε)·y + ε / {classes})"
        numbers = f"((1 − {plain(smoothing)})·{told} + {plain(smoothing)} / {classes})"
    return Slope(
        f"(softmax − {symbols}) / n",
        f"({plain(p)} − {numbers}) / {grouped(at.rows)}",
        (p - y) / at.rows,
    )


def _probability(at: Output) -> float:
    return float(torch.softmax(at.outputs, 0)[at.neuron])


def _focal(loss: nn.Module, at: Output) -> Slope:
    gamma, true = float(loss.focal_gamma), int(at.target)  # type: ignore[arg-type]
    log = float(torch.log_softmax(at.outputs, 0)[true])
    p, q, y = math.exp(log), _probability(at), float(at.is_true)
    left = max(1.0 - p, torch.finfo(torch.float64).tiny)  # as the loss itself has it
    times = left**gamma - gamma * p * left ** (gamma - 1.0) * log
    told, power = plain(p), plain(gamma)
    inner = f"(1 − {told})^{power} − {power}·{told}·(1 − {told})^({power} − 1)·ln {told}"
    return Slope(
        "((1 − p)^γ − γ·p·(1 − p)^(γ − 1)·ln p)·(softmax − y) / n",
        f"({inner})·({plain(q)} − {plain(y)}) / {grouped(at.rows)}",
        times * (q - y) / at.rows,
        _("p = {p} is the probability of the true class.").format(p=told),
    )


def _margin(loss: nn.Module, at: Output) -> Slope:
    margin, true = float(loss.margin), int(at.target)  # type: ignore[arg-type]
    own, size = float(at.outputs[true]), f"({len(at.outputs)}·{grouped(at.rows)})"
    count = len(at.outputs) * at.rows
    if at.is_true:
        near = [float(f) for n, f in enumerate(at.outputs) if n != true]
        k = sum(margin - own + f > 0.0 for f in near)
        note = _("Other outputs within the margin of this one: {k} of {n}")
        told = f"{MINUS}{k} / {size}"
        return Slope(f"{MINUS}k / (C·n)", told, -k / count, note.format(k=k, n=len(near)))
    gap = f"{low('z', true + 1)} + {at.symbol}"
    numbers = f"{plain(margin)} − {factor(own)} + {factor(at.value)}"
    if margin - own + at.value > 0.0:
        return Slope(f"1 / (C·n)  [m − {gap} > 0]", f"1 / {size}  [{numbers} > 0]", 1.0 / count)
    return Slope(f"0  [m − {gap} ≤ 0]", f"0  [{numbers} ≤ 0]", 0.0)


_SLOPES: Mapping[type[nn.Module], Callable[[nn.Module, Output], Slope]] = MappingProxyType(
    {
        nn.MSELoss: _squared,
        nn.L1Loss: _absolute,
        nn.HuberLoss: _huber,
        nn.SmoothL1Loss: _smooth,
        LogCosh: _log_cosh,
        Hinge: _hinge,
        nn.BCEWithLogitsLoss: _binary,
        nn.CrossEntropyLoss: _cross_entropy,
        Focal: _focal,
        nn.MultiMarginLoss: _margin,
    }
)
