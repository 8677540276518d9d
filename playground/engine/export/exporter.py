"""Takes a trained model away: writes it in a fresh process and checks it in another."""

import shutil
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import safetensors.torch
import torch
from torch import Tensor

from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.atomic_file import replacing
from playground.engine.common.errors import InputError
from playground.engine.data.dataset import Dataset
from playground.engine.export.check import INPUTS, OUTPUTS
from playground.engine.export.child import Child
from playground.engine.export.formats import Format, find_format
from playground.engine.export.live import apply, make_recipe, require_finite
from playground.engine.export.recipe import Recipe, build_model, save_recipe
from playground.engine.model.whole_model import WholeModel

PACKAGE = "playground.engine.export"
TOLERANCE = 1e-3
"""How far the file may be from the live model, relative to the largest output (or to 1)."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """An export that was written and checked.

    Attributes:
        max_abs_difference: between the file, in a fresh process, and the live model: over the
            outputs for every row of the data, or over the weights.
        seconds: writing and checking together.
    """

    path: Path
    format: str
    max_abs_difference: float
    seconds: float


def export_model(
    state: RunState,
    dataset: Dataset,
    path: Path,
    format: str | None = None,  # noqa: A002 - what it is called everywhere
    stop: threading.Event | None = None,
) -> ExportResult:
    """Write the model to `path` in the format of this key, or the one its name means.

    The file is put in place only once a fresh process has loaded it and agreed with the live
    model; until then, and if anything fails, the earlier file stays.

    Args:
        stop: gives the export up once it is set, from any thread.

    Raises:
        InputError: it was given up; no such format; the file cannot be written; the weights
            are not finite.
        RuntimeError: the file differs from the live model, or could not be loaded.
    """
    started = time.perf_counter()
    row = find_format(path, format)
    require_finite(state.weights)
    recipe = make_recipe(state, dataset)
    model = build_model(recipe)
    inputs = torch.from_numpy(dataset.raw.inputs).float().contiguous()
    with tempfile.TemporaryDirectory(prefix="playground-") as name, replacing(path) as temporary:
        folder = Path(name)
        _prepare(folder, recipe, inputs)
        outputs = _write_and_check(row, folder, temporary, stop)
        expected = _run_live(model, inputs) if row.whole else model.layers.state_dict()
        difference = max_abs_difference(expected, outputs)
    return ExportResult(path, row.key, difference, time.perf_counter() - started)


def max_abs_difference(expected: Mapping[str, Tensor], found: Mapping[str, Tensor]) -> float:
    """The largest difference over tensors of the same names.

    Raises:
        RuntimeError: names or shapes differ, or the difference is beyond `TOLERANCE`.
    """
    shapes = [{name: tuple(t.shape) for name, t in part.items()} for part in (expected, found)]
    if shapes[0] != shapes[1]:
        raise RuntimeError(f"The exported file has {shapes[1]} where the model has {shapes[0]}.")
    differences = [_difference(expected[name].cpu(), found[name]) for name in expected]
    scale = max((_largest(tensor) for tensor in expected.values()), default=0.0)
    worst = max(differences, default=0.0)
    if not worst <= TOLERANCE * max(1.0, scale):
        raise RuntimeError(f"The exported file differs from the live model by {worst:g}.")
    return worst


def _prepare(folder: Path, recipe: Recipe, inputs: Tensor) -> None:
    try:
        save_recipe(folder, recipe)
        safetensors.torch.save_file({"inputs": inputs}, folder / INPUTS)
    except OSError as error:
        raise InputError(
            f"The folder for temporary files cannot be written: {error.strerror}; make room in it."
        ) from error


def _write_and_check(
    row: Format, folder: Path, file: Path, stop: threading.Event | None
) -> dict[str, Tensor]:
    # The checking process starts first: it loads torch while the other one writes.
    threads = str(torch.get_num_threads())
    draft = folder / "model"
    check = Child(f"{PACKAGE}.check", row.checker, str(file), str(folder), threads)
    with check, Child(f"{PACKAGE}.write", row.target, str(folder), str(draft)) as write:
        write.finish(stop)
        shutil.copyfile(draft, file)
        check.finish(stop)
    return safetensors.torch.load_file(folder / OUTPUTS)


def _run_live(model: WholeModel, inputs: Tensor) -> dict[str, Tensor]:
    return {"outputs": apply(model, inputs), "first": apply(model, inputs[:1])}


def _largest(tensor: Tensor) -> float:
    return float(tensor.abs().nan_to_num(0.0, 0.0).max()) if tensor.numel() else 0.0


def _difference(expected: Tensor, found: Tensor) -> float:
    if not expected.numel():
        return 0.0
    same = (expected == found) | (expected.isnan() & found.isnan())
    return float((expected - found).abs().masked_fill(same, 0.0).max())
