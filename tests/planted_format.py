"""A made-up format to export to: one row, and this module with all that the row names."""

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from playground.engine.export.formats import Format

ROW = Format(
    key="planted",
    label="Planted",
    help="The weights as lists of numbers.",
    target="planted_format:write",
    checker="planted_format:read",
    loading="planted_format:loading_code",
    suffixes=(".planted", ".pl"),
    whole=False,
)


def write(model: Any, _recipe: object, path: Path) -> None:  # noqa: ANN401
    lists = {name: tensor.tolist() for name, tensor in model.layers.state_dict().items()}
    path.write_text(json.dumps(lists, sort_keys=True), encoding="utf-8")


def read(path: Path, _inputs: Tensor) -> dict[str, Tensor]:
    lists = json.loads(path.read_text(encoding="utf-8"))
    return {name: torch.tensor(numbers) for name, numbers in lists.items()}


def loading_code(path: Path, _dataset: object) -> dict[str, str]:
    return {"Python": f"import json\nprint(sorted(json.load(open({str(path)!r}))))\n"}


def read_wrong(path: Path, inputs: Tensor) -> dict[str, Tensor]:
    return {name: tensor + 1 for name, tensor in read(path, inputs).items()}
