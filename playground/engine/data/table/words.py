"""Words for sentences about tables."""

import difflib
from collections.abc import Iterable, Sequence

from playground.engine.common import language
from playground.engine.common.language import _, pgettext
from playground.engine.common.numbers import grouped
from playground.engine.settings.paths import fixed_parameters
from playground.engine.spec.names import write_names


def shorten(text: str, limit: int = 40) -> str:
    """At most `limit` characters of a text for a sentence."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def listed(items: Sequence[str], limit: int = 5, total: int = 0) -> str:
    """`a, b and c`, or `a, b, c, d, e and 7 more`; nothing of nothing.

    Args:
        total: how many there are, where `items` are only the first of them.
    """
    more = max(total, len(items)) - limit
    if more > 0:
        names = ", ".join(items[:limit])
        return _("{names} and {n} more").format(names=names, n=grouped(more))
    return language.listed(items)


def quoted(names: Iterable[str], limit: int = 5) -> str:
    """`'a', 'b' and 'c'`: texts of a table as a list, each shortened."""
    return listed([repr(shorten(name)) for name in names], limit)


def nearest(name: str, known: Sequence[str]) -> str:
    """The known name that `name` may have been meant to be; empty where there is none."""
    folded = {other.casefold(): other for other in known}
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    near += difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    if not near:
        return ""
    return near[0] if near[0] in known else folded[near[0]]


def with_comma(name: str, known: Sequence[str]) -> str:
    """The column whose name goes on behind `name` with a comma, quoted for a list; or nothing."""
    columns = (column for column in known if "," in column)
    first = (column for column in columns if column.partition(",")[0].strip() == name)
    return next((write_names([column]) for column in first), "")


def choice_words(key: str, value: str) -> str:
    """A value of `data.<key>` in a sentence: `Semicolon`, `First line`, or as it was typed."""
    marks = {
        "comma": pgettext("mark", "Comma"),
        "semicolon": pgettext("mark", "Semicolon"),
        "bar": pgettext("mark", "Bar"),
        "point": pgettext("mark", "Point"),
        "space": pgettext("mark", "Space"),
        "apostrophe": pgettext("mark", "Apostrophe"),
    }
    choices = {choice.key: choice.label for choice in fixed_parameters()[f"data.{key}"].choices}
    return marks.get(value) or (_(choices[value]) if value in choices else value)
