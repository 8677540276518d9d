"""JSON as we write it: finite numbers, each key once, of a bounded depth."""

import json
import math
from collections.abc import Mapping

from playground.engine.common.language import _

MAXIMUM_DEPTH = 20
MAXIMUM_INTEGER = 2**63


class Unreadable(Exception):
    """It is no such JSON; the message says why, to stand behind a colon."""


def encode(value: object) -> bytes:
    """ASCII, indented; floats in the shortest form that reads back as the very same number.

    Raises:
        ValueError: a number is not finite.
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, indent=1)
    return text.encode("ascii") + b"\n"


def decode(content: bytes) -> object:
    """What `encode` wrote.

    Raises:
        Unreadable: not UTF-8, no JSON, a number that is not finite or beyond 64 bits, the same key
            twice, or nested more than 20 deep.
    """
    try:
        value: object = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_int=_integer,
            parse_float=_finite,
            parse_constant=_finite,
        )
    except RecursionError:
        raise Unreadable(_("it is nested too deeply")) from None
    except ValueError as error:
        raise Unreadable(_("it cannot be read as JSON ({reason})").format(reason=error)) from None
    _check_depth(value)
    return value


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Unreadable(_("it contains the same key twice"))
    return value


def _integer(digits: str) -> int:
    # Python reads at most 4300 digits; far fewer make a number that nothing here can use.
    if len(digits) > 20 or abs(int(digits)) >= MAXIMUM_INTEGER:
        raise Unreadable(_("it contains a whole number of more than 64 bits"))
    return int(digits)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Unreadable(_("it contains a number that is not finite"))
    return number


def _check_depth(value: object) -> None:
    level: list[object] = [value]
    for _depth in range(MAXIMUM_DEPTH):
        level = [item for outer in level for item in _inside(outer)]
    if level:
        raise Unreadable(_("it is nested too deeply"))


def _inside(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list) else []
