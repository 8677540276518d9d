"""What the processes that write and check an export are given: a folder of numbers and names.

The model is written by a fresh process because TorchScript numbers the types it meets in a
process, and puts those numbers into the file: only a process without a past writes the same bytes
for the same model.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.torch
import torch
from torch import Tensor

from playground.engine.data.dataset import Dataset, Scaling
from playground.engine.data.raw import Column, RawData
from playground.engine.model.loss_forms import loss_form, outputs_for
from playground.engine.model.network import build_network
from playground.engine.model.whole_model import WholeModel, whole_model
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec
from playground.engine.training.state import load_weights

RECIPE = "recipe.json"
WEIGHTS = "weights.safetensors"


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """A trained model as values.

    Attributes:
        dataset: only its names, features and scaling count; its rows may be missing.
        metadata: what the exported file says about itself, as JSON: all of the above but weights.
    """

    spec: RunSpec
    dataset: Dataset
    weights: Mapping[str, Tensor]
    metadata: str


def build_model(recipe: Recipe) -> WholeModel:
    """The model from raw inputs to target units or probabilities, ready to be used.

    Raises:
        InputError: the loss does not fit the task, or the weights do not fit the network.
    """
    form = loss_form(recipe.spec.training.loss, recipe.dataset.task)
    network = build_network(
        recipe.spec.network,
        recipe.dataset.inputs.shape[1],
        outputs_for(form, recipe.dataset.classes, len(recipe.dataset.raw.target_names)),
        form.output_activation,
    )
    load_weights(network, recipe.weights)
    return whole_model(recipe.dataset, network, form)


def save_recipe(folder: Path, recipe: Recipe) -> None:
    """Put a recipe into `folder`."""
    (folder / RECIPE).write_text(recipe.metadata, encoding="utf-8")
    (folder / WEIGHTS).write_bytes(safetensors.torch.save(dict(recipe.weights)))


def load_recipe(folder: Path) -> Recipe:
    """Read what `save_recipe` put into `folder`."""
    metadata = (folder / RECIPE).read_text(encoding="utf-8")
    content = json.loads(metadata)
    spec = settings.write_all(RunSpec(), content["spec"])
    weights = safetensors.torch.load((folder / WEIGHTS).read_bytes())
    return Recipe(spec, _empty_dataset(spec, content), weights, metadata)


def _empty_dataset(spec: RunSpec, content: Mapping[str, Any]) -> Dataset:
    columns = tuple(
        Column(column["name"], column["kind"], tuple(column["categories"]))
        for column in content["columns"]
    )
    raw = RawData(
        task=content["task"],
        columns=columns,
        inputs=np.empty((0, len(content["feature_names"]))),
        targets=np.empty((0, len(content["target_names"]))),
        target_names=tuple(content["target_names"]),
        class_names=tuple(content["class_names"]),
    )
    features = tuple(content["input_features"])
    return Dataset(
        spec=spec.data,
        raw=raw,
        input_features=features,
        input_scaling=_scaling(content["input_scaling"]),
        target_scaling=_scaling(content["target_scaling"]),
        train=np.empty(0, np.int64),
        validation=np.empty(0, np.int64),
        inputs=torch.empty((0, len(features or content["feature_names"]))),
        targets=torch.empty((0, 1)),
    )


def _scaling(lists: Mapping[str, list[Any]]) -> Scaling:
    return Scaling(
        np.array(lists["mean"], np.float64),
        np.array(lists["deviation"], np.float64),
        np.array(lists["in_float64"], np.bool_),
    )
