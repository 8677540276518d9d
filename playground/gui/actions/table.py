"""The table of actions, one row each: adding an action is adding a row. Knows no Qt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.gui.actions.row import ActionRow, Commands, Submenu
from playground.state.view import parameters

if TYPE_CHECKING:
    from playground.gui.theme import Scheme

FILE, EDIT, TRAINING, VIEW, HELP = "&File", "&Edit", "&Training", "&View", "&Help"
EASE_IN = "view.ease_in"


def _is_running(window: Commands) -> bool:
    return window.run.state == "running"


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


ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        key="new",
        text="&New project",
        menu=FILE,
        tooltip="Start again from the working example.",
        do=lambda window: window.files.new(),
        shortcuts=("Ctrl+N",),
        icon="new",
    ),
    ActionRow(
        key="open",
        text="&Open project…",
        menu=FILE,
        tooltip="Open a project file, paused where it was.",
        do=lambda window: window.files.ask_open(),
        shortcuts=("Ctrl+O",),
        icon="open",
        toolbar=True,
        separated=True,
    ),
    ActionRow(
        key="open_table",
        text="Open &table…",
        menu=FILE,
        tooltip="Learn from a table of your own: .csv, .tsv or .txt.",
        do=lambda window: window.files.ask_open_table(),
        shortcuts=("Ctrl+T",),
        icon="table",
    ),
    ActionRow(
        key="recent",
        text="Open &recent",
        menu=FILE,
        tooltip="Open one of the projects used last.",
        do=Submenu(
            names=lambda window: window.files.recent,
            pick=lambda window, name: window.files.open(Path(name)),
            empty="No files yet",
        ),
    ),
    ActionRow(
        key="open_last_work",
        text="Bring back &last work",
        menu=FILE,
        tooltip="Open what was kept aside when untitled work was left or the window closed.",
        do=lambda window: window.files.open_last_work(),
    ),
    ActionRow(
        key="save",
        text="&Save",
        menu=FILE,
        tooltip="Save settings, weights, data and history in the project file.",
        do=lambda window: window.files.save(),
        shortcuts=("Ctrl+S",),
        icon="save",
        toolbar=True,
        separated=True,
    ),
    ActionRow(
        key="save_as",
        text="Save &as…",
        menu=FILE,
        tooltip="Save the project under another name.",
        do=lambda window: window.files.ask_save_as(),
        shortcuts=("Ctrl+Shift+S",),
    ),
    ActionRow(
        key="export",
        text="&Export model…",
        menu=FILE,
        tooltip="Write the trained network as TorchScript, with scaling and input features inside.",
        do=lambda window: window.exports.ask(),
        shortcuts=("Ctrl+E",),
        icon="export",
        toolbar=True,
    ),
    ActionRow(
        key="quit",
        text="&Quit",
        menu=FILE,
        tooltip="Stop training and close the window.",
        do=lambda window: window.close(),
        shortcuts=("Ctrl+Q",),
        separated=True,
        role="QuitRole",
    ),
    ActionRow(
        key="undo",
        text="&Undo",
        menu=EDIT,
        tooltip="Take back the last change of a setting.",
        do=lambda window: window.document.undo(),
        shortcuts=("Ctrl+Z",),
        icon="undo",
        toolbar=True,
        separated=True,
        enabled=lambda window: window.document.can_undo,
        text_now=lambda window: f"&Undo {window.document.undo_words}".strip(),
    ),
    ActionRow(
        key="redo",
        text="&Redo",
        menu=EDIT,
        tooltip="Make the change again that was taken back.",
        do=lambda window: window.document.redo(),
        shortcuts=("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo",
        toolbar=True,
        enabled=lambda window: window.document.can_redo,
        text_now=lambda window: f"&Redo {window.document.redo_words}".strip(),
    ),
    ActionRow(
        key="run",
        text="&Run",
        menu=TRAINING,
        tooltip="Train the network, or pause it between two steps. Space does it too while this "
        "button has the focus.",
        do=lambda window: window.run.toggle(),
        shortcuts=("F5", "Ctrl+R"),
        icon="run",
        toolbar=True,
        text_now=lambda window: "&Pause" if _is_running(window) else "&Run",
        icon_now=lambda window: "pause" if _is_running(window) else "run",
    ),
    ActionRow(
        key="step",
        text="&Step",
        menu=TRAINING,
        tooltip="Train on one batch: one update of the weights.",
        do=lambda window: window.run.step(),
        shortcuts=("F10",),
        icon="step",
        toolbar=True,
    ),
    ActionRow(
        key="step_epoch",
        text="Step one &epoch",
        menu=TRAINING,
        tooltip="Train until every training row was seen once more.",
        do=lambda window: window.run.run_epochs(),
        shortcuts=("Ctrl+F10",),
        icon="step_epoch",
        toolbar=True,
    ),
    ActionRow(
        key="run_epochs",
        text="Run &N epochs…",
        menu=TRAINING,
        tooltip="Train for as many epochs as you say, then pause.",
        do=lambda window: window.dialogs.ask_epochs(),
        shortcuts=("Ctrl+Shift+E",),
        icon="run_epochs",
    ),
    ActionRow(
        key="ease_in",
        text="Start slow&ly",
        menu=TRAINING,
        tooltip=parameters()[EASE_IN].help,
        do=lambda window: window.editing.toggle(EASE_IN),
        checked=lambda window: bool(window.document.read(EASE_IN)),
    ),
    ActionRow(
        key="reset",
        text="Rese&t",
        menu=TRAINING,
        tooltip="Return to the same initial weights, before the first step.",
        do=lambda window: window.run.reset(),
        shortcuts=("Ctrl+Shift+R",),
        icon="reset",
        toolbar=True,
        separated=True,
    ),
    ActionRow(
        key="new_seed",
        text="Ne&w seed",
        menu=TRAINING,
        tooltip="Draw other initial weights and start again.",
        do=lambda window: window.editing.new_seed(),
        shortcuts=("Ctrl+Shift+N",),
        icon="new_seed",
        toolbar=True,
    ),
    ActionRow(
        key="restore_best",
        text="Restore &best weights",
        menu=TRAINING,
        tooltip="Return to the weights with the lowest validation loss so far.",
        do=lambda window: window.run.restore_best(),
        shortcuts=("Ctrl+B",),
        icon="restore",
        separated=True,
    ),
    ActionRow(
        key="restore_last_finite",
        text="Restore last &finite weights",
        menu=TRAINING,
        tooltip="After a run has diverged, return to the last weights that were numbers.",
        do=lambda window: window.run.restore_last_finite(),
        enabled=lambda window: window.run.state in ("diverged", "failed"),
    ),
    _theme("system", "Theme of the s&ystem", "Follow the system between light and dark."),
    _theme("light", "&Light theme", "Dark letters on light."),
    _theme("dark", "&Dark theme", "Light letters on dark."),
    ActionRow(
        key="full_screen",
        text="&Full screen",
        menu=VIEW,
        tooltip="Fill the screen, or return to a window.",
        do=lambda window: window.appearance.toggle_full_screen(),
        shortcuts=("F11",),
        separated=True,
        checked=lambda window: window.appearance.full_screen,
    ),
    ActionRow(
        key="reset_layout",
        text="&Reset the arrangement",
        menu=VIEW,
        tooltip="Put every panel back where it was at first.",
        do=lambda window: window.space.arrange(),
    ),
    ActionRow(
        key="shortcuts",
        text="&Keyboard shortcuts",
        menu=HELP,
        tooltip="Show every shortcut on one page.",
        do=lambda window: window.dialogs.show_shortcuts(),
        shortcuts=("F1",),
        icon="help",
    ),
    ActionRow(
        key="about",
        text="&About",
        menu=HELP,
        tooltip="Versions of the playground, PyTorch and Qt.",
        do=lambda window: window.dialogs.show_about(),
        role="AboutRole",
    ),
)
