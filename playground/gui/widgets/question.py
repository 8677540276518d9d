"""Message boxes and file questions that show names as they stand: nothing is read as HTML."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from playground.engine.common.language import _

Button = QMessageBox.StandardButton


def message_box(
    parent: QWidget, icon: QMessageBox.Icon, title: str, text: str, buttons: Button = Button.Ok
) -> QMessageBox:
    """A box that is not shown yet."""
    box = QMessageBox(icon, title, "", buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box


def ask(
    parent: QWidget, title: str, question: str, buttons: Button, default: Button = Button.NoButton
) -> Button:
    """The button that the person answers a question with."""
    box = message_box(parent, QMessageBox.Icon.Question, title, question, buttons)
    box.setDefaultButton(default)
    answer = Button(box.exec())
    box.deleteLater()
    return answer


def confirm(parent: QWidget, title: str, question: str) -> bool:
    """Whether the person says yes; no is proposed."""
    return ask(parent, title, question, Button.Yes | Button.No, Button.No) == Button.Yes


def with_suffix(path: Path, suffix: str) -> Path:
    """`path`, with a suffix where it has none."""
    return path if path.suffix else path.with_name(path.name + suffix)


def ask_save_path(
    parent: QWidget,
    title: str,
    start: str,
    filters: str,
    complete: Callable[[Path], Path],
) -> Path | None:
    """Where to write; None where the person changed their mind, or does not replace what is there.

    Args:
        complete: adds the suffix that a name lacks.
    """
    # Qt's own question shows the name as HTML, and knows it without its suffix.
    options = QFileDialog.Option.DontConfirmOverwrite
    name, _filter = QFileDialog.getSaveFileName(parent, title, start, filters, "", options)
    if not name:
        return None
    path = complete(Path(name))
    question = _("{file} already exists. Replace it?").format(file=path.name)
    if _exists(path) and not confirm(parent, title, question):
        return None
    return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Whoever writes it says why that cannot be.
        return False
