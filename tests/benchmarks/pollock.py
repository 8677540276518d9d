"""Scores the reading of polluted tables, as the Pollock benchmark defines it.

Vitagliano et al., "Pollock: A Data Loading Benchmark", PVLDB 16(8), 2023, section 5: a file that is
read scores 1, and the precision, the recall and the F1 of its header's cells, of its records and of
its cells (each as a multiset) are added, so that 10 is the most. The files are not part of this
repository:

    python -m tests.benchmarks.pollock DIR [--weights pollock_weights.json] [--worst 20]

DIR holds `csv` and `clean` with a file of the same name for each table.
"""

import argparse
import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from playground.engine.common.errors import InputError
from playground.engine.data.table.text.text_table import TextTable, read_texts
from playground.engine.spec.run import DataSpec, TableFile

Rows = list[tuple[str, ...]]
_MOST_CELL = 2**27


class Score(NamedTuple):
    """The score of one file, 0..10."""

    name: str
    points: float
    refusal: str = ""
    """What was said where the file was refused."""
    rightly: bool = False
    """Refused, and the file has no rows to learn from."""


def read_clean(path: Path) -> Rows:
    """The rows as they should be read."""
    csv.field_size_limit(_MOST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_trimmed(row) for row in csv.reader(file)]


def rows_of(table: TextTable, right: Rows) -> Rows:
    """The rows as they were read, the header first where there is one.

    Names made up for columns without one, or for the second of two equal ones, are undone. Where
    the benchmark itself makes up names (`col_0`, `col_1`, …) for lack of a header, ours are those.
    """
    columns = [column.to_pylist() for column in table.columns.values()]
    rows = [tuple(row) for row in zip(*columns, strict=True)]
    if table.layout.has_header:
        return [tuple(_as_written(name) for name in table.columns), *rows]
    made_up = right and all(re.fullmatch(r"col_\d+", name) for name in right[0])
    return [tuple(f"col_{n}" for n in range(len(columns))), *rows] if made_up else rows


def _as_written(name: str) -> str:
    return re.sub(r"^column \d+$|^row name$| \(\d+\)$", "", name)


def points(right: Rows, read: Rows) -> float:
    """What a file that was read scores, 1..10."""
    if not right:
        return 10.0
    header = _measures(right[0], read[0] if read else ())
    records = _measures(["".join(row) for row in right[1:]], ["".join(row) for row in read[1:]])
    cells = _measures([c for row in right for c in row], [c for row in read for c in row])
    return 1.0 + header + records + cells


def score_file(name: str, content: bytes, right: Rows) -> Score:
    """Read a polluted file by the guesses alone, and score it."""
    try:
        table = read_texts(TableFile(name, content), DataSpec())
    except InputError as error:
        return Score(name, 0.0, str(error), rightly=len(right) <= 1)
    return Score(name, points(right, rows_of(table, right)))


def _measures(right: Sequence[str], read: Sequence[str]) -> float:
    """Precision, recall and F1 of a multiset, added."""
    if not right:
        return 3.0
    both = (Counter(right) & Counter(read)).total()
    if not both:
        return 0.0
    recall, precision = both / len(right), both / len(read)
    return recall + precision + 2 * recall * precision / (recall + precision)


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the simple and the weighted score, and the files that score worst."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--worst", type=int, default=20)
    options = parser.parse_args(arguments)
    scores = [
        score_file(path.name, path.read_bytes(), read_clean(options.folder / "clean" / path.name))
        for path in sorted((options.folder / "csv").iterdir())
        if (options.folder / "clean" / path.name).is_file()
    ]
    simple = sum(score.points for score in scores) / len(scores)
    refused = sum(bool(score.refusal) for score in scores)
    rightly = sum(score.rightly for score in scores)
    kind = simple + 10 * rightly / len(scores)
    out = [
        f"{len(scores)} files, simple {simple:.3f}, refused {refused}",
        f"of these without rows {rightly}: counted as read they would give {kind:.3f}",
    ]
    if options.weights:
        weights = json.loads(options.weights.read_text(encoding="utf-8"))
        total = sum(weights[score.name] for score in scores)
        weighted = sum(weights[score.name] * score.points for score in scores) / total
        out.append(f"weighted {weighted:.3f}")
    worst = sorted(scores, key=lambda score: score.points)[: options.worst]
    out += [f"{score.points:7.3f}  {score.name}  {score.refusal}" for score in worst]
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
