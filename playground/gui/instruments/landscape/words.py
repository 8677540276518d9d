"""What is said of a map."""

from typing import TYPE_CHECKING

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.gui.widgets.number_text import percent_text

if TYPE_CHECKING:
    from playground.engine.instruments.landscape import LossMap
    from playground.engine.instruments.plane import Place

FAR = 0.05
"""Of the way from the map's centre: more than this outside the map is told."""


def map_words(shown: "LossMap", rows: int, of: int, refining: float | None) -> str:
    """What was measured, and how finely."""
    if rows < of:
        loss = ngettext(
            "Loss over {rows} of {n} training row, without penalties.",
            "Loss over {rows} of {n} training rows, without penalties.",
            of,
        )
    else:
        loss = ngettext(
            "Loss over the {n} training row, without penalties.",
            "Loss over all {n} training rows, without penalties.",
            of,
        )
    loss = loss.format(rows=grouped(rows), n=grouped(of))
    parts = [loss, _fineness(shown, refining), _shares(shown)]
    return " ".join(part for part in parts if part)


def place_words(place: "Place") -> str:
    """How far the present weights lie from the map."""
    if place.outside <= FAR:
        return ""
    sentence = _(
        "Since the map was computed, {share} of the movement of the weights has been out of its "
        "plane."
    )
    return sentence.format(share=percent_text(place.outside))


def _shares(shown: "LossMap") -> str:
    if shown.plane.kind == "random":
        return ""
    first, second = (percent_text(share) for share in shown.plane.shares)
    words = _(
        "Component 1 accounts for {first} of the movement of the path, component 2 for {second}."
    )
    return words.format(first=first, second=second)


def _fineness(shown: "LossMap", refining: float | None) -> str:
    size, finer = grouped(shown.size), shown.finer
    if refining is None or finer is None:
        return _("{size} × {size} points.").format(size=size) if shown.size else ""
    part = percent_text(refining)
    if not shown.size:
        return _("Measuring {finer} × {finer} points: {part}.").format(
            finer=grouped(finer), part=part
        )
    return _("{size} × {size} points; refining to {finer} × {finer}: {part}.").format(
        size=size, finer=grouped(finer), part=part
    )
