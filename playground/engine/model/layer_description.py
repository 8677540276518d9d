"""What a network is made of, layer by layer: what views and generated code are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from torch import nn

from playground.engine.model.dropout import Dropout
from playground.engine.model.network import Network

Kind = Literal["inputs", "hidden", "outputs"]


@dataclass(frozen=True, slots=True)
class LayerDescription:
    """One layer, its activation included.

    Attributes:
        units: how many neurons, or inputs, it has.
        weight: the name of the parameter whose row `n` holds the edges to neuron `n`, one for each
            unit of the layer before; empty where there are no such edges.
        bias: the name of the parameter with one number for each neuron; empty where there is none.
        last: how many modules of `network.layers` the signal has passed once it leaves this layer.
        labels: what each unit is called; empty where they go by their numbers.
    """

    kind: Kind
    units: int
    weight: str = ""
    bias: str = ""
    last: int = 0
    labels: tuple[str, ...] = ()


def describe_layers(
    network: Network, inputs: Sequence[str] = (), outputs: Sequence[str] = ()
) -> tuple[LayerDescription, ...]:
    """The inputs, each hidden layer, and the outputs, in the order in which the signal passes."""
    children = enumerate(network.layers.named_children())
    linear = [(n, name, m) for n, (name, m) in children if isinstance(m, nn.Linear)]
    ends = [*(place for place, *_ in linear[1:]), len(network.layers)]
    layers = [LayerDescription("inputs", network.inputs, labels=tuple(inputs))]
    for (_, number, module), end in zip(linear, ends, strict=True):
        is_last = end == len(network.layers)
        layers.append(
            LayerDescription(
                kind="outputs" if is_last else "hidden",
                units=module.out_features,
                weight=f"layers.{number}.weight",
                bias=f"layers.{number}.bias" if module.bias is not None else "",
                last=end,
                labels=tuple(outputs) if is_last else (),
            )
        )
    return tuple(layers)


def passes(network: Network, first: int, last: int) -> list[nn.Module]:
    """The modules from one place to another without dropout: as they are when measured."""
    layers = list(network.layers)[first:last]
    return [layer for layer in layers if not isinstance(layer, Dropout)]
