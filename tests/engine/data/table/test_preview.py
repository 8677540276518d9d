"""What the import dialog is told of a table."""

import numpy as np

from playground.engine.data.table.preview import preview_table
from playground.engine.data.table.read import read_table
from playground.engine.spec.run import DataSpec, TableFile


def table(text: str) -> TableFile:
    return TableFile("t.csv", text.encode())


def test_that_a_preview_shows_what_reading_will_do() -> None:
    file = table("a;k;y\n1,5;x;1\n;y;2,5\n3,5;x;\n4,5;y;4\n")
    preview, raw = preview_table(file, DataSpec()), read_table(file, DataSpec())
    assert preview.problems == ()
    assert (preview.task, preview.target, preview.row_count, preview.exact) == (
        "regression",
        "y",
        4,
        True,
    )
    assert [(c.name, c.kind, c.role, c.missing) for c in preview.columns] == [
        ("a", "number", "feature", 1),
        ("k", "category", "feature", 0),
        ("y", "number", "target", 1),
    ]
    assert preview.rows[0] == ("1,5", "x", "1")
    assert preview.missing in raw.notes
    assert set(preview.notes) < set(raw.notes)
    assert preview.lines == (2, 3, 4, 5)


def test_that_a_bent_row_is_named_and_many_are_refused_with_the_rows_shown() -> None:
    one = preview_table(table("a,b\n1,2\n3\n4,5\n"), DataSpec())
    assert (one.bent_lines, one.bent_count, one.rows_used, one.problems) == ((3,), 1, 2, ())
    assert any("Line 3 is left out: it has 1 field" in note for note in one.notes)
    many = preview_table(table("a,b\n1,2\n3\n4,5,6\n7,8\n9\n"), DataSpec())
    assert "lines 3, 4 and 6 do not have 2 fields" in many.problems[0]


def test_that_only_so_many_rows_are_shown() -> None:
    text = "a,b\n" + "\n".join(f"{n},{n}.5" for n in range(500))
    assert len(preview_table(table(text), DataSpec(), rows=7).rows) == 7


def test_that_the_beginning_of_a_long_table_is_enough() -> None:
    rows = 20_000
    text = "a,b,c\n" + "\n".join(f"{n},{n % 7}.5,{'xy'[n % 2]}" for n in range(rows))
    preview = preview_table(table(text), DataSpec(), limit=20_000)
    assert not preview.exact
    assert np.isclose(preview.row_count, rows, rtol=0.2)
    assert "rows were counted" in preview.missing
    assert preview.problems == ()


def test_that_a_beginning_settles_nothing_that_more_rows_may_change() -> None:
    text = "a,b\n" + "1,x\n2,x\n" * 5000 + "3,y\n4,y\n"
    preview = preview_table(table(text), DataSpec(target=("b",)), limit=10_000)
    assert preview.problems == ()
    assert preview.target == "b"
    rare = "a,b\n" + "1,rare\n" + "1,x\n2,y\n" * 5000
    assert preview_table(table(rare), DataSpec(), limit=10_000).problems == ()


def test_that_a_preview_ends_before_a_record_that_was_cut() -> None:
    text = 'a,b\n"' + "x\n" * 30 + '",1\n"y",2\n"' + "z\n" * 50_000 + '",3\n'
    preview = preview_table(table(text), DataSpec(), limit=200)
    assert preview.rows[1] == ("y", "2")
    assert preview.problems == ()


def test_that_a_stray_quote_is_named_at_the_beginning_of_a_long_table() -> None:
    text = 'a,b\n1,2\n"3,4\n' + "5,6\n" * 200_000
    preview = preview_table(table(text), DataSpec(), limit=300_000)
    assert any("quotation mark in line 3" in note for note in preview.notes)
    assert preview.odd_cells == ((1, 0),)
