"""The lines that use an exported file, as shown in the dialog and the README."""

import json
from collections.abc import Callable
from pathlib import Path

from playground.engine.data.dataset import Dataset
from playground.engine.export.formats import find_format

SHOWN_FEATURES = 8


def loading_lines(
    format: str | None,  # noqa: A002 - what it is called everywhere
    path: Path,
    dataset: Dataset,
) -> dict[str, str]:
    """Code by language that loads `path` and applies it to one row of the data.

    Raises:
        InputError: `format` and the file's name mean no format.
    """
    lines: dict[str, Callable[[Path, Dataset], dict[str, str]]] = {
        "torchscript": _torchscript,
        "weights": _weights,
    }
    return lines[find_format(path, format).key](path, dataset)


def _torchscript(path: Path, dataset: Dataset) -> dict[str, str]:
    row = [float(f"{value:.6g}") for value in dataset.raw.inputs[0]]
    if len(row) > SHOWN_FEATURES:
        python, cpp = (f"torch{dot}zeros({{}})" for dot in (".", "::"))
        python, cpp = python.format(f"1, {len(row)}"), cpp.format(f"{{1, {len(row)}}}")
    else:
        python = f"torch.tensor([{row!r}])"
        cpp = f"torch::tensor({{{{{', '.join(f'{value!r}f' for value in row)}}}}})"
    return {
        "Python": f"import torch\nmodel = torch.jit.load({str(path)!r})\nprint(model({python}))\n",
        "C++": "#include <torch/script.h>\n"
        f"torch::jit::Module model = torch::jit::load({json.dumps(str(path))});\n"
        f"torch::Tensor output = model.forward({{{cpp}}}).toTensor();\n",
    }


def _weights(path: Path, dataset: Dataset) -> dict[str, str]:  # noqa: ARG001
    return {
        "Python": "from safetensors.torch import load_file\n"
        f"weights = load_file({str(path)!r})\n"
        "print({name: tuple(tensor.shape) for name, tensor in weights.items()})\n"
    }
