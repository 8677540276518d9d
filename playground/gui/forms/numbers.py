"""How a number is written for a person and read from one, whatever the locale."""

from dataclasses import replace

from playground.engine.spec.parameter import Parameter, parse_number


def spoken(parameter: Parameter) -> Parameter:
    """The parameter as a form speaks of it: by its label, and a percentage in per cent.

    A value of the result is 100 times the value of a parameter whose unit is `%`.
    """
    if parameter.unit != "%":
        return replace(parameter, name=parameter.label)
    return replace(
        parameter,
        name=parameter.label,
        minimum=parameter.minimum * 100,
        maximum=parameter.maximum * 100,
        special=tuple((value * 100, name) for value, name in parameter.special),
    )


def read_number(parameter: Parameter, text: str) -> float:
    """The value that a person typed: `0.01`, `0,01`, `1e-2`, `30 %`, `full batch`.

    Raises:
        InputError: it is no such value, or lies outside the bounds; one sentence for the person.
    """
    said = spoken(parameter)
    if parameter.unit != "%":
        return float(said.parse(text))  # type: ignore[arg-type]
    for value, name in said.special:
        if text.strip().lower() == name.lower():
            return value / 100
    number = parse_number(text.strip().removesuffix("%"), said.name)
    return float(said.check(number)) / 100  # type: ignore[arg-type]


def write_number(parameter: Parameter, value: float) -> str:
    """The value as `read_number` reads it, with at most six digits."""
    for special, name in parameter.special:
        if value == special:
            return name
    if parameter.unit == "%":
        return f"{_plain(value * 100)} %"
    if parameter.kind in ("integer", "integers"):
        return str(int(value))
    return _plain(value)


def _plain(value: float) -> str:
    digits, exponent, power = f"{value:.6g}".partition("e")
    return f"{digits}e{int(power)}" if exponent else digits


def describe(parameter: Parameter) -> str:
    """What a tool tip says: what it does to learning, its formula and its bounds, in plain text."""
    lines = [parameter.help]
    if parameter.formula:
        lines.append(parameter.formula)
    if parameter.kind in ("integer", "number"):
        said = spoken(parameter)
        unit = " %" if parameter.unit == "%" else ""
        named = "".join(f", or {name}" for _, name in parameter.special)
        lines.append(f"Any value {said.bounds()}{unit}{named}.")
    return "\n".join(lines)
