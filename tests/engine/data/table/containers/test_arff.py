import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from tests.engine.data.table.containers.written import filled, opened, rows_of

IRIS = """% A comment, as many files have at the beginning.
%
@RELATION iris

@ATTRIBUTE 'sepal length'\tNUMERIC
@attribute "class" { Iris setosa, 'b\\'c' , "d" } % {e, f}
@attribute note string
@attribute day date 'yyyy-MM-dd'
@attribute own date "dd/MM/yyyy"
@attribute whole INTEGER [0, 10]

@DATA
5.1, Iris setosa,'a, b',2020-01-01,"01/02/2020",1
% another
?,'b\\'c',?,?, '?' ,?

1e3,"d",50%,?,?,3 % what follows, too
1,2,3,4,5,6, {2.5}
"""


def test_that_names_kinds_and_values_are_read() -> None:
    found = opened(IRIS.encode())
    assert filled(found) == [
        ["sepal length", "class", "note", "day", "own", "whole"],
        ["5.1", "Iris setosa", "a, b", "2020-01-01", "01/02/2020", "1"],
        ["", "b'c", "", "", "?", ""],
        ["1e3", "d", "50%", "", "", "3"],
        ["1", "2", "3", "4", "5", "6"],
    ]
    assert found.given.kinds == ("number", "category", "text", "date", "", "number")
    assert found.given.notes == ("Format: ARFF.", "1 row has a weight, which is not used.")


def test_that_a_line_of_the_text_is_the_line_of_the_file() -> None:
    lines, found = IRIS.split("\n"), rows_of(opened(IRIS.encode()))
    for number, row in enumerate(found):
        if row and number > lines.index("@DATA"):
            assert row[0] in (lines[number].split(",")[0], "")
    assert found[lines.index("@DATA")][0] == "sepal length"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_that_any_end_of_line_will_do(end: str) -> None:
    assert filled(opened(IRIS.replace("\n", end).encode())) == filled(opened(IRIS.encode()))


HEAD = "@relation r\n@attribute a numeric\n@attribute b {x, y}\n@data\n"


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("1 x", ["1", "x"]),
        ("1\t'x y' % why", ["1", "x y"]),
        ("it's,'it\\'s'", ["it's", "it's"]),
        ('"a \\"b\\"",\'c\\\\d\'', ['a "b"', "c\\d"]),
        ("'  x',y ", ["  x", "y"]),
        ("1,x,", ["1", "x", ""]),
        ("'a'b,c", ["'a'b", "c"]),
        ("C:\\x,%", ["C:\\x", ""]),
        ("1,x,{0.5}", ["1", "x"]),
        ("'',?", ["", ""]),
    ],
)
def test_that_a_row_is_split_as_it_was_meant(line: str, cells: list[str]) -> None:
    assert filled(opened((HEAD + line).encode()))[1:] == [cells]


def test_that_the_files_of_keel_are_read() -> None:
    head = HEAD.replace("@data", "@inputs a\n@outputs b\n@data").replace("numeric", "real [0, 1]")
    assert filled(opened((head + "0.5, x\n").encode())) == [["a", "b"], ["0.5", "x"]]


def test_that_other_encodings_are_guessed() -> None:
    text = HEAD.replace("a numeric", "preço numeric") + "1,x\n"
    assert filled(opened(text.encode("cp1252")))[0] == ["preço", "b"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEAD + "{0 1, 1 x}\n", "line 5: the row is sparse"),
        ("@relation r\n@attribute a relational\n", "line 2: '@attribute a relational' is no decl"),
        ("@relation r\n@attribute\n", "line 2: '@attribute' is no declaration"),
        ("@relation r\na,b\n", "line 2: 'a,b' is no declaration that is known"),
        ("@relation r\n@attribute a real\n", "declares no attributes followed by @data"),
        ("@relation r\n@data\n1\n", "line 2: '@data' is no declaration"),
        (
            "@relation r\n" + "".join(f"@attribute a{n} real\n" for n in range(10_001)) + "@data\n",
            "columns; at most",
        ),
    ],
)
def test_that_what_cannot_be_read_is_refused(content: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        opened(content.encode())
    assert words in str(refused.value)
    assert str(refused.value).startswith("given.bin")


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")))
CELL = st.none() | st.integers(-99, 99) | st.floats(allow_nan=False).map(repr) | TEXTS
BLANKS = st.text(" \t", max_size=2)


@st.composite
def tokens(draw: st.DrawFn, value: object) -> str:
    """How Weka may write a value."""
    if value is None:
        return "?"
    text = str(value)
    plain = text and text.isascii() and text.isalnum()
    quote = draw(st.sampled_from(["'", '"', ""] if plain else ["'", '"']))
    if not quote:
        return text
    for mark in ("\\", quote):
        text = text.replace(mark, f"\\{mark}")
    return f"{quote}{text}{quote}"


@st.composite
def files(draw: st.DrawFn) -> tuple[str, dict[int, list[str]]]:
    """An ARFF file, and what stands in which of its lines."""
    names = draw(st.lists(TEXTS.filter(str.strip), min_size=2, max_size=4))
    lines = ["@RELATION " + draw(tokens("r s"))]
    noise = st.sampled_from(["", "% a comment, 'with", "  ", "%{"])
    for name in names:
        lines += draw(st.lists(noise, max_size=1))
        word, kind = draw(st.sampled_from(["@attribute", "@ATTRIBUTE"])), draw(KINDS)
        lines.append(f"{word} {draw(tokens(name))} {kind}")
    lines.append(draw(st.sampled_from(["@data", "@DATA", "@Data "])))
    expected = {len(lines): names}
    for row in draw(st.lists(st.lists(CELL, min_size=len(names), max_size=len(names)), max_size=5)):
        lines += draw(st.lists(noise, max_size=2))
        cells = [draw(BLANKS) + draw(tokens(value)) + draw(BLANKS) for value in row]
        weight = draw(st.sampled_from(["", ", {2}", " % why, not"]))
        lines.append(",".join(cells) + weight)
        expected[len(lines)] = ["" if value is None else str(value) for value in row]
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines), expected


KINDS = st.sampled_from(["numeric", "{a, 'b c'}", "STRING", "Real", 'date "yyyy-MM-dd"', "{}"])


@settings(max_examples=400, deadline=None)
@given(files())
def test_that_every_value_of_any_file_is_found_in_its_line(
    file: tuple[str, dict[int, list[str]]],
) -> None:
    text, expected = file
    found = rows_of(opened(text.encode()))
    assert {number: row for number, row in enumerate(found, start=1) if row} == expected
