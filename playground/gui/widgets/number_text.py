"""Numbers as a person reads them: a sensible number of digits that does not jump."""

import math
from collections.abc import Sequence

from playground.engine.common.language import decimals, ngettext
from playground.engine.common.numbers import GROUP as GROUP
from playground.engine.common.numbers import grouped, local, number

NOTHING = "–"
"""Stands where there is no number yet."""
_DAY = 86_400
_DIGITS = 15
"""Of a decimal number that float64 holds."""
_TOLD_APART = 1e3
"""Numbers of one size that four digits tell apart, at least."""


def count_text(count: float) -> str:
    """A whole number in groups of three digits: 31000 is `31 000`."""
    return grouped(int(count))


def loss_text(loss: float) -> str:
    """A loss with four decimals, whole from ten thousand on, else in powers of ten.

    No loss at all is `0`: it is not one that was rounded.
    """
    if not math.isfinite(loss):
        return f"{loss}"
    if loss == 0:
        return "0"
    if decimals() is not None:
        return local(_fixed(loss))
    if 1e-3 <= abs(loss) < 1e4:
        return number(loss, ".4f")
    if 1e4 <= abs(loss) < 1e6:
        return count_text(round(loss))
    return number(loss, ".2e")


def percent_text(fraction: float) -> str:
    """A fraction in percent with one decimal: 0.975 is `97.5 %`."""
    places = decimals()
    form = f".{1 if places is None else places}f"
    return f"{number(fraction * 100, form)}{GROUP}%" if math.isfinite(fraction) else NOTHING


def output_text(value: float, span: float = 0.0) -> str:
    """About four significant digits, and one decimal below ten thousand: 9.99998 is `10.0`.

    From a thousand million on, and below a ten-thousandth, in powers of ten.

    Args:
        span: from the lowest to the highest of its kind, where known: those that four digits would
            not tell apart have more.
    """
    if not math.isfinite(value):
        return f"{value}"
    if decimals() is not None:
        return local(_fixed(value))
    text = _amount(value, abs(value), 1 if abs(value) < 1e4 else 0, span)
    whole, point, after = text.partition(".")
    if not point or "e" in text:
        return local(text)
    return local(f"{whole}.{after.rstrip('0') or '0'}")


def amount_texts(*values: float, span: float = 0.0) -> tuple[str, ...]:
    """Numbers in the units of the data, with as many decimals each: 36320 is `36 320`.

    The largest has about four significant digits, or is in powers of ten as an output would be;
    `span` is as for `output_text`.
    """
    return tuple(local(text) for text in _amounts(values, span))


def short_amounts(*values: float, span: float = 0.0) -> tuple[str, ...]:
    """As `amount_texts`, each without the zeros that end its decimals: 2.500 is `2.5`."""
    texts = _amounts(values, span)
    return tuple(local(_without_zeros(text)) for text in texts)


def _fixed(value: float) -> str:
    """A number with the decimals that a person wants, in the marks of Python.

    One that they would show as 0, and one from a thousand million on, is in powers of ten.
    """
    places = decimals() or 0
    text = f"{value:,.{places}f}"
    is_small = value != 0 and float(text.replace(",", "")) == 0
    return f"{value:.{max(places, 1)}e}" if is_small or abs(value) >= 1e9 else text


def _amounts(values: Sequence[float], span: float) -> list[str]:
    if decimals() is not None:
        return [_fixed(value) if math.isfinite(value) else f"{value}" for value in values]
    size = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return [_amount(value, size, span=span) for value in values]


def _without_zeros(text: str) -> str:
    has_decimals = "." in text and "e" not in text
    return text.rstrip("0").rstrip(".") if has_decimals else text


def _amount(value: float, size: float, least_places: int = 0, span: float = 0.0) -> str:
    """A number with the decimals that give one of this size four digits, or as many to `span`.

    It is in the marks of Python: they are exchanged once it is whole.
    """
    if size >= 1e-4 and 0 < span < size / _TOLD_APART:
        most = max(0, _DIGITS - 1 - math.floor(math.log10(size)))
        places = min(max(0, 3 - math.floor(math.log10(span))), most)
        return f"{value:,.{places}f}"
    if size >= 1e9 or 0 < size < 1e-4:
        return f"{value:.3e}"
    places = max(least_places, 3 - math.floor(math.log10(size)) if size else 3)
    return f"{round(value, places) + 0.0:,.{places}f}"


def time_text(seconds: float) -> str:
    """Minutes and seconds, `00:12`; hours from one hour on, `1:02:03`; days from one day on."""
    if not math.isfinite(seconds):
        return NOTHING
    whole = max(0, int(seconds))
    if whole >= 100 * _DAY:
        return "> 99 d"
    if whole >= _DAY:
        return f"{whole // _DAY} d {whole % _DAY // 3600:02d} h"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes:02d}:{rest:02d}"
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def round_step(span: float, most: int) -> float:
    """1, 2 or 5 times a power of ten, of which `most` reach over `span`; 1 over none."""
    rough = span / most
    if not (rough > 0 and math.isfinite(rough)):
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return float(next((f * power for f in (1, 2, 5) if f * power >= 0.999 * rough), 10 * power))


def size_text(size: int) -> str:
    """A file's size: `812 bytes`, `12.4 kB`, `3.1 MB`."""
    if size < 1000:
        return ngettext("{n} byte", "{n} bytes", size).format(n=size)
    for unit in ("kB", "MB"):
        size_in_unit = size / (1000 if unit == "kB" else 1_000_000)
        if size_in_unit < 1000:
            return f"{number(size_in_unit, '.1f')} {unit}"
    return f"{number(size / 1e9, '.1f')} GB"
