"""One declared number, switch or choice, from which forms, options, checks and help are made."""

import difflib
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, Literal, ParamSpec

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import local
from playground.engine.spec.names import read_names, write_names

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
    """One of the values that a `choice` parameter can take.

    Label, help and formula, if any, are plain text in English, looked up where they are shown.
    """

    key: str
    label: str
    help: str = ""
    formula: str = ""

    @property
    def described(self) -> str:
        """What it does to learning, and below that its formula, in the language spoken."""
        return f"{_(self.help)}\n{_(self.formula)}".strip()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A setting: its name, its type, its bounds and what it does to learning.

    Label, help, formula, unit and the names of special values are in English; they are looked up
    where they are shown.

    Attributes:
        name: what sentences call it; the last part of its path, such as `learning_rate`.
        minimum, maximum: inclusive bounds of `integer` and `number`, of each of `integers`.
        scale: how a slider spreads its values.
        smallest: on a logarithmic scale whose minimum is 0, the smallest value above 0 that the
            slider offers (any value within the bounds can be typed).
        unit: what stands behind the number. A value whose unit is `%` is held as a fraction (0.3)
            and shown, and typed into a form, as a percentage (30 %).
        special: values with a name, as (value, name): `((0, "full batch"),)`.
        choices: the keys a `choice` can take. Empty where `catalogue` names the rows instead.
        typed: what a `choice` takes beside its choices, as a regular expression.
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
    typed: str = ""
    catalogue: str = ""
    formula: str = ""
    effect: Effect = "live"

    def called(self, name: str) -> "Parameter":
        """The same, of which every sentence speaks by `name`: its whole path, or its label."""
        return replace(self, name=name)

    def check(self, value: object) -> Value:
        """Return `value` in this parameter's own type.

        Raises:
            InputError: it has another type, or lies outside the bounds.
        """
        if self.kind == "switch":
            if isinstance(value, bool):
                return value
            raise self._refused(_("{name} must be true or false, not {value}."), value)
        if self.kind in ("integer", "number"):
            return self._check_number(value)
        if self.kind == "integers":
            if isinstance(value, (list, tuple)):
                return tuple(int(self._check_number(item)) for item in value)
            raise self._refused(_("{name} must be a list of whole numbers, not {value}."), value)
        if self.kind == "texts":
            if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
                return tuple(value)
            raise self._refused(_("{name} must be a list of names, not {value}."), value)
        if not isinstance(value, str):
            raise self._refused(_("{name} must be text, not {value}."), value)
        is_typed = bool(self.typed) and re.fullmatch(self.typed, value) is not None
        if self.kind == "choice" and self.choices and not is_typed:
            require_known(value, (choice.key for choice in self.choices), self.name)
        return value

    def parse(self, text: str) -> Value:
        """Read a value that was typed: `0.01`, `0,01`, `1e-2`, `true`, `8,8,8`, a named value.

        Named values are understood in English and in the language spoken.

        Raises:
            InputError: the text is no such value, or lies outside the bounds.
        """
        text = text.strip()
        for value, name in self.special:
            if _names(text, name) or _names(text, _(name)):
                return self.check(int(value) if self.kind == "integer" else value)
        if self.kind == "switch":
            if text.lower() in ("true", "yes", "on", "1"):
                return True
            if text.lower() in ("false", "no", "off", "0"):
                return False
            raise self._refused(_("{name} must be true or false, not {value}."), text)
        if self.kind in ("integer", "number"):
            return self._parse_one(text)
        if self.kind == "texts":
            return self.check(read_names(text, self.name))
        if self.kind == "integers":
            parts = [part.strip() for part in text.strip("[]()").split(",")]
            return self.check(self._parse_numbers([] if parts == [""] else parts, text))
        return self.check(text)

    def _parse_one(self, text: str) -> Value:
        if text.endswith("%"):
            return self.check(parse_number(text[:-1], self.name) / 100)
        if self.kind == "integer" and _GROUPED.fullmatch(text):
            # In one country 1.000 is a thousand, in another it is 1; so is 1,000.
            sentence = _("{name} must have no marks between its digits: {digits}, not {value}.")
            raise self._refused(sentence, text, digits=re.sub(r"\D", "", text))
        return self.check(parse_number(text, self.name))

    def _parse_numbers(self, parts: list[str], text: str) -> list[float]:
        try:
            return [parse_number(part, self.name) for part in parts]
        except InputError:
            sentence = _(
                "{name} must be whole numbers with commas between them, such as {example}, "
                "not {value}."
            )
            example = self.format(self.default) or "8,8"
            raise self._refused(sentence, text, example=example) from None

    def format(self, value: Value) -> str:
        """Write a value as `parse` reads it in every language."""
        for special, name in self.special:
            if not isinstance(value, (str, tuple)) and value == special:
                return name
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, tuple):
            return write_names(str(item) for item in value)
        if isinstance(value, float):
            return f"{value:.6g}"
        return str(value)

    def _check_number(self, value: object) -> int | float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self._refused(_("{name} must be a number, not {value}."), value)
        if not math.isfinite(value):
            raise self._refused(_("{name} must be a finite number, not {value}."), value)
        whole = self.kind in ("integer", "integers")
        if whole and value != int(value):
            raise self._refused(_("{name} must be a whole number, not {value}."), value)
        named = [special for special, _name in self.special]
        if not self.minimum <= value <= self.maximum and value not in named:
            raise self._refused(self._out_of_bounds(), value, **self._ends())
        return int(value) if whole else float(value)

    def _out_of_bounds(self) -> str:
        if math.isinf(self.maximum):
            return _("{name} must be {low} or more, not {value}.")
        if math.isinf(self.minimum):
            return _("{name} must be {high} or less, not {value}.")
        return _("{name} must lie between {low} and {high}, not {value}.")

    def bounds(self) -> str:
        """The bounds in the language spoken: `between 0 and 1`, `at or above 0`."""
        if math.isinf(self.maximum):
            words = _("at or above {low}")
        elif math.isinf(self.minimum):
            words = _("at or below {high}")
        else:
            words = _("between {low} and {high}")
        return words.format(**self._ends())

    def _ends(self) -> dict[str, str]:
        return {"low": _shown(self.minimum), "high": _shown(self.maximum)}

    def _refused(self, sentence: str, value: object, **fields: str) -> InputError:
        return InputError(sentence.format(name=self.name, value=_shown(value), **fields))


def _declaring(parameter: Callable[Concatenate[str, P], Parameter]) -> Callable[P, Any]:
    # Written so that the arguments of every declaration are checked as those of a `Parameter`.
    def declare(*args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401 - as dataclasses.field
        nameless = parameter("", *args, **kwargs)
        return field(default=nameless.default, metadata={"parameter": nameless})

    return declare


setting = _declaring(Parameter)
"""Declares a field of a spec by what a `Parameter` takes behind its name, which is the field's."""


def _names(text: str, name: str) -> bool:
    """Whether `text` is the name of a value, or the first word of it."""
    return bool(text) and text.lower() in (name.lower(), name.lower().split()[0])


def _shown(value: object) -> str:
    """A number with at most ten digits in the marks of the language; other values as in Python."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return repr(value)
    whole = value == int(value) and abs(value) < 1e15
    return local(f"{int(value)}" if whole else f"{value:.10g}")


def parse_number(text: str, name: str = "") -> float:
    """Read `0.01`, `0,01`, `1e-2` and `-3` alike, whatever the language.

    Args:
        name: what the sentence calls it, where it has a name.

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
        raise InputError(_no_number(name).format(name=name, value=repr(text.strip()))) from None
    if not math.isfinite(number):
        raise InputError(_no_finite_number(name).format(name=name, value=repr(text.strip())))
    return number


def _no_number(name: str) -> str:
    return _("{name} must be a number, not {value}.") if name else _("{value} is not a number.")


def _no_finite_number(name: str) -> str:
    if name:
        return _("{name} must be a finite number, not {value}.")
    return _("{value} is not a finite number.")


def require_known(key: str, known: Iterable[str], what: str) -> str:
    """Return `key`, which must be one of `known`.

    Args:
        what: the setting, the option or the group that the key belongs to, for the sentence.

    Raises:
        InputError: it is not; the sentence names the nearest that is.
    """
    names = list(known)
    if key in names:
        return key
    spelled = {name.lower(): name for name in names}
    near = difflib.get_close_matches(key.lower(), spelled, n=1, cutoff=0.4)
    if near:
        sentence = _("{what}: {key!r} is unknown; did you mean {near!r}?")
        raise InputError(sentence.format(what=what, key=key, near=spelled[near[0]]))
    sentence = _("{what}: {key!r} is unknown; choose from {names}.")
    raise InputError(sentence.format(what=what, key=key, names=", ".join(names)))
