"""The table of actions, one row each: adding an action is adding a row. Knows no Qt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.engine.catalogue.datasets import is_painted
from playground.engine.common.language import N_, _
from playground.engine.data.table.containers.formats import OPENS
from playground.gui.actions.row import ActionRow, Commands, Submenu
from playground.state.view import parameters

if TYPE_CHECKING:
    from playground.gui.theme import Scheme

FILE, EDIT, TRAINING, VIEW, HELP = (
    N_("&File"),
    N_("&Edit"),
    N_("&Training"),
    N_("&View"),
    N_("&Help"),
)
EASE_IN = "view.ease_in"


def _is_running(window: Commands) -> bool:
    return window.run.state == "running"


def _undo_text(window: Commands) -> str:
    change = window.document.undo_words
    return _("&Undo {change}").format(change=_(change)) if change else _("&Undo")


def _redo_text(window: Commands) -> str:
    change = window.document.redo_words
    return _("&Redo {change}").format(change=_(change)) if change else _("&Redo")


def _go_slowly(window: Commands) -> None:
    window.run.pause()
    window.space.show_instrument("slow_step")


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
        text=N_("&New project"),
        menu=FILE,
        tooltip=N_("Start again from the first example."),
        do=lambda window: window.files.new(),
        shortcuts=("Ctrl+N",),
        icon="new",
    ),
    ActionRow(
        key="open",
        text=N_("&Open project…"),
        menu=FILE,
        tooltip=N_("Open a project, paused where it was saved."),
        do=lambda window: window.files.ask_open(),
        shortcuts=("Ctrl+O",),
        icon="open",
        toolbar=True,
        separated=True,
    ),
    ActionRow(
        key="open_table",
        text=N_("Open &table…"),
        menu=FILE,
        tooltip=OPENS,
        do=lambda window: window.files.ask_open_table(),
        shortcuts=("Ctrl+T",),
        icon="table",
    ),
    ActionRow(
        key="recent",
        text=N_("Open &recent"),
        menu=FILE,
        tooltip=N_("Open one of the projects used last."),
        do=Submenu(
            names=lambda window: window.files.recent,
            pick=lambda window, name: window.files.open(Path(name)),
            empty=N_("No files yet"),
        ),
    ),
    ActionRow(
        key="recover",
        text=N_("Recover &unsaved work…"),
        menu=FILE,
        tooltip=N_("List work that was not saved to a file, interrupted work included."),
        do=lambda window: window.recovery.show(),
    ),
    ActionRow(
        key="save",
        text=N_("&Save"),
        menu=FILE,
        tooltip=N_("Save settings, weights, data and history in the project file."),
        do=lambda window: window.files.save(),
        shortcuts=("Ctrl+S",),
        icon="save",
        toolbar=True,
        separated=True,
    ),
    ActionRow(
        key="save_as",
        text=N_("Save &as…"),
        menu=FILE,
        tooltip=N_("Save the project under another name."),
        do=lambda window: window.files.ask_save_as(),
        shortcuts=("Ctrl+Shift+S",),
    ),
    ActionRow(
        key="export",
        text=N_("&Export model…"),
        menu=FILE,
        tooltip=N_(
            "Write the trained network as TorchScript, with scaling and input features inside."
        ),
        do=lambda window: window.exports.ask(),
        shortcuts=("Ctrl+E",),
        icon="export",
        toolbar=True,
    ),
    ActionRow(
        key="report",
        text=N_("&Write a report…"),
        menu=FILE,
        tooltip=N_(
            "Write settings, data, curves, metrics and pictures of this run on one page, as HTML "
            "or PDF."
        ),
        do=lambda window: window.reporting.ask(),
        enabled=lambda window: window.reporting.possible,
    ),
    ActionRow(
        key="predict_file",
        text=N_("Predict a &file…"),
        menu=FILE,
        tooltip=N_("Predict every row of a table with the network as it is now."),
        do=lambda window: window.predictor.ask(),
        shortcuts=("Ctrl+Shift+P",),
        enabled=lambda window: window.predictor.ready,
    ),
    ActionRow(
        key="compare_project",
        text=N_("Co&mpare with a project…"),
        menu=FILE,
        tooltip=N_("Compare the present run with that of another project, which stays closed."),
        do=lambda window: window.other_projects.ask(),
    ),
    ActionRow(
        key="save_diagram",
        text=N_("Save &picture of the network…"),
        menu=FILE,
        tooltip=N_("Save the diagram of the network as PNG, SVG or PDF."),
        do=lambda window: window.space.network.pictures.ask(),
    ),
    ActionRow(
        key="export_points",
        text=N_("Export po&ints…"),
        menu=FILE,
        tooltip=N_("Save the painted points as a table (.csv)."),
        do=lambda window: window.exports.ask_points(),
        enabled=lambda window: is_painted(window.document.project.run.data.source),
    ),
    ActionRow(
        key="quit",
        text=N_("&Quit"),
        menu=FILE,
        tooltip=N_("Stop training and close the window."),
        do=lambda window: window.close(),
        shortcuts=("Ctrl+Q",),
        separated=True,
        role="QuitRole",
    ),
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
