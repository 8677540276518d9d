"""What each column is taken as: by all of its values, and by those of the columns beside it."""

import numpy as np
import pytest

from playground.engine.data.table.columns.kinds import NumberCells, Settled, TextCells
from playground.engine.data.table.columns.settle import settle_all
from playground.engine.data.table.text.text_table import read_texts
from playground.engine.spec.run import DataSpec, TableFile


def settled(text: str, spec: DataSpec | None = None) -> dict[str, Settled]:
    chosen = spec or DataSpec(separator="semicolon", header="yes")
    return settle_all(read_texts(TableFile("t.csv", text.encode()), chosen), chosen)


def one(values: list[object], spec: DataSpec | None = None, beside: str = "") -> Settled:
    """The column of these values, beside another of which every cell is `beside`."""
    rows = [f"{value};{beside or row}" for row, value in enumerate(values)]
    return settled("\n".join(["c;other", *rows]), spec)["c"]


def numbers(column: Settled) -> list[float]:
    assert isinstance(column.cells, NumberCells)
    values: list[float] = column.cells.values.tolist()
    return values


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "2.5", "", "-3"], "number"),
        (["yes", "no", "yes", ""], "yes_no"),
        (["Sim", "não", "sim", "NÃO"], "yes_no"),
        (["a", "b", "a", "c"], "category"),
        (["2024-01-31", "2024-02-28", "2024-02-28", ""], "date"),
        (["anna", "bob", "carl", "dora"], "identifier"),
        ([f"free text {n % 35}" for n in range(45)], "text"),
        (["7", "7", "7"], "constant"),
        (["", "?", "NULL"], "empty"),
        (["01001", "02139", "01001", "70000"], "category"),
        (["00", "1", "2", "2"], "number"),
    ],
)
def test_that_the_kind_follows_from_all_values(values: list[object], kind: str) -> None:
    assert one(values).kind == kind


def test_that_a_column_of_numbers_with_few_odd_cells_names_them() -> None:
    column = one([*range(30), "4O", "x7"])
    assert column.kind == "number"
    assert column.odd.tolist() == [30, 31]
    assert int(np.isnan(numbers(column)).sum()) == 2


def test_that_a_column_with_many_odd_cells_is_one_of_texts() -> None:
    assert one([1, 2, 3, "a", "b", "b", "a", 1, 2, 3]).kind == "category"


@pytest.mark.parametrize("mark", ["--", "na", ".", "#N/A", "\\N", ":", "...", "Unknown", "#DIV/0!"])
def test_that_marks_of_missing_numbers_are_known(mark: str) -> None:
    column = one([1, 2, mark, 4, mark])
    assert column.kind == "number"
    assert (column.marks, column.odd.tolist()) == (((mark, 2),), [])


def test_that_late_values_are_looked_at() -> None:
    late = one([*(n % 900 + 1 for n in range(5000)), "9.514", "8.900"])
    assert numbers(late)[-2:] == [9514.0, 8900.0]
    assert numbers(one([*range(1, 3000), "3,5"]))[-1] == 3.5
    assert one([*range(3000), *["word"] * 2000]).kind == "text"


@pytest.mark.parametrize(
    ("values", "beside", "first"),
    [
        # Nothing says otherwise: three decimals.
        (["1.234", "5.678"], "", 1.234),
        # Another column has a decimal comma, so the point groups.
        (["1.234", "5.678"], "2,5", 1234.0),
        # Another column has decimals with a point.
        (["1.234", "5.678"], "2.5", 1.234),
        # Whole numbers below 1000 have no mark.
        (["1.234", "5.678", "999", "12"], "", 1234.0),
        # A number of four digits has no mark.
        (["1.234", "5.678", "1234"], "", 1.234),
        # Populations range widely, decimals with always three places do not.
        (["1.234", "512.678", "17.801"], "", 1234.0),
    ],
)
def test_that_a_doubtful_mark_is_settled_by_what_stands_beside_it_and_said(
    values: list[object], beside: str, first: float
) -> None:
    column = one(values, beside=beside)
    assert numbers(column)[0] == first
    assert column.doubtful
    assert "1.234 is read as" in column.why
    assert "choose the format" in column.why


def test_that_each_column_has_its_own_format() -> None:
    rows = [f"{n},5;{n}.25;{n} kg;R$ 1.{n:03d},00;{n}%" for n in range(100, 130)]
    columns = settled("\n".join(["comma;point;unit;money;share", *rows]))
    firsts = {name: numbers(column)[0] for name, column in columns.items()}
    assert firsts == {"comma": 100.5, "point": 100.25, "unit": 100, "money": 1100, "share": 100}


@pytest.mark.parametrize(
    ("days", "month"),
    [
        # A day above 12 settles it.
        (["01/02/2024", "13/02/2024"], 2),
        (["01/02/2024", "02/13/2024"], 1),
        # Read with the day first, the rows are in order.
        (["01/02/2024", "05/02/2024", "02/03/2024", "01/04/2024"], 2),
    ],
)
def test_that_day_and_month_are_told_apart(days: list[object], month: int) -> None:
    column = one(days)
    assert not isinstance(column.cells, TextCells)
    first = np.datetime64(int(column.cells.values[0]), "s").astype("datetime64[M]")
    assert first.astype(int) % 12 + 1 == month


@pytest.mark.parametrize(("clear", "month"), [("13/02/2024", 5), ("02/13/2024", 4)])
def test_that_day_and_month_follow_another_column(clear: str, month: int) -> None:
    column = one(["04/05/2024", "03/06/2024"], beside=clear)
    assert not isinstance(column.cells, TextCells)
    first = np.datetime64(int(column.cells.values[0]), "s").astype("datetime64[M]")
    assert first.astype(int) % 12 + 1 == month
    assert "another column writes" in column.why


def test_that_a_name_is_no_missing_mark_where_it_is_common_or_a_code() -> None:
    assert one(["NA", "EU", "AS", "NA"] * 5).marks == ()
    assert one(["BR", "NA", *["DE", "FR"] * 20]).marks == ()
    assert one(["Rio", "NA", *["Recife", "Natal"] * 20]).marks == (("NA", 1),)
    with_numbers = settled("c;n\n" + "\n".join(["NA;1", "a;NA", "b;3", "a;4"] * 3))
    assert with_numbers["c"].marks == (("NA", 3),)


@pytest.mark.parametrize(
    ("spec", "kind", "missing"),
    [
        (DataSpec(missing_marks=("EU",)), "category", 5),
        (DataSpec(missing_marks=("c=EU", "other=7")), "category", 5),
        (DataSpec(missing_marks=("other=7",)), "category", 0),
        (DataSpec(categories=("c",)), "category", 0),
    ],
)
def test_that_chosen_marks_are_obeyed(spec: DataSpec, kind: str, missing: int) -> None:
    column = one(["NA", "EU", "AS", "NA"] * 5, spec)
    assert (column.kind, sum(count for _mark, count in column.marks)) == (kind, missing)


def test_that_a_mark_can_stand_for_a_value() -> None:
    column = one([3, "-", 5, "-"], DataSpec(missing_marks=("-=>0",)))
    assert numbers(column) == [3.0, 0.0, 5.0, 0.0]


def test_that_a_format_chosen_for_a_column_is_obeyed() -> None:
    values: list[object] = ["1.234", "5.678"]
    assert numbers(one(values, DataSpec(formats=("c=1.234,5",))))[0] == 1234.0
    assert numbers(one(values, DataSpec(thousands="point")))[0] == 1234.0
    dates = one(["01/02/2024", "02/03/2024"], DataSpec(formats=("c=mm/dd/yyyy",)))
    assert dates.kind == "date"
    assert not dates.doubtful


def test_that_a_chosen_format_is_kept_to_where_no_number_has_it() -> None:
    table = read_texts(TableFile("t.csv", b"a,b\n0.22,1\n0.04,2\n"), DataSpec())
    column = settle_all(table, DataSpec(formats=("a=1.234,5",)))["a"]
    assert "line 2, column 'a': '0.22' is not a number" in column.problem


@pytest.mark.parametrize("spec", [DataSpec(decimal="comma"), DataSpec(numbers=("b",))])
def test_that_marks_can_be_chosen_where_a_column_is_empty(spec: DataSpec) -> None:
    table = read_texts(TableFile("t.csv", b"a,b,c\n1,,2\n3,,4\n"), DataSpec())
    assert settle_all(table, spec)["b"].kind == "empty"
