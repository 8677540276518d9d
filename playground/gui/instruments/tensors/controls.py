"""How a tensor is shown, and how it is copied."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.engine.common.language import N_, _
from playground.engine.spec.parameter import Choice
from playground.gui.forms.combo import KeyCombo
from playground.gui.widgets.naming import named

WAYS = (
    Choice(
        "numbers",
        N_("Numbers"),
        N_("Every number in a table. Arrow keys move, Ctrl+C copies the selection."),
    ),
    Choice(
        "heat",
        N_("Heat map"),
        N_("All numbers as a picture: orange below zero, blue above."),
    ),
    Choice(
        "spread",
        N_("Histogram"),
        N_("How the numbers are distributed: vanishing or exploding weights are easy to see."),
    ),
)
_KEYS = [way.key for way in WAYS]


class Ways(KeyCombo):
    """How the tensor is shown.

    Signals:
        changed: in another way.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "tensors.view", _("View"), _("How the chosen tensor is shown."))
        self.set_entries(WAYS)
        self.set_key(_KEYS[0])
        self.picked.connect(lambda _key: self.changed.emit())

    @property
    def place(self) -> int:
        """The number of the way."""
        return _KEYS.index(self.key())

    def choose(self, key: str) -> None:
        """Show it in this way."""
        if key != self.key():
            self.set_key(key)
            self.changed.emit()


class CopyMenu(QToolButton):
    """A button with the ways to copy the chosen tensor.

    Signals:
        text_wanted, csv_wanted, code_wanted.
    """

    text_wanted = Signal()
    csv_wanted = Signal()
    code_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "tensors.copy", _("Copy"), _("Copy the chosen tensor."))
        self.setText(f"{_('Copy')} ▾")
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction(_("As text"), self.text_wanted.emit)
        menu.addAction(_("As CSV"), self.csv_wanted.emit)
        menu.addAction(_("The line of PyTorch that gets it"), self.code_wanted.emit)
        self.setMenu(menu)
