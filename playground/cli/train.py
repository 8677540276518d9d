"""`playground train`: train without a window, and take the result away."""

import argparse
import dataclasses
from pathlib import Path

from playground.cli.console import say, show, show_json
from playground.cli.history import write_history
from playground.cli.progress import Goal
from playground.cli.result import as_json, as_text
from playground.cli.source import Source, find_source
from playground.cli.training import Outcome, train
from playground.engine import settings
from playground.engine.checkpoint import to_payload
from playground.engine.data.dataset import build_dataset
from playground.engine.defaults import fit_to_task
from playground.engine.devices import require_device
from playground.engine.export.atomic import require_writable
from playground.engine.export.exporter import ExportResult, export_model
from playground.engine.export.formats import find_format
from playground.engine.export.metadata import library_versions
from playground.engine.spec import RunSpec, TableFile
from playground.state.project import Project
from playground.state.project_file import save_project

DEFAULT_EPOCHS = 200
STATUS = {"done": 0, "stopped": 0, "diverged": 3}
INTERRUPTED = 130


def run(options: argparse.Namespace) -> int:
    """Train, then write what was asked for."""
    _require_places(options)
    source = find_source(options.source)
    spec = _choose_settings(options, source)
    require_device(spec.training.device)
    spec, goal = _choose_end(options, spec, source)
    outcome = train(spec, source.project.table, source.checkpoint, goal)
    if outcome.reason:
        say(outcome.reason)
    exports = _write(options, source, outcome)
    if options.json:
        show_json(as_json(outcome, goal, exports))
    else:
        show(as_text(outcome, goal, exports))
    return INTERRUPTED if outcome.interrupted else STATUS[outcome.state]


def _require_places(options: argparse.Namespace) -> None:
    """Refuse now what could not be written after hours of training."""
    for name in options.exports:
        find_format(Path(name))
    for name in (*options.exports, options.save, options.history):
        if name is not None:
            require_writable(Path(name))


def _choose_settings(options: argparse.Namespace, source: Source) -> RunSpec:
    assignments = list(options.assignments)
    if options.device is not None:
        assignments.append(f"training.device={options.device}")
    if options.epochs is not None:
        assignments.append(f"training.epochs={options.epochs}")
    spec = settings.parse_all(source.project.run, assignments)
    chose_loss = any(text.partition("=")[0].strip() == "training.loss" for text in assignments)
    return spec if chose_loss else _fit_loss(spec, source.project.table)


def _fit_loss(spec: RunSpec, table: TableFile | None) -> RunSpec:
    """A table's task is known once it is read."""
    return fit_to_task(spec, build_dataset(spec.data, table).task) if table is not None else spec


def _choose_end(options: argparse.Namespace, spec: RunSpec, source: Source) -> tuple[RunSpec, Goal]:
    start = Goal()
    if source.checkpoint is not None:
        before = source.checkpoint.snapshot
        start = Goal(from_epoch=before.epoch, from_step=before.step, from_seconds=before.seconds)
    chose_epochs = any(text.startswith("training.epochs") for text in options.assignments)
    if options.steps is not None or options.seconds is not None:
        spec = spec if chose_epochs else settings.write(spec, "training.epochs", 0)
    else:
        spec = _choose_epochs(spec, int(start.from_epoch), options.epochs is not None)
    goal = dataclasses.replace(
        start,
        epochs=spec.training.epochs or None,
        steps=None if options.steps is None else start.from_step + options.steps,
        seconds=None if options.seconds is None else start.from_seconds + options.seconds,
    )
    return spec, goal


def _choose_epochs(spec: RunSpec, before: int, chosen: bool) -> RunSpec:
    """`--epochs` counts from where a project stands; the setting counts from its very start."""
    epochs = spec.training.epochs
    if chosen and epochs:
        return settings.write(spec, "training.epochs", before + epochs)
    if epochs > before:
        return spec
    say(
        f"No end is given: training {DEFAULT_EPOCHS} epochs; --epochs, --steps or --seconds say it."
    )
    return settings.write(spec, "training.epochs", before + DEFAULT_EPOCHS)


def _write(options: argparse.Namespace, source: Source, outcome: Outcome) -> list[ExportResult]:
    if options.history is not None:
        write_history(Path(options.history), outcome.log)
    if options.save is not None:
        _save(Path(options.save), source, outcome)
    if options.exports and outcome.state == "diverged":
        say("Nothing was exported, because training diverged.")
        return []
    return [export_model(outcome.snapshot, outcome.dataset, Path(name)) for name in options.exports]


def _save(path: Path, source: Source, outcome: Outcome) -> None:
    project = Project(
        run=outcome.snapshot.spec, view=source.project.view, table=source.project.table
    )
    save_project(path, project, to_payload(outcome.snapshot, outcome.log), library_versions())
