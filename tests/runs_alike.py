"""Whether two runs are the same between two steps, to the last bit."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace

import numpy as np
import torch

from playground.engine.checkpoint.run_state import RunState
from playground.gui.controllers.run.moment import Losses


@dataclass(frozen=True)
class Stood:
    """A run between two steps, its losses, and the states before it that one can go back to."""

    state: RunState
    losses: Losses
    past: tuple[RunState, ...] = ()

    @property
    def without_past(self) -> "Stood":
        return replace(self, past=())

    @property
    def step(self) -> int:
        return self.state.step


def differences(one: object, other: object, name: str = "run") -> list[str]:
    """The names of all that differs in two values, down to tensors and arrays."""
    if type(one) is not type(other):
        return [f"{name}: {one!r} {other!r}"]
    if is_dataclass(one):
        parts = [field.name for field in fields(one)]
        pairs = [(getattr(one, part), getattr(other, part)) for part in parts]
        return _within(name, parts, pairs)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        keys = sorted(one.keys() | other.keys(), key=str)
        return _within(name, map(str, keys), [(one.get(key), other.get(key)) for key in keys])
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        if len(one) != len(other):
            return [f"{name}: {len(one)} {len(other)}"]
        return _within(name, map(str, range(len(one))), list(zip(one, other, strict=True)))
    return [] if _same(one, other) else [f"{name}: {one!r} {other!r}"]


def _within(name: str, parts: object, pairs: list[tuple[object, object]]) -> list[str]:
    names = list(parts)  # type: ignore[call-overload]
    return [
        found
        for part, pair in zip(names, pairs, strict=True)
        for found in differences(*pair, f"{name}.{part}")
    ]


def _same(one: object, other: object) -> bool:
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return one.dtype == other.dtype and torch.equal(one.nan_to_num(), other.nan_to_num())
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=True)
    return one == other
