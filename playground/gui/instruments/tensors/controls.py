"""How a tensor is shown, and how it is copied."""

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QWidget

from playground.engine.common.language import N_, _
from playground.gui.widgets.naming import named

Way = Literal["numbers", "heat", "spread"]
_WAYS: tuple[tuple[Way, str, str], ...] = (
    (
        "numbers",
        N_("Numbers"),
        N_("Every number in a table. Arrow keys move, Ctrl+C copies the selection."),
    ),
    (
        "heat",
        N_("Heat map"),
        N_("All numbers as a picture: orange below zero, blue above."),
    ),
    (
        "spread",
        N_("Histogram"),
        N_("How the numbers are distributed: vanishing or exploding weights show at once."),
    ),
)


class Ways(QObject):
    """Three buttons of which one is down.

    Signals:
        changed: another one is.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons: list[QToolButton] = []
        for number, (way, label, text) in enumerate(_WAYS):
            button = named(QToolButton(parent), f"tensors.{way}_button", _(label), _(text))
            button.setText(_(label))
            button.setCheckable(True)
            button.setChecked(number == 0)
            button.setProperty("role", "toggle")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._group.addButton(button, number)
            self.buttons.append(button)
        self._group.idToggled.connect(self._toggle)

    @property
    def place(self) -> int:
        """The number of the button that is down."""
        return self._group.checkedId()

    @property
    def current(self) -> Way:
        """How the tensor is shown."""
        return _WAYS[self.place][0]

    def choose(self, way: Way) -> None:
        """Press a button."""
        self._group.button([row[0] for row in _WAYS].index(way)).setChecked(True)

    def _toggle(self, _number: int, is_down: bool) -> None:
        if is_down:
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
        self.setText(_("Copy"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction(_("As text"), self.text_wanted.emit)
        menu.addAction(_("As CSV"), self.csv_wanted.emit)
        menu.addAction(_("The line of PyTorch that gets it"), self.code_wanted.emit)
        self.setMenu(menu)
