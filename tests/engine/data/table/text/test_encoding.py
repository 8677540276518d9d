"""Encodings: how a table's bytes become letters."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.data.table.text.decoded import line_at
from playground.engine.data.table.text.encoding import decode_table
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


WORDS = {
    "cp1250": ["Łódź", "Gdańsk", "Kraków"],
    "iso8859-2": ["pełny numer", "średni", "węgry", "żółty"],
    "cp1251": ["Москва", "Казань"],
    "koi8-r": ["Москва", "Казань", "Новосибирск"],
    "cp1253": ["Αθήνα", "Θεσσαλονίκη"],
    "cp850": ["München", "Köln", "Düsseldorf"],
    "iso8859-15": ["Orléans", "Besançon", "12 €"],
    "cp1252": ["São Paulo", "Brasília"],
    "gb18030": ["北京", "上海", "面积"],
    "shift_jis": ["東京", "大阪"],
    "euc-kr": ["서울", "부산"],
    "cp1256": ["القاهرة", "مدينة"],
}


@pytest.mark.parametrize("codec", WORDS)
def test_that_the_letters_of_a_country_are_recognised_in_its_encoding(codec: str) -> None:
    words = WORDS[codec]
    text = "x;city;y\n" + "".join(f"{n};{words[n % len(words)]};{n}\n" for n in range(30))
    assert decode_table(table(text.encode(codec))).content.decode() == text


def test_that_one_accent_in_a_long_table_is_enough() -> None:
    text = "city;y\n" + "Rio;1\n" * 500 + "São Paulo;2\n"
    assert decode_table(table(text.encode("cp1252"))).content.decode() == text


def test_that_few_bytes_that_are_no_utf_8_are_accepted_and_named() -> None:
    text = decode_table(table("a;São\nb;Água\n".encode() + b"c;S\xe3o\n"))
    assert text.content.decode() == "a;São\nb;Água\nc;S�o\n"
    assert text.notes == (
        "t.csv holds 1 byte that is not valid UTF-8, in line 3 (0xE3); � stands for it.",
    )


def test_that_any_codec_of_python_can_be_chosen() -> None:
    content = TEXT.encode("utf-32")
    assert decode_table(table(content), "utf-32").content.decode() == TEXT
    assert decode_table(table(TEXT.encode("mac-roman")), "mac-roman").content.decode() == TEXT


@pytest.mark.parametrize("name", ["rot13", "zip", "base64", "idna", "undefined", "no such thing"])
def test_that_what_is_no_encoding_of_texts_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=f"'{name}' is no encoding of texts that Python knows"):
        decode_table(table(b"a,b\n1,2\n"), name)


def test_that_a_wrongly_chosen_encoding_names_line_byte_and_offset() -> None:
    content = "a;b\n1;2\n3;não\n".encode("cp1252")
    with pytest.raises(InputError) as caught:
        decode_table(table(content), "utf-8")
    assert str(caught.value) == (
        "t.csv, line 3: byte 0xE3 at offset 11 is not UTF-8; choose another encoding, or "
        "export the table again (by itself it would be read as Western European (Windows-1252))."
    )


def test_that_half_a_letter_of_utf_16_is_refused() -> None:
    with pytest.raises(InputError, match=r"t\.csv, line 2: byte 0x62 at offset 6 is not UTF-16"):
        decode_table(table("a\nb".encode("utf-16")[:-1]))


def test_that_a_mark_written_twice_and_the_end_mark_of_dos_are_no_text() -> None:
    content = codecs.BOM_UTF8 * 2 + b"x,y\r\n1,2\r\n\x1a"
    assert decode_table(table(content)).content == b"x,y\r\n1,2\r\n"


def test_that_nul_bytes_are_refused_with_their_line() -> None:
    with pytest.raises(InputError, match=r"t\.csv, line 3: there is a NUL byte"):
        decode_table(table(b"a;b\r\n1;2\r\n3;\0\r\n5;6\r\n"))


@pytest.mark.parametrize("content", [b"", b"\n \r\n", codecs.BOM_UTF8])
def test_that_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match=r"t\.csv is empty"):
        decode_table(table(content))


def test_that_a_beginning_may_end_in_the_middle_of_a_letter() -> None:
    content = "ação".encode()
    text = decode_table(table(content), limit=2)
    assert (text.content, text.complete, text.encoding.value) == (b"a", False, "utf-8")


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1a\ufeff"),
        min_size=1,
    ).filter(str.strip)
)
def test_that_any_text_survives_utf_8_and_utf_16(text: str) -> None:
    for codec in ("utf-8-sig", "utf-16"):
        choice = "utf-8" if codec == "utf-8-sig" else "utf-16"
        assert decode_table(table(text.encode(codec)), choice).content.decode() == text


@given(st.lists(st.sampled_from(["a", "é", "\n", "\r\n", "\r"])))
def test_that_lines_are_counted_as_editors_count_them(parts: list[str]) -> None:
    text = "".join(parts)
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    assert line_at(text.encode(), len(text.encode())) == normal.count("\n") + 1
