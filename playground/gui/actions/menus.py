"""Menus, toolbar, shortcuts and the page of shortcuts, all made from the action table."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from playground.gui.actions.field_shortcuts import FieldShortcuts
from playground.gui.actions.table import CONTROL_SHORTCUTS, TRAINING, ActionRow, Shortcut
from playground.gui.theme import Colours
from playground.gui.widgets.icons import load_icon


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
        if row.key in ("quit", "about"):
            action.setMenuRole(_ROLES[row.key])
        if row.group:
            group = groups.setdefault(row.group, QActionGroup(parent))
            group.addAction(action)
        if not row.submenu:
            parent.addAction(action)
        actions[row.key] = action
    FieldShortcuts((s for action in actions.values() for s in action.shortcuts()), parent)
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


def shortcut_page(rows: Sequence[ActionRow]) -> tuple[Shortcut, ...]:
    """Every shortcut, by menu, then those of the controls."""
    window = [
        Shortcut(plain(row.menu), row.shortcuts, plain(row.text), row.tooltip)
        for row in rows
        if row.shortcuts
    ]
    return (*window, *CONTROL_SHORTCUTS)


_ROLES = {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole}
