"""What is said of a table: problems first, then doubts, then what was left out and guessed."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.engine.data.table.preview import TablePreview
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label

_PROBLEMS = 3
_LINES = 3
"""Lines that it is high at least."""
_ROLES = {"problem": "error", "doubt": "", "note": "muted"}
_MARKS = {"problem": "✕", "doubt": "!", "note": ""}
"""What stands before a sentence, so that its weight is not told by its colour alone."""


class ImportReport(QScrollArea):
    """Sentences below each other, each with a button where a choice fits.

    Signals:
        taken: the settings of an offer that was accepted: names of `DataSpec` with values.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = QWidget()
        self._rows = fill(
            QVBoxLayout(self._content), spacing=HALF, margins=(HALF, HALF, GRID, HALF)
        )
        self._buttons: list[QPushButton] = []
        self._said: list[str] = []
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(self, "import.report", _("How the table is read"))

    def text(self) -> str:
        """All that is said, a sentence or two a line."""
        return "\n".join(self._said)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [self, *self._buttons]

    def show_preview(self, preview: TablePreview) -> None:
        """Say what there is to say of another preview."""
        self.setUpdatesEnabled(False)
        # An offer that was taken is gone with its button.
        had_focus = any(button.hasFocus() for button in self._buttons)
        self._clear()
        for problem in preview.problems[:_PROBLEMS]:
            self._say(problem, "problem")
        remarks = sorted(preview.remarks, key=lambda each: each.weight)
        for remark in [*([preview.nearest] if preview.nearest else []), *remarks]:
            offer = remark.offer
            offered = (offer.label, offer.changes) if offer else ("", ())
            self._say(remark.said, remark.weight, *offered)
        if preview.guesses:
            self._say(
                _("How it was read: {guesses}").format(guesses=" ".join(preview.guesses)), "note"
            )
        self._rows.addStretch(1)
        self.setAccessibleDescription(self.text())
        self._fit()
        self.verticalScrollBar().setValue(0)
        if had_focus:
            self.setFocus()
        self.setUpdatesEnabled(True)

    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        return QSize(super().minimumSizeHint().width(), _LINES * line + GRID)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
        return done

    def _fit(self) -> None:
        """No higher than what is said, so that the table has the rest."""
        needed = self._content.heightForWidth(self.viewport().width())
        self.setMaximumHeight(max(needed, self.minimumSizeHint().height()))

    def _clear(self) -> None:
        self._buttons.clear()
        self._said.clear()
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _say(
        self,
        sentence: str,
        weight: str,
        label: str = "",
        changes: Iterable[tuple[str, object]] = (),
    ) -> None:
        self._said.append(sentence)
        row = QWidget(self._content)
        said = plain_label(sentence, row, role=_ROLES[weight], wrap=True, selectable=True)
        named(said, f"import.said.{len(self._said)}")
        mark = plain_label(_MARKS[weight], row, role=_ROLES[weight])
        mark.setFixedWidth(2 * GRID)
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        parts: list[QWidget] = [self._button(label, sentence, changes)] if label else []
        fill(QHBoxLayout(row), mark, (said, 1), *parts, spacing=GRID)
        self._rows.addWidget(row)

    def _button(
        self, label: str, sentence: str, changes: Iterable[tuple[str, object]]
    ) -> QPushButton:
        button = named(QPushButton(label.replace("&", "&&")), "import.offer", label, sentence)
        button.setAutoDefault(False)
        wanted = dict(changes)
        button.clicked.connect(lambda: self.taken.emit(wanted))
        self._buttons.append(button)
        return button
