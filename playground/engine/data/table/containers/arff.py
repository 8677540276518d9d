"""Weka's ARFF as comma-separated text: the names and kinds of the columns, then the rows.

The format: "Attribute-Relation File Format (ARFF)", stable version, in the documentation of Weka.
A line of the text stands where it stands in the file; comments become empty lines.
"""

import re
from collections.abc import Iterator, Sequence

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.data.progress import Progress
from playground.engine.data.table.containers.opened import (
    Declared,
    Given,
    Opened,
    as_csv,
    check_shape,
)
from playground.engine.data.table.text.encoding import decode_table
from playground.engine.data.table.words import shorten
from playground.engine.spec.run import TableFile

_REPORT = 20_000
_Attribute = tuple[str, Declared]
_QUOTED = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_ATTRIBUTE = re.compile(rf"@attribute\s+({_QUOTED}|[^\s{{]+)\s*(.*)", re.IGNORECASE | re.DOTALL)
# A percent sign begins a comment, except behind a character, as in `50%`.
_TOKEN = re.compile(
    rf"\s*+(?:({_QUOTED})\s*+(,|%.*|$)|((?:[^,%]|(?<=[^\s,])%)*+)(,|%.*|$))", re.DOTALL
)
_BLANK_TOKEN = re.compile(rf"\s*+({_QUOTED}|[^\s%]\S*+)", re.DOTALL)
_WEIGHT = re.compile(r",\s*\{\s*[-+.\deE]+\s*\}\s*$")
_SPECIAL = re.compile(r"['\"%{}\\]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_TYPES: dict[str, Declared] = {
    "numeric": "number",
    "real": "number",
    "integer": "number",
    "string": "text",
    "date": "date",
}
_SKIPPED = ("", "@relation", "@input", "@inputs", "@output", "@outputs")
"""The last four are KEEL's, whose files are ARFF otherwise."""


def open_arff(table: TableFile, encoding: str, report: Progress) -> Opened:
    """An ARFF file with one value per attribute in each row.

    Args:
        encoding: a key of `data.encoding`.

    Raises:
        InputError: its header cannot be understood, or its rows are sparse or of several tables.
    """
    text = decode_table(table, encoding).content.decode("utf-8", "replace")
    lines = re.split(r"\r\n|\n|\r", text)
    start, attributes = _header(table.name, lines)
    check_shape(table.name, len(lines) - start, len(attributes))
    content = as_csv(table.name, _rows(table.name, lines, start, attributes, report))
    kinds = tuple(kind for _name, kind in attributes)
    return Opened(table.name, content, Given("utf-8", "comma", "yes", kinds, _notes(lines[start:])))


def _notes(rows: Sequence[str]) -> tuple[str, ...]:
    weighted = sum("}" in row and _WEIGHT.search(row) is not None for row in rows)
    if not weighted:
        return ()
    sentence = ngettext(
        "{n} row has a weight, which is not used.",
        "{n} rows have weights, which are not used.",
        weighted,
    )
    return (sentence.format(n=weighted),)


def _header(name: str, lines: Sequence[str]) -> tuple[int, tuple[_Attribute, ...]]:
    """The number of lines up to `@data`, and the attributes they declare."""
    attributes: list[_Attribute] = []
    for number, line in enumerate(lines, start=1):
        word = line.strip().partition(" ")[0].partition("\t")[0].lower()
        if word == "@attribute":
            attributes.append(_attribute(name, number, line.strip()))
        elif word == "@data" and attributes:
            return number, tuple(attributes)
        elif word not in _SKIPPED and not word.startswith("%"):
            raise _not_understood(name, number, line)
    raise InputError(
        _("{file} declares no attributes followed by @data; export it again.").format(file=name)
    )


def _not_understood(name: str, number: int, line: str) -> InputError:
    return InputError(
        _("{file}, line {line}: {text} is no declaration that is known; correct it.").format(
            file=name, line=number, text=repr(shorten(line.strip()))
        )
    )


def _attribute(file: str, number: int, line: str) -> _Attribute:
    found = _ATTRIBUTE.match(line)
    if not found:
        raise _not_understood(file, number, line)
    name, rest = _bare(found[1]), found[2]
    if rest.startswith("{"):
        return name, "category"
    word, *pattern = re.split(r"[\s%\[\"']+", rest, maxsplit=1)
    kind = _TYPES.get(word.lower())
    if kind is None:
        raise _not_understood(file, number, line)
    own_dates = kind == "date" and pattern and not pattern[0].startswith(("yyyy-MM-dd", "%"))
    return name, "" if own_dates else kind


def _rows(
    name: str,
    lines: Sequence[str],
    start: int,
    attributes: Sequence[_Attribute],
    report: Progress,
) -> Iterator[list[str]]:
    """The names in the line of `@data`, and the cells of each line below it."""
    yield from [[]] * (start - 1)
    yield [name for name, _kind in attributes]
    for number, line in enumerate(lines[start:], start=start + 1):
        yield _cells(name, number, line, len(attributes))
        if number % _REPORT == 0:
            report(number / len(lines), _("Reading rows"))


def _cells(name: str, number: int, line: str, count: int) -> list[str]:
    """The cells of a row, `?` as nothing; none where the line is blank or a comment."""
    if not _SPECIAL.search(line):
        return _plain_cells(line, count)
    line = line.strip()
    if line.startswith("%"):
        return []
    if line.startswith("{"):
        raise InputError(
            _(
                "{file}, line {line}: the row is sparse; convert the table to a dense one (Weka: "
                "SparseToNonSparse)."
            ).format(file=name, line=number)
        )
    return _split(_WEIGHT.sub("", line), count)


def _plain_cells(line: str, count: int) -> list[str]:
    cells = [cell.strip() for cell in line.split(",")]
    if len(cells) == 1:
        cells = line.split() if count > 1 else cells
        if not any(cells):
            return []
    return ["" if cell == "?" else cell for cell in cells]


def _split(line: str, count: int) -> list[str]:
    """A line with quotes, escapes or a comment, at its commas, or at blanks if it has none."""
    found = list(_tokens(line))
    if len(found) == 1 and count > 1:
        found = list(_blank_tokens(line))
    return ["" if token == "?" else _bare(token) for token in found]


def _tokens(line: str) -> Iterator[str]:
    place, end = 0, ","
    while end == "," and (token := _TOKEN.match(line, place)):
        quoted, quoted_end, plain, plain_end = token.groups()
        yield plain.strip() if quoted is None else quoted
        place, end = token.end(), plain_end if quoted is None else quoted_end


def _blank_tokens(line: str) -> Iterator[str]:
    place = 0
    while token := _BLANK_TOKEN.match(line, place):
        yield token[1]
        place = token.end()


def _bare(token: str) -> str:
    """A token without its quotes and escapes."""
    if len(token) > 1 and token[0] == token[-1] and token[0] in "'\"":
        return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), token[1:-1])
    return token
