"""Compiling the text of a program, and placing the tensors that its names stand for."""

from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from playground.engine.steppers.scripted.source import Body
from playground.engine.steppers.scripted.tape import Ref

KEPT = 8
"""Texts whose functions are kept after use, of about two megabytes each: those of a network and of
the one before it."""


@lru_cache(maxsize=KEPT)
def compiled(text: str) -> Any:  # noqa: ANN401 - functions of TorchScript
    """The functions of a text of TorchScript, which knows no name of Python's but `torch`."""
    unit = torch.jit.CompilationUnit()
    # Left to itself, PyTorch looks names up where it was called from, by a class that keeps all
    # that is known there until the garbage collector comes by.
    unit.define(text, _named)
    return unit


def _named(name: str) -> object:
    return torch if name == "torch" else None


def place_tensors(body: Body, lasting: dict[int, Tensor]) -> list[Tensor]:
    """A tensor for each name of a body: on a storage that lasts, on a constant, or on new memory.

    Args:
        lasting: a tensor that lies on each storage that outlives the program.
    """
    bases = lasting | body.step.constants
    made: list[Tensor] = []
    for name in body.tensors:
        if not isinstance(name, Ref):
            made.append(torch.tensor(name))
            continue
        if name.storage not in bases:
            space, dtype = body.step.spaces[name.storage]
            bases[name.storage] = torch.zeros(space // dtype.itemsize, dtype=dtype)
        made.append(bases[name.storage].as_strided(name.size, name.stride, name.offset))
    return made
