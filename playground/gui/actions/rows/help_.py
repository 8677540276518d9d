"""The Help menu: what explains itself."""

from __future__ import annotations

from playground.engine.common.language import N_
from playground.gui.actions.menu_names import HELP
from playground.gui.actions.row import ActionRow

ROWS: tuple[ActionRow, ...] = (
    ActionRow(
        key="glossary",
        text=N_("&Glossary"),
        menu=HELP,
        tooltip=N_("Look up any term: in a sentence, as a formula, and as a line of PyTorch."),
        do=lambda window: window.explaining.show(),
    ),
    ActionRow(
        key="explain",
        text=N_("&Explain this control"),
        menu=HELP,
        tooltip=N_("Look up the control that has the focus in the glossary."),
        do=lambda window: window.explaining.explain_focused(),
        shortcuts=("Shift+F1",),
    ),
    ActionRow(
        key="whats_this",
        text=N_("&What's this?"),
        menu=HELP,
        tooltip=N_("Click a control to look it up in the glossary."),
        do=lambda window: window.explaining.ask(),
    ),
    ActionRow(
        key="shortcuts",
        text=N_("&Keyboard shortcuts"),
        menu=HELP,
        tooltip=N_("Show every shortcut on one page."),
        do=lambda window: window.dialogs.show_shortcuts(),
        shortcuts=("F1",),
        icon="help",
    ),
    ActionRow(
        key="about",
        text=N_("&About"),
        menu=HELP,
        tooltip=N_("Versions of Playground, PyTorch and Qt."),
        do=lambda window: window.dialogs.show_about(),
        role="AboutRole",
    ),
)
