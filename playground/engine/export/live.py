"""The live model, applied to rows of raw inputs."""

import numpy as np
import torch
from torch import Tensor

from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.dataset import Dataset
from playground.engine.data.raw import FloatArray, IntArray, Outputs
from playground.engine.export.metadata import describe
from playground.engine.export.recipe import Recipe, build_model
from playground.engine.model.mute import with_mutes_as_weights
from playground.engine.model.whole_model import WholeModel
from playground.engine.training.state import Weights

ROWS_AT_ONCE = 4096


def predict(
    state: RunState, dataset: Dataset, inputs: FloatArray, lines: IntArray | None = None
) -> Outputs:
    """Predictions for raw inputs `[rows, features]`.

    Args:
        lines: int64 `[rows]`, the lines of the file that the inputs stand in.

    Returns:
        `[rows, targets]` in target units, or `[rows, classes]` probabilities.

    Raises:
        InputError: the weights do not fit the network, or they or an output are not finite.
    """
    require_finite(state.weights)
    model = build_model(make_recipe(state, dataset))
    outputs: Outputs = apply(model, torch.from_numpy(inputs)).numpy()
    bad = np.flatnonzero(~np.isfinite(outputs).all(axis=1))
    if len(bad):
        raise InputError(_not_finite(int(bad[0]), lines))
    return outputs


def _not_finite(row: int, lines: IntArray | None) -> str:
    if lines is None:
        return _(
            "The prediction for row {row} is not a finite number: an input is too large, or "
            "training diverged; check the row, or train with a lower learning rate."
        ).format(row=grouped(row + 1))
    return _(
        "The prediction for line {line} is not a finite number: an input is too large, or "
        "training diverged; check the line, or train with a lower learning rate."
    ).format(line=grouped(int(lines[row])))


def require_finite(weights: Weights) -> None:
    """Refuse weights that answer nothing.

    Raises:
        InputError: one is not finite.
    """
    for name, tensor in weights.items():
        if not bool(torch.isfinite(tensor).all()):
            raise InputError(
                _(
                    "The network's {name} is not finite, because training diverged; restore the "
                    "last valid weights, or train with a lower learning rate."
                ).format(name=repr(name))
            )


def make_recipe(state: RunState, dataset: Dataset) -> Recipe:
    """The trained model as values; that a neuron is muted stands in the weights."""
    weights = with_mutes_as_weights(state.weights, state.training.muted)
    return Recipe(state.spec, dataset, weights, describe(state, dataset))


def apply(model: WholeModel, inputs: Tensor) -> Tensor:
    """The model's outputs, in blocks that keep memory small."""
    with torch.inference_mode():
        starts = range(0, len(inputs), ROWS_AT_ONCE)
        return torch.cat([model(inputs[start : start + ROWS_AT_ONCE]) for start in starts])
