"""Says where inputs lie beyond anything that was learned from."""

from collections.abc import Sequence

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.raw import Column
from playground.gui.widgets.number_text import short_amounts
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
        sentence = ngettext(
            "{n} input lies outside the data.", "{n} inputs lie outside the data.", len(beyond)
        )
        return sentence.format(n=grouped(len(beyond)))
    low, high = short_amounts(beyond[0].minimum, beyond[0].maximum)
    name = one_line(beyond[0].label, _LONGEST)
    sentence = _("{name} lies outside the data, {low} … {high}.")
    return sentence.format(name=name, low=low, high=high)
