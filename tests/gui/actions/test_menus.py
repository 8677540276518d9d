"""The action table and what is made from it."""

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMainWindow,
    QToolBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.assets import asset
from playground.engine.common.language import LANGUAGES, _, find_language
from playground.engine.run.events import State
from playground.gui import main_window
from playground.gui.actions.menu_names import FILE, TRAINING
from playground.gui.actions.menus import (
    build_actions,
    fill_menu_bar,
    fill_tool_bar,
    plain,
    shortcut_page,
    show_actions,
)
from playground.gui.actions.row import ActionRow
from playground.gui.actions.shortcuts import CONTROL_SHORTCUTS
from playground.gui.actions.table import ACTIONS
from playground.gui.main_window import MainWindow
from playground.gui.theme import DARK, LIGHT
from playground.gui.widgets.icons import SIZES, load_icon
from tests.gui.shown_texts import plain_letters
from tests.pseudo import PSEUDO, PseudoTranslations

MakeWindow = Callable[..., MainWindow]

MENUS = ["File", "recent", "Edit", "Training", "View", "language", "Help"]
"""By key, with the submenus between them."""


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


def test_that_no_key_and_no_shortcut_is_used_twice() -> None:
    keys = Counter(row.key for row in ACTIONS)
    shortcuts = Counter(QKeySequence(s).toString() for row in ACTIONS for s in row.shortcuts)
    assert max(keys.values()) == 1
    assert max(shortcuts.values()) == 1
    assert "" not in shortcuts


def test_that_the_keys_that_others_build_on_are_there() -> None:
    keys = {row.key for row in ACTIONS}
    assert keys >= {"run", "step", "step_epoch", "reset", "new_seed", "undo", "redo"}
    assert keys >= {"open", "open_table", "save", "save_as", "recent", "export", "quit"}


def test_that_every_action_explains_itself_and_has_its_name(window: QMainWindow) -> None:
    actions = build_actions(ACTIONS, window)
    for row in ACTIONS:
        assert actions[row.key].objectName() == f"action.{row.key}"
        assert row.tooltip.endswith(".")
        assert row.tooltip in actions[row.key].toolTip()


def test_that_a_shortcut_triggers_its_action_from_anywhere_in_the_window(
    window: QMainWindow, qtbot: QtBot
) -> None:
    actions = build_actions(ACTIONS, window)
    fill_menu_bar(window.menuBar(), actions, ACTIONS)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    for shortcut in ("F5", "Ctrl+R"):
        with qtbot.waitSignal(actions["run"].triggered):
            QTest.keySequence(window, shortcut)


class GreedyField(QLineEdit):
    """Claims every key, as fields on one platform or another claim Ctrl+E, Ctrl+B or Ctrl+Y."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


@pytest.fixture
def focused(window: QMainWindow, qtbot: QtBot) -> GreedyField:
    """A field that has the focus in a window with every action."""
    body = QWidget(window)
    field = GreedyField("0.01", body)
    window.setCentralWidget(body)
    fill_menu_bar(window.menuBar(), build_actions(ACTIONS, window), ACTIONS)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return field


@pytest.mark.parametrize(
    ("key", "shortcut"),
    [
        (row.key, shortcut)
        for row in ACTIONS
        for shortcut in row.shortcuts
        if shortcut not in ("Space", "Ctrl+V")  # a field takes them as text
    ],
)
def test_that_a_shortcut_works_while_a_field_has_the_focus(
    window: QMainWindow, focused: GreedyField, qtbot: QtBot, key: str, shortcut: str
) -> None:
    action = window.findChild(QAction, f"action.{key}")
    assert isinstance(action, QAction)
    with qtbot.waitSignal(action.triggered):
        QTest.keySequence(focused, shortcut)


def test_that_a_field_pastes_into_itself_rather_than_the_window_a_table(
    window: QMainWindow, focused: GreedyField, qtbot: QtBot
) -> None:
    action = window.findChild(QAction, "action.paste_table")
    assert isinstance(action, QAction)
    QApplication.clipboard().setText("0.5")
    focused.selectAll()
    with qtbot.assertNotEmitted(action.triggered):
        QTest.keySequence(focused, QKeySequence.StandardKey.Paste)
    assert focused.text() == "0.5"


@pytest.mark.parametrize("key", [QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo])
def test_that_what_a_field_can_undo_itself_is_undone_in_the_field(
    window: QMainWindow, focused: GreedyField, key: QKeySequence.StandardKey
) -> None:
    asked: list[str] = []
    for name in ("undo", "redo"):
        action = window.findChild(QAction, f"action.{name}")
        assert isinstance(action, QAction)
        action.triggered.connect(lambda _checked=False, name=name: asked.append(name))
    QTest.keyClicks(focused, "5")
    if key == QKeySequence.StandardKey.Redo:
        focused.undo()
    before = focused.text()
    QTest.keySequence(focused, QKeySequence(key))
    assert asked == []
    assert focused.text() != before


def test_that_keys_that_edit_a_text_and_are_no_shortcut_stay_with_the_field(
    focused: GreedyField,
) -> None:
    QTest.keySequence(focused, "Ctrl+A")
    assert focused.selectedText() == "0.01"


def test_that_menu_letters_are_used_once_per_menu() -> None:
    for menu in {row.menu for row in ACTIONS}:
        rows = [row.text for row in ACTIONS if row.menu == menu]
        letters = Counter(text[text.index("&") + 1].lower() for text in rows)
        assert max(letters.values()) == 1, letters


def test_that_the_menus_hold_every_action_once(window: QMainWindow) -> None:
    actions = build_actions(ACTIONS, window)
    menus = fill_menu_bar(window.menuBar(), actions, ACTIONS)
    assert list(menus) == MENUS
    listed = [
        action.objectName()
        for name, menu in menus.items()
        if name != "recent"
        for action in menu.actions()
        if not action.isSeparator()
    ]
    assert sorted(listed) == sorted(f"action.{row.key}" for row in ACTIONS)
    assert actions["recent"].menu() is menus["recent"]


def test_that_the_toolbar_starts_with_run_which_space_presses(
    window: QMainWindow, qtbot: QtBot
) -> None:
    actions = build_actions(ACTIONS, window)
    bar = QToolBar(window)
    window.addToolBar(bar)
    buttons = fill_tool_bar(bar, actions, ACTIONS)
    assert next(iter(buttons)) == "run"
    assert buttons["run"].accessibleName() == "Run"
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    buttons["run"].setFocus()
    with qtbot.waitSignal(actions["run"].triggered):
        QTest.keyClick(buttons["run"], Qt.Key.Key_Space)


def test_that_of_the_themes_one_is_chosen(window: QMainWindow) -> None:
    actions = build_actions(ACTIONS, window)
    actions["theme_dark"].setChecked(True)
    actions["theme_light"].setChecked(True)
    assert not actions["theme_dark"].isChecked()


def test_that_run_becomes_pause_and_back(make_window: MakeWindow) -> None:
    window = make_window(start=False)
    run = window.actions_by_key["run"]
    before = run.icon().pixmap(32, 32).toImage()
    looks: tuple[tuple[State, str], ...] = (("running", "Pause"), ("paused", "Run"))
    for state, text in looks:
        window.run.state = state
        show_actions(window.actions_by_key, ACTIONS, window)
        assert plain(run.text()) == text
        assert (run.icon().pixmap(32, 32).toImage() == before) == (state == "paused")


def test_that_a_planted_row_is_an_action_of_the_window(
    make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        *ACTIONS,
        ActionRow(
            key="rename",
            text="Re&name",
            menu=FILE,
            tooltip="Give the window the name of its data.",
            do=lambda window: window.exports.setObjectName(window.document.project.run.data.source),
            shortcuts=("Ctrl+Shift+M",),
            icon="save",
            toolbar=True,
            enabled=lambda window: window.exports.objectName() == "",
            text_now=lambda window: f"Re&name {window.exports.objectName()}".strip(),
        ),
    )
    monkeypatch.setattr(main_window, "ACTIONS", rows)
    window = make_window(start=False)
    button = window.findChild(QToolButton, "button.rename")
    assert button is not None
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.exports.objectName() == "circle"
    assert window.actions_by_key["rename"].text() == "Re&name circle"
    assert not button.isEnabled()
    assert "Ctrl+Shift+M" in {keys for line in shortcut_page(rows) for keys in line.keys}


def test_that_what_can_be_done_only_after_a_run_has_broken_off_is_offered_only_then(
    make_window: MakeWindow,
) -> None:
    window = make_window(start=False)
    restore = window.actions_by_key["restore_last_finite"]
    states: tuple[State, ...] = ("idle", "running", "diverged", "failed", "done")
    offered = []
    for state in states:
        window.run.state = state
        show_actions(window.actions_by_key, ACTIONS, window)
        offered.append(restore.isEnabled())
    assert offered == [False, False, True, True, False]


def test_that_the_theme_that_is_chosen_stays_checked_when_it_is_chosen_again(
    make_window: MakeWindow,
) -> None:
    window = make_window(start=False)
    themes = [window.actions_by_key[f"theme_{scheme}"] for scheme in ("system", "light", "dark")]
    for number in (2, 2, 1, 0):
        themes[number].trigger()
        assert [theme.isChecked() for theme in themes] == [n == number for n in range(3)]


def test_that_full_screen_is_checked_while_it_is_so(make_window: MakeWindow) -> None:
    window = make_window(start=False)
    action = window.actions_by_key["full_screen"]
    for _again in range(2):
        action.trigger()
        assert action.isChecked() == window.isFullScreen()
    assert not action.isChecked()


def test_that_full_screen_returns_to_a_maximised_window(make_window: MakeWindow) -> None:
    window = make_window(start=False)
    window.showMaximized()
    for _again in range(2):
        window.actions_by_key["full_screen"].trigger()
    assert window.isMaximized()
    assert not window.isFullScreen()


@pytest.mark.parametrize("name", sorted({row.icon for row in ACTIONS if row.icon} | {"pause"}))
def test_that_every_icon_is_drawn_at_every_size_in_the_colour_of_the_text(
    qtbot: QtBot, name: str
) -> None:
    assert qtbot is not None
    for colours in (LIGHT, DARK):
        icon = load_icon(name, colours)
        assert {size.width() for size in icon.availableSizes()} == set(SIZES)
        image = icon.pixmap(QSize(64, 64)).toImage()
        solid = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        ]
        assert solid
        assert all(_alike(colour, QColor(colours.text)) for colour in solid)


def _alike(one: QColor, other: QColor) -> bool:
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)  # type: ignore[call-overload]
    return all(abs(a - b) <= 1 for a, b in pairs)


def test_that_disabled_icons_are_paler(qtbot: QtBot) -> None:
    assert qtbot is not None
    icon = load_icon("run", LIGHT)
    normal = icon.pixmap(QSize(32, 32)).toImage()
    assert icon.pixmap(QSize(32, 32), QIcon.Mode.Disabled).toImage() != normal


def test_that_a_missing_asset_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/none\.svg"):
        asset("icons/none.svg")


def test_that_menu_letters_are_used_once_per_menu_in_every_language(
    spoken: Callable[..., None],
) -> None:
    for language in LANGUAGES:
        spoken(language)
        by_menu: dict[str, list[str]] = {"": [_(menu) for menu in {row.menu for row in ACTIONS}]}
        for row in ACTIONS:
            by_menu.setdefault(row.menu, []).append(_(row.text))
        by_menu[TRAINING].append(_("&Pause"))
        for texts in by_menu.values():
            letters = Counter(text[text.index("&") + 1].lower() for text in texts)
            assert max(letters.values()) == 1, letters


def test_that_menus_and_actions_are_shown_in_the_language_and_found_by_their_keys(
    window: QMainWindow, spoken: Callable[..., None]
) -> None:
    spoken(PSEUDO, PseudoTranslations())
    actions = build_actions(ACTIONS, window)
    menus = fill_menu_bar(window.menuBar(), actions, ACTIONS)
    assert list(menus) == MENUS
    bar = QToolBar(window)
    buttons = fill_tool_bar(bar, actions, ACTIONS)
    texts = [text for menu in menus.values() for text in (menu.title(), *_texts(menu.actions()))]
    for button in buttons.values():
        texts += [button.accessibleName(), button.accessibleDescription(), button.text()]
    texts += [action.toolTip() for action in actions.values()]
    assert [text for text in texts if plain_letters(text)] == []


def _texts(actions: list[QAction]) -> list[str]:
    return [action.text() for action in actions]


def test_that_what_changes_with_the_run_and_with_undo_is_said_in_the_language(
    make_window: MakeWindow, spoken: Callable[..., None]
) -> None:
    window = make_window(start=False)
    window.editing.edit("training.learning_rate", 0.5)
    spoken(PSEUDO, PseudoTranslations())
    for state in ("running", "paused"):
        window.run.state = state
        show_actions(window.actions_by_key, ACTIONS, window)
        changing = (window.actions_by_key[key].text() for key in ("run", "undo", "redo"))
        assert [text for text in changing if plain_letters(text)] == []


def test_that_the_page_of_shortcuts_is_in_the_language(spoken: Callable[..., None]) -> None:
    spoken(PSEUDO, PseudoTranslations())
    for line in shortcut_page(ACTIONS):
        assert [text for text in (line.group, line.text, line.help) if plain_letters(text)] == []
    spoken(find_language("pt_BR"))
    [run] = [line for line in shortcut_page(ACTIONS) if "F5" in line.keys]
    assert run.keys == ("Espaço", "F5", "Ctrl+R")
    assert run.text == "Treinar"


def test_that_the_page_of_shortcuts_has_every_shortcut_of_the_table() -> None:
    page = shortcut_page(ACTIONS)
    listed = {keys for line in page for keys in line.keys}
    assert {s for row in ACTIONS for s in row.shortcuts} <= listed
    assert page[-len(CONTROL_SHORTCUTS) :] == CONTROL_SHORTCUTS
