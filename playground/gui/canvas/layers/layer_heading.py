"""What stands above a hidden layer: its units with − and +, its activation, and × to remove it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.engine.common.numbers import local
from playground.engine.spec.network import NetworkSpec, own_dropout
from playground.gui.canvas.diagram.layout import ROW
from playground.gui.canvas.diagram.words import units_text
from playground.gui.canvas.layers.layer_card import MOST_UNITS, LayerCard
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.tool_tip import tool_tip

_NARROW = 16


class LayerHeading(QWidget):
    """The heading of one hidden layer; a click on its words opens the layer's card."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.card = LayerCard(number, self)
        self._number = number
        self._fewer = self._button("−", "fewer", _("Hidden layer {number}: one neuron fewer"))
        self._more = self._button("+", "more", _("Hidden layer {number}: one neuron more"))
        self._remove = self._button("×", "remove", _("Remove hidden layer {number}"))
        name = self.card.objectName()
        self._units = _words_button(f"{name}.count", self)
        self._activation = _words_button(f"{name}.open", self)
        font = self._units.font()
        font.setBold(True)
        self._units.setFont(font)
        for button in (self._fewer, self._more):
            button.setAutoRepeat(True)
        self._fewer.clicked.connect(lambda: self.card.nudge(-1))
        self._more.clicked.connect(lambda: self.card.nudge(1))
        self._remove.clicked.connect(self.card.removed)
        for button in (self._units, self._activation):
            button.clicked.connect(lambda: self.card.open_below(self))
        self._lay_out()

    def show_layer(self, spec: NetworkSpec) -> None:
        """Show the layer of `spec` that has this heading's number."""
        self.card.show_layer(spec, self._number)
        units = self.card.units
        self._fewer.setEnabled(units > 1)
        self._more.setEnabled(units < MOST_UNITS)
        said = self._said(own_dropout(spec, self._number))
        hint = _("Click to change.")
        for button in (self._units, self._activation):
            button.setToolTip(tool_tip(f"{said}\n{hint}"))
            button.setAccessibleName(said)
        self._fit_words()

    def least_width(self) -> int:
        """What the number of units needs, between its buttons."""
        number = self._units.fontMetrics().horizontalAdvance(str(self.card.units))
        return max(number + 2 * _NARROW + GRID, 3 * _NARROW)

    def number_width(self) -> int:
        """What the number of units needs alone: a click on it opens everything else."""
        return self._units.fontMetrics().horizontalAdvance(str(self.card.units)) + HALF

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in this order."""
        return [self._fewer, self._units, self._more, self._activation, self._remove]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _said(self, own: str) -> str:
        """What the layer is, with its own dropout if it has one."""
        words = (
            _("Hidden layer {number}: {units}, {activation}, dropout {dropout}")
            if own
            else _("Hidden layer {number}: {units}, {activation}")
        )
        return words.format(
            number=self._number + 1,
            units=units_text(self.card.units),
            activation=self.card.activation,
            dropout=local(own),
        )

    def _button(self, text: str, name: str, words: str) -> QToolButton:
        help_text = words.format(number=self._number + 1)
        return small_button(text, f"{self.card.objectName()}.{name}", help_text, self)

    def _fit_words(self) -> None:
        """Where there is no room for words, or for buttons, the number of units stands alone."""
        cramped = self.width() < self.least_width()
        for button in (self._fewer, self._more, self._remove):
            button.setHidden(cramped)
        # Of two that open the same card, Tab stops at one.
        focus = Qt.FocusPolicy.StrongFocus if cramped else Qt.FocusPolicy.NoFocus
        self._units.setFocusPolicy(focus)
        self._activation.setHidden(cramped)
        units, room = self.card.units, self.width() - 2 * _NARROW - HALF
        words = units_text(units)
        fits = self._units.fontMetrics().horizontalAdvance(words) <= room
        self._units.setText(words if fits else str(units))
        metrics, side = self._activation.fontMetrics(), Qt.TextElideMode.ElideRight
        room = self.width() - _NARROW - HALF
        self._activation.setText(metrics.elidedText(self.card.activation, side, room))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rows = ((self._fewer, self._units, self._more), (self._activation, self._remove))
        for buttons in rows:
            row = QHBoxLayout()
            row.setSpacing(0)
            row.addStretch(1)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)


def small_button(text: str, name: str, help_text: str, parent: QWidget) -> QToolButton:
    """A flat button with one sign on it."""
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setText(text)
    button.setFixedSize(_NARROW, ROW)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAccessibleName(help_text)
    button.setToolTip(tool_tip(help_text))
    return button


def _words_button(name: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setAutoRaise(True)
    button.setFixedHeight(ROW)
    button.setStyleSheet("QToolButton { padding: 0; border: 0; }")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return button
