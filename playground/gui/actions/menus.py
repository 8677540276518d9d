"""Menus, toolbar, shortcuts and the page of shortcuts, all made from the action table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from playground.engine.common.language import _
from playground.gui.actions.field_shortcuts import FieldShortcuts
from playground.gui.actions.menu_names import TRAINING
from playground.gui.actions.row import ActionRow, Commands, Submenu
from playground.gui.actions.shortcuts import CONTROL_SHORTCUTS, Shortcut
from playground.gui.theme import Colours
from playground.gui.widgets.icons import load_icon


def build_actions(rows: Sequence[ActionRow], parent: QWidget) -> dict[str, QAction]:
    """One QAction per row, by key, owned by `parent`, whose shortcuts work anywhere in it."""
    actions: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for row in rows:
        action = QAction(_(row.text), parent)
        action.setObjectName(f"action.{row.key}")
        action.setShortcuts([QKeySequence(text) for text in row.shortcuts])
        action.setAutoRepeat(row.repeats)
        action.setCheckable(row.checked is not None)
        action.setToolTip(tip(row))
        action.setMenuRole(QAction.MenuRole[row.role])
        if row.group:
            group = groups.setdefault(row.group, QActionGroup(parent))
            group.addAction(action)
        if not isinstance(row.do, Submenu):
            parent.addAction(action)
        actions[row.key] = action
    FieldShortcuts((s for action in actions.values() for s in action.shortcuts()), parent)
    return actions


def connect_actions(
    actions: Mapping[str, QAction], rows: Sequence[ActionRow], window: Commands
) -> None:
    """Let every action do what its row says. The menus must be there."""

    def act(row: ActionRow, *_arguments: object) -> None:
        if not isinstance(row.do, Submenu):
            row.do(window)
        # What can be checked was toggled by Qt, whatever has come of it.
        show_actions(actions, rows, window)

    for row in rows:
        menu = actions[row.key].menu()
        if isinstance(row.do, Submenu) and isinstance(menu, QMenu):
            menu.aboutToShow.connect(partial(_fill, menu, row.do, window))
        else:
            actions[row.key].triggered.connect(partial(act, row))


def show_actions(
    actions: Mapping[str, QAction], rows: Sequence[ActionRow], window: Commands
) -> None:
    """Show of every action what is true of it now; what is shown already stays."""
    for row in rows:
        action = actions[row.key]
        if row.enabled is not None:
            action.setEnabled(row.enabled(window))
        if row.checked is not None:
            action.setChecked(row.checked(window))
        if row.text_now is not None:
            action.setText(row.text_now(window))
        icon = row.icon_now(window) if row.icon_now is not None else row.icon
        if icon:
            _draw(action, icon, window.appearance.colours)


def _draw(action: QAction, icon: str, colours: Colours) -> None:
    drawn = f"{icon} in {colours.text}"
    if action.data() != drawn:
        action.setData(drawn)
        action.setIcon(load_icon(icon, colours))


def _fill(menu: QMenu, submenu: Submenu, window: Commands) -> None:
    menu.clear()
    one_of_them = menu.findChild(QActionGroup) or QActionGroup(menu)
    for name in submenu.names(window):
        action = menu.addAction(name, partial(submenu.pick, window, name))
        if submenu.checked is not None:
            action.setActionGroup(one_of_them)
            action.setCheckable(True)
            action.setChecked(submenu.checked(window, name))
    if menu.isEmpty():
        menu.addAction(_(submenu.empty)).setEnabled(False)


def fill_menu_bar(
    bar: QMenuBar, actions: Mapping[str, QAction], rows: Sequence[ActionRow]
) -> dict[str, QMenu]:
    """Fill the menus; return them by their English title without `&` (`File`), submenus by key."""
    menus: dict[str, QMenu] = {}
    for row in rows:
        name = row.menu.replace("&", "")
        if name not in menus:
            menus[name] = bar.addMenu(_(row.menu))
            menus[name].setToolTipsVisible(True)
        menu = menus[name]
        if row.separated and menu.actions():
            menu.addSeparator()
        if isinstance(row.do, Submenu):
            menus[row.key] = QMenu(_(row.text), menu)
            actions[row.key].setMenu(menus[row.key])
        menu.addAction(actions[row.key])
    return menus


def fill_tool_bar(
    bar: QToolBar, actions: Mapping[str, QAction], rows: Sequence[ActionRow]
) -> dict[str, QToolButton]:
    """Fill the toolbar, training first; return its buttons by key.

    The first is the one a person needs most: it has its text beside its icon.
    """
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
            button.setAccessibleName(plain(_(row.text)))
            button.setAccessibleDescription(_(row.tooltip))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            buttons[row.key] = button
    for first in list(buttons.values())[:1]:
        first.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return buttons


def tip(row: ActionRow) -> str:
    """What a tool tip says: what it does, and its first shortcut."""
    first = f" ({_(row.shortcuts[0])})" if row.shortcuts else ""
    return f"<qt><b>{plain(_(row.text))}</b>{first}<br>{_(row.tooltip)}</qt>"


def plain(text: str) -> str:
    """A menu text without its marks: `&Run N…` becomes `Run N`."""
    return text.replace("&", "").removesuffix("…")


def shortcut_page(rows: Sequence[ActionRow]) -> tuple[Shortcut, ...]:
    """Every shortcut, by menu, then those of the controls; in the language spoken."""
    window = [
        Shortcut(plain(_(row.menu)), row.shortcuts, plain(_(row.text)), _(row.tooltip))
        for row in rows
        if row.shortcuts
    ]
    return tuple(_named_keys(line) for line in (*window, *map(_translated, CONTROL_SHORTCUTS)))


def _translated(line: Shortcut) -> Shortcut:
    return replace(line, group=_(line.group), text=_(line.text), help=_(line.help))


def _named_keys(line: Shortcut) -> Shortcut:
    """Keys that go by a word, such as Space, in the language spoken."""
    return replace(line, keys=tuple(_(key) for key in line.keys))
