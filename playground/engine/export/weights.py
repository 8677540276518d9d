"""The network's weights as safetensors: numbers and names, no code."""

from pathlib import Path
from typing import TYPE_CHECKING

import safetensors.torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from playground.engine.data.dataset import Dataset
    from playground.engine.export.recipe import Recipe

METADATA = "playground"


def write(model: nn.Module, recipe: "Recipe", path: Path) -> None:  # noqa: ARG001 - as every writer
    """Write the weights by their names in the network's `state_dict`, with the metadata."""
    weights = {name: tensor.contiguous() for name, tensor in recipe.weights.items()}
    path.write_bytes(safetensors.torch.save(weights, {METADATA: recipe.metadata}))


def run(path: Path, inputs: Tensor) -> dict[str, Tensor]:  # noqa: ARG001 - as every checker
    """The weights that the file holds."""
    return safetensors.torch.load_file(path)


def loading_code(path: Path, dataset: "Dataset") -> dict[str, str]:  # noqa: ARG001
    """Code by language that loads `path` and shows what is in it."""
    return {
        "Python": "from safetensors.torch import load_file\n"
        f"weights = load_file({str(path)!r})\n"
        "print({name: tuple(tensor.shape) for name, tensor in weights.items()})\n"
    }
