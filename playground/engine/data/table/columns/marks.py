"""What stands for a missing value in a table."""

from collections.abc import Sequence
from dataclasses import dataclass

ALWAYS = frozenset(
    [
        "",
        "?",
        "nan",
        "null",
        "#n/a",
        "#n/d",
        "#na",
        "\\n",
        "#null!",
        "#div/0!",
        "#value!",
        "#valor!",
        "#ref!",
        "#name?",
        "#num!",
        "<na>",
    ]
)
"""Texts, in lower case, that are missing in whatever column they stand."""

IN_NUMBERS = ALWAYS | frozenset(
    [
        "na",
        "n/a",
        "n.a.",
        "n.d.",
        "nd",
        "n/d",
        "s/d",
        "none",
        "nil",
        "missing",
        "unknown",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "...",
        "…",
        ":",
        "*",
        "x",
        "??",
        "???",
    ]
)
"""Texts, in lower case, that are missing in a column of numbers or dates; elsewhere they may be
names: `NA` is a continent, `-` a class."""

SOMETIMES = frozenset(["na", "n/a", "n.a.", "nd", "n/d", "s/d", "none", "-", "--", "–", "—"])
"""Texts, in lower case, that are missing in a column of texts where they are rare."""

_VALUE = "=>"


@dataclass(frozen=True, slots=True)
class MissingMarks:
    """What counts as missing, as chosen.

    Attributes:
        everywhere: chosen for all columns.
        of_column: chosen for single ones.
        values: marks that stand for a value: by column, or under the empty name for all.
    """

    everywhere: frozenset[str] = frozenset()
    of_column: dict[str, frozenset[str]] | None = None
    values: dict[str, dict[str, str]] | None = None

    def chosen(self, name: str) -> frozenset[str]:
        """The marks chosen for a column; empty where they are to be detected."""
        return self.everywhere | (self.of_column or {}).get(name, frozenset())

    def replaced(self, name: str) -> dict[str, str]:
        """The values that marks of a column stand for."""
        values = self.values or {}
        return values.get("", {}) | values.get(name, {})


def chosen_marks(entries: Sequence[str], names: Sequence[str]) -> MissingMarks:
    """Read `data.missing_marks`: `NA`, `column=NA`, `-=>0`, `column=-=>0`."""
    everywhere: set[str] = set()
    of_column: dict[str, set[str]] = {}
    values: dict[str, dict[str, str]] = {}
    for entry in entries:
        left, arrow, value = entry.partition(_VALUE)
        name, equals, mark = left.partition("=")
        if not equals or name.strip() not in names:
            name, mark = "", left
        name, mark = name.strip(), mark.strip()
        if arrow:
            values.setdefault(name, {})[mark] = value.strip()
        elif name:
            of_column.setdefault(name, set()).add(mark)
        else:
            everywhere.add(mark)
    return MissingMarks(
        frozenset(everywhere),
        {name: frozenset(marks) for name, marks in of_column.items()},
        values,
    )


def is_missing(text: str, *, in_numbers: bool) -> bool:
    """Whether a text stands for nothing, where nothing else was chosen."""
    return text.strip().lower() in (IN_NUMBERS if in_numbers else ALWAYS)
