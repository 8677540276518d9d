"""Numbers that remember how they were made, so that a recorded step can make them again."""

from dataclasses import dataclass, field
from typing import Self

_PYTHON_NUMBER = (int, float)


class CannotFuse(Exception):
    """A step cannot be run fused; the message says why, as the end of a sentence."""


def why_not(error: Exception) -> str:
    """Why there is no program: whatever fails, the run itself can go on step by step."""
    if isinstance(error, CannotFuse):
        return str(error)
    lines = str(error).strip().splitlines()
    return f"its step could not be prepared ({lines[0] if lines else type(error).__name__})"


@dataclass(slots=True)
class Guards:
    """Comparisons met while recording, as TorchScript text that must stay true."""

    texts: list[str] = field(default_factory=list)


class Symbol(float):
    """A float that behaves as one, and carries its formula.

    Python and TorchScript both count in doubles and call the same `pow`, so that the formula run
    as TorchScript gives the very number that Python gave.

    Attributes:
        text: the formula as TorchScript.
        moving: whether it changes from step to step; what does not is worked out once a chunk.
        late: whether it is known only in the middle of a step.
    """

    text: str
    moving: bool
    late: bool
    guards: Guards

    def __new__(
        cls, value: float, text: str, guards: Guards, *, moving: bool = False, late: bool = False
    ) -> Self:
        self = super().__new__(cls, value)
        self.text, self.guards, self.moving, self.late = text, guards, moving, late
        return self

    __hash__ = float.__hash__

    def __neg__(self) -> "Symbol":
        return self._made(-float(self), f"(-{self.text})")

    def __add__(self, other: float) -> "Symbol":
        if not isinstance(other, int | float):
            return NotImplemented
        return self._with(float(self) + float(other), self, "+", other)

    def __radd__(self, other: float) -> "Symbol":
        if not isinstance(other, int | float):
            return NotImplemented
        return self._with(float(other) + float(self), other, "+", self)

    def __sub__(self, other: float) -> "Symbol":
        if not isinstance(other, int | float):
            return NotImplemented
        return self._with(float(self) - float(other), self, "-", other)

    def __rsub__(self, other: float) -> "Symbol":
        if not isinstance(other, int | float):
            return NotImplemented
        return self._with(float(other) - float(self), other, "-", self)

    def __mul__(self, other: float) -> "Symbol":
        if not isinstance(other, int | float):
            return NotImplemented
        return self._with(float(self) * float(other), self, "*", other)

    def __rmul__(self, other: float) -> "Symbol":
        if not isinstance(other, int | float):
            return NotImplemented
        return self._with(float(other) * float(self), other, "*", self)

    def __truediv__(self, other: float) -> "Symbol":
        if not isinstance(other, int | float):
            return NotImplemented
        return self._with(float(self) / float(other), self, "/", other)

    def __rtruediv__(self, other: float) -> "Symbol":
        if not isinstance(other, int | float):
            return NotImplemented
        return self._with(float(other) / float(self), other, "/", self)

    def __pow__(self, other: float, _modulo: None = None) -> "Symbol":
        return self._with(float(self) ** float(other), self, "**", other)

    def __rpow__(self, other: float, _modulo: None = None) -> "Symbol":
        return self._with(float(other) ** float(self), other, "**", self)

    def __eq__(self, other: object) -> bool:
        return self._compared(float(self) == other, "==", other)

    def __ne__(self, other: object) -> bool:
        return self._compared(float(self) != other, "!=", other)

    def __lt__(self, other: float) -> bool:
        return self._compared(float(self) < other, "<", other)

    def __le__(self, other: float) -> bool:
        return self._compared(float(self) <= other, "<=", other)

    def __gt__(self, other: float) -> bool:
        return self._compared(float(self) > other, ">", other)

    def __ge__(self, other: float) -> bool:
        return self._compared(float(self) >= other, ">=", other)

    def _made(self, value: float, text: str, *others: "Symbol") -> "Symbol":
        parts = (self, *others)
        return Symbol(
            value,
            text,
            self.guards,
            moving=any(part.moving for part in parts),
            late=any(part.late for part in parts),
        )

    def _with(self, value: float, left: float, sign: str, right: float) -> "Symbol":
        others = [part for part in (left, right) if isinstance(part, Symbol)]
        return self._made(value, f"({number_text(left)} {sign} {number_text(right)})", *others)

    def _compared(self, outcome: bool, sign: str, other: object) -> bool:
        # What hangs on options alone stays as it is until an option changes its kind.
        moving = self.moving or (isinstance(other, Symbol) and other.moving)
        if not moving or not isinstance(other, _PYTHON_NUMBER):
            return outcome
        if self.late or (isinstance(other, Symbol) and other.late):
            raise CannotFuse("its update takes a decision that hangs on numbers of the same step")
        text = f"({self.text} {sign} {number_text(other)})"
        self.guards.texts.append(text if outcome else f"(not {text})")
        return outcome


def number_text(number: float) -> str:
    """A number as TorchScript reads it back exactly, or the formula of a symbol."""
    return number.text if isinstance(number, Symbol) else repr(float(number))
