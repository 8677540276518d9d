"""Encodings: how a table's bytes become letters."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.data.table.text import decode_table, line_at
from playground.engine.spec.run import TableFile

TEXT = "preço;ação\n1,5;não\n2,5;maçã\n"


def table(content: bytes) -> TableFile:
    return TableFile("t.csv", content)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_that_each_encoding_is_recognised_and_gives_the_same_letters(
    content: bytes, encoding: str
) -> None:
    guessed = decode_table(table(content))
    assert guessed.encoding.value == encoding
    assert guessed.content.decode() == TEXT
    assert decode_table(table(content), encoding).content.decode() == TEXT


def test_that_a_wrongly_chosen_encoding_names_line_byte_and_offset() -> None:
    content = "a;b\n1;2\n3;não\n".encode("cp1252")
    with pytest.raises(InputError) as caught:
        decode_table(table(content), "utf-8")
    assert str(caught.value) == (
        "t.csv, line 3: byte 0xE3 at offset 11 is not UTF-8; choose the encoding UTF-16 or "
        "Windows-1252."
    )


def test_that_half_a_letter_of_utf_16_is_refused() -> None:
    with pytest.raises(InputError, match=r"t\.csv, line 2: byte 0x62 at offset 6 is not UTF-16"):
        decode_table(table("a\nb".encode("utf-16")[:-1]))


def test_that_bytes_without_meaning_in_windows_1252_are_refused() -> None:
    with pytest.raises(InputError, match="line 2: byte 0x81 at offset 4 is not Windows-1252"):
        decode_table(table(b"a\n1\xe3\x81\n"))


def test_that_nul_bytes_are_refused_with_their_line() -> None:
    with pytest.raises(InputError, match=r"t\.csv, line 3: there is a NUL byte"):
        decode_table(table(b"a;b\r\n1;2\r\n3;\0\r\n"))


def test_that_an_empty_file_is_refused() -> None:
    with pytest.raises(InputError, match=r"t\.csv is empty"):
        decode_table(table(b""))


def test_that_a_beginning_may_end_in_the_middle_of_a_letter() -> None:
    content = "ação".encode()
    text = decode_table(table(content), limit=2)
    assert (text.content, text.complete, text.encoding.value) == (b"a", False, "utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_that_any_text_survives_utf_8_and_utf_16(text: str) -> None:
    for codec in ("utf-8-sig", "utf-16"):
        choice = "utf-8" if codec == "utf-8-sig" else "utf-16"
        assert decode_table(table(text.encode(codec)), choice).content.decode() == text


@given(st.lists(st.sampled_from(["a", "é", "\n", "\r\n", "\r"])))
def test_that_lines_are_counted_as_editors_count_them(parts: list[str]) -> None:
    text = "".join(parts)
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    assert line_at(text.encode(), len(text.encode())) == normal.count("\n") + 1
