"""`playground export`: write the model of a trained project."""

import argparse
from pathlib import Path

from playground.cli.console import say, show, show_json
from playground.cli.files import require_distinct
from playground.cli.result import export_as_json, export_as_text
from playground.cli.source import open_trained
from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.atomic_file import require_writable
from playground.engine.data.dataset import Dataset
from playground.engine.export.exporter import ExportResult, export_model
from playground.engine.export.formats import find_format


def run(options: argparse.Namespace) -> int:
    """Write each file."""
    paths = [Path(name) for name in options.files]
    for path in paths:
        find_format(path, options.format)
        require_writable(path)
    require_distinct(paths, [Path(options.project)])
    state, dataset = open_trained(Path(options.project), options.weights)
    results = [write_export(state, dataset, path, options.format) for path in paths]
    if options.json:
        show_json({"exports": [export_as_json(result) for result in results]})
    else:
        show("\n".join(export_as_text(result) for result in results))
    return 0


def write_export(
    state: RunState,
    dataset: Dataset,
    path: Path,
    format: str | None = None,  # noqa: A002 - what it is called everywhere
) -> ExportResult:
    """Write one file as `export_model` does, and say what to mind when it is used."""
    result = export_model(state, dataset, path, format)
    if result.advice:
        say(f"{path}: {result.advice}")
    return result
