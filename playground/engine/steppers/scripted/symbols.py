"""Numbers that remember how they were made, so that a recorded step can make them again."""

import operator
from collections.abc import Callable, Iterable
from typing import Any, Self

from playground.engine.common.language import _

_PYTHON_NUMBER = (int, float)


class CannotFuse(Exception):
    """A step cannot be run fused; the message says why, in a sentence."""


def why_not(error: BaseException) -> str:
    """Why there is no program: whatever fails, the run itself can go on step by step."""
    if isinstance(error, CannotFuse):
        return str(error)
    lines = str(error).strip().splitlines()
    reason = lines[0] if lines else type(error).__name__
    return _("The step could not be compiled ({reason}).").format(reason=reason)


def _arithmetic(
    sign: str, work: Callable[[float, float], Any]
) -> tuple[Callable[["Symbol", float], "Symbol"], Callable[["Symbol", float], "Symbol"]]:
    """An operator of Python's floats for symbols: with the symbol on the left, and on the right."""

    def made(left: float, right: float) -> "Symbol":
        text = f"({number_text(left)} {sign} {number_text(right)})"
        return _made(work(float(left), float(right)), text, left, right)

    def on_left(symbol: "Symbol", other: float) -> "Symbol":
        return made(symbol, other) if isinstance(other, _PYTHON_NUMBER) else NotImplemented

    def on_right(symbol: "Symbol", other: float) -> "Symbol":
        return made(other, symbol) if isinstance(other, _PYTHON_NUMBER) else NotImplemented

    return on_left, on_right


def _comparison(
    sign: str, work: Callable[[float, Any], bool]
) -> Callable[["Symbol", object], bool]:
    """A comparison of Python's floats for symbols, kept as a guard where it may change."""

    def compare(symbol: "Symbol", other: object) -> bool:
        outcome = work(float(symbol), other)
        symbols = _symbols((symbol, other))
        # What hangs on options alone stays as it is until an option changes its kind.
        if not any(each.moving for each in symbols) or not isinstance(other, _PYTHON_NUMBER):
            return outcome
        if any(each.late for each in symbols):
            raise CannotFuse(_("The optimizer makes decisions from values of the same step."))
        text = f"({symbol.text} {sign} {number_text(other)})"
        symbol.guards.append(text if outcome else f"(not {text})")
        return outcome

    return compare


class Symbol(float):
    """A float that behaves as one, and carries its formula.

    Python and TorchScript both count in doubles and call the same `pow`, so that the formula run
    as TorchScript gives the very number that Python gave.

    Attributes:
        text: the formula as TorchScript.
        moving: whether it changes from step to step; what does not is worked out once a chunk.
        late: whether it is known only in the middle of a step.
        guards: where comparisons of it go, as TorchScript text that must stay true.
    """

    text: str
    moving: bool
    late: bool
    guards: list[str]

    def __new__(
        cls, value: float, text: str, guards: list[str], *, moving: bool = False, late: bool = False
    ) -> Self:
        self = super().__new__(cls, value)
        self.text, self.guards, self.moving, self.late = text, guards, moving, late
        return self

    __hash__ = float.__hash__
    __add__, __radd__ = _arithmetic("+", operator.add)
    __sub__, __rsub__ = _arithmetic("-", operator.sub)
    __mul__, __rmul__ = _arithmetic("*", operator.mul)
    __truediv__, __rtruediv__ = _arithmetic("/", operator.truediv)
    __pow__, __rpow__ = _arithmetic("**", operator.pow)  # type: ignore[assignment]
    __eq__ = _comparison("==", operator.eq)
    __ne__ = _comparison("!=", operator.ne)
    __lt__ = _comparison("<", operator.lt)
    __le__ = _comparison("<=", operator.le)
    __gt__ = _comparison(">", operator.gt)
    __ge__ = _comparison(">=", operator.ge)

    def __neg__(self) -> "Symbol":
        return _made(-float(self), f"(-{self.text})", self)


def _made(value: float, text: str, *parts: float) -> Symbol:
    symbols = _symbols(parts)
    moving, late = any(each.moving for each in symbols), any(each.late for each in symbols)
    return Symbol(value, text, symbols[0].guards, moving=moving, late=late)


def _symbols(parts: Iterable[object]) -> list[Symbol]:
    return [part for part in parts if isinstance(part, Symbol)]


def number_text(number: float) -> str:
    """A number as TorchScript reads it back exactly, or the formula of a symbol."""
    return number.text if isinstance(number, Symbol) else repr(float(number))
