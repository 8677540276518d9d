"""An optimizer's state as JSON beside named tensors, and back."""

from collections.abc import Mapping
from typing import Any

from torch import Tensor

from playground.engine.training.state import OptimizerState

DEEPEST = 4
"""Lists within lists that are read; torch's optimizers have one."""


def to_json(state: OptimizerState) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """The state as JSON that names its tensors, and the tensors by these names."""
    tensors: dict[str, Tensor] = {}

    def node(name: str, value: object) -> object:
        if isinstance(value, Tensor):
            tensors[name] = value
            return {"tensor": name}
        if isinstance(value, list):
            return [node(f"{name}/{place}", item) for place, item in enumerate(value)]
        if isinstance(value, float):
            return {"float": value.hex()}
        if value is None or isinstance(value, int):
            return value
        raise TypeError(f"{name} is {type(value).__name__}, which is not kept")

    described = {
        parameter: {key: node(f"{parameter}/{key}", value) for key, value in kept.items()}
        for parameter, kept in state.items()
    }
    return described, tensors


def from_json(described: object, tensors: Mapping[str, Tensor]) -> OptimizerState:
    """What `to_json` made JSON of.

    Raises:
        ValueError: it is no such JSON.
        KeyError: a tensor is missing.
    """
    return {
        parameter: {key: _value(node, tensors) for key, node in _mapping(kept).items()}
        for parameter, kept in _mapping(described).items()
    }


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("not a mapping")
    return value


def _value(node: object, tensors: Mapping[str, Tensor], depth: int = 0) -> object:
    match node:
        case None | bool() | int():
            return node
        case {"tensor": str(name), **rest} if not rest:
            return tensors[name]
        case {"float": str(digits), **rest} if not rest:
            return float.fromhex(digits)
        case list() if depth < DEEPEST:
            return [_value(item, tensors, depth + 1) for item in node]
    raise ValueError("neither a number nor a tensor")
