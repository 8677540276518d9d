"""Which class is painted: a numbered button in the colour of each."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from playground.engine.common.language import _
from playground.engine.data.painted import MAXIMUM_CLASSES
from playground.gui.plots.base.shades import readable_on
from playground.gui.theme import Colours
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

SWATCH = 18
FEWEST = 3


class ClassButtons(QWidget):
    """One button per class that is there, and one for a further class.

    Signals:
        picked(number): of the class, from 1.
    """

    picked = Signal(int)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("view.brush_class")
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.picked)
        buttons = [self._button(number) for number in range(1, MAXIMUM_CLASSES + 1)]
        fill(QHBoxLayout(self), *buttons, spacing=0)
        self.set_colours(colours)
        self.show_classes((), 1)

    def show_classes(self, names: Sequence[str], chosen: int) -> None:
        """Offer the classes with these names and the next one; `chosen` is painted."""
        shown = max(FEWEST, len(names) + 1, chosen)
        for number, button in self._by_number():
            button.setVisible(number <= shown)
            button.setChecked(number == chosen)
            accessible, tip = _words(number, names)
            named(button, accessible=accessible, tip=tip)
        self.updateGeometry()

    def set_colours(self, colours: Colours) -> None:
        """Recolour."""
        for number, button in self._by_number():
            shade = QColor(colours.class_colour(number - 1))
            button.setIcon(QIcon(_swatch(number, shade, button.devicePixelRatio())))

    def chosen(self) -> int:
        """The class that is painted."""
        return self._group.checkedId()

    def buttons(self) -> list[QToolButton]:
        """Where Tab stops."""
        return [button for _number, button in self._by_number()]

    def _by_number(self) -> list[tuple[int, QToolButton]]:
        found = self._group.buttons()
        return [(self._group.id(b), b) for b in found if isinstance(b, QToolButton)]

    def _button(self, number: int) -> QToolButton:
        button = named(QToolButton(self), f"paint.class_{number}")
        button.setCheckable(True)
        button.setProperty("role", "swatch")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setIconSize(QSize(SWATCH, SWATCH))
        self._group.addButton(button, number)
        return button


def _words(number: int, names: Sequence[str]) -> tuple[str, str]:
    """The accessible name of a class's button, and its tip."""
    if number <= len(names):
        accessible, tip = (
            _("Class {number}: {name}"),
            _("Paint points of {name} (key {key})."),
        )
    else:
        accessible = _("Class {number}: a new class")
        tip = _("Paint points of a new class (key {key}).")
    fields = {
        "number": number,
        "name": names[number - 1] if number <= len(names) else "",
        "key": number % MAXIMUM_CLASSES,
    }
    return accessible.format(**fields), tip.format(**fields)


def _swatch(number: int, shade: QColor, ratio: float) -> QPixmap:
    """A patch of colour with a number on it."""
    pixmap = QPixmap(round(SWATCH * ratio), round(SWATCH * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    place = QRectF(0, 0, SWATCH, SWATCH)
    painter.drawRoundedRect(place, 3, 3)
    painter.setPen(readable_on(shade))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number))
    painter.end()
    return pixmap
