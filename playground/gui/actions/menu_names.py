"""The menus of the window, in their order; English, translated where they are shown."""

from playground.engine.common.language import N_

FILE, EDIT, TRAINING, VIEW, HELP = (
    N_("&File"),
    N_("&Edit"),
    N_("&Training"),
    N_("&View"),
    N_("&Help"),
)
