"""The forward pass of one neuron in one row, told with its numbers."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.instruments.slow_step.focus import Names
from playground.engine.instruments.slow_step.reckoning import (
    MOST_TERMS,
    factor,
    low,
    plain,
    sum_text,
)
from playground.engine.instruments.slow_step.stations import Station
from playground.engine.instruments.slow_step.values import Focus
from playground.engine.instruments.slow_step.walk import Walk


def forward_lines(walk: Walk, focus: Focus, names: Names) -> list[str]:
    """`z`, `a`, and what dropout and muting make of it."""
    station, trace = walk.stations[focus.layer], walk.traces[focus.layer]
    row = focus.row - walk.rows.start
    weights, bias = weights_of(walk, station, focus.neuron)
    z, unit = float(trace.z[row, focus.neuron]), focus.neuron + 1
    symbolic, numeric = product_texts(weights, trace.inputs[row], bias, names, focus.layer)
    lines = [
        _("The sum of the inputs times the weights, plus the bias:"),
        f"{low('z', unit)} = {symbolic}",
        f"    = {numeric} = {plain(z)}",
    ]
    return lines + _activation_lines(walk, focus, z)


def weights_of(walk: Walk, station: Station, neuron: int) -> tuple[Tensor, float | None]:
    """The weights that arrive at a neuron before the step, `[inputs]`, and its bias."""
    network = walk.recipe.network
    weights = network.get_parameter(station.weight).detach()[neuron].cpu()
    if not station.bias:
        return weights, None
    return weights, float(network.get_parameter(station.bias).detach()[neuron])


def largest(products: Tensor) -> list[int]:
    """The places of the terms that are told, in their order."""
    if len(products) <= MOST_TERMS:
        return [*range(len(products))]
    size = products.abs().nan_to_num(torch.inf)
    return sorted(torch.topk(size, MOST_TERMS - 1).indices.tolist())


def rest_text(total: int, told: int) -> str:
    """` + … (12 more)` after a sum of which not all is told."""
    left = total - told
    words = ngettext("{n} more", "{n} more", left).format(n=grouped(left))
    return f" + … ({words})" if left else ""


def product_texts(
    weights: Tensor, inputs: Tensor, bias: float | None, names: Names, layer: int
) -> tuple[str, str]:
    """`0.42·x₁ − 1.3·x₂ + 0.1` with the names and with the numbers of what arrives."""
    told = largest(weights * inputs)
    rest = rest_text(len(weights), len(told))
    end = [] if bias is None else [(bias, "")]
    symbols = [(float(weights[n]), f"·{names.source(layer, n)}") for n in told]
    numbers = [(float(weights[n]), f"·{factor(float(inputs[n]))}") for n in told]
    return tuple(  # type: ignore[return-value]
        sum_text([*terms, *end], rest) for terms in (symbols, numbers)
    )


def activation_name(station: Station) -> str:
    """`tanh`, or the class in torch; empty where there is none."""
    if station.activation is None:
        return ""
    own = type(station.activation).__name__
    return own.lower() if own in ("Tanh", "Sigmoid", "Sin") else own


def activation_formula(station: Station) -> str:
    """What the activation makes of x, from the catalogue; empty where it is not there."""
    kind = type(station.activation)
    target = f"{kind.__module__}:{kind.__name__}"
    rows = (row for row in ACTIVATIONS if target.endswith(row.target.split(":")[1]))
    return next((_(row.formula) for row in rows), "")


def _activation_lines(walk: Walk, focus: Focus, z: float) -> list[str]:
    station, trace = walk.stations[focus.layer], walk.traces[focus.layer]
    row, neuron, unit = focus.row - walk.rows.start, focus.neuron, focus.neuron + 1
    lines = []
    if station.activation is None:
        lines.append(_("There is no activation function: z is the output."))
    else:
        name, a = activation_name(station), float(trace.a[row, neuron])
        symbol = low("a", unit)
        lines.append(f"{symbol} = {name}({low('z', unit)}) = {name}({plain(z)}) = {plain(a)}")
        formula = activation_formula(station)
        lines += [f"    {name}(x) = {formula}"] if formula else []
    return lines + _silenced_lines(walk, focus)


def _silenced_lines(walk: Walk, focus: Focus) -> list[str]:
    station, trace = walk.stations[focus.layer], walk.traces[focus.layer]
    row, neuron = focus.row - walk.rows.start, focus.neuron
    if station.mute is not None and bool(station.mute.muted[neuron]):
        return [_("This neuron is muted: its output counts as 0.")]
    if trace.kept is None:
        return []
    if not bool(trace.kept[row, neuron]):
        return [_("Dropout drops this neuron in this row: its output counts as 0.")]
    a, h, p = (float(x) for x in (trace.a[row, neuron], trace.h[row, neuron], _chance(station)))
    return [
        _("Dropout keeps this neuron in this row and scales it up: {formula}").format(
            formula=f"{plain(a)} / (1 − {plain(p)}) = {plain(h)}"
        )
    ]


def _chance(station: Station) -> float:
    return float(getattr(station.dropout, "p", 0.0))
