"""From letters to tokens: numbers, names and signs, each with its place."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.instruments.expression.place import ExpressionError, Place

Kind = Literal["number", "name", "sign", "end of line"]
MOST_LETTERS, MOST_LINES = 4000, 60

_PATTERN = re.compile(
    r"(?P<space>[ \t\r]+|#.*)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|[-+*/@()\[\],=.])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line; `text` is as it was typed, empty at the end of a line."""

    kind: Kind
    text: str
    place: Place


def tokens_of(text: str) -> list[list[Token]]:
    """The tokens of each line that has any, an end of line after them.

    Raises:
        ExpressionError: the text is too long, or has a sign or a number that is none.
    """
    if len(text) > MOST_LETTERS:
        raise ExpressionError(
            Place(1, 1),
            _("The text is too long: the limit is {n} characters.").format(n=grouped(MOST_LETTERS)),
        )
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise ExpressionError(
            Place(MOST_LINES + 1, 1),
            _("The text is too long: the limit is {n} lines.").format(n=grouped(MOST_LINES)),
        )
    found = [_tokens_in(line, number) for number, line in enumerate(lines, 1)]
    return [line for line in found if len(line) > 1]


def _tokens_in(line: str, number: int) -> list[Token]:
    tokens, at = [], 0
    while at < len(line):
        place, match = Place(number, at + 1), _PATTERN.match(line, at)
        if match is None:
            raise ExpressionError(
                place, _("{letter} cannot be used in an expression.").format(letter=repr(line[at]))
            )
        if match.lastgroup == "number":
            _check_number(match.group(), line[match.end() : match.end() + 1], place)
            tokens.append(Token("number", match.group(), place))
        elif match.lastgroup == "name":
            tokens.append(Token("name", match.group(), place))
        elif match.lastgroup == "sign":
            tokens.append(Token("sign", match.group(), place))
        at = match.end()
    return [*tokens, Token("end of line", "", Place(number, len(line.rstrip()) + 1))]


def _check_number(text: str, following: str, place: Place) -> None:
    if following.isalnum() or following == "_":
        sentence = _(
            "{text} is not a number. Names begin with a letter, and multiplication is written *."
        )
        raise ExpressionError(place, sentence.format(text=text + following))
    if not math.isfinite(float(text)):
        raise ExpressionError(place, _("{text} is too large for a float64.").format(text=text))
