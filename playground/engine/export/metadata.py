"""What an exported file says about itself."""

import importlib.metadata
import json
import platform
from typing import Any

from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import Dataset, Scaling
from playground.engine.settings import paths as settings

FORMAT_VERSION = 1


def describe(state: RunState, dataset: Dataset) -> str:
    """Names, scaling, settings and versions as JSON; the same run gives the same text.

    Step and epoch are those of the weights, which need not be the run's last.
    """
    raw, spec = dataset.raw, state.spec
    step, epoch = state.place_of_weights
    content: dict[str, Any] = {
        "format": FORMAT_VERSION,
        "task": raw.task,
        "feature_names": raw.feature_names,
        "columns": [
            {"name": column.name, "kind": column.kind, "categories": column.categories}
            for column in raw.columns
        ],
        "target_name": raw.target_name,
        "target_names": raw.target_names,
        "class_names": raw.class_names,
        "input_features": dataset.input_features,
        "input_scaling": _lists(dataset.input_scaling),
        "target_scaling": _lists(dataset.target_scaling),
        "step": step,
        "epoch": epoch,
        "spec": {path: settings.read(spec, path) for path in settings.parameters(spec)},
        "libraries": library_versions(),
    }
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)


def library_versions() -> dict[str, str]:
    """The versions that a run depends on."""
    names = ("torch", "numpy", "playground")
    return {"python": platform.python_version()} | {name: _version(name) for name in names}


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _lists(scaling: Scaling) -> dict[str, list[Any]]:
    return {
        "mean": scaling.mean.tolist(),
        "deviation": scaling.deviation.tolist(),
        "in_float64": scaling.exact.tolist(),
    }
