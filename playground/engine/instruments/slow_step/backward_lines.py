"""The backward pass of one neuron and one of its weights, told with its numbers."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.instruments.slow_step.focus import Names, is_bias, place_of
from playground.engine.instruments.slow_step.forward_lines import (
    activation_name,
    largest,
    rest_text,
)
from playground.engine.instruments.slow_step.loss_slopes import Output, slope_of
from playground.engine.instruments.slow_step.reckoning import (
    factor,
    low,
    of_layer,
    plain,
    sum_text,
)
from playground.engine.instruments.slow_step.values import Focus
from playground.engine.instruments.slow_step.walk import Walk


def backward_lines(walk: Walk, focus: Focus, names: Names) -> list[str]:
    """How the loss depends on the neuron in this row, and on the weight in the whole batch."""
    is_last = focus.layer == len(walk.stations) - 1
    lines = _from_loss(walk, focus) if is_last else _from_next(walk, focus)
    return [*lines, *_through_activation(walk, focus), *_to_weight(walk, focus, names)]


def _at(tensor: Tensor | None, walk: Walk, focus: Focus) -> float:
    return 0.0 if tensor is None else float(tensor[focus.row - walk.rows.start, focus.neuron])


def _from_loss(walk: Walk, focus: Focus) -> list[str]:
    """The slope of the loss at an output, with the formula of a loss of the catalogue."""
    trace, unit = walk.traces[focus.layer], focus.neuron + 1
    slope = _at(trace.dh, walk, focus)
    symbol = low("z" if walk.stations[focus.layer].activation is None else "a", unit)
    lines = [_("How the loss changes with the output, by the chain rule:")]
    told = slope_of(walk.recipe.criterion, _output(walk, focus, symbol))
    if told is None:
        return [*lines, f"dL/d{symbol} = {plain(slope)}"]
    notes = [told.note] if told.note else []
    return [*lines, f"dL/d{symbol} = {told.text} = {plain(slope)}", *notes]


def _output(walk: Walk, focus: Focus, symbol: str) -> Output:
    return Output(
        outputs=walk.outputs(focus.row, 1)[0].double().cpu(),
        target=walk.recipe.targets[focus.row].cpu(),
        neuron=focus.neuron,
        rows=len(walk.recipe.inputs),
        symbol=symbol,
    )


def _from_next(walk: Walk, focus: Focus) -> list[str]:
    """What the neurons of the next layer pass back, each by its weight."""
    following, trace = walk.stations[focus.layer + 1], walk.traces[focus.layer + 1]
    row, unit = focus.row - walk.rows.start, focus.neuron + 1
    weights = walk.recipe.network.get_parameter(following.weight).detach()[:, focus.neuron].cpu()
    if trace.dz is None:
        return []
    slopes = trace.dz[row].float() if trace.dz.dtype == torch.bfloat16 else trace.dz[row]
    told = largest(weights * slopes)
    rest = rest_text(len(weights), len(told))
    symbols = [
        f"{low('w', n + 1, unit)}·{of_layer(low('δ', n + 1), following.number + 1)}" for n in told
    ]
    numbers = [(float(weights[n]), f"·{factor(float(slopes[n]))}") for n in told]
    slope = plain(_at(walk.traces[focus.layer].dh, walk, focus))
    return [
        _("The sum of the next layer's δ values times the weights in between:"),
        f"dL/d{low('a', unit)} = {' + '.join(symbols)}{rest}",
        f"    = {sum_text(numbers, rest)} = {slope}",
    ]


def _through_activation(walk: Walk, focus: Focus) -> list[str]:
    station, trace = walk.stations[focus.layer], walk.traces[focus.layer]
    unit, lines = focus.neuron + 1, []
    dh, da, dz = (_at(t, walk, focus) for t in (trace.dh, trace.da, trace.dz))
    if station.mute is not None and bool(station.mute.muted[focus.neuron]):
        lines.append(_("This neuron is muted: no gradient passes back through it."))
    elif trace.kept is not None:
        p = float(getattr(station.dropout, "p", 0.0))
        kept = _at(trace.kept, walk, focus)
        words = _("Back through dropout: {formula}")
        formula = f"{plain(dh)}·{plain(kept)} / (1 − {plain(p)}) = {plain(da)}"
        lines.append(words.format(formula=formula))
    delta = f"δ{low('', unit)} = dL/d{low('z', unit)}"
    if station.activation is None:
        return [*lines, f"{delta} = {plain(dz)}"]
    slope = _slope(station.activation, _at(trace.z, walk, focus))
    name = f"{activation_name(station)}′({low('z', unit)})"
    numbers = f"{plain(da)}·{factor(slope)}"
    return [*lines, f"{delta} = dL/d{low('a', unit)}·{name} = {numbers} = {plain(dz)}"]


def _slope(activation: nn.Module, z: float) -> float:
    """The slope of the activation there, by autograd."""
    own = next(iter(activation.parameters()), None)
    place = torch.tensor([[z]], dtype=torch.float32 if own is None else own.dtype)
    place = place.to("cpu" if own is None else own.device).requires_grad_()
    with torch.enable_grad():
        return float(torch.autograd.grad(activation(place).sum(), place)[0])


def _to_weight(walk: Walk, focus: Focus, names: Names) -> list[str]:
    """The gradient of the weight: a sum over the rows of the batch, and the penalties."""
    trace, unit = walk.traces[focus.layer], focus.neuron + 1
    row, numbers = focus.row - walk.rows.start, walk.weight(*_weight(walk, focus))
    own, delta = names.weight(walk, focus), _at(trace.dz, walk, focus)
    rows = len(walk.recipe.inputs)
    if is_bias(walk, focus):
        product, share = low("δ", unit), plain(delta)
    else:
        source = float(trace.inputs[row, focus.source])
        product = f"{low('δ', unit)}·{names.source(focus.layer, focus.source)}"
        share = f"{plain(delta)}·{factor(source)} = {plain(delta * source)}"
    tail, penalty = _penalty(walk, focus, numbers.before)
    words = ngettext(
        "This row, the only one, adds {product} = {share}",
        "This row, one of {n}, adds {product} = {share}",
        rows,
    )
    gradient = f"dL/d{own} = Σ {product}{tail}"
    middle = f"{plain(numbers.gradient - penalty)} + {factor(penalty)} = " if tail else ""
    return [
        words.format(product=product, share=share, n=grouped(rows)),
        f"{gradient} = {middle}{plain(numbers.gradient)}",
    ]


def _weight(walk: Walk, focus: Focus) -> tuple[str, *tuple[int, ...]]:
    name, place = place_of(walk, focus)
    return (name, *place)


def _penalty(walk: Walk, focus: Focus, value: float) -> tuple[str, float]:
    """What the penalties add to the gradient of a weight: as text and as a number."""
    recipe = walk.recipe
    if is_bias(walk, focus):
        return "", 0.0
    sign = float(value > 0.0) - float(value < 0.0)
    text = " + λ₁·sign(w)" if recipe.l1 else ""
    text += " + λ₂·w" if recipe.l2 else ""
    return text, recipe.l1 * sign + recipe.l2 * value
