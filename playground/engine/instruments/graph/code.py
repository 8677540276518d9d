"""The code of a forward pass and its loss, as PyTorch, for one network, line by line."""

from dataclasses import dataclass

from torch import nn

from playground.engine.instruments.graph.node import CodeLine
from playground.engine.model.layer_description import describe_layers
from playground.engine.model.network import Network
from playground.engine.spec.run import TrainingSpec


@dataclass(frozen=True, slots=True, eq=False)
class StepCode:
    """The lines, and which of them makes what.

    Attributes:
        calls: by the place of a module in `network.layers`, the number of the line that calls it.
        cast: the number of the line that returns to float32; None without mixed precision.
        loss: the number of the line that measures the loss.
        gathered, objective: those of the penalties; None without.
    """

    lines: tuple[CodeLine, ...]
    calls: tuple[int, ...]
    cast: int | None
    loss: int
    gathered: int | None
    objective: int | None


def code_of(network: Network, loss: nn.Module, training: TrainingSpec, device: str) -> StepCode:
    """The code whose variables are `model`, `criterion`, `x` and `y`, the batch."""
    lines, is_mixed = [CodeLine(text="h = x")], training.precision == "amp"
    if is_mixed:
        text = f'with torch.autocast("{device}", dtype=torch.bfloat16, cache_enabled=False):'
        lines.append(CodeLine(text=text))
    calls = _calls(network, "    " if is_mixed else "")
    numbers = tuple(range(len(lines), len(lines) + len(calls)))
    lines += calls
    cast = _append(lines, "h = h.float()") if is_mixed else None
    measured = _append(lines, f"loss = criterion(h, y)  # {loss}")
    gathered = objective = None
    if training.penalty != 0.0 or training.l2 != 0.0:
        text = "w = torch.cat([p.flatten() for p in model.parameters() if p.dim() > 1])"
        gathered = _append(lines, text)
        sums = f"{training.penalty!r} * w.abs().sum() + {training.l2 / 2.0!r} * w.square().sum()"
        objective = _append(lines, f"loss = loss + ({sums})")
    _append(lines, "loss.backward()")
    return StepCode(tuple(lines), numbers, cast, measured, gathered, objective)


def _append(lines: list[CodeLine], text: str) -> int:
    lines.append(CodeLine(text=text))
    return len(lines) - 1


def _calls(network: Network, indent: str) -> list[CodeLine]:
    layers = describe_layers(network)
    lines = []
    for place, (name, module) in enumerate(network.layers.named_children()):
        layer = next(number for number, layer in enumerate(layers) if place < layer.last)
        lines.append(
            CodeLine(
                text=f"{indent}h = model.layers[{place}](h)  # {module}",
                module=f"layers.{name}",
                description=str(module),
                layer=layer,
                is_last=layer == len(layers) - 1,
            )
        )
    return lines
