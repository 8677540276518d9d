"""What is wrong with the run, in one sentence, with buttons that do something about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from playground.engine.common.language import _
from playground.engine.instruments.health.remedies import Offer
from playground.engine.instruments.health.rules import Finding
from playground.gui.forms.form import order_tabs
from playground.gui.theme import GRID, HALF, small_font
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label

MOST_BUTTONS = 2


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
        self.sentence = plain_label(parent=self, role="warning", wrap=True, selectable=True)
        self.sentence.setFont(small_font(self.sentence.font()))
        self.sentence.setAccessibleName(_("Problem with training"))
        self.sentence.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.buttons = [self._button(number) for number in range(MOST_BUTTONS)]
        margins = (GRID, HALF, GRID, HALF)
        fill(QHBoxLayout(self), (self.sentence, 1), *self.buttons, spacing=GRID, margins=margins)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        order_tabs(self.buttons)
        self.hide()

    def show_finding(self, finding: Finding | None) -> None:
        """Say this from now on; None for nothing."""
        if finding == self.finding:
            return
        self.finding = finding
        if finding is not None:
            self.sentence.setText(f"{finding.sentence} {finding.advice}")
            self._show_offers(finding.offers[:MOST_BUTTONS])
        self.setVisible(finding is not None)

    def _show_offers(self, offers: tuple[Offer, ...]) -> None:
        self._offers = offers
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(offers))
            if number < len(offers):
                button.setText(offers[number].label.replace("&", "&&"))
                named(button, f"gradients.{offers[number].key}", tip=offers[number].help)

    def _button(self, number: int) -> QPushButton:
        button = QPushButton(self)
        button.setFont(small_font(button.font()))
        button.clicked.connect(lambda: self.taken.emit(self._offers[number]))
        return button
