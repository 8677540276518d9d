"""What plots make of the theme's colours."""

from PySide6.QtGui import QColor

from playground.gui.theme import Colours


def class_colours(colours: Colours, count: int) -> tuple[str, ...]:
    """One colour per class: negative and positive for two, the theme's set for more.

    Beyond the set it is repeated in lighter and darker shades.
    """
    if count <= 2:
        return (colours.negative, colours.positive)[:count]
    return tuple(_shade(colours, number) for number in range(count))


def _shade(colours: Colours, number: int) -> str:
    turn, place = divmod(number, len(colours.classes))
    colour = QColor(colours.classes[place])
    shades = (colour, colour.lighter(150), colour.darker(160))
    return shades[turn % 3].name()


def blend(first: str, second: str, part: float) -> str:
    """The colour `part` (0 to 1) of the way from `first` to `second`."""
    a, b = QColor(first).getRgb(), QColor(second).getRgb()
    mixed = [round(p + (q - p) * part) for p, q in zip(a[:3], b[:3], strict=True)]  # type: ignore[index]
    return QColor(*mixed).name()


def edge_of(colour: str, colours: Colours) -> str:
    """A colour around points of `colour` that stands out, whatever lies under them."""
    if colours.dark:
        return blend(colours.text, colours.middle, 0.35)
    is_light = luminance(QColor(colour)) > 0.4
    return blend(colours.text, colours.middle, 0.25) if is_light else colours.surface


def faint(colour: str, alpha: float) -> QColor:
    """`colour` with an opacity of `alpha` (0 to 1)."""
    result = QColor(colour)
    result.setAlphaF(alpha)
    return result


def readable_on(background: QColor) -> QColor:
    """Black or white, whichever stands out on `background` (4.2 to 1 and better)."""
    return QColor("#000000") if luminance(background) > 0.2 else QColor("#ffffff")


def luminance(colour: QColor) -> float:
    """0 for black, 1 for white: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
