"""Where something stands in what was typed, and how it is said that it cannot be used."""

from dataclasses import dataclass

from playground.engine.common.errors import InputError
from playground.engine.common.language import _


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Line and column, both counted from 1."""

    line: int
    column: int


class ExpressionError(InputError):
    """Something typed cannot be used; the message begins with its line and column.

    Attributes:
        place: where it stands.
    """

    def __init__(self, place: Place, sentence: str) -> None:
        where = _("Line {line}, column {column}: {sentence}")
        super().__init__(where.format(line=place.line, column=place.column, sentence=sentence))
        self.place = place
