"""Tables that cannot be learned from, each refused with one sentence that says where and what."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from playground.engine.common import ordinary_file
from playground.engine.common.errors import InputError
from playground.engine.data.table import build as table_build
from playground.engine.data.table import read as table
from playground.engine.data.table.columns.dates import PATTERNS
from playground.engine.data.table.preview import preview_table
from playground.engine.data.table.read import load_table_file, read_table
from playground.engine.spec.run import DataSpec, TableFile
from tests.engine.data.plain_words import plain_words
from tests.pseudo import PSEUDO, PseudoTranslations

TEN = "\n".join(f"{n},{n % 3},{n * 2.5}" for n in range(10))
NAMES = "\n".join(f"{n},name{n // 2}" for n in range(1000))

NAMES_OF_OTHERS = {"inf", "utf", "auto", "fill", "train", *re.split(r"\W+", " ".join(PATTERNS))}
"""What no language translates."""

CASES: dict[str, tuple[str, DataSpec, str]] = {
    "only a header": ("a,b\n", DataSpec(), "t.csv has only a header and no rows"),
    "blank lines": ("\n\n \n", DataSpec(), "t.csv is empty"),
    "one row": ("a,b\n1,2\n", DataSpec(), "t.csv has only one row; learning needs at least 2"),
    "one column": ("a\n1\n2\n3\n", DataSpec(), "t.csv has a single column"),
    "text chosen as numbers": (
        "a,b\n1,2\n2,x1\n3,x2\n4,x1\n",
        DataSpec(numbers=("b",), target=("a",)),
        "t.csv, line 3, column 'b': 'x1' is not a number",
    ),
    "ragged rows": (
        "a,b\n1,2\n3\n4,5,6\n",
        DataSpec(bent_rows="refuse"),
        "lines 3 and 4 do not have 2 fields like",
    ),
    "a NUL byte": ("a,b\n1,\0\n", DataSpec(), "t.csv, line 2: there is a NUL byte"),
    "a constant target": (
        "a,b\n1,7\n2,7\n3,7\n",
        DataSpec(target=("b",)),
        "target column 'b': there is nothing to learn (Every value is 7)",
    ),
    "a constant target among the kept rows": (
        "a,b\n1.5,7.5\n2.5,7.5\n,9.5\n",
        DataSpec(),
        "target column 'b': every row that is used has 7.5",
    ),
    "all targets missing": (
        "a,b,c\n1,2,\n2,3,NULL\n",
        DataSpec(target=("c",)),
        "target column 'c': every value is missing",
    ),
    "one class only": (
        "a,b\n1,x\n2,x\n3,x\n",
        DataSpec(target=("b",)),
        "target column 'b': there is nothing to learn (Every value is 'x')",
    ),
    "a class with one member": (
        "a,b\n1,x\n2,x\n3,rare\n",
        DataSpec(rare_classes="refuse"),
        "target column 'b': only one row of 'rare', which",
    ),
    "classes with one member each": (
        "a,b\n1,x\n2,y\n2,\n",
        DataSpec(),
        "target column 'b': only one row of 'x' and 'y', which",
    ),
    "a target with 500 texts": (
        "a,b\n" + NAMES,
        DataSpec(target=("b",)),
        "target column 'b': it holds 500 different values, but there can be at most 100 classes",
    ),
    "more classes than two": (
        "a,b\n" + "1,x\n2,y\n3,z\n" * 3,
        DataSpec(task="two_classes"),
        "it holds 3 classes, not two; choose the task more_classes",
    ),
    "regression on texts": (
        "a,b\n1,x\n2,y\n",
        DataSpec(task="regression"),
        "t.csv, line 2, column 'b': 'x' is not a number, but the target of a regression",
    ),
    "an infinite number": (
        "a,b\n1,2.5\ninf,3.5\n2,4.5\n",
        DataSpec(),
        "t.csv, line 3, column 'a': 'inf' is too large",
    ),
    "an enormous number": (
        "a,b\n1,2.5\n2,3.5\n3,1e300\n",
        DataSpec(),
        "t.csv, line 4, column 'b': '1e300' is too large",
    ),
    "an unknown target": (
        "price,size\n1,2\n3,4\n",
        DataSpec(target=("prize",)),
        "data.target: t.csv has no column 'prize'; did you mean 'price'?",
    ),
    "an unknown ignored column": (
        "price,size\n1,2\n3,4\n",
        DataSpec(ignore=("Size",)),
        "data.ignore: t.csv has no column 'Size'; did you mean 'size'?",
    ),
    "a target that is ignored": (
        "a,b\n1,2\n3,4\n",
        DataSpec(target=("b",), ignore=("b",)),
        "Column 'b' cannot be both the target and ignored",
    ),
    "both kinds": (
        "a,b\n1,2\n3,4\n",
        DataSpec(numbers=("a",), categories=("a",)),
        "Column 'a' can be read in one way only: numbers, a category or dates",
    ),
    "a format of no column": (
        "a,b\n1,2\n3,4\n",
        DataSpec(formats=("c=1.234,5",)),
        "data.formats: 'c=1.234,5' names no column of the table",
    ),
    "a format that is none": (
        "a,b\n1,2\n3,4\n",
        DataSpec(formats=("a=often",)),
        "data.formats: 'a=often' gives no format; write a number such as 1.234,5",
    ),
    "no input left": (
        "a,b\n1,2\n3,4\n",
        DataSpec(ignore=("a",)),
        "No column of t.csv is left as an input; ignore fewer",
    ),
    "constant inputs": (
        "a,b\n1,2\n1,4\n",
        DataSpec(),
        "No column of t.csv is left as an input; add a column that varies (",
    ),
    "a constant last column": (
        "x,y\n1,3.5\n2,3.5\n",
        DataSpec(),
        "No column of t.csv is left as an input; add a column that varies (",
    ),
    "a category of 60 texts": (
        "a,b\n" + "\n".join(f"k{n % 60},{n}.5" for n in range(300)),
        DataSpec(categories=("a",), most_categories=50),
        "Column 'a' holds 60 different texts, but a category column can hold at most 50",
    ),
    "every row with a gap": (
        "a,b,c\n1,,2.5\n,2,3.5\n3,,4.5\n4,5,6.5\n",
        DataSpec(),
        "fewer than 2 of 4 rows are complete; fill missing values",
    ),
    "one mark for two meanings": (
        "a;b\n1,5;2\n2,5;3\n",
        DataSpec(decimal="comma", thousands="comma"),
        "The decimal mark and the thousands mark cannot be the same",
    ),
    "a wrong encoding": ("a,b\n1,é\n", DataSpec(encoding="utf-16"), "is not UTF-16"),
}


@pytest.mark.parametrize(("content", "spec", "words"), CASES.values(), ids=CASES.keys())
def test_that_it_is_refused_in_one_sentence_and_previewed_all_the_same(
    content: str, spec: DataSpec, words: str
) -> None:
    file = TableFile("t.csv", content.encode())
    with pytest.raises(InputError) as caught:
        read_table(file, spec)
    sentence, *_hints = str(caught.value).splitlines()
    assert words in sentence
    assert sentence.endswith((".", "?"))
    problems = preview_table(file, spec).problems
    assert any(str(caught.value).startswith(problem) for problem in problems)


@pytest.mark.parametrize(("content", "spec", "words"), CASES.values(), ids=CASES.keys())
def test_that_every_refusal_is_said_in_the_language_spoken(
    content: str, spec: DataSpec, words: str, spoken: Callable[..., None]
) -> None:
    spoken(PSEUDO, PseudoTranslations())
    with pytest.raises(InputError) as caught:
        read_table(TableFile("t.csv", content.encode()), spec)
    assert words not in str(caught.value)
    assert plain_words(str(caught.value).replace("t.csv", "")) <= NAMES_OF_OTHERS


def test_that_an_empty_file_is_refused() -> None:
    with pytest.raises(InputError, match=r"t\.csv is empty"):
        read_table(TableFile("t.csv", b""), DataSpec())


def test_that_more_values_than_memory_should_take_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(table_build, "MAXIMUM_VALUES", 19)
    with pytest.raises(InputError, match="10 rows of 2 inputs each are more than 19 values"):
        read_table(TableFile("t.csv", f"a,b,c\n{TEN}".encode()), DataSpec(numbers=("a",)))


def test_that_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.csv does not exist; check the name"):
        load_table_file(tmp_path / "no.csv")


def test_that_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder; choose a file in it"):
        load_table_file(tmp_path)


def test_that_a_file_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(ordinary_file, "_open", refuse)
    with pytest.raises(
        InputError, match="cannot be read: there is no permission; change its permissions"
    ):
        load_table_file(path)


def test_that_a_file_beyond_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(table.MAXIMUM_BYTES + 1)

    def refuse(_path: Path) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="has 256 MiB; at most 256 MiB can be read"):
        load_table_file(path)
