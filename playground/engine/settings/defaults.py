"""The settings a run starts with, before a person changes any. Imports no torch."""

import dataclasses
from typing import cast

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import DatasetRow
from playground.engine.catalogue.losses import Loss
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import DataSpec, RunSpec, Task

KEPT_BY_A_NEW_SOURCE = (
    "data.seed",
    "network.seed",
    "training.seed",
    "training.device",
    "training.epochs",
)


def defaults_for(source: str) -> RunSpec:
    """The settings that learn the dataset `source` well.

    Raises:
        InputError: there is no such dataset; the sentence names the nearest.
    """
    row = cast(DatasetRow, index.row("datasets", source))
    usual = {
        "data.source": source,
        "network.hidden": (8, 8),
        "training.loss": default_loss(row.task),
        "training.epochs": 100,
    }
    return settings.write_all(RunSpec(), {**usual, **row.start})


def settings_of_a_new_source(source: str, before: RunSpec) -> RunSpec:
    """The settings that learn `source` well, with what a person keeps of those before.

    Raises:
        InputError: there is no such dataset.
    """
    kept = {path: settings.read(before, path) for path in KEPT_BY_A_NEW_SOURCE}
    return settings.write_all(defaults_for(source), kept)


def default_loss(task: Task) -> str:
    """The key of the loss that is usual for `task`."""
    return "mse" if task == "regression" else "cross_entropy"


def fit_to_task(spec: RunSpec, task: Task) -> RunSpec:
    """`spec` with the usual loss of `task` in place of one that does not fit it.

    For a table, whose task is known once it is read.
    """
    found = cast(tuple[Loss, ...], index.find("losses", spec.training.loss))
    if any(loss.form(task) for loss in found):
        return spec
    return settings.write(spec, "training.loss", default_loss(task))


def table_settings(data: DataSpec, task: Task) -> dict[str, Value]:
    """The settings, by path, that a table of one's own starts with, read as `data` says."""
    chosen = {
        f"data.{field.name}": getattr(data, field.name)
        for field in dataclasses.fields(data)
        if field.name not in ("source", "seed", "features")
    }
    return {**chosen, "training.loss": default_loss(task)}
