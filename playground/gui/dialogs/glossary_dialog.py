"""The glossary: every term, setting and row of the catalogue, with a search."""

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from playground.engine.catalogue.glossary.entries import Entry, entries
from playground.engine.common.language import _
from playground.gui.dialogs.buttons import close_buttons
from playground.gui.dialogs.glossary_curve import curve_picture
from playground.gui.dialogs.glossary_page import CURVE, Settings, page_of, pictured
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import quiet_label
from playground.gui.widgets.screen_room import resize_within_screen

KEY = Qt.ItemDataRole.UserRole
FIRST = "training_loop"
"""What is shown where nothing was asked for."""


class GlossaryDialog(QDialog):
    """A list of entries, a search above it, and the page of the one chosen beside it.

    Args:
        settings: gives the settings of the open project as they are now.
    """

    def __init__(self, settings: Callable[[], Settings], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Glossary"))
        resize_within_screen(self, 820, 600)
        self._settings = settings
        self._entries: dict[str, Entry] = {}
        self._search = self._search_line()
        self._nothing = quiet_label(_("Nothing found."), self)
        self._nothing.hide()
        self._list = named(QListWidget(self), "glossary.list", _("Terms"))
        self._list.currentItemChanged.connect(self._show_current)
        self._page = named(QTextBrowser(self), "glossary.page", _("Explanation"))
        self._page.setOpenLinks(False)
        self._page.document().setDocumentMargin(12)
        self._page.anchorClicked.connect(self._follow)
        sides = QSplitter(self)
        for side in (self._list, self._page):
            sides.addWidget(side)
        sides.setSizes([280, 540])
        parts = (self._search, self._nothing, (sides, 1), close_buttons(self))
        fill(QVBoxLayout(self), *parts, spacing=8, margins=16)
        self.show_entry(FIRST)
        self._search.setFocus()

    def _search_line(self) -> QLineEdit:
        what = _("Search terms, settings and code")
        search = named(
            QLineEdit(self),
            "glossary.search",
            what,
            _("Shows only the entries that contain every word."),
        )
        search.setPlaceholderText(what)
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self.search)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(search.setFocus)
        return search

    def show_entry(self, key: str) -> None:
        """Show the entry with this key, whatever was searched before."""
        self._renew()
        self._search.clear()
        for item in self._items():
            if item.data(KEY) == key:
                self._list.setCurrentItem(item)
                self._list.scrollToItem(item)
        self._show_current()

    def search(self, text: str) -> None:
        """List only the entries that contain every word of `text`; show the first of them."""
        words = _bare(text).split()
        found = [item for item in self._items() if self._matches(item, words)]
        for item in self._items():
            item.setHidden(item not in found)
        self._nothing.setVisible(not found)
        if words and found:
            self._list.setCurrentItem(min(found, key=lambda item: self._distance(item, words)))

    def listed(self) -> tuple[str, ...]:
        """The labels that the search leaves, in order."""
        return tuple(item.text() for item in self._items() if not item.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk through the list while one types."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._search.hasFocus():
            self._list.setFocus()
            self._list.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _renew(self) -> None:
        """Other settings may be there than the last time."""
        self._entries = entries({path: row[0] for path, row in self._settings().items()})
        self._list.clear()
        named_entries = [(_(entry.label), key) for key, entry in self._entries.items()]
        for label, key in sorted(named_entries, key=lambda row: _bare(row[0])):
            item = QListWidgetItem(label, self._list)
            item.setData(KEY, key)

    def _show_current(self) -> None:
        item = self._list.currentItem()
        if item is not None and item.data(KEY) in self._entries:
            entry = self._entries[item.data(KEY)]
            now = self._settings()
            self._draw(pictured(entry, now))
            self._page.setHtml(page_of(entry, self._entries, now))

    def _draw(self, activation: str) -> None:
        """Hand the page the picture that it asks for by its address."""
        if activation:
            picture = curve_picture(activation, self.palette(), self.devicePixelRatioF())
            kind = QTextDocument.ResourceType.ImageResource.value
            self._page.document().addResource(kind, QUrl(f"{CURVE}{activation}"), picture)

    def _follow(self, link: QUrl) -> None:
        if link.scheme().startswith("http"):
            QDesktopServices.openUrl(link)
        else:
            self.show_entry(link.toString())

    def _matches(self, item: QListWidgetItem, words: list[str]) -> bool:
        entry = self._entries[item.data(KEY)]
        told = " ".join((_(entry.label), _(entry.text), _(entry.kind), entry.code, entry.key))
        return all(word in _bare(told) for word in words)

    def _distance(self, item: QListWidgetItem, words: list[str]) -> tuple[bool, bool, int]:
        """How far an entry is from what was searched: best are terms that are called so."""
        label = _bare(item.text())
        is_called_so = all(word in label for word in words)
        return not is_called_so, bool(self._entries[item.data(KEY)].kind), len(label)

    def _items(self) -> list[QListWidgetItem]:
        items = (self._list.item(number) for number in range(self._list.count()))
        return [item for item in items if item is not None]


def _bare(text: str) -> str:
    """Without accents and capitals: `época` is found by `epoca`, and stands beside it."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
