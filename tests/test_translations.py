"""Both languages are complete: nothing lacks its Portuguese, and no field differs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.translations import (
    ROOT,
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


def marked() -> Iterator[tuple[str, str]]:
    """File and line, and what stands in the brackets of each mark, read as Python reads it."""
    for file in sorted((ROOT / "playground").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id in ("_", "N_", "ngettext") and isinstance(first, ast.Constant):
                    yield f"{file.name}:{node.lineno}", str(first.value)


def test_that_every_mark_is_found() -> None:
    """Babel sees no mark within an f-string."""
    known = {ids_of(message)[0] for message in extracted() if ids_of(message)}
    assert [(place, text) for place, text in marked() if text not in known] == []


def test_that_nothing_is_looked_up_before_a_language_is_chosen() -> None:
    """What stands in a module or a class body is read once, when it is imported."""
    early = []
    for file in sorted((ROOT / "playground").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        early += [f"{file.name}:{line}" for line in lookups_at_import(tree)]
    assert early == []


def lookups_at_import(node: ast.AST) -> Iterator[int]:
    """The lines on which `_` is called when the module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Lambda):
            continue
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in (*child.decorator_list, child.args):
                yield from lookups_at_import(part)
            continue
        called = child.func if isinstance(child, ast.Call) else None
        if isinstance(called, ast.Name) and called.id in ("_", "ngettext", "pgettext"):
            yield called.lineno
        yield from lookups_at_import(child)


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
