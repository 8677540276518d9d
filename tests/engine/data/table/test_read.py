"""Reading a table of one's own, and inputs for a model that was trained on one."""

import codecs

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.common.numbers import GROUP
from playground.engine.data.progress import Cancelled
from playground.engine.data.raw import RawData
from playground.engine.data.table.read import read_table
from playground.engine.spec.run import DataSpec, TableFile


def table(text: str) -> TableFile:
    return TableFile("t.csv", text.encode())


def read(text: str, spec: DataSpec | None = None) -> RawData:
    return read_table(table(text), spec or DataSpec())


def column_of(values: list[object]) -> str:
    return "x,y\n" + "\n".join(f"{n}.5,{value}" for n, value in enumerate(values))


@pytest.mark.parametrize(
    ("values", "task", "classes"),
    [
        (["no", "yes"] * 3, "two_classes", ("no", "yes")),
        (["True", "False"] * 3, "two_classes", ("False", "True")),
        ([1, 0] * 3, "two_classes", ("0", "1")),
        ([10, 9, 2] * 3, "more_classes", ("2", "9", "10")),
        (["10", "9", "b"] * 3, "more_classes", ("10", "9", "b")),
        ([1.5, 2.5] * 6, "regression", ()),
        ([1, 2, 3, 4] * 2, "regression", ()),
        (list(range(11)) * 4, "regression", ()),
    ],
)
def test_that_the_task_follows_from_the_target(
    values: list[object], task: str, classes: tuple[str, ...]
) -> None:
    raw = read(column_of(values))
    assert (raw.task, raw.class_names) == (task, classes)
    if classes:
        assert [classes[number] for number in raw.targets] == [str(value) for value in values]


def test_that_the_task_can_be_chosen() -> None:
    text = column_of([1, 2, 3] * 4)
    assert read(text, DataSpec(task="regression")).targets.tolist() == [1.0, 2.0, 3.0] * 4
    assert read(text, DataSpec(numbers=("y",))).task == "regression"
    few = column_of([1, 2, 3, 4] * 2)
    assert read(few, DataSpec(task="more_classes")).class_names == ("1", "2", "3", "4")
    assert read(few, DataSpec(categories=("y",))).task == "more_classes"


def test_that_target_and_ignored_columns_are_obeyed() -> None:
    raw = read("a,b,c\n1,2,3.5\n4,5,6\n7,9,9\n", DataSpec(target=("a",), ignore=("b",)))
    assert (raw.target_name, raw.feature_names) == ("a", ("c",))
    assert raw.targets.tolist() == [1.0, 4.0, 7.0]


def test_that_the_last_usable_column_is_the_target() -> None:
    text = "a,b,id\n" + "\n".join(f"{n},{n * 1.5},id{n}" for n in range(60))
    raw = read(text)
    assert raw.target_name == "b"
    assert "Target: 'b'. It is the last usable column." in raw.notes
    assert any(note.startswith("Columns left out: 'a'") or "'id'" in note for note in raw.notes)


def test_that_numbers_can_be_read_as_a_category() -> None:
    raw = read("a,b\n10,1.5\n9,2.5\n10,3.5\n", DataSpec(categories=("a",)))
    assert raw.columns[0].categories == ("9", "10")
    assert raw.inputs.tolist() == [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]


def test_that_constant_and_empty_columns_are_left_out_and_cost_no_rows() -> None:
    raw = read("a,b,c,d\n1,,5,1.5\n2,,,2.5\n3,,5,3.5\n")
    assert raw.feature_names == ("a",)
    assert raw.notes[-2:] == (
        "Column left out: 'b'. Every value is missing. Column left out: 'c'. Every value is 5.",
        "All 3 rows are used.",
    )


def test_that_a_column_that_is_mostly_missing_is_left_out_and_costs_no_rows() -> None:
    rows = [f"{n % 7}.5,{n if n in (4, 9) else ''},{n}.25" for n in range(12)]
    text = "\n".join(["a,b,c", *rows])
    raw = read(text)
    assert (raw.feature_names, len(raw.targets)) == (("a",), 12)
    assert "10 of its 12 values are missing" in " ".join(raw.notes)
    assert read(text, DataSpec(missing="fill")).feature_names == ("a", "b")
    assert len(read(text, DataSpec(numbers=("b",))).targets) == 2


def test_that_a_column_that_becomes_constant_is_left_out_and_said() -> None:
    raw = read("a,b,c\n1,5,1.5\n2,5,2.5\n,6,3.5\n")
    assert raw.feature_names == ("a",)
    assert raw.notes[-1] == (
        "Column left out because it is constant in the rows that are used: 'b'."
    )


def test_that_gaps_are_filled_with_the_median_and_the_most_frequent() -> None:
    raw = read("a,b,c\n1,x,1.5\n2,,2.5\n,x,3.5\n9,y,4.5\n", DataSpec(missing="fill"))
    assert raw.inputs[:, 0].tolist() == [1.0, 2.0, 2.0, 9.0]
    assert raw.inputs[:, 1].tolist() == [1.0, 1.0, 1.0, 0.0]
    assert raw.notes[-1] == (
        "All 4 rows are used. 2 missing values filled: 1 in 'a' with 2 and 1 in 'b' with 'x'."
    )


def test_that_what_a_person_types_has_bounds_and_a_start() -> None:
    raw = read("a,b\n1,1.5\n2,2.5\n9,3.5\n")
    (column,) = raw.columns
    assert (column.name, column.typical, column.minimum, column.maximum) == ("a", "2", 1.0, 9.0)


@pytest.mark.parametrize("late", ["1 000 m²?", "True", "4O"])
def test_that_a_text_far_below_is_named_with_its_line(late: str) -> None:
    rows = [f"{n}.5,{n}.5" for n in range(6000)]
    rows[5500] = f"{late},7.5"
    raw = read("a,b\n" + "\n".join(rows))
    assert len(raw.targets) == 5999
    assert (
        f"Column 'a': 1 cell is not a number and counts as missing: {late!r} "
        f"(line 5{GROUP}502)." in raw.notes
    )


def test_that_a_table_of_windows_and_one_of_unix_are_read_alike() -> None:
    unix = "a;b\n1,5;x\n2,5;y\n3,5;x\n4,5;y\n"
    expected = read(unix)
    for content in (
        unix.replace("\n", "\r\n").encode("cp1252"),
        unix.replace("\n", "\r").encode(),
        codecs.BOM_UTF8 + unix.encode(),
        unix.encode("utf-16"),
        unix.rstrip("\n").encode(),
    ):
        raw = read_table(TableFile("t.csv", content), DataSpec())
        assert np.array_equal(raw.inputs, expected.inputs)
        assert np.array_equal(raw.targets, expected.targets)


@given(st.lists(st.floats(-1e30, 1e30), min_size=3, max_size=40, unique=True))
def test_that_numbers_are_read_exactly(values: list[float]) -> None:
    text = "a,b\n" + "\n".join(f"{value!r},{n}.5" for n, value in enumerate(values))
    assert read(text).inputs[:, 0].tolist() == values


def test_that_progress_rises_and_can_cancel_within_any_stage() -> None:
    text = column_of([float(n) for n in range(5000)])
    seen: list[float] = []
    read_table(table(text), DataSpec(), lambda fraction, _words: seen.append(fraction))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) > 5
    for stop in range(len(seen)):
        calls = 0

        def cancel(_fraction: float, _words: str, stop: int = stop) -> None:
            nonlocal calls
            calls += 1
            if calls > stop:
                raise Cancelled

        with pytest.raises(Cancelled):
            read_table(table(text), DataSpec(), cancel)


def test_that_counts_of_rows_are_grouped_by_threes() -> None:
    rows = [f"{n if n % 4 else ''},{n % 7}.5" for n in range(6000)]
    raw = read_table(table("\n".join(["a,b", *rows])), DataSpec(target=("b",)))
    left_out = f"1{GROUP}500 of 6{GROUP}000 rows left out: they have missing inputs."
    assert left_out in raw.notes


def test_that_a_column_chosen_as_a_category_keeps_its_texts_as_they_stand() -> None:
    text = "zip,y\n" + "".join(f"01,{n}\n1,2{n}\n1E2,3{n}\n1.10,4{n}\n1.1,5{n}\n" for n in range(9))
    (column,) = read_table(
        TableFile("t.csv", text.encode()), DataSpec(source="table", categories=("zip",))
    ).columns
    assert sorted(column.categories) == ["01", "1", "1.1", "1.10", "1E2"]


def test_that_labels_that_look_alike_as_numbers_are_classes_of_their_own() -> None:
    text = "a,label\n" + "".join(f"{n},01\n-{n},1\n" for n in range(1, 9))
    spec = DataSpec(source="table", categories=("label",))
    raw = read_table(TableFile("t.csv", text.encode()), spec)
    assert sorted(raw.class_names) == ["01", "1"]
    assert raw.targets.tolist() == [raw.class_names.index(c) for c in ("01", "1")] * 8


def test_that_a_refusal_names_what_counts_as_missing() -> None:
    text = "a,label\n" + "".join(f"{n},null\n{n}.5,?\n{n},x\n" for n in range(1, 9))
    with pytest.raises(InputError, match=r"'x'\. 16 cells count as missing \('null' and '\?'\)"):
        read(text, DataSpec(target=("label",)))
