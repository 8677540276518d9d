"""`playground predict`: a prediction for each row of a table."""

import argparse
import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from playground.cli.console import say, show, status_of_output
from playground.cli.files import require_distinct, write_text
from playground.cli.source import open_trained
from playground.engine.common.atomic_file import require_writable
from playground.engine.common.language import ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.dataset import Dataset
from playground.engine.data.raw import Outputs
from playground.engine.data.table.inputs import ReadInputs, read_inputs
from playground.engine.data.table.read import load_table_file
from playground.engine.export.live import predict

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
    read = read_inputs(table, dataset.raw.columns, state.spec.data, options.on_missing)
    for note in read.notes:
        say(note)
    shown = defused if options.safe_csv else str
    text = as_csv(dataset, predict(state, dataset, read.inputs), read, shown)
    if output is None:
        show(text.rstrip("\n"))
        return status_of_output()
    write_text(output, text)
    count = len(read.rows)
    words = ngettext("{n} prediction is in {file}.", "{n} predictions are in {file}.", count)
    say(words.format(n=grouped(count), file=repr(str(output))))
    return 0


def as_csv(
    dataset: Dataset, outputs: Outputs, read: ReadInputs, shown: Callable[[str], str] = str
) -> str:
    """One line per row of the table: the value of each target, or the class and probabilities.

    The line of a row that was left out is empty, so that lines go on belonging to rows.

    Args:
        outputs: `[rows taken, targets]` in target units, or `[rows taken, classes]` probabilities.
        shown: how the name of the target or of a class is written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    classes = tuple(shown(name) for name in dataset.raw.class_names)
    writer.writerow(
        [
            *(shown(name) for name in dataset.raw.target_names),
            *(f"probability of {name}" for name in dataset.raw.class_names),
        ]
    )
    predicted = dict(zip(read.rows.tolist(), _lines(classes, outputs), strict=True))
    empty = [""] * (1 + len(classes) if classes else 1)
    writer.writerows(predicted.get(row, empty) for row in range(read.total))
    return text.getvalue()


def defused(name: str) -> str:
    """A name that no spreadsheet takes for a formula; what is a number stays one."""
    try:
        float(name)
    except ValueError:
        return f"'{name}" if name.lstrip().startswith(_FORMULA) else name
    return name


def _lines(classes: tuple[str, ...], outputs: Outputs) -> Iterator[list[str]]:
    digits = 7 if outputs.dtype == np.float32 else 15
    for row in outputs:
        numbers = [f"{value:.{digits}g}" for value in row]
        yield [classes[int(row.argmax())], *numbers] if classes else numbers
