"""`playground train`: train without a window, and take the result away."""

import argparse
import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from playground.cli.console import say, show, show_json
from playground.cli.effects import without_effect
from playground.cli.export import write_export
from playground.cli.files import require_distinct
from playground.cli.history import write_history
from playground.cli.interruption import Interruption
from playground.cli.progress import Goal
from playground.cli.result import as_json, as_text
from playground.cli.source import PROJECT_SUFFIX, Source, find_source, say_notes
from playground.cli.training import Outcome, TrainingFailed, train
from playground.engine.checkpoint.payload import to_payload
from playground.engine.common.atomic_file import require_writable
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.export.exporter import ExportResult
from playground.engine.export.formats import find_format
from playground.engine.export.metadata import library_versions
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import fit_to_task
from playground.engine.spec.run import RunSpec, TableFile, Task
from playground.engine.training.devices import require_device
from playground.state.project import Project, is_view
from playground.state.project_file import save_project

DEFAULT_EPOCHS = 200
FAILED = 1
STATUS = {"done": 0, "stopped": 0, "diverged": 3}


def run(options: argparse.Namespace) -> int:
    """Train, then write what was asked for; after a failure too, as far as it was trained."""
    _require_places(options)
    source = find_source(options.source)
    say_notes(source)
    spec, dataset = _choose_settings(options, source)
    require_device(spec.training.device)
    spec, goal = _choose_end(options, spec, source)
    interruption: Interruption = options.interruption
    with interruption.held():
        outcome = train(
            spec,
            source.project.table,
            source.checkpoint,
            goal,
            interruption,
            dataset,
            options.log_every,
        )
        failed = outcome.state == "failed"
        if outcome.reason and not failed:
            say(outcome.reason)
        refusals: list[str] = []
        exports = _write(options, source, outcome, refusals)
    if options.json:
        show_json(as_json(outcome, goal, exports))
    else:
        show(as_text(outcome, goal, exports))
    for refusal in refusals:
        say(f"playground: {refusal}")
    if failed:
        raise TrainingFailed(outcome.reason, outcome.details)
    if refusals:
        return FAILED
    return interruption.status if interruption.heard else STATUS[outcome.state]


def _require_places(options: argparse.Namespace) -> None:
    """Refuse now what could not be written after hours of training."""
    for name in options.exports:
        find_format(Path(name))
    for name in (*options.exports, options.save, options.history):
        if name is not None:
            require_writable(Path(name))
    if options.save is not None and Path(options.save).suffix.lower() != PROJECT_SUFFIX:
        raise InputError(
            _("{name} is not the name of a project; it must end in {suffix}.").format(
                name=repr(options.save), suffix=PROJECT_SUFFIX
            )
        )
    results = [Path(name) for name in (*options.exports, options.history) if name is not None]
    saved = [] if options.save is None else [Path(options.save)]
    # A project may be saved over itself: it holds all that was in it.
    require_distinct(results, [Path(options.source), *saved])
    if Path(options.source).suffix.lower() != PROJECT_SUFFIX:
        require_distinct(saved, [Path(options.source)])


def _choose_settings(options: argparse.Namespace, source: Source) -> tuple[RunSpec, Dataset | None]:
    """The settings, and the data where they had to be read for it."""
    assignments = list(options.assignments)
    for path in (text.partition("=")[0].strip() for text in assignments):
        if is_view(path):
            raise InputError(
                _("{path} is a setting of the window; change it there.").format(path=path)
            )
    if options.device is not None:
        assignments.append(f"training.device={options.device}")
    if options.epochs is not None:
        assignments.append(f"training.epochs={options.epochs}")
    spec = settings.parse_all(source.project.run, assignments)
    chosen = {text.partition("=")[0].strip() for text in assignments}
    table = source.project.table
    for sentence in without_effect(spec.data.source, options.assignments):
        say(sentence)
    known = source.file is not None and not any(path.startswith("data.") for path in chosen)
    if known or "training.loss" in chosen or table is None:
        return spec, None
    return _fit_loss(spec, table)


def _fit_loss(spec: RunSpec, table: TableFile) -> tuple[RunSpec, Dataset | None]:
    """A table's task is chosen, or else known only once it is read."""
    chosen = next((task for task in get_args(Task) if task == spec.data.task), None)
    if chosen is not None:
        return fit_to_task(spec, chosen), None
    dataset = build_dataset(spec.data, table)
    return fit_to_task(spec, dataset.task), dataset


def _choose_end(options: argparse.Namespace, spec: RunSpec, source: Source) -> tuple[RunSpec, Goal]:
    start = Goal()
    if source.checkpoint is not None:
        before = source.checkpoint.state
        start = Goal(from_epoch=before.epoch, from_step=before.step, from_seconds=before.seconds)
    chose_epochs = any(text.startswith("training.epochs") for text in options.assignments)
    if options.steps is not None or options.seconds is not None:
        spec = spec if chose_epochs else settings.write(spec, "training.epochs", 0)
    else:
        counted_from = source.checkpoint.state.stop.from_epoch if source.checkpoint else 0
        passed = int(start.from_epoch) - counted_from
        spec = _choose_epochs(spec, passed, options.epochs is not None)
    goal = dataclasses.replace(
        start,
        epochs=spec.training.epochs or None,
        steps=None if options.steps is None else start.from_step + options.steps,
        seconds=None if options.seconds is None else start.from_seconds + options.seconds,
    )
    return spec, goal


def _choose_epochs(spec: RunSpec, before: int, chosen: bool) -> RunSpec:
    """`--epochs` counts from where a project stands; the setting from `before` epochs ago."""
    epochs = spec.training.epochs
    if chosen and epochs:
        return settings.write(spec, "training.epochs", before + epochs)
    if epochs > before:
        return spec
    say(
        _(
            "No end was given, so training stops after {n} epochs; choose another end with "
            "--epochs, --steps or --seconds."
        ).format(n=grouped(DEFAULT_EPOCHS))
    )
    return settings.write(spec, "training.epochs", before + DEFAULT_EPOCHS)


def _write(
    options: argparse.Namespace, source: Source, outcome: Outcome, refusals: list[str]
) -> list[ExportResult]:
    """Write all that was asked for; what cannot be written keeps nothing else from it."""
    exports: list[ExportResult] = []
    if options.save is not None:
        with _writing(options.save, refusals):
            _save(Path(options.save), source, outcome)
    if options.history is not None:
        with _writing(options.history, refusals):
            write_history(Path(options.history), outcome.log)
    if options.exports and outcome.state == "diverged":
        say(_("Nothing was exported, because training diverged."))
        return exports
    if options.exports and outcome.state == "failed":
        say(_("Nothing was exported, because training failed."))
        return exports
    for name in options.exports:
        with _writing(name, refusals):
            run = outcome.run.standing_on(options.weights)
            exports.append(write_export(run, outcome.dataset, Path(name)))
    return exports


@contextlib.contextmanager
def _writing(name: str, refusals: list[str]) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        refusals.append(str(error))
    except KeyboardInterrupt:
        say(_("{name} was not written, and neither were any files after it.").format(name=name))
        raise


def _save(path: Path, source: Source, outcome: Outcome) -> None:
    project = Project(run=outcome.run.spec, view=source.project.view, table=source.project.table)
    save_project(path, project, to_payload(outcome.run, outcome.log), library_versions())
