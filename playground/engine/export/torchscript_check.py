"""Loads a TorchScript file just written, in the process that checks it and nowhere else."""

from pathlib import Path

import torch
from torch import Tensor

from playground.engine.export.torchscript import deprecation_accepted

ROWS_AT_ONCE = 4096


def run(path: Path, inputs: Tensor) -> dict[str, Tensor]:
    """What the file makes of `inputs`, `[rows, features]`, and of the first row alone."""
    with deprecation_accepted(), torch.inference_mode():
        program = torch.jit.load(  # type: ignore[no-untyped-call]
            str(path), map_location="cpu"
        )
        starts = range(0, len(inputs), ROWS_AT_ONCE)
        parts = [program(inputs[start : start + ROWS_AT_ONCE]) for start in starts]
        return {"outputs": torch.cat(parts), "first": program(inputs[:1])}
