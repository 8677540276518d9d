"""TorchScript: one file that loads with torch alone, in Python or C++."""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    # The process that checks loads this module, and must do with torch alone.
    from playground.engine.data.dataset import Dataset
    from playground.engine.export.recipe import Recipe

METADATA = "playground.json"
SHOWN_FEATURES = 8


def write(model: nn.Module, recipe: "Recipe", path: Path) -> None:
    """Write `model`, which takes float32 `[batch, features]`, with the metadata beside it.

    The model is scripted; where that needs source code that is not there (a frozen app), it is
    traced.
    """
    features = len(recipe.dataset.raw.feature_names)
    with deprecation_accepted():
        try:
            program = torch.jit.script(model)
        except (OSError, RuntimeError, NotImplementedError):
            program = torch.jit.trace(  # type: ignore[no-untyped-call]
                model, torch.zeros(2, features)
            )
        # A path would become part of the file; through a buffer its bytes are the same anywhere.
        content = program.save_to_buffer(  # type: ignore[no-untyped-call]
            _extra_files={METADATA: recipe.metadata}
        )
    path.write_bytes(content)


def loading_code(path: Path, dataset: "Dataset") -> dict[str, str]:
    """Code by language that loads `path` and applies it to the first row of the data."""
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


@contextmanager
def deprecation_accepted() -> Iterator[None]:
    """Let torch.jit pass without the warning that it is deprecated."""
    with warnings.catch_warnings():
        for category in (DeprecationWarning, FutureWarning):
            warnings.filterwarnings("ignore", r".*torch\.jit.*", category)
        yield
