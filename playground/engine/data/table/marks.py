"""What stands for a missing value in a table."""

from collections.abc import Collection, Sequence

ALWAYS = frozenset(
    [
        "",
        *("?", "nan", "null", "<na>", "\\n"),
        *("#n/a", "#n/d", "#na", "#null!", "#div/0!", "#ref!", "#name?", "#num!"),
        *("#value!", "#valor!"),
    ]
)
"""Texts, in lower case, that are missing in whatever column they stand."""

SOMETIMES = frozenset(["na", "n/a", "n.a.", "nd", "n/d", "s/d", "none", "-", "--", "–", "—"])
"""Texts, in lower case, that are missing in a column of texts where they are rare."""

IN_NUMBERS = (
    ALWAYS
    | SOMETIMES
    | {"n.d.", "nil", "missing", "unknown", "x"}
    | {"---", ".", "..", "...", "…", ":", "*", "**", "??", "???", "(null)"}
)
"""Texts, in lower case, that are missing in a column of numbers or dates; elsewhere they may be
names: `NA` is a continent, `-` a class."""


def split_entry(entry: str, names: Collection[str]) -> tuple[str, str]:
    """`column=rest` in two; the name is empty where the entry begins with none of the columns."""
    for place, letter in enumerate(entry):
        if letter == "=" and entry[:place].strip() in names:
            return entry[:place].strip(), entry[place + 1 :].strip()
    return "", entry.strip()


def chosen_marks(
    entries: Sequence[str], names: Collection[str]
) -> dict[str, tuple[frozenset[str], dict[str, str]]]:
    """Read `data.missing_marks`: `NA`, `column=NA`, `-=>0`, `column=-=>0`.

    Returns:
        For each column the marks chosen to be missing, none where they are to be detected, and the
        values that other marks stand for.
    """
    chosen: dict[str, set[str]] = {name: set() for name in ("", *names)}
    values: dict[str, dict[str, str]] = {name: {} for name in chosen}
    for entry in entries:
        left, arrow, value = entry.partition("=>")
        name, mark = split_entry(left, names)
        if arrow:
            values[name][mark] = value.strip()
        else:
            chosen[name].add(mark)
    return {
        name: (frozenset(chosen[""] | chosen[name]), values[""] | values[name]) for name in names
    }
