"""What the import dialog is told of a table."""

from dataclasses import replace

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
    assert set(preview.notes) - set(raw.notes) == {preview.remarks[-1].said}
    assert preview.remarks[-1].said == f"{raw.notes[-1]} They are in lines 3 and 4."
    assert preview.lines == (2, 3, 4, 5)


def test_that_a_preview_shows_the_rows_of_a_table_that_cannot_be_read() -> None:
    refusing = DataSpec(bent_rows="refuse")
    preview = preview_table(table("a,b\n1,2\n3,4\n4,5\n"), replace(refusing, target=("c",)))
    assert [column.name for column in preview.columns] == ["a", "b"]
    assert preview.rows == (("1", "2"), ("3", "4"), ("4", "5"))
    assert preview.target == ""
    assert "has no column 'c'" in preview.problems[0]
    rows = "".join(f"{row},{row}.5\n" for row in range(30))
    bent = preview_table(table(f"a,b\n1,2\n3\n{rows}"), refusing)
    assert "line 3 does not have 2 fields" in bent.problems[0]
    assert bent.nearest is not None


def test_that_rows_of_another_width_are_left_out_and_named() -> None:
    rows = "".join(f"{row},{row % 7}.5\n" for row in range(30))
    preview = preview_table(table(f"a,b\n1,2.5\n3\n{rows}"), DataSpec())
    assert preview.bent_count == 1
    assert preview.rows[1][0] == "0"
    assert preview.lines[:3] == (2, 4, 5)
    assert any("Line 3 is left out" in remark.said for remark in preview.remarks)


def test_that_only_so_many_rows_are_shown() -> None:
    text = "a,b\n" + "\n".join(f"{n},{n}.5" for n in range(500))
    assert len(preview_table(table(text), DataSpec(), rows=7).rows) == 7


def test_that_the_beginning_of_a_long_table_is_enough() -> None:
    rows = 20_000
    text = "a,b,c\n" + "\n".join(f"{n},{n % 7}.5,{'xy'[n % 2]}" for n in range(rows))
    preview = preview_table(table(text), DataSpec(), limit=20_000)
    assert not preview.exact
    assert np.isclose(preview.row_count, rows, rtol=0.2)
    assert any("rows were counted" in remark.said for remark in preview.remarks)
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


def test_that_an_unclosed_quote_is_a_letter_and_said() -> None:
    text = 'a,b\n1,2\n"3,4\n' + "5,6\n" * 200_000
    preview = preview_table(table(text), DataSpec(), limit=300_000)
    assert preview.rows[:3] == (("1", "2"), ('"3', "4"), ("5", "6"))
    (said,) = [remark.said for remark in preview.remarks if "uotation mark" in remark.said]
    assert "in line 3 " in said
