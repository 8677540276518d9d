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
    from playground.engine.data.raw import FloatArray
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
    python, cpp = _row_in_code(dataset.raw.inputs[0], bool(dataset.input_scaling.exact.any()))
    return {
        "Python": f"import torch\nmodel = torch.jit.load({str(path)!r})\nprint(model({python}))\n",
        "C++": "#include <torch/script.h>\n"
        f"torch::jit::Module model = torch::jit::load({json.dumps(str(path))});\n"
        f"torch::Tensor output = model.forward({{{cpp}}}).toTensor();\n",
    }


def _row_in_code(row: "FloatArray", is_exact: bool) -> tuple[str, str]:
    """A row of inputs in Python and in C++; of many, zeros."""
    python, cpp = (", dtype=torch.float64", ", torch::kFloat64") if is_exact else ("", "")
    if len(row) > SHOWN_FEATURES:
        return f"torch.zeros(1, {len(row)}{python})", f"torch::zeros({{1, {len(row)}}}{cpp})"
    numbers = [float(value if is_exact else f"{value:.6g}") for value in row]
    in_cpp = ", ".join(f"{number!r}{'' if is_exact else 'f'}" for number in numbers)
    return f"torch.tensor([{numbers!r}]{python})", f"torch::tensor({{{{{in_cpp}}}}}{cpp})"


@contextmanager
def deprecation_accepted() -> Iterator[None]:
    """Let torch.jit pass without the warning that it is deprecated."""
    with warnings.catch_warnings():
        for category in (DeprecationWarning, FutureWarning):
            warnings.filterwarnings("ignore", r".*torch\.jit.*", category)
        yield
