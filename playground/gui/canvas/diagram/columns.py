"""From settings and pictures to the columns that are shown. Knows no Qt."""

from collections.abc import Sequence
from dataclasses import replace

from playground.engine.frames.network import NetworkPicture
from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.diagram.layout import MOST_SHOWN, Column

_LONG_NAME = 16


def columns_of(
    spec: NetworkSpec,
    inputs: Sequence[str],
    outputs: Sequence[str],
    units: int,
    pixels: tuple[int, int] | None = None,
) -> tuple[Column, ...]:
    """What the settings ask for; of wide layers the first neurons.

    Args:
        units: how many outputs there are; where that is not one per name, the names are joined.
        pixels: rows and columns of the pictures whose pixels the inputs are, if they are.
    """
    is_picture = pixels is not None and len(inputs) == pixels[0] * pixels[1]
    shown = tuple(range(len(inputs))) if is_picture else first_shown(len(inputs)) or (0,)
    across = pixels[1] if pixels is not None and is_picture else 1
    names = outputs if len(outputs) == units else (" / ".join(outputs),)
    return (
        Column("inputs", len(inputs), shown, _short(inputs), across),
        *(Column("hidden", size, first_shown(size)) for size in spec.hidden),
        Column("outputs", units, first_shown(units), _short(names)),
    )


def first_shown(units: int) -> tuple[int, ...]:
    """The numbers of the neurons shown as long as it is not known which are the strongest."""
    return tuple(range(min(units, MOST_SHOWN)))


def with_picture(columns: Sequence[Column], picture: NetworkPicture) -> tuple[Column, ...]:
    """The same columns with the neurons of a picture that has as many layers."""
    return tuple(
        replace(
            column,
            units=layer.units,
            shown=layer.shown,
            pictures=layer.pixels is not None and column.across == 1,
        )
        for column, layer in zip(columns, picture.layers, strict=True)
    )


def with_pictures(columns: Sequence[Column], most: int) -> tuple[Column, ...]:
    """What will be shown of pixels and of the layer after them, before there is a picture."""
    pixels, first, *others = columns
    if pixels.across == 1:
        return tuple(columns)
    shown = first.shown if first.units <= MOST_SHOWN else first.shown[:most]
    return (pixels, replace(first, shown=shown, pictures=True), *others)


def is_of(picture: NetworkPicture, columns: Sequence[Column]) -> bool:
    """Whether the picture shows these layers."""
    return [layer.units for layer in picture.layers] == [column.units for column in columns]


def _short(names: Sequence[str]) -> tuple[str, ...]:
    """Where a name is long, all without the unit or the remark in their parentheses."""
    if all(len(name) <= _LONG_NAME for name in names):
        return tuple(names)
    return tuple(name.partition(" (")[0] for name in names)
