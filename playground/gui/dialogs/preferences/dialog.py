"""Every preference in groups, with a search; what is chosen counts at once."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import _
from playground.engine.spec.parameter import Choice, Parameter, Value
from playground.gui.controllers.preferring import Preferring
from playground.gui.dialogs.buttons import close_buttons
from playground.gui.forms.editors import ChoiceEditor, NumberEditor, choices_of
from playground.gui.forms.form import SettingsForm, order_tabs
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import quiet_label
from playground.gui.widgets.screen_room import resize_within_screen
from playground.state.preferences import GROUPS, SECTION, Preferences, parameters

LATE = frozenset({"language", "decimals"})
"""What makes the window anew, and waits until the dialog is closed."""


class PreferencesDialog(QDialog):
    """Shows what is preferred, and prefers what is chosen.

    Args:
        devices: those of this machine; the CPU alone where they are not known yet.
        footer: a widget that stands below the groups: what can be cleaned up.
    """

    def __init__(
        self,
        preferring: Preferring,
        devices: Sequence[Choice] = (),
        footer: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Preferences"))
        resize_within_screen(self, 560, 640)
        self._preferring = preferring
        self._footer = footer
        self._late: dict[str, Value] = {}
        self._search = self._search_line()
        self._nothing = quiet_label(_("Nothing found."), self)
        self._nothing.hide()
        self._groups = [
            SettingsForm({_path(name): _offered(name) for name in names}, _(heading), self)
            for heading, names in GROUPS
        ]
        self._offer(devices)
        self._say_problems()
        note = quiet_label(
            _("Language and decimal places change once this dialog is closed."), self, wrap=True
        )
        reset = QPushButton(_("&Reset all"), self)
        named(reset, "preferences.reset", tip=_("Return every preference to what it was at first."))
        reset.clicked.connect(self._reset)
        page = QWidget(self)
        rows = (*self._groups, *((footer,) if footer else ()), None)
        fill(QVBoxLayout(page), *rows, spacing=3 * GRID, margins=GRID)
        parts = (self._search, self._nothing, (_area(page, self), 1), note)
        fill(QVBoxLayout(self), *parts, close_buttons(self, reset), spacing=GRID, margins=16)
        order_tabs([self._search, *(stop for group in self._groups for stop in group.stops())])
        for group in self._groups:
            group.finished.connect(self._take)
        self._show()
        self._search.setFocus()

    def search(self, text: str) -> None:
        """Show only the preferences whose texts contain every word of `text`."""
        words, found = text.casefold().split(), 0
        for group, (heading, _names) in zip(self._groups, GROUPS, strict=True):
            shown = [
                path
                for path in group.paths()
                if _says(group.editor(path).parameter, _(heading), words)
            ]
            group.set_visible(shown)
            group.setVisible(bool(shown))
            found += len(shown)
        if self._footer is not None:
            is_found = _have(_texts_in(self._footer), words)
            self._footer.setVisible(is_found)
            found += is_found
        self._nothing.setVisible(not found)

    def done(self, result: int) -> None:
        """Close, and make the window anew where that has been waiting."""
        super().done(result)
        if self._late:
            self._preferring.choose(self._late)

    def _take(self, path: str) -> None:
        name = path.removeprefix(f"{SECTION}.")
        value = self._form_of(path).editor(path).value()
        if name in LATE:
            self._late[name] = value
        else:
            self._preferring.choose({name: value})

    def _reset(self) -> None:
        start = Preferences()
        values = {name: getattr(start, name) for name in parameters()}
        self._late = {name: values.pop(name) for name in LATE}
        self._preferring.choose(values)
        self._show()

    def _show(self) -> None:
        for name in parameters():
            value = self._late.get(name, getattr(self._preferring.values, name))
            self._form_of(_path(name)).set_value(_path(name), value)

    def _form_of(self, path: str) -> SettingsForm:
        return next(group for group in self._groups if path in group.paths())

    def _offer(self, devices: Sequence[Choice]) -> None:
        """Offer the devices of this machine; one that was chosen and is not here stays chosen."""
        path = _path("device")
        editor = self._form_of(path).editor(path)
        assert isinstance(editor, ChoiceEditor)
        editor.combo.set_entries(devices or choices_of(editor.parameter))

    def _say_problems(self) -> None:
        for path in map(_path, parameters()):
            editor = self._form_of(path).editor(path)
            if isinstance(editor, NumberEditor):
                editor.say_problems()

    def _search_line(self) -> QLineEdit:
        what = _("Search preferences")
        tip = _("Shows only the preferences that contain every word typed here.")
        search = named(QLineEdit(self), "preferences.search", what, tip)
        search.setPlaceholderText(what)
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self.search)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(search.setFocus)
        return search


def _path(name: str) -> str:
    return f"{SECTION}.{name}"


def _offered(name: str) -> Parameter:
    """Devices are chosen among those that are there, and not typed."""
    return replace(parameters()[name], typed="")


def _area(page: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area


def _says(parameter: Parameter, heading: str, words: Sequence[str]) -> bool:
    texts = (parameter.label, parameter.help, *(choice.label for choice in parameter.choices))
    return _have([heading, *map(_, texts)], words)


def _texts_in(widget: QWidget) -> list[str]:
    labels = [label.text() for label in widget.findChildren(QLabel)]
    return labels + [button.text().replace("&", "") for button in widget.findChildren(QPushButton)]


def _have(texts: Sequence[str], words: Sequence[str]) -> bool:
    text = " ".join(texts).casefold()
    return all(word in text for word in words)
