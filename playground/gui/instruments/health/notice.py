"""What is wrong with the run, in one sentence, with buttons that do something about it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from playground.engine.common.language import _
from playground.engine.instruments.health.remedies import Offer
from playground.engine.instruments.health.rules import Finding
from playground.gui.forms.form import order_tabs
from playground.gui.theme import GRID, HALF, small_font
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label
from playground.gui.widgets.tool_tip import tool_tip

MOST_BUTTONS = 2
NARROW = 480
"""Pixels across, below which the buttons stand one above the other."""
SHORTEST_LINE = 120
"""Pixels of a line of the sentence at least."""


class Notice(QWidget):
    """A sentence and its buttons; it takes no room where there is nothing to say.

    Signals:
        taken: an Offer whose button was pressed.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("gradients.notice")
        self.finding: Finding | None = None
        self._offers: tuple[Offer, ...] = ()
        self._is_short = False
        self.sentence = plain_label(parent=self, role="warning", wrap=True, selectable=True)
        self.sentence.setFont(small_font(self.sentence.font()))
        self.sentence.setAccessibleName(_("Problem with training"))
        self.sentence.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.buttons = [self._button(number) for number in range(MOST_BUTTONS)]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        order_tabs(self.buttons)
        self.hide()

    def show_finding(self, finding: Finding | None) -> None:
        """Say this from now on; None for nothing."""
        if finding == self.finding:
            return
        self.finding = finding
        if finding is not None:
            self._show_words(finding)
            self._show_offers(finding.offers[:MOST_BUTTONS])
        self.setVisible(finding is not None)

    def set_short(self, short: bool) -> None:
        """Leave what to try to the buttons and the tooltip, where there is little room."""
        if short != self._is_short:
            self._is_short = short
            if self.finding is not None:
                self._show_words(self.finding)

    def minimumSizeHint(self) -> QSize:
        widest = max((button.sizeHint().width() for button in self._shown()), default=0)
        return QSize(widest + SHORTEST_LINE + 3 * GRID, self.height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Make room for other words, buttons or letters."""
        result = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
            self.updateGeometry()
        return result

    def _shown(self) -> list[QPushButton]:
        return [button for button in self.buttons if not button.isHidden()]

    def _arrange(self) -> None:
        """Be as high as all lines and buttons: left to a layout, the sentence would be cut."""
        places = _places([button.sizeHint() for button in self._shown()], self.width() < NARROW)
        room = QRect()
        for place in places:
            room |= place
        width = self.width() - room.width() - 3 * GRID
        lines = self.sentence.heightForWidth(width)
        height = max(lines, room.height())
        self.sentence.setGeometry(GRID, HALF + (height - lines) // 2, width, lines)
        corner = QPoint(width + 2 * GRID, HALF + (height - room.height()) // 2)
        for button, place in zip(self._shown(), places, strict=True):
            button.setGeometry(place.translated(corner))
        self.setFixedHeight(height + 2 * HALF)

    def _show_words(self, finding: Finding) -> None:
        whole = f"{finding.sentence} {finding.advice}"
        self.sentence.setText(finding.sentence if self._is_short else whole)
        self.sentence.setToolTip(tool_tip(whole))
        self.sentence.setAccessibleDescription(finding.advice)
        self._arrange()

    def _show_offers(self, offers: tuple[Offer, ...]) -> None:
        self._offers = offers
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(offers))
            if number < len(offers):
                button.setText(offers[number].label.replace("&", "&&"))
                named(button, f"gradients.{offers[number].key}", tip=offers[number].help)
        self._arrange()

    def _button(self, number: int) -> QPushButton:
        button = QPushButton(self)
        button.setFont(small_font(button.font()))
        button.clicked.connect(lambda: self.taken.emit(self._offers[number]))
        return button


def _places(sizes: Sequence[QSize], stacked: bool) -> list[QRect]:
    """Where buttons of these sizes stand, one above or beside the other."""
    widest = max((size.width() for size in sizes), default=0)
    places: list[QRect] = []
    corner = QPoint(0, 0)
    for size in sizes:
        places.append(QRect(corner, QSize(widest, size.height()) if stacked else size))
        corner += QPoint(0, size.height() + HALF) if stacked else QPoint(size.width() + HALF, 0)
    return places
