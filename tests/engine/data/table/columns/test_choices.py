"""What is chosen for single columns, put into a spec and read back."""

import pytest

from playground.engine.data.table.columns.choices import (
    changes_between,
    chosen_format,
    chosen_kind,
    with_format,
    with_kind,
)
from playground.engine.data.table.preview import preview_table
from playground.engine.spec.run import DataSpec, TableFile


@pytest.mark.parametrize("kind", ["number", "category", "date", ""])
def test_that_a_column_has_the_kind_chosen_last(kind: str) -> None:
    spec = DataSpec(numbers=("a", "b"), formats=("a=1.234,5",))
    spec = with_kind(with_kind(spec, "a", "category"), "a", kind)
    assert (chosen_kind(spec, "a"), chosen_kind(spec, "b")) == (kind, "number")
    assert chosen_format(spec, "a") == ""


def test_that_a_format_says_the_kind_and_an_empty_one_leaves_it() -> None:
    spec = with_format(DataSpec(categories=("a",)), "a", "1.234,5")
    assert (spec.categories, spec.formats) == ((), ("a=1.234,5",))
    assert chosen_kind(spec, "a") == "number"
    assert chosen_kind(with_format(spec, "a", "dd/mm/yyyy"), "a") == "date"
    assert chosen_kind(with_format(spec, "a", ""), "a") == ""
    assert with_format(DataSpec(dates=("a",)), "a", "").dates == ("a",)


def test_that_what_is_chosen_is_what_is_read() -> None:
    file = TableFile("t.csv", b"a;y\n1.234;1\n2.345;2\n3.456;4\n")
    for form, largest in (("1.234,5", 3456), ("1234.5", 3.456)):
        column = preview_table(file, with_format(DataSpec(), "a", form)).columns[0]
        assert (column.example, column.maximum) == (form, largest)
    text = preview_table(file, with_kind(DataSpec(), "a", "category")).columns[0]
    assert (text.kind, text.categories) == ("category", ("1.234", "2.345", "3.456"))


def test_that_changes_are_named_with_their_new_values() -> None:
    before, after = DataSpec(missing="fill"), DataSpec(missing="fill", header="no", skip_lines=2)
    assert dict(changes_between(before, after)) == {"header": "no", "skip_lines": 2}
