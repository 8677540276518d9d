"""The Edit menu: undo, the clipboard, preferences."""

from __future__ import annotations

from playground.engine.common.language import N_, _
from playground.gui.actions.menu_names import EDIT
from playground.gui.actions.row import ActionRow, Commands


def _undo_text(window: Commands) -> str:
    change = window.document.undo_words
    return _("&Undo {change}").format(change=_(change)) if change else _("&Undo")


def _redo_text(window: Commands) -> str:
    change = window.document.redo_words
    return _("&Redo {change}").format(change=_(change)) if change else _("&Redo")


ROWS: tuple[ActionRow, ...] = (
    ActionRow(
        key="undo",
        text=N_("&Undo"),
        menu=EDIT,
        tooltip=N_(
            "Undo the last change. The weights it threw away come back; the oldest are forgotten "
            "once they take too much memory."
        ),
        do=lambda window: window.document.undo(),
        shortcuts=("Ctrl+Z",),
        icon="undo",
        toolbar=True,
        separated=True,
        enabled=lambda window: window.document.can_undo,
        text_now=_undo_text,
    ),
    ActionRow(
        key="redo",
        text=N_("&Redo"),
        menu=EDIT,
        tooltip=N_("Redo the change that was undone."),
        do=lambda window: window.document.redo(),
        shortcuts=("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo",
        toolbar=True,
        enabled=lambda window: window.document.can_redo,
        text_now=_redo_text,
    ),
    ActionRow(
        key="paste_table",
        text=N_("&Paste table…"),
        menu=EDIT,
        tooltip=N_("Train on the table that was copied, in a spreadsheet for example."),
        do=lambda window: window.files.paste_table(),
        shortcuts=("Ctrl+V",),
        separated=True,
    ),
    ActionRow(
        key="copy_diagram",
        text=N_("&Copy picture of the network"),
        menu=EDIT,
        tooltip=N_("Put the diagram of the network on the clipboard."),
        do=lambda window: window.space.network.pictures.copy(),
    ),
    ActionRow(
        key="preferences",
        text=N_("Pre&ferences…"),
        menu=EDIT,
        tooltip=N_("Choose language, theme, device, memory and what is saved in the background."),
        do=lambda window: window.dialogs.show_preferences(window.preferring, window.files),
        shortcuts=("Ctrl+,",),
        separated=True,
        role="PreferencesRole",
    ),
)
