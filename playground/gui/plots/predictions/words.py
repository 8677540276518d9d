"""Values and classes in the words of a read-out."""

import numpy as np

from playground.engine.common.language import _
from playground.engine.frames.frame import Array, DataPicture
from playground.gui.widgets.number_text import output_text, percent_text

FIGURE_SPACE = "\u2007"
"""As wide as a digit."""


def place_words(data: DataPicture, places: tuple[float, ...]) -> str:
    """`x₁  1.2    x₂ -0.5`, each number in the same width."""
    left, right, bottom, top = data.bounds
    texts = map(output_text, places, (right - left, top - bottom))
    pairs = zip(data.axes, texts, strict=False)
    return "    ".join(f"{short(name)} {padded(text)}" for name, text in pairs)


def padded(text: str, width: int = 7) -> str:
    """`text` moved right within `width` digits."""
    return text.rjust(width, FIGURE_SPACE)


def output_words(data: DataPicture, output: Array) -> str:
    """An output `[1]` with the target's name, or the likeliest of `[classes]` probabilities."""
    if not np.isfinite(output).all():
        return _("not a number")
    if data.task == "regression":
        return f"{short(data.target_name)} {output_text(float(output[0]), data.target_span)}"
    if len(output) == 1:
        output = np.array([1 - output[0], output[0]], np.float32)
    winner = int(output.argmax())
    return f"{short(data.class_names[winner])} ({percent_text(float(output[winner]))})"


def short(name: str, most: int = 20) -> str:
    """A name that may be long, without its parentheses or cut at its end."""
    if len(name) > most:
        name = name.partition(" (")[0]
    return name if len(name) <= most else name[: most - 1] + "…"
