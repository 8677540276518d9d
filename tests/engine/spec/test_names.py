"""Lists of names are written as CSV cells, and read as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.settings import paths as settings
from playground.engine.spec.names import read_names, write_names
from playground.engine.spec.run import RunSpec

NAMES = st.text(min_size=1).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("a", ("a",)),
        (" a , b ", ("a", "b")),
        ("[a, b]", ("a", "b")),
        ("(a)", ("a",)),
        ('y1,"a, b",y2', ("y1", "a, b", "y2")),
        ('"a ""b"""', ('a "b"',)),
        ("weight (kg),price ($)", ("weight (kg)", "price ($)")),
        ('5" pipe,b', ('5" pipe', "b")),
        (",relu", ("", "relu")),
    ],
)
def test_that_names_are_read_as_the_cells_of_a_csv(text: str, names: tuple[str, ...]) -> None:
    assert read_names(text) == names


@given(st.lists(NAMES))
def test_that_names_are_read_as_they_were_written(names: list[str]) -> None:
    assert read_names(write_names(names)) == tuple(names)


def test_that_only_names_that_need_it_are_quoted() -> None:
    assert write_names(["weight (kg)", "a, b", "c"]) == 'weight (kg),"a, b",c'


@pytest.mark.parametrize("text", ['"a, b', '"a" b,c'])
def test_that_quotation_marks_that_do_not_match_are_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"data\.ignore: the quotation marks in .* do not match"):
        read_names(text, "data.ignore")


@pytest.mark.parametrize("key", ["target", "ignore", "numbers", "categories"])
def test_that_every_list_of_columns_takes_a_name_with_a_comma(key: str) -> None:
    path = f"data.{key}"
    spec = settings.parse_all(RunSpec(), [f'{path}="a, first",b'])
    assert settings.read(spec, path) == ("a, first", "b")
    assert settings.fixed_parameters()[path].format(("a, first", "b")) == '"a, first",b'
