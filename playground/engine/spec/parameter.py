"""One declared number, switch or choice, from which forms, options, checks and help are made."""

import difflib
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Concatenate, Literal, ParamSpec

from playground.engine.common.errors import InputError

Value = bool | int | float | str | tuple[int, ...] | tuple[str, ...]
"""What a setting can hold. All of it is immutable and survives a round trip through JSON."""

P = ParamSpec("P")

Kind = Literal["integer", "number", "switch", "choice", "text", "integers", "texts"]
Scale = Literal["linear", "logarithmic"]
Effect = Literal["live", "optimizer", "network", "data", "restart"]
"""What a change does to a run: applies between two steps; starts fresh optimizer state; rebuilds
the network and keeps every weight whose place still exists; rebuilds the data; starts again."""


_GROUPED = re.compile(r"[-−+]?\d{1,3}([.,'\s]\d{3})+")
"""A whole number whose digits are grouped: `31.000`, `31,000`, `31 000`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a `choice` parameter can take; its formula, if any, in plain text."""

    key: str
    label: str
    help: str = ""
    formula: str = ""

    @property
    def described(self) -> str:
        """What it does to learning, and below that its formula."""
        return f"{self.help}\n{self.formula}".strip()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A setting: its name, its type, its bounds and what it does to learning.

    Attributes:
        name: the last part of its path, such as `learning_rate`.
        minimum, maximum: inclusive bounds of `integer` and `number`, of each of `integers`.
        scale: how a slider spreads its values.
        smallest: on a logarithmic scale whose minimum is 0, the smallest value above 0 that the
            slider offers (any value within the bounds can be typed).
        unit: what stands behind the number. A value whose unit is `%` is held as a fraction (0.3)
            and shown, and typed into a form, as a percentage (30 %).
        special: values with a name, as (value, name): `((0, "full batch"),)`.
        choices: the keys a `choice` can take. Empty where `catalogue` names the rows instead.
        catalogue: the kind of catalogue row that supplies the choices, such as `optimizers`.
        formula: in plain text, where it has one.
    """

    name: str
    label: str
    kind: Kind
    default: Value
    help: str
    minimum: float = -math.inf
    maximum: float = math.inf
    scale: Scale = "linear"
    smallest: float = 0.0
    unit: str = ""
    special: tuple[tuple[float, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    catalogue: str = ""
    formula: str = ""
    effect: Effect = "live"

    def check(self, value: object) -> Value:
        """Return `value` in this parameter's own type.

        Raises:
            InputError: it has another type, or lies outside the bounds.
        """
        if self.kind == "switch":
            if isinstance(value, bool):
                return value
            raise InputError(f"{self.name} must be true or false, not {value!r}.")
        if self.kind in ("integer", "number"):
            return self._check_number(value)
        if self.kind == "integers":
            if isinstance(value, (list, tuple)):
                return tuple(int(self._check_number(item)) for item in value)
            raise InputError(f"{self.name} must be a list of whole numbers, not {value!r}.")
        if self.kind == "texts":
            if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
                return tuple(value)
            raise InputError(f"{self.name} must be a list of names, not {value!r}.")
        if not isinstance(value, str):
            raise InputError(f"{self.name} must be a text, not {value!r}.")
        if self.kind == "choice" and self.choices:
            require_known(value, (choice.key for choice in self.choices), self.name)
        return value

    def parse(self, text: str) -> Value:
        """Read a value that was typed: `0.01`, `0,01`, `1e-2`, `true`, `8,8,8`, a named value.

        Raises:
            InputError: the text is no such value, or lies outside the bounds.
        """
        text = text.strip()
        for value, name in self.special:
            if text.lower() in (name.lower(), name.lower().split()[0]):
                return self.check(int(value) if self.kind == "integer" else value)
        if self.kind == "switch":
            if text.lower() in ("true", "yes", "on", "1"):
                return True
            if text.lower() in ("false", "no", "off", "0"):
                return False
            raise InputError(f"{self.name} must be true or false, not {text!r}.")
        if self.kind in ("integer", "number"):
            if text.endswith("%"):
                return self.check(parse_number(text[:-1], self.name) / 100)
            if self.kind == "integer" and _GROUPED.fullmatch(text):
                # In one country 1.000 is a thousand, in another it is 1; so is 1,000.
                digits = re.sub(r"\D", "", text)
                raise InputError(
                    f"{self.name} must have no marks between its digits: {digits}, not {text!r}."
                )
            return self.check(parse_number(text, self.name))
        if self.kind in ("integers", "texts"):
            parts = [part.strip() for part in text.strip("[]()").split(",")]
            parts = [] if parts == [""] else parts
            if self.kind == "texts":
                return self.check(parts)
            return self.check(self._parse_numbers(parts, text))
        return self.check(text)

    def _parse_numbers(self, parts: list[str], text: str) -> list[float]:
        try:
            return [parse_number(part, self.name) for part in parts]
        except InputError:
            raise InputError(
                f"{self.name} must be whole numbers with commas between them, such as "
                f"{self.format(self.default) or '8,8'}, not {text!r}."
            ) from None

    def format(self, value: Value) -> str:
        """Write a value as `parse` reads it."""
        for special, name in self.special:
            if not isinstance(value, (str, tuple)) and value == special:
                return name
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, tuple):
            return ",".join(str(item) for item in value)
        if isinstance(value, float):
            return f"{value:.6g}"
        return str(value)

    def _check_number(self, value: object) -> int | float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InputError(f"{self.name} must be a number, not {value!r}.")
        if not math.isfinite(value):
            raise InputError(f"{self.name} must be a finite number, not {value!r}.")
        whole = self.kind in ("integer", "integers")
        if whole and value != int(value):
            raise InputError(f"{self.name} must be a whole number, not {_plain(value)}.")
        if not self.minimum <= value <= self.maximum and value not in [v for v, _ in self.special]:
            raise InputError(f"{self.name} must lie {self.bounds()}, not {_plain(value)}.")
        return int(value) if whole else float(value)

    def bounds(self) -> str:
        """The bounds as words: `between 0 and 1`, `at or above 0`."""
        if math.isinf(self.maximum):
            return f"at or above {self.minimum:g}"
        if math.isinf(self.minimum):
            return f"at or below {self.maximum:g}"
        return f"between {_plain(self.minimum)} and {_plain(self.maximum)}"


def _declaring(parameter: Callable[Concatenate[str, P], Parameter]) -> Callable[P, Any]:
    # Written so that the arguments of every declaration are checked as those of a `Parameter`.
    def declare(*args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401 - as dataclasses.field
        nameless = parameter("", *args, **kwargs)
        return field(default=nameless.default, metadata={"parameter": nameless})

    return declare


setting = _declaring(Parameter)
"""Declares a field of a spec by what a `Parameter` takes behind its name, which is the field's."""


def _plain(number: float) -> str:
    whole = number == int(number) and abs(number) < 1e15
    return f"{int(number)}" if whole else f"{number:.10g}"


def parse_number(text: str, name: str = "the value") -> float:
    """Read `0.01`, `0,01`, `1e-2` and `-3` alike, whatever the locale.

    Raises:
        InputError: it is no finite number (`1_000`, `nan`, `1.2.3`, an empty text).
    """
    plain = text.strip().replace("−", "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        if "_" in plain:
            raise ValueError
        number = float(plain)
    except ValueError:
        raise InputError(f"{name} must be a number, not {text.strip()!r}.") from None
    if not math.isfinite(number):
        raise InputError(f"{name} must be a finite number, not {text.strip()!r}.")
    return number


def require_known(key: str, known: Iterable[str], what: str) -> str:
    """Return `key`, which must be one of `known`.

    Raises:
        InputError: it is not; the sentence names the nearest that is.
    """
    names = list(known)
    if key in names:
        return key
    spelled = {name.lower(): name for name in names}
    near = difflib.get_close_matches(key.lower(), spelled, n=1, cutoff=0.4)
    hint = f"did you mean {spelled[near[0]]!r}?" if near else f"it can be {', '.join(names)}."
    raise InputError(f"{what} does not know {key!r}; {hint}")
