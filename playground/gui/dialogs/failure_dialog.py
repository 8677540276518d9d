"""One dialog for what went wrong: a sentence, and the details for whoever can read them."""

import re
from collections import deque

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.gui.dialogs.buttons import close_buttons
from playground.gui.widgets.code_box import CodeBox, CopyButton, fit_height
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label

LONGEST_WORD, LONGEST = 60, 1000
"""Letters of a name and of a reason that are shown; *Copy details* has all of them."""
MOST_KEPT = 20
"""How many failures one dialog keeps; older ones make room."""


class FailureDialog(QDialog):
    """Shows failures; one that happens while it is open is added, never put on top."""

    def __init__(
        self, reason: str, details: str = "", parent: QWidget | None = None, advice: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self.setMinimumWidth(520)
        self.resize(520, 0)
        self._kept: deque[tuple[str, str]] = deque(maxlen=MOST_KEPT)
        self._count = 0
        reason_label = plain_label("", self, wrap=True, selectable=True)
        self._reason = named(reason_label, "failure.reason")
        self._advice = named(plain_label("", self, wrap=True), "failure.advice")
        self._details = named(CodeBox("", self), "failure.details", _("Details"))
        self._details.setMinimumHeight(240)
        self._toggle = named(QPushButton(self), "failure.toggle")
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._show_details)
        self._lay_out()
        self._show_details(False)
        self.add(reason, details, advice)

    def add(self, reason: str, details: str = "", advice: str = "") -> None:
        """Add a failure to those shown; `advice` says what can be done about it."""
        self._count += 1
        self._kept.append((reason, details))
        reasons = list(dict.fromkeys(_readable(kept) for kept, _ in self._kept))
        shown = reasons[-3:]
        if self._count > 1:
            words = ngettext("({n} failure)", "({n} failures)", self._count)
            shown.append(words.format(n=grouped(self._count)))
        self._reason.setText("\n\n".join(shown))
        if advice:
            self._advice.setText(advice)
        self._advice.setVisible(bool(self._advice.text()))
        self._details.setPlainText(self._text())
        self._toggle.setVisible(any(details for _, details in self._kept))
        fit_height(self)

    def _text(self) -> str:
        return "\n\n".join("\n".join(part for part in kept if part) for kept in self._kept)

    def _lay_out(self) -> None:
        icon = QLabel(self)
        warning = self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning)
        icon.setPixmap(warning.pixmap(32, 32))
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        icon.setAccessibleName(_("Warning"))
        words = fill(QVBoxLayout(), self._reason, self._advice)
        top = fill(QHBoxLayout(), icon, (words, 1), spacing=16)
        tip = _("Copy the message and its details to include them in a bug report.")
        copy = CopyButton(_("&Copy details"), "failure.copy", tip, self._text, self)
        buttons = close_buttons(self, self._toggle, copy)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
        fill(QVBoxLayout(self), top, (self._details, 1), buttons, spacing=16, margins=16)

    def _show_details(self, shown: bool) -> None:
        self._details.setVisible(shown)
        self._toggle.setText(_("Hide &details") if shown else _("Show &details"))
        fit_height(self)


class FailureReports(QObject):
    """Shows each failure in the one dialog that is open, or opens it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: FailureDialog | None = None

    def report(self, reason: str, details: str = "", advice: str = "") -> FailureDialog:
        """Show a failure and return the dialog that shows it."""
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.add(reason, details, advice)
            return self._dialog
        dialog = FailureDialog(reason, details, self._window, advice)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._forget)
        self._dialog = dialog
        dialog.open()
        return dialog

    def _forget(self) -> None:
        self._dialog = None


def _readable(reason: str) -> str:
    """A reason that fits, whatever a file made of it."""
    cut = re.sub(rf"([^\s/\\]{{{LONGEST_WORD}}})[^\s/\\]+", r"\1…", reason)
    return cut if len(cut) <= LONGEST else f"{cut[: LONGEST - 1]}…"
