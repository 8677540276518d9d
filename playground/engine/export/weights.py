"""The network's weights as safetensors: numbers and names, no code."""

from pathlib import Path
from typing import TYPE_CHECKING

import safetensors.torch
from torch import Tensor

if TYPE_CHECKING:
    from playground.engine.data.dataset import Dataset
    from playground.engine.export.recipe import Recipe
    from playground.engine.model.whole_model import WholeModel

METADATA = "playground"


def write(model: "WholeModel", recipe: "Recipe", path: Path) -> None:
    """Write the weights by their names in a plain `nn.Sequential`, with the metadata."""
    weights = {name: tensor.contiguous() for name, tensor in model.layers.state_dict().items()}
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
