"""Copying and saving what a widget draws: the same for every plot and for the network."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from playground.engine.common.atomic_file import write_atomically
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.gui.pictures.drawing import Drawing, drawing_image
from playground.gui.pictures.picture_file import FORMATS, SCALE, picture_bytes
from playground.gui.widgets.question import ask_save_path, message_box, with_suffix


class PictureOffer:
    """Copies the picture of a widget and saves it where the person says."""

    def __init__(self, widget: QWidget, drawing: Callable[[], Drawing], name: str) -> None:
        """Offer nothing yet.

        Args:
            drawing: what is to be seen at the moment.
            name: of the file that is proposed, without its suffix.
        """
        self._widget = widget
        self._drawing = drawing
        self._name = name

    def add_to(self, menu: QMenu) -> None:
        """Offer both in a menu."""
        menu.addAction(_("Copy picture"), self.copy)
        menu.addAction(_("Save picture…"), self.ask)

    def open_on_right_click(self) -> None:
        """Offer both on the widget itself, where it is clicked or by keys."""
        self._widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._widget.customContextMenuRequested.connect(self._open_menu)
        open_by_keys(self._widget, self._open_menu)

    def _open_menu(self, position: QPoint) -> None:
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_to(menu)
        menu.popup(self._widget.mapToGlobal(position))

    def copy(self) -> None:
        """Put the picture on the clipboard, twice as fine as on the screen."""
        QGuiApplication.clipboard().setImage(drawing_image(self._drawing(), SCALE))

    def ask(self) -> None:
        """Let the person choose a file, and save the picture there."""
        filters = ";;".join(f"{_(name)} (*{end})" for end, name in FORMATS.items())
        ask_and_save(self._widget, _("Save picture"), f"{self._name}.png", filters, self.save)

    def save(self, path: str) -> None:
        """Write the picture; the suffix chooses PNG, SVG or PDF, and PNG is added to none.

        Raises:
            InputError: the format is unknown, or the file cannot be written.
        """
        suffix = Path(path).suffix.lower()
        content = picture_bytes(self._drawing(), suffix or ".png")
        write_bytes(path if suffix else f"{path}.png", content)


def open_by_keys(widget: QWidget, open_at: Callable[[QPoint], None]) -> None:
    """Open a menu at the middle of a widget that has the focus; Qt knows only the menu key."""
    keys = QShortcut(QKeySequence("Shift+F10"), widget)
    keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    keys.activated.connect(lambda: open_at(widget.rect().center()))


def write_bytes(path: str, content: bytes) -> None:
    """Write a file whole or not at all: an earlier one stays until the new one is complete.

    Raises:
        InputError: it could not be written, or is a folder or a device.
    """
    write_atomically(Path(path), lambda stream: stream.write(content))


def ask_and_save(
    parent: QWidget, title: str, name: str, filters: str, save: Callable[[str], None]
) -> None:
    """Let the person choose a file and save there; say so where it cannot be written."""
    end = Path(name).suffix
    path = ask_save_path(parent, title, name, filters, lambda path: with_suffix(path, end))
    if path is not None:
        save_or_say(parent, save, str(path))


def save_or_say(parent: QWidget, save: Callable[[str], None], path: str) -> None:
    """Save at a path, or show in a sentence why that cannot be."""
    try:
        save(path)
    except InputError as error:
        box = message_box(parent, QMessageBox.Icon.Warning, _("Not saved"), str(error))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
