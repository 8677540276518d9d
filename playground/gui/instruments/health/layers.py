"""What the layers of a network are called and coloured, from the first to the last."""

from playground.engine.common.language import _
from playground.gui.plots.base.colour_maps import viridis
from playground.gui.theme import Colours

ENDS = {False: (0, 200), True: (70, 255)}
"""The part of the 256 colours that stands out on a light and on a dark surface."""
MOST_NAMED = 5


def layer_names(count: int) -> tuple[str, ...]:
    """Hidden layers by number, then the output layer."""
    hidden = (_("hidden {number}").format(number=number) for number in range(1, count))
    return (*hidden, _("output layer"))


def layer_colours(count: int, colours: Colours) -> tuple[str, ...]:
    """Shades in the order of the layers."""
    low, high = ENDS[colours.dark]
    table = viridis()
    places = [round(low + (high - low) * n / max(1, count - 1)) for n in range(count)]
    return tuple("#{:02x}{:02x}{:02x}".format(*table[place].tolist()) for place in places)


def named_layers(count: int) -> list[int]:
    """The layers that a legend names: all of few; of many, some from the first to the last."""
    if count <= MOST_NAMED + 1:
        return [*range(count)]
    return sorted({round(n * (count - 1) / (MOST_NAMED - 1)) for n in range(MOST_NAMED)})
