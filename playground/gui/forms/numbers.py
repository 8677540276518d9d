"""How a number is written for a person and read from one, in the marks of the language spoken."""

import math
import re
from dataclasses import replace

from playground.engine.common import language
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped, local
from playground.engine.spec.parameter import Parameter, parse_number

_GROUPED = re.compile(
    r"(?P<first>[-−+]?[1-9]\d{0,2})(?P<groups>(?P<mark>[.,\s])\d{3}(?:(?P=mark)\d{3})*)"
    r"(?:(?P<point>[.,])(?P<decimals>\d+))?"
)
"""A number whose digits may be grouped: `36.320`, `36,320`, `36 320`, `1.234.567,8`."""
_COMMA = re.compile(r"[-−+]?\d*,\d*(?:[eE][-−+]?\d+)?")


def spoken(parameter: Parameter) -> Parameter:
    """The parameter as a form speaks of it: by its label, and a percentage in per cent.

    A value of the result is 100 times the value of a parameter whose unit is `%`. Its values with
    a name have it in the language spoken, and after it the English one.
    """
    factor = 100 if parameter.unit == "%" else 1
    translated = tuple((value, _(name)) for value, name in parameter.special)
    return replace(
        parameter,
        name=_(parameter.label),
        minimum=parameter.minimum * factor,
        maximum=parameter.maximum * factor,
        special=tuple((value * factor, name) for value, name in (*translated, *parameter.special)),
    )


def in_plain_marks(text: str, name: str, *, whole: bool = False) -> str:
    """A number as a person types it, in the marks of Python; any other text as it stands.

    `0.01` and `0,01` are the same in each language, and so is `1.234.567,8`. Of `36.320` it depends
    on the language which of its two meanings it shows: there it is 36.32 where the point is the
    mark of decimals.

    Args:
        name: of the value, for the sentence that refuses it.
        whole: whether it is to be a whole number, of which `Parameter.parse` knows what to refuse.

    Raises:
        InputError: it can mean two numbers, such as `36.320` in Portuguese.
    """
    text = text.strip()
    found = _GROUPED.fullmatch(text)
    if found is None:
        return text.replace(",", ".") if _COMMA.fullmatch(text) else text
    mark, point, decimals = found["mark"], found["point"], found["decimals"]
    digits = found["first"] + re.sub(r"\D", "", found["groups"])
    if point is not None:
        return text if point == mark else f"{digits}.{decimals}"
    if mark.isspace() or found["groups"].count(mark) > 1:
        return digits
    if whole:
        return text
    if mark == language.spoken().decimal:
        return text.replace(mark, ".")
    raise InputError(
        _("{name}: {text!r} can mean {thousands} or {decimal}; type one of these.").format(
            name=name, text=text, thousands=digits, decimal=_plain(float(text.replace(mark, ".")))
        )
    )


def read_number(parameter: Parameter, text: str) -> float:
    """The value that a person typed: `0.01`, `0,01`, `1e-2`, `30 %`, `full batch`.

    Raises:
        InputError: it is no such value, or lies outside the bounds; one sentence for the person.
    """
    said = spoken(parameter)
    text = text.strip()
    for value, name in said.special:
        if text.lower() == name.lower():
            return value / 100 if parameter.unit == "%" else value
    bare, percent = text.removesuffix("%"), text.endswith("%")
    plain = in_plain_marks(bare, said.name, whole=parameter.kind == "integer")
    if parameter.unit == "%":
        number = parse_number(plain, said.name)
        return float(said.check(number)) / 100  # type: ignore[arg-type]
    return float(said.parse(f"{plain}%" if percent else plain))  # type: ignore[arg-type]


def write_number(parameter: Parameter, value: float) -> str:
    """The value as `read_number` reads it, with at most six digits and none of them grouped."""
    for special, name in parameter.special:
        if value == special:
            return _(name)
    if parameter.unit == "%":
        return f"{_plain(value * 100)} %"
    if parameter.kind in ("integer", "integers"):
        return str(int(value))
    return _plain(value)


def describe(parameter: Parameter) -> str:
    """What a tool tip says: what it does to learning, its formula and its bounds, in plain text."""
    lines = [_(parameter.help), _(parameter.formula)]
    if parameter.kind in ("integer", "number"):
        lines.append(_bounds(parameter))
    return "\n".join(filter(None, lines))


def _bounds(parameter: Parameter) -> str:
    said = spoken(parameter)
    unit = " %" if parameter.unit == "%" else ""
    low, high = (_bound(end) + unit for end in (said.minimum, said.maximum))
    name = said.special[0][1] if said.special else ""
    if math.isinf(said.minimum):
        return ""
    if math.isinf(said.maximum):
        sentence = _("{low} or more, or {name}.") if name else _("{low} or more.")
    elif name:
        sentence = _("Any value between {low} and {high}, or {name}.")
    else:
        sentence = _("Any value between {low} and {high}.")
    return sentence.format(low=low, high=high, name=name)


def _bound(number: float) -> str:
    whole = math.isfinite(number) and number == int(number) and abs(number) < 1e15
    return grouped(int(number)) if whole else _plain(number)


def _plain(value: float) -> str:
    digits, exponent, power = f"{value:.6g}".partition("e")
    return local(f"{digits}e{int(power)}" if exponent else digits)
