"""Says where inputs lie beyond anything that was learned from."""

from collections.abc import Sequence

from playground.engine.data.raw import Column
from playground.gui.widgets.number_text import amount_texts
from playground.gui.widgets.plain_text import one_line

_LONGEST = 16


def outside_words(columns: Sequence[Column], inputs: Sequence[float]) -> str:
    """Which of the raw `inputs` lie outside the range of the data, in a sentence, or nothing."""
    beyond, first = [], 0
    for column in columns:
        some = inputs[first : first + 1] if column.kind == "number" else ()
        if any(not column.minimum <= value <= column.maximum for value in some):
            beyond.append(column)
        first += len(column.feature_names())
    if not beyond:
        return ""
    if len(beyond) > 1:
        return f"{len(beyond)} inputs lie outside the data."
    low, high = amount_texts(beyond[0].minimum, beyond[0].maximum)
    name = one_line(beyond[0].label, _LONGEST)
    return f"{name} lies outside the data, {_short(low)} … {_short(high)}."


def _short(text: str) -> str:
    has_decimals = "." in text and "e" not in text
    return text.rstrip("0").rstrip(".") if has_decimals else text
