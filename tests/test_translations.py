"""Both languages are complete: nothing lacks its Portuguese, and no field differs."""

from pathlib import Path

import pytest

from tests.translations import (
    catalogues,
    extracted,
    fields,
    ids_of,
    missing,
    read,
    texts_of,
    updated,
)

ALIKE = Path(__file__).parent / "data" / "alike_in_portuguese.txt"
"""Sentences whose Portuguese is the English one, one in a line: names, formulas, field terms."""
ALL = pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parent.parent.name)


@ALL
def test_that_every_sentence_has_its_translation(path: Path) -> None:
    catalog = updated(read(path), extracted())
    assert [ids_of(message) for message in missing(catalog)] == []


@ALL
def test_that_no_sentence_is_there_that_the_sources_do_not_say(path: Path) -> None:
    said = {(message.context, ids_of(message)) for message in extracted()}
    kept = {(message.context, ids_of(message)) for message in read(path)}
    assert kept - said == set()


@ALL
def test_that_the_fields_are_those_of_the_english_sentence(path: Path) -> None:
    for message in filter(ids_of, read(path)):
        wanted = fields(ids_of(message)[-1])
        assert fields(texts_of(message)[-1]) == wanted, message.id
        assert all(fields(text) <= wanted for text in texts_of(message)), message.id


@ALL
def test_that_only_listed_sentences_are_the_same_in_english(path: Path) -> None:
    listed = set(ALIKE.read_text(encoding="utf-8").splitlines())
    alike = {
        ids_of(message)[0]
        for message in filter(ids_of, read(path))
        if texts_of(message) == ids_of(message)
    }
    assert alike - listed == set()


@ALL
def test_that_what_stands_around_a_sentence_is_kept(path: Path) -> None:
    for message in filter(ids_of, read(path)):
        for english, text in zip(ids_of(message), texts_of(message), strict=False):
            assert text[-1:].isspace() == english[-1:].isspace(), english
            assert (text[-1:] == ".") == (english[-1:] == "."), english
            assert (text[-1:] in ":…") == (english[-1:] in ":…"), english
            assert ("&" in text) == ("&" in english), english
