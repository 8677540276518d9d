"""The buttons over a race."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from playground.engine.common.language import N_, _
from playground.gui.theme import GRID
from playground.gui.widgets.flow_row import FlowRow
from playground.gui.widgets.naming import named

Way = Literal["begin", "go_on", "pause"]
_WAYS: dict[Way, str] = {
    "begin": N_("Start the race"),
    "go_on": N_("Continue"),
    "pause": N_("Pause"),
}


class RaceBar(FlowRow):
    """Starts and restarts, shows the variant, takes its settings, keeps both runs.

    Attributes:
        buttons: in the order in which Tab walks through them.
    """

    def __init__(self, parent: QWidget) -> None:
        self.start = _button(
            "start",
            "",
            _("Start or pause the race"),
            _(
                "Trains one copy with the present settings and one with the variant, step for "
                "step. Training in the window is paused."
            ),
        )
        self.restart = _button(
            "restart",
            _("Restart"),
            _("Restart the race"),
            _("Starts the race again, with the settings as they are now."),
        )
        self.variant = _button(
            "variant",
            _("Variant"),
            _("Choose the variant"),
            _("Shows what differs in the variant, or the race."),
        )
        self.variant.setCheckable(True)
        self.take = _button(
            "take",
            _("Use the variant"),
            _("Use the settings of the variant"),
            _("Sets what differs in the variant. Undo restores the previous settings."),
        )
        self.keep = _button(
            "keep",
            _("Keep both"),
            _("Keep both in the history"),
            _("Adds both runs to the history as they stand now."),
        )
        self.buttons = (self.start, self.restart, self.variant, self.take, self.keep)
        self.show_way("begin")
        super().__init__(self.buttons, QWidget(), spacing=GRID)
        self.setParent(parent)

    def show_way(self, way: Way) -> None:
        """Say what the first button does now."""
        self.start.setText(_(_WAYS[way]))


def _button(name: str, text: str, accessible: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return named(button, f"race.{name}", accessible, tip)
