"""Formulas with the numbers put into them, one line after another."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playground.engine.common.numbers import number

MINUS = "−"
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LEADING = re.compile(r"^\((−[^)]*)\) ")
"""A negative number at the start of a formula, which needs no parentheses."""
MOST_TERMS = 6
"""A longer sum is told by its largest terms."""


def plain(value: float) -> str:
    """`0.42`, `−1.3`: four digits."""
    return number(value, ".4g").replace("-", MINUS)


def factor(value: float) -> str:
    """A number inside a formula: a negative one in parentheses."""
    return f"({plain(value)})" if plain(value).startswith(MINUS) else plain(value)


def low(letter: str, *numbers: int) -> str:
    """`w₁₂`; `w₁₀,₂` where the numbers would run into one another."""
    mark = "," if max(numbers, default=0) > 9 and len(numbers) > 1 else ""
    return letter + mark.join(str(one).translate(SUBSCRIPTS) for one in numbers)


def of_layer(name: str, layer: int) -> str:
    """`a₁⁽²⁾`: of the layer with this number, counted from 1."""
    return f"{name}⁽{str(layer).translate(SUPERSCRIPTS)}⁾"


class Reckoning:
    """A calculation, told line by line; each symbol is known from the line that gave it.

    Attributes:
        lines: so far, such as `m ← β₁·m + (1 − β₁)·g = 0.9·0.1 + (1 − 0.9)·0.5 = 0.14`.
        known: the value of each symbol.
    """

    def __init__(self, **known: float) -> None:
        self.lines: list[str] = []
        self.known = known

    def let(self, symbol: str, form: str, value: float, sign: str = "=") -> float:
        """Tell one line, and know the symbol by this value from now on.

        Args:
            form: with each symbol in braces: `{β₁}·{m} + (1 − {β₁})·{g}`.
        """
        symbols = form.format_map({name: name for name in self.known})
        numbers = form.format_map({name: factor(known) for name, known in self.known.items()})
        numbers = _LEADING.sub(r"\1 ", numbers)
        self.lines.append(f"{symbol} {sign} {symbols} = {numbers} = {plain(value)}")
        self.known[symbol] = value
        return value

    def become(self, symbol: str, form: str, value: float) -> float:
        """As `let`, of what takes the place of an earlier value."""
        return self.let(symbol, form, value, "←")


def sum_text(terms: Iterable[tuple[float, str]], rest: str = "") -> str:
    """`0.42·x₁ − 1.3·x₂ + 0.1` of (0.42, `·x₁`), (−1.3, `·x₂`) and (0.1, ``)."""
    text = ""
    for value, tail in terms:
        sign = (MINUS if value < 0 else "") if not text else f" {MINUS if value < 0 else '+'} "
        text += f"{sign}{plain(abs(value))}{tail}"
    return text + rest
