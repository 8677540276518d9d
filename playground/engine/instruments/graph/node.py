"""What the autograd graph of a scalar is, as plain values."""

from dataclasses import dataclass

from playground.engine.instruments.graph.glance import Glance


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GraphNode:
    """One node of `grad_fn`.

    Attributes:
        operation: as torch calls it, `AddmmBackward0`; the leaves are `AccumulateGrad`.
        inputs: the numbers of the nodes that the gradient goes on to, in the order of the
            operation's arguments; one that needs no gradient has none.
        name: of the parameter or variable whose `.grad` a leaf adds to; else empty.
        line: the number of the line of code that made it; -1 where none is known.
        saved: the tensors it keeps from the forward pass, by torch's names.
        constants: what else it keeps, as Python writes it: `("alpha", "1")`.
        gradients: of the objective by each of its outputs, as it comes in on the way back; None
            where nothing came.
    """

    operation: str
    inputs: tuple[int, ...]
    name: str = ""
    line: int = -1
    saved: tuple[Glance, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    gradients: tuple[Glance | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodeLine:
    """One line of the code that made a graph.

    Attributes:
        module: the network's module that it calls, `layers.0`; else empty.
        description: of that module, as torch prints it.
        layer: the number of its layer, 0 for the inputs; -1 where it belongs to none.
        is_last: that layer is the output layer.
    """

    text: str
    module: str = ""
    description: str = ""
    layer: int = -1
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Graph:
    """All nodes reachable from one scalar; the first is its own `grad_fn`.

    Attributes:
        value: of the scalar.
        lines: the code that made it; empty where a person wrote it.
    """

    nodes: tuple[GraphNode, ...]
    value: float
    lines: tuple[CodeLine, ...] = ()

    def form(self) -> tuple[tuple[str, tuple[int, ...], str], ...]:
        """What a picture of the graph hangs on: everything but numbers."""
        return tuple((node.operation, node.inputs, node.name) for node in self.nodes)
