"""The table of actions, one row each; knows no Qt."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One thing a person can do.

    Attributes:
        key: its name; the QAction's objectName is `action.` and this.
        menu: the menu it stands in.
        tooltip: what it does, one sentence.
        shortcuts: the first is shown; the others work too.
        separated: a line stands before it, in menu and toolbar.
        group: of the checkable actions of one group, one is checked.
        submenu: it is a menu that somebody else fills.
    """

    key: str
    text: str
    menu: str
    tooltip: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    toolbar: bool = False
    checkable: bool = False
    separated: bool = False
    group: str = ""
    submenu: bool = False


FILE, EDIT, TRAINING, VIEW, HELP = "&File", "&Edit", "&Training", "&View", "&Help"

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        key="new",
        text="&New project",
        menu=FILE,
        tooltip="Start again from the working example.",
        shortcuts=("Ctrl+N",),
        icon="new",
    ),
    ActionRow(
        key="open",
        text="&Open project…",
        menu=FILE,
        tooltip="Open a project file, paused where it was.",
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
        shortcuts=("Ctrl+T",),
        icon="table",
    ),
    ActionRow(
        key="recent",
        text="Open &recent",
        menu=FILE,
        tooltip="Open one of the projects used last.",
        submenu=True,
    ),
    ActionRow(
        key="open_last_work",
        text="Bring back &last work",
        menu=FILE,
        tooltip="Open what was kept aside when untitled work was left or the window closed.",
    ),
    ActionRow(
        key="save",
        text="&Save",
        menu=FILE,
        tooltip="Save settings, weights, data and history in the project file.",
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
        shortcuts=("Ctrl+Shift+S",),
    ),
    ActionRow(
        key="export",
        text="&Export model…",
        menu=FILE,
        tooltip="Write the trained network as TorchScript, with scaling and input features inside.",
        shortcuts=("Ctrl+E",),
        icon="export",
        toolbar=True,
    ),
    ActionRow(
        key="quit",
        text="&Quit",
        menu=FILE,
        tooltip="Stop training and close the window.",
        shortcuts=("Ctrl+Q",),
        separated=True,
    ),
    ActionRow(
        key="undo",
        text="&Undo",
        menu=EDIT,
        tooltip="Take back the last change of a setting.",
        shortcuts=("Ctrl+Z",),
        icon="undo",
        toolbar=True,
        separated=True,
    ),
    ActionRow(
        key="redo",
        text="&Redo",
        menu=EDIT,
        tooltip="Make the change again that was taken back.",
        shortcuts=("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo",
        toolbar=True,
    ),
    ActionRow(
        key="run",
        text="&Run",
        menu=TRAINING,
        tooltip="Train the network, or pause it between two steps. Space does it too while this "
        "button has the focus.",
        shortcuts=("F5", "Ctrl+R"),
        icon="run",
        toolbar=True,
    ),
    ActionRow(
        key="step",
        text="&Step",
        menu=TRAINING,
        tooltip="Train on one batch: one update of the weights.",
        shortcuts=("F10",),
        icon="step",
        toolbar=True,
    ),
    ActionRow(
        key="step_epoch",
        text="Step one &epoch",
        menu=TRAINING,
        tooltip="Train until every training row was seen once more.",
        shortcuts=("Ctrl+F10",),
        icon="step_epoch",
        toolbar=True,
    ),
    ActionRow(
        key="run_epochs",
        text="Run &N epochs…",
        menu=TRAINING,
        tooltip="Train for as many epochs as you say, then pause.",
        shortcuts=("Ctrl+Shift+E",),
        icon="run_epochs",
    ),
    ActionRow(
        key="reset",
        text="Rese&t",
        menu=TRAINING,
        tooltip="Return to the same initial weights, before the first step.",
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
        shortcuts=("Ctrl+Shift+N",),
        icon="new_seed",
        toolbar=True,
    ),
    ActionRow(
        key="restore_best",
        text="Restore &best weights",
        menu=TRAINING,
        tooltip="Return to the weights with the lowest validation loss so far.",
        shortcuts=("Ctrl+B",),
        icon="restore",
        separated=True,
    ),
    ActionRow(
        key="restore_last_finite",
        text="Restore last &finite weights",
        menu=TRAINING,
        tooltip="After a run has diverged, return to the last weights that were numbers.",
    ),
    ActionRow(
        key="theme_system",
        text="Theme of the s&ystem",
        menu=VIEW,
        tooltip="Follow the system between light and dark.",
        checkable=True,
        group="theme",
    ),
    ActionRow(
        key="theme_light",
        text="&Light theme",
        menu=VIEW,
        tooltip="Dark letters on light.",
        checkable=True,
        group="theme",
    ),
    ActionRow(
        key="theme_dark",
        text="&Dark theme",
        menu=VIEW,
        tooltip="Light letters on dark.",
        checkable=True,
        group="theme",
    ),
    ActionRow(
        key="full_screen",
        text="&Full screen",
        menu=VIEW,
        tooltip="Fill the screen, or return to a window.",
        shortcuts=("F11",),
        checkable=True,
        separated=True,
    ),
    ActionRow(
        key="reset_layout",
        text="&Reset the arrangement",
        menu=VIEW,
        tooltip="Put every panel back where it was at first.",
    ),
    ActionRow(
        key="shortcuts",
        text="&Keyboard shortcuts",
        menu=HELP,
        tooltip="Show every shortcut on one page.",
        shortcuts=("F1",),
        icon="help",
    ),
    ActionRow(
        key="about",
        text="&About",
        menu=HELP,
        tooltip="Versions of the playground, PyTorch and Qt.",
    ),
)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One line of the page of shortcuts."""

    group: str
    keys: tuple[str, ...]
    text: str
    help: str


CONTROL_SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("Sliders", ("Left", "Right", "Wheel"), "One step", "The wheel needs the focus."),
    Shortcut("Sliders", ("Page up", "Page down"), "A large step", "A decade on a logarithm."),
    Shortcut("Sliders", ("Home", "End"), "The ends", "Where 'off' and 'full batch' stand."),
    Shortcut("Sliders", ("Double-click",), "The default", "On the slider or on its label."),
    Shortcut("Fields", ("Enter",), "Take the number", "0.01, 0,01 and 1e-2 are the same."),
    Shortcut("Fields", ("Escape",), "The number before", "As long as it was not taken."),
    Shortcut("Fields", ("Up", "Down"), "One step", "Page up and page down step further."),
    Shortcut("Plots", ("A", "Double-click"), "Show everything", "Of the plot under the mouse."),
    Shortcut("Plots", ("Wheel", "+", "−"), "Zoom", "About the mouse, or the middle."),
    Shortcut("Plots", ("Drag", "Left", "Right", "Up", "Down"), "Move", "The keys need the focus."),
)
"""What keys do in controls rather than in the window."""
