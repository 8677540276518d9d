"""The layers of a network as a step passes them, and what is kept of the numbers in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from playground.engine.model.dropout import Dropout
from playground.engine.model.mute import Mute

MOST_NUMBERS = 1 << 21
"""So many activations are kept of a batch, of all layers together; of a large one some rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Station:
    """One layer: a linear map, its activation if there is one, and what follows that.

    Attributes:
        number: from 0.
        weight, bias: the names of its parameters; `bias` is empty where there is none.
        places: of its modules in the network, by their names.
    """

    number: int
    linear: nn.Linear
    activation: nn.Module | None
    dropout: nn.Module | None
    mute: Mute | None
    last: nn.Module
    weight: str
    bias: str
    places: tuple[str, ...]


def stations_of(network: nn.Module) -> tuple[Station, ...]:
    """The layers in the order in which the signal passes them."""
    leaves = [(name, m) for name, m in network.named_modules() if not any(m.children())]
    starts = [n for n, (_, module) in enumerate(leaves) if isinstance(module, nn.Linear)]
    ends = [*starts[1:], len(leaves)]
    parts = [leaves[start:end] for start, end in zip(starts, ends, strict=True)]
    return tuple(_station(number, part) for number, part in enumerate(parts))


def _station(number: int, part: Sequence[tuple[str, nn.Module]]) -> Station:
    (name, linear), *rest = part
    assert isinstance(linear, nn.Linear)
    modules = [module for _, module in rest]
    others = [m for m in modules if not isinstance(m, Dropout | nn.Dropout | Mute)]
    return Station(
        number=number,
        linear=linear,
        activation=others[0] if others else None,
        dropout=next((m for m in modules if isinstance(m, Dropout | nn.Dropout)), None),
        mute=next((m for m in modules if isinstance(m, Mute)), None),
        last=part[-1][1],
        weight=f"{name}.weight",
        bias=f"{name}.bias" if linear.bias is not None else "",
        places=tuple(name for name, _ in part),
    )


def rows_kept(stations: Sequence[Station], batch: int, row: int) -> slice:
    """Of a batch, the rows around one whose numbers are kept."""
    numbers = sum(4 * s.linear.out_features + s.linear.in_features for s in stations)
    count = max(1, min(batch, MOST_NUMBERS // max(1, numbers)))
    first = max(0, min(row - count // 2, batch - count))
    return slice(first, first + count)


class Trace:
    """What one layer said and heard, in the rows that are kept; `[rows, units]` each.

    Attributes:
        inputs: what arrived at the linear map.
        z, a, h: what the linear map, the activation and the whole layer gave.
        kept: 1 where dropout kept a neuron, 0 where it silenced it; None without dropout.
        dz, da, dh: how the loss depends on each of these; None before the backward pass.
    """

    def __init__(self, station: Station, rows: slice) -> None:
        self._rows = rows
        self._state: Tensor | None = None
        self.inputs = self.z = self.a = self.h = torch.empty(0)
        self.kept: Tensor | None = None
        self.dz: Tensor | None = None
        self.da: Tensor | None = None
        self.dh: Tensor | None = None
        station.linear.register_forward_hook(self._take_linear)
        (station.activation or station.linear).register_forward_hook(self._take("a", "da"))
        station.last.register_forward_hook(self._take("h", "dh"))
        if isinstance(station.dropout, Dropout):
            station.dropout.register_forward_pre_hook(self._before_dropout)
            station.dropout.register_forward_hook(self._take_mask)

    def _take_linear(self, _module: nn.Module, inputs: tuple[Tensor], output: Tensor) -> None:
        self.inputs = self._part(inputs[0])
        self._take("z", "dz")(_module, inputs, output)

    def _take(self, name: str, slope: str) -> Callable[[nn.Module, object, Tensor], None]:
        def take(_module: nn.Module, _inputs: object, output: Tensor) -> None:
            self._keep(name, output)
            if output.requires_grad:
                keep = partial(self._keep, slope)
                output.register_hook(keep)  # type: ignore[no-untyped-call]

        return take

    def _keep(self, name: str, tensor: Tensor) -> None:
        setattr(self, name, self._part(tensor))

    def _before_dropout(self, dropout: nn.Module, _inputs: object) -> None:
        assert isinstance(dropout, Dropout)
        self._state = dropout.generator.get_state()

    def _take_mask(self, dropout: nn.Module, inputs: tuple[Tensor], _output: Tensor) -> None:
        """Draw once more what was drawn, from a generator that stands where that one stood."""
        assert isinstance(dropout, Dropout) and self._state is not None
        if dropout.training and dropout.p > 0.0:
            generator = dropout.generator.clone_state()
            generator.set_state(self._state)
            mask = torch.empty_like(inputs[0]).bernoulli_(1.0 - dropout.p, generator=generator)
            self.kept = self._part(mask)

    def _part(self, tensor: Tensor) -> Tensor:
        return tensor.detach()[self._rows].to("cpu", copy=True)
