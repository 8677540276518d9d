"""The File menu: what is opened, saved, exported and written."""

from __future__ import annotations

from pathlib import Path

from playground.engine.catalogue.datasets import is_painted
from playground.engine.common.language import N_
from playground.engine.data.table.containers.formats import OPENS
from playground.gui.actions.menu_names import FILE
from playground.gui.actions.row import ActionRow, Submenu

ROWS: tuple[ActionRow, ...] = (
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
)
