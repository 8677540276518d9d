"""`playground export`: write the model of a trained project."""

import argparse
from pathlib import Path

from playground.cli.console import show, show_json
from playground.cli.files import require_distinct
from playground.cli.result import export_as_json, export_as_text
from playground.cli.source import open_trained
from playground.engine.common.atomic_file import require_writable
from playground.engine.export.exporter import export_model
from playground.engine.export.formats import find_format


def run(options: argparse.Namespace) -> int:
    """Write each file."""
    paths = [Path(name) for name in options.files]
    for path in paths:
        find_format(path, options.format)
        require_writable(path)
    require_distinct(paths, [Path(options.project)])
    state, dataset = open_trained(Path(options.project), options.weights)
    results = [export_model(state, dataset, path, options.format) for path in paths]
    if options.json:
        show_json({"exports": [export_as_json(result) for result in results]})
    else:
        show("\n".join(export_as_text(result) for result in results))
    return 0
