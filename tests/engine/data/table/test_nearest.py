"""The nearest setting by which a table that is refused can be read."""

from dataclasses import replace

import pytest

from playground.engine.common.errors import InputError
from playground.engine.data.table.kept import KeptTexts
from playground.engine.data.table.nearest import nearest_setting
from playground.engine.data.table.preview import preview_table
from playground.engine.data.table.read import read_table
from playground.engine.spec.run import DataSpec, TableFile

ROWS = [f"{row * 7 % 31},{row * 1.5}" for row in range(30)]


def table(lines: list[str], name: str = "t.csv") -> TableFile:
    return TableFile(name, "\n".join(["a,y", *lines]).encode())


WIDE = table([line for row in ROWS for line in (row, "7")])
MANY = TableFile(
    "t.csv", "\n".join(["k,y", *(f"c{row % 150},{row}" for row in range(600))]).encode()
)


@pytest.mark.parametrize(
    ("file", "spec", "change"),
    [
        (table(ROWS), DataSpec(separator="bar"), {"separator": "auto"}),
        (table(ROWS), DataSpec(skip_lines=500), {"skip_lines": -1}),
        (WIDE, DataSpec(separator="comma", header="yes"), {"bent_rows": "fill"}),
        (table(ROWS), DataSpec(header="no", target=("y",)), {"header": "auto"}),
        (table(ROWS), DataSpec(target=("z",)), None),
        (table([f"{n}," for n in range(9)]), DataSpec(), None),
        (MANY, DataSpec(categories=("k",)), {"most_categories": 1000}),
    ],
    ids=[
        "separator",
        "lines to skip",
        "bent rows",
        "header",
        "no such name",
        "no target",
        "categories",
    ],
)
def test_that_the_nearest_setting_reads_what_was_refused(
    file: TableFile, spec: DataSpec, change: dict[str, object] | None
) -> None:
    preview = preview_table(file, spec)
    assert preview.problems
    if change is None:
        assert preview.nearest is None
        return
    assert preview.nearest is not None
    assert preview.nearest.offer is not None
    assert dict(preview.nearest.offer.changes) == change
    mended = replace(spec, **change)  # type: ignore[arg-type]
    assert preview_table(file, mended).problems == ()


def test_that_the_refusal_of_the_command_line_names_it() -> None:
    with pytest.raises(InputError) as refused:
        read_table(WIDE, DataSpec(separator="comma", header="yes"))
    said = "With Rows of another width: Fill up (data.bent_rows=fill) it can be read."
    assert str(refused.value).endswith(said)


def test_that_a_table_that_is_read_looks_for_nothing() -> None:
    assert preview_table(table(ROWS), DataSpec()).nearest is None


def test_that_what_is_wrong_far_down_is_not_mended_by_the_beginning() -> None:
    lines = [f"{row},{row % 9}.5" for row in range(60_000)]
    long = table([*lines[:59_000], "1,2,3", *lines[59_000:]])
    assert nearest_setting(KeptTexts(long), DataSpec(bent_rows="refuse")) is None
    early = table(["1,2,3", "4,5,6", *lines])
    found = nearest_setting(KeptTexts(early), DataSpec(bent_rows="refuse", separator="comma"))
    assert found is not None
    assert "its beginning can be read" in found.said


def test_that_a_file_that_is_no_table_has_no_such_setting() -> None:
    assert nearest_setting(KeptTexts(TableFile("t.csv", b"")), DataSpec()) is None
