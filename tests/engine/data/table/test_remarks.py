"""What a person had better look at in a table, and what may be chosen instead."""

import io
from dataclasses import replace

from playground.engine.data.table.preview import TablePreview, preview_table
from playground.engine.data.table.process.wire import receive, send
from playground.engine.data.table.remarks import Remark
from playground.engine.spec.run import DataSpec, TableFile


def table(text: str) -> TableFile:
    return TableFile("t.csv", text.encode())


def offering(preview: TablePreview) -> Remark:
    (remark,) = [remark for remark in preview.remarks if remark.offer]
    return remark


def with_offer(preview: TablePreview, spec: DataSpec) -> DataSpec:
    offer = offering(preview).offer
    assert offer is not None
    return replace(spec, **dict(offer.changes))  # type: ignore[arg-type]


def test_that_odd_cells_can_be_read_as_categories() -> None:
    rows = [f"{row * 7 % 31},{row}" for row in range(30)]
    file = table("\n".join(["a,y", *rows[:9], "4O,3", *rows[9:]]))
    spec = DataSpec()
    preview = preview_table(file, spec)
    assert "'4O' (line 11)" in offering(preview).said
    assert preview.odd_cells == ((9, 0),)
    again = preview_table(file, with_offer(preview, spec))
    assert again.columns[0].kind == "category"
    assert again.odd_cells == ()


def test_that_all_odd_cells_of_the_rows_shown_are_marked_and_marks_are_not() -> None:
    cells = [f"{row}" for row in range(90)]
    for row in (3, 5, 8, 13, 21, 34, 55):
        cells[row] = f"{row}?!"
    cells[2] = "-"
    rows = [f"{cell},{row % 8}" for row, cell in enumerate(cells)]
    preview = preview_table(table("\n".join(["a,y", *rows])), DataSpec())
    assert [row for row, _ in preview.odd_cells] == [3, 5, 8, 13, 21, 34, 55]


def test_that_dates_whose_day_may_be_the_month_can_be_read_the_other_way() -> None:
    rows = [f"0{row % 9 + 1}/0{row * 5 % 8 + 1}/2020;{row}" for row in range(30)]
    file, spec = table("\n".join(["day;y", *rows])), DataSpec()
    preview = preview_table(file, spec)
    first = preview.columns[0].unit
    assert {first, preview_table(file, with_offer(preview, spec)).columns[0].unit} == {
        "dd/mm/yyyy",
        "mm/dd/yyyy",
    }


def test_that_remarks_and_the_nearest_setting_arrive_as_they_were_sent() -> None:
    file = table("day;y\n" + "".join(f"{n}.{n * 37 % 900 + 100};{n}\n" for n in range(1, 9)))
    for preview in (
        preview_table(file, DataSpec()),
        preview_table(file, DataSpec(separator="bar")),
    ):
        stream = io.BytesIO()
        send(stream, {"preview": preview})
        stream.seek(0)
        assert receive(stream) == {"preview": preview}


def test_that_a_text_that_counts_as_missing_can_be_a_category() -> None:
    rows = [f"{'?' if row % 9 == 0 else 'abc'[row % 3]},{row % 7}.5" for row in range(30)]
    file, spec = table("\n".join(["k,y", *rows])), DataSpec()
    preview = preview_table(file, spec)
    remark = offering(preview)
    assert remark.said == "Column 'k': '?' in 4 cells counts as missing."
    again = preview_table(file, with_offer(preview, spec))
    assert again.columns[0].categories == ("?", "a", "b", "c")
    assert again.columns[0].missing == 0


def test_that_dates_and_times_have_their_range() -> None:
    rows = [f"{row % 28 + 1:02d}/03/2020,1{row % 9}:0{row % 6},{row % 5}" for row in range(30)]
    columns = preview_table(table("\n".join(["day,hour,y", *rows])), DataSpec()).columns
    assert (columns[0].earliest, columns[0].latest) == ("2020-03-01", "2020-03-28")
    assert (columns[1].earliest, columns[1].latest) == ("10:00:00", "18:05:00")
    rows = [f"2020-03-0{row % 9 + 1} 1{row % 9}:00,{row % 5}" for row in range(30)]
    moment = preview_table(table("\n".join(["when,y", *rows])), DataSpec()).columns[0]
    assert (moment.earliest, moment.latest) == ("2020-03-01 10:00:00", "2020-03-09 18:00:00")


def test_that_rows_left_out_are_named_by_their_lines() -> None:
    rows = [f"{row},{row % 7}.5" for row in range(1, 30)]
    rows[3] = rows[8] = ",2.5"
    said = [r.said for r in preview_table(table("\n".join(["a,y", *rows])), DataSpec()).remarks]
    assert "2 of 29 rows left out: they have missing inputs. They are in lines 5 and 10." in said
