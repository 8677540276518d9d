"""Takes a trained model away: writes it in a fresh process and checks it in another."""

import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import safetensors.torch
import torch
from torch import Tensor

from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.atomic_file import replacing, scratch_folder
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.data.dataset import Dataset
from playground.engine.data.scaling import Scaling, identity_scaling
from playground.engine.export.check import INPUTS, OUTPUTS
from playground.engine.export.child import Child
from playground.engine.export.formats import Format, find_format
from playground.engine.export.live import apply, make_recipe, require_finite
from playground.engine.export.recipe import Recipe, build_model, save_recipe
from playground.engine.model.whole_model import WholeModel

PACKAGE = "playground.engine.export"
TOLERANCE = 1e-3
"""How far the file may be from the live model, relative to the targets' deviation, or to how far
the outputs are from their mean."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """An export that was written and checked.

    Attributes:
        max_abs_difference: between the file, in a fresh process, and the live model: over the
            outputs for every row of the data, or over the weights.
        seconds: writing and checking together.
        advice: what to mind when the file is used, as a sentence, or nothing.
    """

    path: Path
    format: str
    max_abs_difference: float
    seconds: float
    advice: str = ""


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
    inputs = _inputs(dataset)
    with scratch_folder() as folder, replacing(path) as temporary:
        _prepare(folder, recipe, inputs)
        outputs = _write_and_check(row, folder, temporary, stop)
        expected = _run_live(model, inputs) if row.whole else model.layers.state_dict()
        scaling = dataset.target_scaling if row.whole else identity_scaling(1)
        difference = max_abs_difference(expected, outputs, scaling)
    advice = _advice(model, inputs, expected["outputs"], scaling) if row.whole else ""
    return ExportResult(path, row.key, difference, time.perf_counter() - started, advice)


def max_abs_difference(
    expected: Mapping[str, Tensor], found: Mapping[str, Tensor], scaling: Scaling
) -> float:
    """The largest difference over tensors of the same names.

    Args:
        scaling: of what they hold: a target that is far from 0 hides no difference.

    Raises:
        RuntimeError: names or shapes differ, or the difference is beyond `TOLERANCE`.
    """
    shapes = [{name: tuple(t.shape) for name, t in part.items()} for part in (expected, found)]
    if shapes[0] != shapes[1]:
        sentence = _("The exported file has {found} where the trained model has {expected}.")
        raise RuntimeError(sentence.format(found=shapes[1], expected=shapes[0]))
    pairs = [(expected[name].cpu(), found[name]) for name in expected]
    differences = [_differences(*pair, scaling) for pair in pairs]
    worst = max(map(max, differences), default=0.0)
    reaches = [
        max(column) for column in zip(*(_reaches(t, scaling) for t, _t in pairs), strict=True)
    ]
    off = [max(column) for column in zip(*differences, strict=True)]
    if not all(a <= TOLERANCE * b for a, b in zip(off, reaches, strict=True)):
        sentence = _("The exported file differs from the trained model by {gap}.")
        raise RuntimeError(sentence.format(gap=number(worst)))
    return worst


def _prepare(folder: Path, recipe: Recipe, inputs: Tensor) -> None:
    try:
        save_recipe(folder, recipe)
        safetensors.torch.save_file({"inputs": inputs}, folder / INPUTS)
    except OSError as error:
        raise InputError(
            _(
                "The folder for temporary files cannot be written ({reason}); free some space in "
                "it."
            ).format(reason=error.strerror)
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


def _inputs(dataset: Dataset) -> Tensor:
    """All rows, in float64 where float32 is too coarse for them."""
    kind = torch.float64 if dataset.input_scaling.exact.any() else torch.float32
    return torch.from_numpy(dataset.raw.inputs).to(kind).contiguous()


def _advice(model: WholeModel, inputs: Tensor, expected: Tensor, scaling: Scaling) -> str:
    """How far the model is off where it is given float32, if that matters."""
    if inputs.dtype == torch.float32:
        return ""
    off = _differences(expected, apply(model, inputs.to(torch.float32)), scaling)
    reaches = _reaches(expected, scaling)
    if all(a <= TOLERANCE * b for a, b in zip(off, reaches, strict=True)):
        return ""
    return _(
        "Give the model float64 inputs: with float32 inputs, its predictions for these data are "
        "off by up to {gap}."
    ).format(gap=number(max(off), ".3g"))


def _reaches(tensor: Tensor, scaling: Scaling) -> list[float]:
    """How far the numbers of each target are from their mean, and at least their deviation."""
    units = zip(_columns(tensor, scaling), scaling.mean, scaling.deviation, strict=True)
    return [
        max(float(unit), float((part - float(mean)).abs().nan_to_num(0.0, 0.0).max()))
        if part.numel()
        else float(unit)
        for part, mean, unit in units
    ]


def _differences(expected: Tensor, found: Tensor, scaling: Scaling) -> list[float]:
    pairs = zip(_columns(expected, scaling), _columns(found, scaling), strict=True)
    return [_difference(*pair) for pair in pairs]


def _columns(tensor: Tensor, scaling: Scaling) -> Sequence[Tensor]:
    """Of several targets each by itself: the numbers of one may be a million times as large."""
    return tensor.unbind(1) if len(scaling.mean) > 1 else (tensor,)


def _difference(expected: Tensor, found: Tensor) -> float:
    if not expected.numel():
        return 0.0
    same = (expected == found) | (expected.isnan() & found.isnan())
    return float((expected - found).abs().masked_fill(same, 0.0).max())
