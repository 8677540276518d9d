"""The View menu: how the window looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.engine.common.language import N_
from playground.gui.actions.menu_names import VIEW
from playground.gui.actions.row import ActionRow, Submenu

if TYPE_CHECKING:
    from playground.gui.theme import Scheme


def _theme(scheme: Scheme, text: str, tooltip: str) -> ActionRow:
    return ActionRow(
        key=f"theme_{scheme}",
        text=text,
        menu=VIEW,
        tooltip=tooltip,
        do=lambda window: window.appearance.choose(scheme),
        group="theme",
        checked=lambda window: window.appearance.scheme == scheme,
    )


ROWS: tuple[ActionRow, ...] = (
    _theme("system", N_("Follow the s&ystem"), N_("Light or dark, as set in the system.")),
    _theme("light", N_("&Light theme"), N_("Dark text on a light background.")),
    _theme("dark", N_("&Dark theme"), N_("Light text on a dark background.")),
    ActionRow(
        key="language",
        text=N_("Langua&ge"),
        menu=VIEW,
        tooltip=N_("Choose the language of the window; training goes on."),
        do=Submenu(
            names=lambda window: window.language.names,
            pick=lambda window, name: window.language.choose(name),
            checked=lambda window, name: window.language.is_chosen(name),
        ),
        enabled=lambda window: not window.recorder.is_recording,
        separated=True,
    ),
    ActionRow(
        key="next_panel",
        text=N_("&Next panel"),
        menu=VIEW,
        tooltip=N_("Move the focus to the first control of the next panel."),
        do=lambda window: window.space.walk(1),
        shortcuts=("F6",),
        separated=True,
    ),
    ActionRow(
        key="previous_panel",
        text=N_("&Previous panel"),
        menu=VIEW,
        tooltip=N_("Move the focus to the first control of the previous panel."),
        do=lambda window: window.space.walk(-1),
        shortcuts=("Shift+F6",),
    ),
    ActionRow(
        key="full_screen",
        text=N_("&Full screen"),
        menu=VIEW,
        tooltip=N_("Fill the screen, or return to the window."),
        do=lambda window: window.appearance.toggle_full_screen(),
        shortcuts=("F11",),
        separated=True,
        checked=lambda window: window.appearance.full_screen,
    ),
    ActionRow(
        key="reset_layout",
        text=N_("&Reset layout"),
        menu=VIEW,
        tooltip=N_("Put every panel back in its original place."),
        do=lambda window: window.space.arrange(),
    ),
)
