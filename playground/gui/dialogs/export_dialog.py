"""Take the network away: choose a format and a file, see what is inside and whether it is right."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import number
from playground.engine.export.formats import Format
from playground.gui.dialogs.file_names import judge_path, name_filter, stem_of
from playground.gui.widgets.code_box import CodeTabs, fit_height
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import size_text
from playground.gui.widgets.plain_text import error_label, plain_label, quiet_label
from playground.gui.widgets.question import ask_save_path, with_suffix
from playground.gui.widgets.tool_tip import tool_tip

Usages = Sequence[tuple[str, str]]
"""The lines that load the file, as (language, lines)."""


WEIGHTS = {
    "last": N_("Latest: the network as it is now"),
    "best": N_("Best: at the lowest validation loss"),
}
WEIGHTS_HELP = N_(
    "Which weights are exported. The best weights are those with the lowest validation loss so "
    "far; the network itself does not change."
)


def checked(difference: float, *, whole: bool) -> str:
    """What the check of a file came to, in a sentence.

    Args:
        difference: the largest between the live network and the file.
        whole: whether the file computes, so that predictions were compared, or else weights.
    """
    if not difference:
        same = (
            _("Checked in a fresh process: identical predictions."),
            _("Checked in a fresh process: identical weights."),
        )
        return same[0] if whole else same[1]
    sentence = (
        _("Checked in a fresh process: predictions differ by at most {difference}.")
        if whole
        else _("Checked in a fresh process: weights differ by at most {difference}.")
    )
    return sentence.format(difference=number(difference, ".3g"))


class ExportDialog(QDialog):
    """Asks for an export and shows what came of it; the export itself is made elsewhere.

    It stays responsive while the export runs, and may be closed meanwhile.
    """

    export_requested = Signal(str, str, str)
    """A path, the key of a format, and `last` or `best` weights; answer with `show_result` or
    `show_failure`."""

    def __init__(
        self,
        formats: Sequence[Format],
        suggested_path: str,
        parent: QWidget | None = None,
        *,
        summary: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`summary` says what will be inside, as (what, in words)."""
        super().__init__(parent)
        self.setWindowTitle(_("Export the network"))
        self.setMinimumWidth(560)
        self._formats = tuple(formats)
        self._running = False
        self._written = ""
        self._format = named(QComboBox(self), "export.format", _("Format"))
        self._format.setToolTip(tool_tip(_("The format of the file.")))
        self._format_help = quiet_label("", self, wrap=True)
        self._path = QLineEdit(suggested_path, self)
        named(self._path, "export.path", _("File"), _("Where the network is saved."))
        self._browse = QPushButton(_("&Browse…"), self)
        named(self._browse, "export.browse", _("Browse"), _("Choose the folder and the file name."))
        self._weights = named(QComboBox(self), "export.weights", _("Weights"), _(WEIGHTS_HELP))
        for key, label in WEIGHTS.items():
            self._weights.addItem(_(label), key)
        self._note = named(quiet_label("", self, wrap=True), "export.note")
        self._outcome = _Outcome(self)
        self._form = QFormLayout()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self._export = self._buttons.addButton(_("E&xport"), action)
        named(self._export, "export.start", _("Export"), _("Write the file and check it."))
        self._export.setDefault(True)
        self._fill_formats(suggested_path)
        self._lay_out(summary)
        self._form.setRowVisible(self._weights, False)
        self._connect()
        self._follow_format()
        self._check()
        self._path.setFocus()
        self._path.setSelection(*stem_of(suggested_path))
        self.resize(self.minimumWidth(), 0)
        fit_height(self)

    def offer_best(self, there_are: bool) -> None:
        """Say whether the best weights can be exported as well as the last."""
        if there_are != self._form.isRowVisible(self._weights):
            self._weights.setCurrentIndex(0)
            self._form.setRowVisible(self._weights, there_are)
            fit_height(self)

    def show_result(
        self, path: str, size: int, difference: float, usages: Usages = (), advice: str = ""
    ) -> None:
        """Say that the file is written.

        Args:
            size: of the file, in bytes.
            difference: the largest between the live network and the file as a fresh process reads
                it.
            usages: the lines that load it.
            advice: what to mind when it is used, or nothing.
        """
        self._written = path
        self._stop()
        words = checked(difference, whole=self._row().whole)
        self._outcome.show_result(path, size, words, usages, advice)
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        fit_height(self)

    def show_failure(self, sentence: str) -> None:
        """Say why no file was written."""
        self._stop()
        self._outcome.show_failure(sentence)
        fit_height(self)

    def show_progress(self, words: str) -> None:
        """Say what the running export is doing."""
        self._outcome.show_progress(words)

    def is_running(self) -> bool:
        """Whether an export was asked for and has not been answered."""
        return self._running

    def _fill_formats(self, suggested_path: str) -> None:
        for index, row in enumerate(self._formats):
            self._format.addItem(f"{_(row.label)} ({row.suffix})", row.key)
            self._format.setItemData(index, tool_tip(_(row.help)), Qt.ItemDataRole.ToolTipRole)
        suffix = Path(suggested_path).suffix
        fitting = [i for i, row in enumerate(self._formats) if suffix in row.suffixes]
        if fitting:
            self._format.setCurrentIndex(fitting[0])

    def _lay_out(self, summary: Sequence[tuple[str, str]]) -> None:
        file_row = fill(QHBoxLayout(), (self._path, 1), self._browse)
        form = self._form
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("&Format"), self._format)
        form.addRow("", self._format_help)
        form.addRow(_("&Weights"), self._weights)
        form.addRow(_("F&ile"), file_row)
        form.addRow("", self._note)
        file_label = form.labelForField(file_row)
        if isinstance(file_label, QLabel):
            file_label.setBuddy(self._path)
        inside = (_summary_box(summary, self),) if summary else ()
        rows = (form, *inside, (self._outcome, 1), self._buttons)
        fill(QVBoxLayout(self), *rows, spacing=12, margins=16)

    def _connect(self) -> None:
        self._format.currentIndexChanged.connect(self._change_suffix)
        self._path.textChanged.connect(self._check)
        self._browse.clicked.connect(self._choose_file)
        self._export.clicked.connect(self._start)
        self._buttons.rejected.connect(self.reject)

    def _row(self) -> Format:
        return self._formats[self._format.currentIndex()]

    def _follow_format(self) -> None:
        self._format_help.setText(_(self._row().help))

    def _change_suffix(self) -> None:
        self._follow_format()
        row, text = self._row(), self._path.text().strip()
        suffix = Path(text).suffix
        if any(suffix in other.suffixes for other in self._formats if other is not row):
            self._path.setText(text.removesuffix(suffix) + row.suffix)
        self._check()

    def _check(self) -> None:
        sentence, usable = judge_path(self._path.text())
        if usable and self._path.text().strip() == self._written:
            sentence = ""
        self._note.setText(sentence)
        self._form.setRowVisible(self._note, bool(sentence))
        self._export.setEnabled(usable and not self._running)

    def _choose_file(self) -> None:
        row = self._row()
        filters = name_filter(_(row.label), row.suffix)
        chosen = ask_save_path(
            self,
            _("Export the network"),
            self._path.text(),
            filters,
            lambda path: with_suffix(path, row.suffix),
        )
        if chosen is not None:
            self._path.setText(str(chosen))

    def _start(self) -> None:
        if self._running:
            return
        self._set_running(True)
        self._outcome.show_progress(_("Writing the file and checking it in a fresh process…"))
        fit_height(self)
        which = str(self._weights.currentData())
        self.export_requested.emit(self._path.text().strip(), self._row().key, which)

    def _stop(self) -> None:
        self._set_running(False)
        self._check()

    def _set_running(self, running: bool) -> None:
        self._running = running
        for widget in (self._format, self._weights, self._path, self._browse, self._export):
            widget.setEnabled(not running)


class _Outcome(QWidget):
    """Progress, then the result: what was written, or why nothing was."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sentence = plain_label("", self, wrap=True, selectable=True)
        self._sentence.setObjectName("export.outcome")
        self._error = named(error_label("", self, selectable=True), "export.failure")
        self._progress = named(QProgressBar(self), accessible=_("Export in progress"))
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._code = CodeTabs(self)
        rows = (self._sentence, self._error, self._progress, (self._code, 1))
        fill(QVBoxLayout(self), *rows, spacing=8)
        self._show()

    def show_progress(self, words: str) -> None:
        self._show(sentence=words, progress=True)

    def show_failure(self, sentence: str) -> None:
        self._show(error=" ".join((_("Not exported."), sentence)))

    def show_result(self, path: str, size: int, words: str, usages: Usages, advice: str) -> None:
        written = _("Written: {file} ({size})").format(file=path, size=size_text(size))
        self._code.show_texts(usages)
        self._show(sentence=f"{written}\n{words}\n{advice}".rstrip(), code=bool(usages))

    def _show(
        self, sentence: str = "", error: str = "", *, progress: bool = False, code: bool = False
    ) -> None:
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._progress.setVisible(progress)
        self._code.setVisible(code)
        self.setVisible(bool(sentence or error))


def _summary_box(summary: Sequence[tuple[str, str]], parent: QWidget) -> QGroupBox:
    box = QGroupBox(_("Contents"), parent)
    form = QFormLayout(box)
    form.setSpacing(4)
    form.setHorizontalSpacing(16)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for what, words in summary:
        shown = words if len(words) <= 300 else f"{words[:300]}…"
        form.addRow(quiet_label(what, box), plain_label(shown, box, wrap=True))
    return box
