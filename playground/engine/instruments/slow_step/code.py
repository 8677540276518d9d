"""The training loop of a network, loss and optimizer as lines of PyTorch."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from torch import nn

from playground.engine.instruments.slow_step.phases import Kind, Phase
from playground.engine.instruments.slow_step.recipe import Recipe
from playground.engine.instruments.slow_step.stations import Station
from playground.engine.model.dropout import Dropout
from playground.engine.model.mute import Mute

_UNTOLD = frozenset(
    {"params", "lr", "foreach", "maximize", "capturable", "differentiable", "fused"}
)


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line, the phases in which it runs, and the layer that it makes (-1 for none)."""

    text: str
    kinds: tuple[Kind, ...] = ()
    layer: int = -1


def code_of(recipe: Recipe, stations: tuple[Station, ...]) -> tuple[CodeLine, ...]:
    """The network, what it is trained with, and the loop whose lines are the phases."""
    return (*_network_lines(stations, recipe), *_tool_lines(recipe), *_loop(recipe))


def lit_lines(code: tuple[CodeLine, ...], phase: Phase) -> tuple[int, ...]:
    """The lines that run in a phase, and those of its layer: the running one first."""
    running = [n for n, line in enumerate(code) if phase.kind in line.kinds]
    of_layer = phase.kind in ("forward", "backward") and phase.layer >= 0
    own = [n for n, line in enumerate(code) if of_layer and line.layer == phase.layer]
    return tuple(running + own)


def _network_lines(stations: tuple[Station, ...], recipe: Recipe) -> Iterator[CodeLine]:
    yield CodeLine("network = nn.Sequential(")
    for station in stations:
        for name in station.places:
            text = _module_text(recipe.network.get_submodule(name))
            if text:
                yield CodeLine(f"    {text}", layer=station.number)
    yield CodeLine(")")


def _module_text(module: nn.Module) -> str:
    match module:
        case nn.Linear():
            bias = "" if module.bias is not None else ", bias=False"
            return f"nn.Linear({module.in_features}, {module.out_features}{bias}),"
        case Dropout():
            return f"nn.Dropout({module.p:g})," if module.p > 0.0 else ""
        case Mute():
            numbers = module.muted.nonzero().flatten().tolist()
            return f"# muted: {numbers}"
    return f"{_call(module, vars(module))},"


def _tool_lines(recipe: Recipe) -> Iterator[CodeLine]:
    optimizer = recipe.optimizer
    options = dict(optimizer.param_groups[0])
    rate = options["lr"] if recipe.rate is None else recipe.rate
    yield CodeLine(f"criterion = {_call(recipe.criterion, vars(recipe.criterion))}")
    told = _told_options(type(optimizer), options)
    arguments = ", ".join(["network.parameters()", f"lr={rate:.6g}", *told])
    yield CodeLine(f"optimizer = torch.optim.{type(optimizer).__name__}({arguments})")
    yield CodeLine("")


def _call(thing: nn.Module, values: Mapping[str, object]) -> str:
    kind = type(thing)
    prefix = "nn." if kind.__module__.startswith("torch.nn") else ""
    return f"{prefix}{kind.__name__}({', '.join(_told_options(kind, values))})"


def _told_options(kind: type, values: Mapping[str, object]) -> Iterator[str]:
    """The options that differ from the defaults of their class."""
    for name, parameter in inspect.signature(kind).parameters.items():
        if name in _UNTOLD or name not in values or parameter.default is parameter.empty:
            continue
        if values[name] != parameter.default:
            yield f"{name}={values[name]!r}"


def _loop(recipe: Recipe) -> Iterator[CodeLine]:
    yield CodeLine("for inputs, targets in loader:", ("batch",))
    if not recipe.has_closure:
        yield from _gradient_lines(recipe, "    ")
        yield from _clip_lines(recipe, "    ")
        yield CodeLine("    optimizer.step()", ("step",))
    else:
        yield CodeLine("    def closure():")
        yield from _gradient_lines(recipe, "        ")
        yield from _clip_lines(recipe, "        ")
        yield CodeLine("        return loss")
        yield CodeLine("    optimizer.step(closure)", ("step",))
    if recipe.shrinkage > 0.0:
        yield CodeLine("    for w in matrices:", ("step",))
        distance = f"lr * {recipe.shrinkage:g}"
        shrunk = f"w.sign() * (w.abs() - {distance}).clamp(min=0)"
        yield CodeLine(f"        w.data = {shrunk}", ("step",))


def _gradient_lines(recipe: Recipe, space: str) -> Iterator[CodeLine]:
    yield CodeLine(f"{space}optimizer.zero_grad()", ("zero_grad",))
    if recipe.precision == "amp":
        device = recipe.inputs.device.type
        with_line = f'{space}with torch.autocast("{device}", dtype=torch.bfloat16):'
        yield CodeLine(with_line, ("forward",))
        yield CodeLine(f"{space}    outputs = network(inputs)", ("forward",))
        yield CodeLine(f"{space}outputs = outputs.float()", ("forward",))
    else:
        yield CodeLine(f"{space}outputs = network(inputs)", ("forward",))
    yield CodeLine(f"{space}loss = criterion(outputs, targets)", ("loss",))
    weights = "for w in network.parameters() if w.dim() > 1)"
    if recipe.l1:
        text = f"{space}loss = loss + {recipe.l1:g} * sum(w.abs().sum() {weights}"
        yield CodeLine(text, ("loss",))
    if recipe.l2:
        text = f"{space}loss = loss + {recipe.l2:g} / 2 * sum(w.square().sum() {weights}"
        yield CodeLine(text, ("loss",))
    yield CodeLine(f"{space}loss.backward()", ("backward",))


def _clip_lines(recipe: Recipe, space: str) -> Iterator[CodeLine]:
    if recipe.frozen:
        yield CodeLine(f"{space}for w, mask in frozen:", ("clip",))
        yield CodeLine(f"{space}    w.grad.masked_fill_(mask, 0.0)", ("clip",))
    if recipe.clip > 0.0:
        text = f"nn.utils.clip_grad_norm_(network.parameters(), {recipe.clip:g})"
        yield CodeLine(f"{space}{text}", ("clip",))
