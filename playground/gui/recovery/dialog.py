"""The work that nobody is at, to be gone on with, looked at or discarded."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.engine.catalogue.datasets import DATASETS
from playground.engine.common.language import N_, _
from playground.gui.theme import GRID, tabular_font
from playground.gui.widgets.code_box import CodeBox, CopyButton
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_cells import APART, NumberCells
from playground.gui.widgets.number_text import NOTHING, count_text, loss_text
from playground.gui.widgets.plain_text import one_line, plain_label, quiet_label
from playground.gui.widgets.question import confirm
from playground.gui.widgets.screen_room import resize_within_screen
from playground.state.recovery.store import Found

_LONGEST = 40
"""Letters of a name that are shown."""
HEADINGS = (
    N_("Last saved"),
    N_("Data"),
    N_("Hidden layers"),
    N_("Steps"),
    N_("Loss"),
    N_("File"),
    N_("How it ended"),
)
_NUMBERS = (3, 4)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RecoveryDialog(QDialog):
    """A list to choose from; nothing happens to what is not chosen.

    Signals:
        recovered, looked_at, discarded: a Found; what a person wants done with it.
    """

    recovered = Signal(object)
    looked_at = Signal(object)
    discarded = Signal(object)

    def __init__(
        self, works: Sequence[Found], report: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Unsaved work"))
        resize_within_screen(self, 760, 420 if report else 320)
        self._works = list(works)
        self._tree = named(QTreeWidget(self), "recovery.works", _("Unsaved work"))
        self._words = named(plain_label("", self, wrap=True), "recovery.words")
        self._report = self._report_part(report)
        self._buttons = QDialogButtonBox(self)
        self._recover = self._button(
            _("&Recover"),
            "recover",
            _("Continue this work where it was interrupted, in the file it belongs to."),
        )
        self._look = self._button(
            _("&Look at it"),
            "look",
            _("Open a copy of this work, paused and untitled; the work itself is still kept."),
        )
        self._discard = self._button(_("&Discard"), "discard", _("Delete this work for good."))
        self._later = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        tip = _("Keep everything; interrupted work is offered again at the next start.")
        named(self._later, "recovery.later", tip=tip)
        self._lay_out()
        self._connect()
        self._fill()

    def _report_part(self, report: str) -> QWidget:
        part = named(QWidget(self), "recovery.crash")
        title = plain_label(_("The program ended unexpectedly last time."), part, wrap=True)
        hint = quiet_label(
            _("The report contains neither your data nor the names of your files."), part, wrap=True
        )
        box = named(CodeBox(report, part), "recovery.report", _("Crash report"))
        tip = _("Copy the report to include it in a bug report.")
        copy = CopyButton(_("&Copy report"), "recovery.copy", tip, box.toPlainText, part)
        copy.setAutoDefault(False)
        fill(QVBoxLayout(part), title, hint, (box, 1), fill(QHBoxLayout(), None, copy), spacing=8)
        part.setVisible(bool(report))
        return part

    def _button(self, words: str, name: str, tip: str) -> QPushButton:
        button = self._buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole)
        return named(button, f"recovery.{name}", words.replace("&", ""), tip)

    def _lay_out(self) -> None:
        tree = self._tree
        tree.setItemDelegate(NumberCells(tree))
        tree.setHeaderLabels([_(heading) for heading in HEADINGS])
        for column in _NUMBERS:
            tree.headerItem().setTextAlignment(column, _RIGHT)
            tree.headerItem().setText(column, _(HEADINGS[column]) + APART)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAllColumnsShowFocus(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.header().setStretchLastSection(True)
        self._recover.setDefault(True)
        parts = (self._words, (tree, 2), (self._report, 1), self._buttons)
        fill(QVBoxLayout(self), *parts, spacing=16, margins=16)
        tree.setFocus()

    def _connect(self) -> None:
        self._buttons.rejected.connect(self.reject)
        self._recover.clicked.connect(lambda: self._choose(self.recovered))
        self._look.clicked.connect(lambda: self._choose(self.looked_at))
        self._discard.clicked.connect(self._ask_to_discard)
        self._tree.itemActivated.connect(lambda: self._choose(self.recovered))
        self._tree.currentItemChanged.connect(lambda: self._show_buttons())

    def _fill(self) -> None:
        self._tree.clear()
        for found in self._works:
            texts = _texts(found)
            item = QTreeWidgetItem([one_line(text, _LONGEST) for text in texts])
            for column, text in enumerate(texts):
                item.setToolTip(column, text)
            for column in _NUMBERS:
                item.setTextAlignment(column, _RIGHT)
                item.setFont(column, tabular_font(self.font()))
            self._tree.addTopLevelItem(item)
        if (first := self._tree.topLevelItem(0)) is not None:
            self._tree.setCurrentItem(first)
        header = self._tree.header()
        for column in range(len(HEADINGS) - 1):
            self._tree.resizeColumnToContents(column)
            header.resizeSection(column, header.sectionSize(column) + 2 * GRID)
        self._tree.setVisible(bool(self._works) or self._report.isHidden())
        self._words.setText(
            _("This work was not saved to a file. Choose what to do with it.")
            if self._works
            else _("There is no unsaved work.")
        )
        self._show_buttons()

    def _show_buttons(self) -> None:
        for button in (self._recover, self._look, self._discard):
            button.setVisible(bool(self._works))
            button.setEnabled(self._chosen() is not None)
        self._later.setText(_("La&ter") if self._works else _("&Close"))

    def _chosen(self) -> Found | None:
        item = self._tree.currentItem()
        return self._works[self._tree.indexOfTopLevelItem(item)] if item is not None else None

    def _choose(self, wanted: SignalInstance) -> None:
        found = self._chosen()
        if found is not None:
            self.accept()
            wanted.emit(found)

    def _ask_to_discard(self) -> None:
        found = self._chosen()
        question = _("Delete this work for good?")
        if found is None or not confirm(self, _("Discard unsaved work"), question):
            return
        self._works.remove(found)
        self.discarded.emit(found)
        self._fill()


def _texts(found: Found) -> tuple[str, ...]:
    about, run = found.about, found.project.run
    then = QDateTime.fromSecsSinceEpoch(round(about.when))
    return (
        QLocale().toString(then, QLocale.FormatType.ShortFormat),
        found.table or _data_name(found),
        "-".join(str(width) for width in run.network.hidden) or _("none"),
        count_text(about.steps),
        NOTHING if about.loss is None else loss_text(about.loss),
        Path(about.file).name if about.file else _("Untitled"),
        _("Closed") if about.is_kept else _("Interrupted"),
    )


def _data_name(found: Found) -> str:
    source = found.project.run.data.source
    return next((_(row.label) for row in DATASETS if row.key == source), source)
