"""The action table: menus, toolbar, shortcuts and the page of shortcuts come from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from playground.gui.icons import load_icon
from playground.gui.theme import Colours


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


def build_actions(rows: Sequence[ActionRow], parent: QWidget) -> dict[str, QAction]:
    """One QAction per row, by key, owned by `parent`, whose shortcuts work anywhere in it."""
    actions: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for row in rows:
        action = QAction(row.text, parent)
        action.setObjectName(f"action.{row.key}")
        action.setShortcuts([QKeySequence(text) for text in row.shortcuts])
        action.setCheckable(row.checkable)
        action.setToolTip(tip(row))
        action.setStatusTip(row.tooltip)
        if row.key in ("quit", "about"):
            action.setMenuRole(_ROLES[row.key])
        if row.group:
            group = groups.setdefault(row.group, QActionGroup(parent))
            group.addAction(action)
        if not row.submenu:
            parent.addAction(action)
        actions[row.key] = action
    return actions


def set_icons(actions: Mapping[str, QAction], rows: Sequence[ActionRow], colours: Colours) -> None:
    """Draw every action's icon in these colours; call it again when the theme changes."""
    for row in rows:
        if row.icon:
            actions[row.key].setIcon(load_icon(row.icon, colours))


def show_running(action: QAction, running: bool, colours: Colours) -> None:
    """Let `action.run` say what it will do next: run, or pause."""
    action.setText("&Pause" if running else "&Run")
    action.setIcon(load_icon("pause" if running else "run", colours))


def fill_menu_bar(
    bar: QMenuBar, actions: Mapping[str, QAction], rows: Sequence[ActionRow]
) -> dict[str, QMenu]:
    """Fill the menus; return them by title without `&` (`File`), submenus by key (`recent`)."""
    menus: dict[str, QMenu] = {}
    for row in rows:
        name = row.menu.replace("&", "")
        if name not in menus:
            menus[name] = bar.addMenu(row.menu)
            menus[name].setToolTipsVisible(True)
        menu = menus[name]
        if row.separated and menu.actions():
            menu.addSeparator()
        if row.submenu:
            menus[row.key] = QMenu(row.text, menu)
            actions[row.key].setMenu(menus[row.key])
        menu.addAction(actions[row.key])
    return menus


def fill_tool_bar(
    bar: QToolBar, actions: Mapping[str, QAction], rows: Sequence[ActionRow]
) -> dict[str, QToolButton]:
    """Fill the toolbar, training first; return its buttons by key. `run` takes the focus."""
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    chosen = [row for row in rows if row.toolbar]
    buttons: dict[str, QToolButton] = {}
    for row in sorted(chosen, key=lambda row: row.menu != TRAINING):
        if row.separated and bar.actions():
            bar.addSeparator()
        bar.addAction(actions[row.key])
        button = bar.widgetForAction(actions[row.key])
        if isinstance(button, QToolButton):
            button.setObjectName(f"button.{row.key}")
            button.setAccessibleName(plain(row.text))
            button.setAccessibleDescription(row.tooltip)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            buttons[row.key] = button
    if "run" in buttons:
        buttons["run"].setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return buttons


def tip(row: ActionRow) -> str:
    """What a tool tip says: what it does, and its first shortcut."""
    first = f" ({row.shortcuts[0]})" if row.shortcuts else ""
    return f"<qt><b>{plain(row.text)}</b>{first}<br>{row.tooltip}</qt>"


def plain(text: str) -> str:
    """A menu text without its marks: `&Run N…` becomes `Run N`."""
    return text.replace("&", "").removesuffix("…")


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
)
"""What keys do in controls rather than in the window."""


def shortcut_page(rows: Sequence[ActionRow]) -> tuple[Shortcut, ...]:
    """Every shortcut, by menu, then those of the controls."""
    window = [
        Shortcut(plain(row.menu), row.shortcuts, plain(row.text), row.tooltip)
        for row in rows
        if row.shortcuts
    ]
    return (*window, *CONTROL_SHORTCUTS)


_ROLES = {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole}
