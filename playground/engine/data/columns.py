"""Describing columns of numbers as a person types them."""

from collections.abc import Sequence

import numpy as np

from playground.engine.data.raw import Column, FloatArray


def number_columns(names: Sequence[str], inputs: FloatArray) -> tuple[Column, ...]:
    """Columns for `inputs`, float64 `[rows, len(names)]`, with their ranges and medians."""
    medians = np.median(inputs, axis=0)
    lowest, highest = inputs.min(axis=0), inputs.max(axis=0)
    return tuple(
        Column(
            name=name,
            typical=f"{medians[index]:.4g}",
            minimum=float(lowest[index]),
            maximum=float(highest[index]),
        )
        for index, name in enumerate(names)
    )
