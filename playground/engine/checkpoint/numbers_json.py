"""Frozen dataclasses of counts, switches and numbers as JSON, and back: floats to the last bit."""

import dataclasses
import typing
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MOST_COUNTED = 2**53
LARGEST = 1e300

T = TypeVar("T", bound="DataclassInstance")


def to_json(value: "DataclassInstance") -> dict[str, object]:
    """The fields by name, floats in hexadecimal.

    Raises:
        InputError: a count is beyond `MOST_COUNTED`, so that `from_json` would refuse it.
    """
    fields = dataclasses.asdict(value).items()
    for name, n in fields:
        if isinstance(n, int) and n > MOST_COUNTED:
            raise InputError(
                _("The run has gone further than can be saved ({name}: {n}).").format(
                    name=name, n=grouped(n)
                )
            )
    return {name: n.hex() if isinstance(n, float) else n for name, n in fields}


def from_json(kind: type[T], content: object) -> T:
    """What `to_json` made JSON of; a field that may be None is so where it is missing.

    Raises:
        ValueError: it is no such JSON: a count is below 0 or beyond `MOST_COUNTED`, or a number
            is beyond `LARGEST` and not the field's default, or no number.
        OverflowError: a number is beyond what a float holds.
    """
    if not isinstance(content, Mapping):
        raise ValueError("not a mapping")
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    return kind(**{f.name: _read(hints[f.name], content.get(f.name), f.default) for f in fields})


def _read(kind: object, value: object, usual: object) -> Any:  # noqa: ANN401 - as `kind` says
    wanted, *others = typing.get_args(kind) or (kind,)
    if value is None and others:
        return None
    if wanted is float and isinstance(value, str):
        number = float.fromhex(value)
        if abs(number) <= LARGEST or number == usual:
            return number
    is_count = type(value) is int and 0 <= value <= MOST_COUNTED
    if (wanted is int and is_count) or (wanted is bool and isinstance(value, bool)):
        return value
    raise ValueError(f"{value!r} cannot be")
