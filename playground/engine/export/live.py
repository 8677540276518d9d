"""The live model, applied to rows of raw inputs."""

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from playground.engine.data.dataset import Dataset
from playground.engine.data.raw import FloatArray
from playground.engine.export.metadata import describe
from playground.engine.export.recipe import Recipe, build_model
from playground.engine.model.whole_model import WholeModel
from playground.engine.run.checkpoint import Snapshot

ROWS_AT_ONCE = 4096


def predict(snapshot: Snapshot, dataset: Dataset, inputs: FloatArray) -> npt.NDArray[np.float32]:
    """Predictions for raw inputs `[rows, features]`.

    Returns:
        float32 `[rows, 1]` in target units, or `[rows, classes]` probabilities.

    Raises:
        InputError: the weights do not fit the network.
    """
    model = build_model(make_recipe(snapshot, dataset))
    outputs: npt.NDArray[np.float32] = apply(model, torch.from_numpy(inputs).float()).numpy()
    return outputs


def make_recipe(snapshot: Snapshot, dataset: Dataset) -> Recipe:
    """The trained model as values."""
    weights = {name: tensor.detach().cpu() for name, tensor in snapshot.weights.items()}
    return Recipe(
        snapshot.spec.network,
        snapshot.spec.training.loss,
        dataset,
        weights,
        describe(snapshot, dataset),
    )


def apply(model: WholeModel, inputs: Tensor) -> Tensor:
    """The model's outputs, in blocks that keep memory small."""
    with torch.inference_mode():
        starts = range(0, len(inputs), ROWS_AT_ONCE)
        return torch.cat([model(inputs[start : start + ROWS_AT_ONCE]) for start in starts])
