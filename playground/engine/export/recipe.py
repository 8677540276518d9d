"""What the processes that write and check an export are given: a folder of numbers and names.

The model is written by a fresh process because TorchScript numbers the types it meets in a
process, and puts those numbers into the file: only a process without a past writes the same bytes
for the same model.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
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
from playground.engine.spec.run import DataSpec, NetworkSpec, RunSpec
from playground.engine.training.state import load_weights

RECIPE = "recipe.json"
WEIGHTS = "weights.safetensors"


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """A trained model as values.

    Attributes:
        dataset: only its names, features and scaling count; its rows may be missing.
        metadata: what the exported file says about itself.
    """

    network: NetworkSpec
    loss: str
    dataset: Dataset
    weights: Mapping[str, Tensor]
    metadata: str


def build_model(recipe: Recipe) -> WholeModel:
    """The model from raw inputs to target units or probabilities, ready to be used.

    Raises:
        InputError: the loss does not fit the task, or the weights do not fit the network.
    """
    form = loss_form(recipe.loss, recipe.dataset.task)
    network = build_network(
        recipe.network,
        recipe.dataset.inputs.shape[1],
        outputs_for(form, recipe.dataset.classes),
        form.output_activation,
    )
    load_weights(network, recipe.weights)
    return whole_model(recipe.dataset, network, form)


def save_recipe(folder: Path, recipe: Recipe) -> None:
    """Put a recipe into `folder`."""
    raw = recipe.dataset.raw
    content = {
        "network": {
            path.partition(".")[2]: settings.read(RunSpec(network=recipe.network), path)
            for path in settings.fixed_parameters()
            if path.startswith("network.")
        },
        "loss": recipe.loss,
        "data": {
            "task": raw.task,
            "columns": [asdict(column) for column in raw.columns],
            "target_name": raw.target_name,
            "class_names": raw.class_names,
            "input_features": recipe.dataset.input_features,
            "input_scaling": _scaling_to_lists(recipe.dataset.input_scaling),
            "target_scaling": _scaling_to_lists(recipe.dataset.target_scaling),
            "inputs": recipe.dataset.inputs.shape[1],
        },
        "metadata": recipe.metadata,
    }
    (folder / RECIPE).write_text(json.dumps(content), encoding="utf-8")
    weights = {name: t.detach().cpu().contiguous().clone() for name, t in recipe.weights.items()}
    (folder / WEIGHTS).write_bytes(safetensors.torch.save(weights))


def load_recipe(folder: Path) -> Recipe:
    """Read what `save_recipe` put into `folder`."""
    content = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
    network = {f"network.{name}": value for name, value in content["network"].items()}
    return Recipe(
        network=settings.write_all(RunSpec(), network).network,
        loss=content["loss"],
        dataset=_empty_dataset(content["data"]),
        weights=safetensors.torch.load((folder / WEIGHTS).read_bytes()),
        metadata=content["metadata"],
    )


def _empty_dataset(data: Mapping[str, Any]) -> Dataset:
    columns = tuple(
        Column(**{**column, "categories": tuple(column["categories"])})
        for column in data["columns"]
    )
    raw = RawData(
        task=data["task"],
        columns=columns,
        inputs=np.empty((0, sum(len(column.feature_names()) for column in columns))),
        targets=np.empty(0),
        target_name=data["target_name"],
        class_names=tuple(data["class_names"]),
    )
    return Dataset(
        spec=DataSpec(),
        raw=raw,
        input_features=tuple(data["input_features"]),
        input_scaling=_scaling_from_lists(data["input_scaling"]),
        target_scaling=_scaling_from_lists(data["target_scaling"]),
        train=np.empty(0, np.int64),
        validation=np.empty(0, np.int64),
        inputs=torch.empty((0, data["inputs"])),
        targets=torch.empty((0, 1)),
    )


def _scaling_to_lists(scaling: Scaling) -> dict[str, list[float]]:
    return {"mean": scaling.mean.tolist(), "deviation": scaling.deviation.tolist()}


def _scaling_from_lists(lists: Mapping[str, list[float]]) -> Scaling:
    return Scaling(np.array(lists["mean"], np.float64), np.array(lists["deviation"], np.float64))
