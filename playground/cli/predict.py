"""`playground predict`: a prediction for each row of a table."""

import argparse
from pathlib import Path

from playground.cli.console import say, show, status_of_output
from playground.cli.files import require_distinct, write_text
from playground.cli.source import open_trained
from playground.engine.common.atomic_file import require_writable
from playground.engine.common.language import ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.inputs.read import read_inputs, wanted_of
from playground.engine.data.table.read import load_table_file
from playground.engine.export.live import predict
from playground.engine.export.predictions import as_csv, predictions_of

_FORMULA = ("=", "+", "-", "@")
"""What a formula begins with, and what starts programs in some."""


def run(options: argparse.Namespace) -> int:
    """Write the predictions as CSV."""
    output = None if options.output is None else Path(options.output)
    if output is not None:
        require_writable(output)
        require_distinct([output], [Path(options.project), Path(options.input)])
    state, dataset = open_trained(Path(options.project), options.weights)
    table = load_table_file(Path(options.input))
    read = read_inputs(table, wanted_of(dataset.raw, state.spec.data), options.on_missing)
    for note in read.notes:
        say(note)
    outputs = predict(state, dataset, read.inputs, read.lines[read.rows])
    found = predictions_of(read, dataset.raw, outputs)
    text = "".join(as_csv(found, defused if options.safe_csv else str))
    if output is None:
        show(text.rstrip("\n"))
        return status_of_output()
    write_text(output, text)
    count = len(read.rows)
    words = ngettext("{n} prediction is in {file}.", "{n} predictions are in {file}.", count)
    say(words.format(n=grouped(count), file=repr(str(output))))
    return 0


def defused(name: str) -> str:
    """A name that no spreadsheet takes for a formula; what is a number stays one."""
    try:
        float(name)
    except ValueError:
        return f"'{name}" if name.lstrip().startswith(_FORMULA) else name
    return name
