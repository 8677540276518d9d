"""Words for sentences about tables."""

from collections.abc import Sequence

from playground.engine.common.numbers import grouped


def shorten(text: str, limit: int = 40) -> str:
    """At most `limit` characters of a text for a sentence."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def listed(items: Sequence[str], limit: int = 5) -> str:
    """`a, b and c`, or `a, b, c, d, e and 7 more`; nothing of nothing."""
    if len(items) > limit:
        return f"{', '.join(items[:limit])} and {grouped(len(items) - limit)} more"
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def counted(number: int, word: str) -> str:
    """`1 row`, `2 rows`, `31 000 rows`."""
    return f"{grouped(number)} {word}{'' if number == 1 else 's'}"
