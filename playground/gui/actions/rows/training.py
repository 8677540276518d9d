"""The Training menu: how training goes."""

from __future__ import annotations

from playground.engine.common.language import N_, _
from playground.gui.actions.menu_names import TRAINING
from playground.gui.actions.row import ActionRow, Commands
from playground.state.view import parameters

EASE_IN = "view.ease_in"


def _is_running(window: Commands) -> bool:
    return window.run.state == "running"


def _go_slowly(window: Commands) -> None:
    window.run.pause()
    window.space.show_instrument("slow_step")


ROWS: tuple[ActionRow, ...] = (
    ActionRow(
        key="run",
        text=N_("&Run"),
        menu=TRAINING,
        tooltip=N_(
            "Train the network, or pause it between two steps. F5 also works while you type in a "
            "field."
        ),
        do=lambda window: window.run.toggle(),
        shortcuts=("Space", "F5", "Ctrl+R"),
        repeats=False,
        icon="run",
        toolbar=True,
        text_now=lambda window: _("&Pause") if _is_running(window) else _("&Run"),
        icon_now=lambda window: "pause" if _is_running(window) else "run",
    ),
    ActionRow(
        key="step",
        text=N_("&Step"),
        menu=TRAINING,
        tooltip=N_("Train on one batch: one update of the weights."),
        do=lambda window: window.run.step(),
        shortcuts=("F10",),
        icon="step",
        toolbar=True,
    ),
    ActionRow(
        key="slow_step",
        text=N_("&One step, slowly"),
        menu=TRAINING,
        tooltip=N_(
            "Go through the next step phase by phase, forward and back, with the code and all its "
            "numbers."
        ),
        do=_go_slowly,
        shortcuts=("F9",),
        icon="slow_step",
        toolbar=True,
    ),
    ActionRow(
        key="step_epoch",
        text=N_("Step one &epoch"),
        menu=TRAINING,
        tooltip=N_("Train on every row of the training set once."),
        do=lambda window: window.run.run_epochs(),
        shortcuts=("Ctrl+F10",),
        icon="step_epoch",
        toolbar=True,
    ),
    ActionRow(
        key="run_epochs",
        text=N_("Run &N epochs…"),
        menu=TRAINING,
        tooltip=N_("Train for a number of epochs, then pause."),
        do=lambda window: window.dialogs.ask_epochs(),
        shortcuts=("Ctrl+Shift+E",),
        icon="run_epochs",
    ),
    ActionRow(
        key="record",
        text=N_("Re&cord…"),
        menu=TRAINING,
        tooltip=N_("Train, and record it as an animated picture (GIF or APNG)."),
        do=lambda window: window.recorder.ask(),
        enabled=lambda window: not window.recorder.is_recording,
    ),
    ActionRow(
        key="ease_in",
        text=N_("Start slow&ly"),
        menu=TRAINING,
        tooltip=parameters()[EASE_IN].help,
        do=lambda window: window.editing.toggle(EASE_IN),
        checked=lambda window: bool(window.document.read(EASE_IN)),
    ),
    ActionRow(
        key="reset",
        text=N_("Rese&t"),
        menu=TRAINING,
        tooltip=N_(
            "Return to the same initial weights, before the first step. Undo brings back what was "
            "learned."
        ),
        do=lambda window: window.run.reset(),
        shortcuts=("Ctrl+Shift+R",),
        icon="reset",
        toolbar=True,
        separated=True,
    ),
    ActionRow(
        key="new_seed",
        text=N_("Ne&w seed"),
        menu=TRAINING,
        tooltip=N_("Start again from different random initial weights."),
        do=lambda window: window.editing.new_seed(),
        shortcuts=("Ctrl+Shift+N",),
        icon="new_seed",
        toolbar=True,
    ),
    ActionRow(
        key="restore_best",
        text=N_("Restore &best weights"),
        menu=TRAINING,
        tooltip=N_("Return to the weights with the lowest validation loss so far."),
        do=lambda window: window.run.restore_best(),
        shortcuts=("Ctrl+B",),
        icon="restore",
        separated=True,
    ),
    ActionRow(
        key="restore_last_finite",
        text=N_("Restore last &valid weights"),
        menu=TRAINING,
        tooltip=N_("After training has diverged, return to the last valid weights."),
        do=lambda window: window.run.restore_last_finite(),
        enabled=lambda window: window.run.state in ("diverged", "failed"),
    ),
)
