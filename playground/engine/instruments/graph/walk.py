"""Walks through the autograd graph of a tensor, and watches a backward pass go through it."""

from collections.abc import Callable, Mapping
from functools import partial

import torch
from torch import Tensor
from torch.autograd.graph import Node

from playground.engine.instruments.graph.glance import Glance, glance
from playground.engine.instruments.graph.node import GraphNode

_SAVED = "_saved_"
_SIGNED = 2**63


def nodes_from(root: Node | None) -> list[Node]:
    """All nodes reachable from `root`, itself first, each once and as near to it as can be."""
    found: dict[Node, None] = {} if root is None else {root: None}
    row = list(found)
    while row:
        following = (after for node in row for after, _ in node.next_functions)
        row = [*dict.fromkeys(n for n in following if n is not None and n not in found)]
        found.update(dict.fromkeys(row))
    return list(found)


class Owners:
    """Which line of code made which node: asked of the result of each line, in their order."""

    def __init__(self) -> None:
        self.lines: dict[Node, int] = {}

    def claim(self, result: Tensor, line: int) -> None:
        """Every node that makes `result` and that no earlier line made is of this line."""
        for node in nodes_from(result.grad_fn):
            self.lines.setdefault(node, line)


def watch(
    objective: Tensor,
    backward: Callable[[Tensor], None],
    names: Mapping[int, str],
    lines: Mapping[Node, int],
) -> tuple[GraphNode, ...]:
    """Call `backward` and tell what every node saved for it and which gradient came to it.

    Args:
        objective: a scalar with a `grad_fn`; its graph is freed as usual.
        names: of the leaves, by the `id` of their tensors.
    """
    nodes = nodes_from(objective.grad_fn)
    kept = [_kept(node) for node in nodes]  # before they are freed
    gradients = _gradients(nodes, partial(backward, objective))
    numbers = {node: number for number, node in enumerate(nodes)}
    return tuple(
        GraphNode(
            operation=node.name().rpartition("::")[2],
            inputs=tuple(numbers[after] for after, _ in node.next_functions if after is not None),
            name=names.get(id(getattr(node, "variable", None)), ""),
            line=lines.get(node, -1),
            saved=saved,
            constants=constants,
            gradients=gradients.get(number, ()),
        )
        for number, (node, (saved, constants)) in enumerate(zip(nodes, kept, strict=True))
    )


def _gradients(
    nodes: list[Node], backward: Callable[[], None]
) -> dict[int, tuple[Glance | None, ...]]:
    """By the number of a node, what came to it."""
    came: dict[int, tuple[Glance | None, ...]] = {}

    def note(number: int, gradients: tuple[Tensor | None, ...]) -> None:
        came[number] = tuple(None if one is None else glance("", one) for one in gradients)

    hooks = [node.register_prehook(partial(note, number)) for number, node in enumerate(nodes)]
    backward()
    for hook in hooks:
        hook.remove()
    return came


def _kept(node: Node) -> tuple[tuple[Glance, ...], tuple[tuple[str, str], ...]]:
    """The tensors and the other values that a node keeps."""
    tensors, others = [], []
    for attribute in (one for one in dir(node) if one.startswith(_SAVED)):
        name, value = attribute.removeprefix(_SAVED), getattr(node, attribute)
        if isinstance(value, Tensor):
            tensors.append(glance(name, value))
        elif isinstance(value, tuple) and value and isinstance(value[0], Tensor):
            tensors += [glance(f"{name}[{n}]", one) for n, one in enumerate(value)]
        elif value is not None and "_sym_" not in name:
            others.append((name, repr(_as_written(value))))
    return tuple(tensors), tuple(others)


def _as_written(value: object) -> object:
    """Negative whole numbers come out of torch as if they had no sign."""
    if isinstance(value, int) and value >= _SIGNED:
        return value - 2 * _SIGNED
    return value if not isinstance(value, torch.SymInt) else int(value)
