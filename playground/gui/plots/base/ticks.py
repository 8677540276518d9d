"""Where an axis has its ticks and how they are written: short, even, never jumping in width."""

import math
from collections.abc import Sequence

import numpy as np

from playground.engine.common.numbers import local, number
from playground.gui.widgets.number_text import round_step

Levels = list[tuple[float | None, list[float]]]
"""What pyqtgraph wants: per level the spacing and the places."""

WIDEST = "−0.0000"
"""The longest text that is written beside a vertical axis."""
LINE, WORD = 32, 56
"""Pixels that a tick needs beside a vertical axis, and below a horizontal one."""
TIGHT = 18
"""Pixels below which the texts beside a low vertical axis would touch."""
CLOSE = 0.75
"""The part of them that ticks at 1, 2 and 5 have at least, where those at 2 and 5 are written."""
UNWRITTEN = math.inf
"""The spacing of ticks without texts."""
MOST_DECIMALS = 2
"""Before a unit; ticks that lie closer together are written in a smaller one."""
MOST_SIGNS = 9
MOST_PLACES = 6
MOST_FIGURES = 10
"""Of a number that no unit makes shorter."""
_UNITS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_MINUS = "−"


def tick_texts(values: Sequence[float], spacing: float | None) -> list[str]:
    """The texts of ticks that are `spacing` apart, in one unit: `80k` beside `100k`."""
    step = abs(spacing) if spacing else 0.0
    largest = max((abs(value) for value in values), default=0.0)
    return [tick_text(value, step, largest) for value in values]


def tick_text(value: float, spacing: float = 0.0, largest: float = 0.0) -> str:
    """One tick's text, with the decimals that tell it from the next: `0.15`, `120k`, `2e−5`.

    Args:
        spacing: to the next tick; 0 where there is none.
        largest: the size of the largest number on the axis, which chooses the unit.
    """
    size = abs(value)
    largest = max(largest, size)
    if spacing and size < spacing * 1e-6:
        return "0"
    if largest >= 1e12 or (0 < size < 1e-3 and spacing < 1e-4):
        return _powers_of_ten(value, math.ceil(math.log10(size / spacing)) if spacing else 2)
    if largest >= 1e5:
        return _suffixed(value, spacing, largest)
    places = max(0, math.ceil(-math.log10(spacing) - 1e-9)) if spacing else 4
    if places > MOST_PLACES:
        return _powers_of_ten(value, math.ceil(math.log10(size / spacing)))
    text = f"{value:,.{places}f}"
    return _written(text if spacing else text.rstrip("0").rstrip("."))


def log_tick_texts(values: Sequence[float], spacing: float | None) -> list[str]:
    """The texts of ticks at `10 ** value`; between decades (no spacing) only those at 2 and 5."""
    if spacing is None:
        return [_within_decade(value) for value in values]
    if spacing == UNWRITTEN:
        return [""] * len(values)
    if spacing >= 1:
        return [_decade(round(value)) for value in values]
    numbers = [10.0**value for value in values]
    return tick_texts(numbers, min(np.diff(numbers), default=0.0))


def log_levels(low: float, high: float, pixels: float, room: int = LINE) -> Levels:
    """Ticks between two powers of ten, given by their exponents.

    Args:
        room: pixels that each text needs along the axis.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    if high - low < 1.0:
        return _linear_levels(low, high)
    most = max(2, int(pixels / room))
    step = max(1, math.ceil((high - low) / most))
    first = math.ceil(low / step) * step
    decades = [float(place) for place in range(first, math.floor(high) + 1, step)]
    if step > 1:
        return [(float(step), decades)]
    places = range(math.floor(low), math.ceil(high))
    inner = [place + math.log10(digit) for place in places for digit in range(2, 10)]
    has_room = pixels / (high - low) * math.log10(2) >= CLOSE * room
    spacing = None if has_room else UNWRITTEN
    return [(1.0, decades), (spacing, [value for value in inner if low < value < high])]


def _linear_levels(low: float, high: float) -> Levels:
    bottom, top = 10.0**low, 10.0**high
    spacing = round_step(top - bottom, 5)
    count = math.floor(top / spacing) - math.ceil(bottom / spacing) + 1
    values = (math.ceil(bottom / spacing) + np.arange(max(0, count))) * spacing
    return [(0.0, [float(place) for place in np.log10(values[values > 0])])]


def spread_out(levels: Levels, low: float, high: float, least: float) -> Levels:
    """The ticks of a linear axis at least so far apart, whatever they were before."""
    if not levels or levels[0][0] is None or levels[0][0] >= least:
        return levels
    first, last = math.ceil(low / least - 1e-9), math.floor(high / least + 1e-9)
    return [(least, [number * least for number in range(first, last + 1)])]


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers within low..high."""
    spacing = round_step(high - low, most)
    first, last = math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9)
    return [number * spacing for number in range(first, last + 1)][: 4 * most]


def _decade(exponent: int) -> str:
    if -3 <= exponent <= 4:
        return number(10.0**exponent, ",g")
    return tick_text(10.0**exponent) if abs(exponent) < 300 else ""


def _within_decade(value: float) -> str:
    place = 10.0**value
    digit = round(place / 10.0 ** math.floor(value + 1e-9))
    return tick_text(place) if digit in (2, 5) else ""


def _powers_of_ten(value: float, digits: int = 2) -> str:
    """With so many digits after the first, at least two."""
    mantissa, _, exponent = f"{value:.{max(2, digits)}e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return _written(f"{mantissa}e{int(exponent)}")


def _suffixed(value: float, spacing: float, largest: float) -> str:
    units = [(unit, suffix) for unit, suffix in _UNITS if unit <= largest]
    for unit, suffix in units:
        decimals = _decimals(spacing / unit) if spacing else MOST_DECIMALS + 1
        widest = f"{largest / unit:.{decimals}f}{suffix}"
        if decimals <= MOST_DECIMALS and len(widest) <= MOST_SIGNS:
            return _written(f"{value / unit:.{decimals}f}{suffix}")
    decimals = _decimals(spacing) if spacing else MOST_PLACES
    if len(f"{largest:.{decimals}f}") <= MOST_FIGURES:
        return _written(f"{value:.{decimals}f}")
    unit, suffix = units[0]
    return _written(f"{value / unit:.4g}{suffix}")


def _written(text: str) -> str:
    """A number as Python writes it, in the marks of the language spoken and with a true minus."""
    return local(text).replace("-", _MINUS)


def _decimals(spacing: float) -> int:
    """How many decimals tell numbers apart that are `spacing` apart: 1 for 0.2, 2 for 0.25."""
    first = max(0, math.floor(-math.log10(spacing) + 1e-9)) if spacing < 1 else 0
    return next(
        (
            places
            for places in range(first, first + 3)
            if abs(spacing * 10**places - round(spacing * 10**places)) < 1e-6
        ),
        first + 2,
    )
