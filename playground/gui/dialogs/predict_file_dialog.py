"""The predictions for a file: looked at, judged, saved and copied."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.inputs.read import ON_MISSING, OnMissing
from playground.engine.export.predictions import Predictions
from playground.engine.spec.parameter import Choice
from playground.engine.training.metrics import METRICS
from playground.gui.dialogs.buttons import close_buttons
from playground.gui.dialogs.predictions_model import PredictionsModel
from playground.gui.forms.combo import KeyCombo
from playground.gui.forms.form import order_tabs
from playground.gui.forms.switch import CheckBox
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.metric_texts import metric_help, metric_name, metric_texts
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import error_label, plain_label, set_role
from playground.gui.widgets.screen_room import resize_within_screen
from playground.gui.widgets.tool_tip import tool_tip

READING = N_("Reading the file…")
MOST_COPIED = 100_000
"""Rows that are copied at most: a clipboard is no file."""
_NOTE_LINES = 4
_NARROWEST, _WIDEST = 72, 320


class PredictFileDialog(QDialog):
    """Shows predictions for the rows of a file; it stays responsive while they are made.

    Signals:
        missing_chosen: a key of ON_MISSING; answer with `show_found` or `show_problem`.
        again_wanted: the same with the weights of now.
        save_wanted: whether to save the columns of the file too.
    """

    missing_chosen = Signal(str)
    again_wanted = Signal()
    save_wanted = Signal(bool)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialog.predict_file")
        self.setWindowTitle(_("Predictions for {file}").format(file=name))
        self.setMinimumSize(560, 360)
        resize_within_screen(self, 960, 640)
        self._name = name
        self._found: Predictions | None = None
        self._focused: QWidget | None = None
        self._summary = named(plain_label(wrap=True, selectable=True), "predict_file.summary")
        font = self._summary.font()
        font.setBold(True)
        self._summary.setFont(font)
        self._quality = named(plain_label(wrap=True, selectable=True), "predict_file.quality")
        self._problem = named(error_label(), "predict_file.problem")
        self._model = PredictionsModel(self)
        self._table = self._view()
        self._notes = self._notes_box()
        self._missing = self._choice()
        self._again = self._button(
            _("&Predict again"),
            "again",
            _("Predict the same rows with the weights as they are now."),
            self.again_wanted.emit,
        )
        self._inputs = named(
            CheckBox(_("With the columns of the &file"), self),
            "predict_file.inputs",
            tip=_("Save what stands in the file beside the predictions."),
        )
        self._inputs.setChecked(True)
        self._save = self._button(
            _("&Save…"),
            "save",
            _("Save one line for each row of the file as .csv, numbers in full."),
            lambda: self.save_wanted.emit(self._inputs.isChecked()),
        )
        self._copy = self._button(
            _("&Copy"),
            "copy",
            _("Copy the selected rows, or all, for a spreadsheet."),
            self.copy,
        )
        self._lay_out()
        QShortcut(QKeySequence.StandardKey.Copy, self._table, self.copy)
        self.show_busy(_(READING))

    @property
    def found(self) -> Predictions | None:
        """What is shown."""
        return self._found

    def show_busy(self, words: str) -> None:
        """Say what is done; what was found before stays in sight."""
        self._say(words, "muted")
        self._focused = self.focusWidget()
        self._enable(False)

    def show_choice(self, on_missing: OnMissing) -> None:
        """Say what happens to missing values."""
        self._missing.set_key(on_missing)

    def show_found(self, found: Predictions, *, trains: bool, warning: str = "") -> None:
        """Show predictions.

        Args:
            trains: whether training goes on meanwhile.
            warning: what is to be known of the weights.
        """
        self._found = found
        self._model.show(found)
        self._fit_columns()
        self._show_notes(found.read.notes)
        self._summary.setText(_summary(found, trains))
        self._quality.setText(_quality(found))
        self._quality.setToolTip(tool_tip(_help_of(found)))
        self._quality.setVisible(bool(self._quality.text()))
        self._say(warning, "warning")
        self._enable(True)

    def show_problem(self, sentence: str) -> None:
        """Say why there are no predictions."""
        self._found = None
        self._model.show(None)
        self._show_notes(())
        self._summary.setText(self._name)
        self._quality.setVisible(False)
        self._say(sentence, "error")
        self._enable(True)

    def show_outcome(self, words: str, *, is_error: bool = False) -> None:
        """Say what came of saving."""
        self._say(words, "error" if is_error else "muted")
        self._enable(True)

    def copy(self) -> None:
        """Copy the selected rows, or all of them, as text for a spreadsheet."""
        selection = self._table.selectionModel().selection()
        chosen = [selection.at(place) for place in range(selection.count())]
        selected = [range(part.top(), part.bottom() + 1) for part in chosen]
        parts = selected or [range(self._model.rowCount())]
        count = sum(map(len, parts))
        if not count:
            return
        if count > MOST_COPIED:
            sentence = _("{n} rows are too many to copy; select fewer, or save them.")
            self._say(sentence.format(n=grouped(count)), "error")
            return
        every = sorted({row for part in parts for row in part})
        lines = [self._model.copied_header(), *(self._model.copied(row) for row in every)]
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
        words = ngettext("{n} row was copied.", "{n} rows were copied.", len(every))
        self._say(words.format(n=grouped(len(every))), "muted")

    def _view(self) -> QTableView:
        view = named(QTableView(self), "predict_file.table", _("Predictions"))
        view.setModel(self._model)
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.setCornerButtonEnabled(False)
        view.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        view.horizontalHeader().setHighlightSections(False)
        view.verticalHeader().setDefaultSectionSize(26)
        view.verticalHeader().setSectionResizeMode(view.verticalHeader().ResizeMode.Fixed)
        view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return view

    def _notes_box(self) -> QPlainTextEdit:
        box = named(QPlainTextEdit(self), "predict_file.notes", _("How the file was read"))
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.hide()
        return box

    def _choice(self) -> KeyCombo:
        combo = named(KeyCombo(self), "predict_file.missing", _("Rows with missing values"))
        combo.set_entries([Choice(key, label, "") for key, label in ON_MISSING.items()])
        combo.fit_texts()
        combo.setMinimumWidth(combo.sizeHint().width() + 2 * GRID)
        combo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        combo.picked.connect(self.missing_chosen)
        return combo

    def _button(self, text: str, name: str, tip: str, act: Callable[[], object]) -> QPushButton:
        button = named(QPushButton(text, self), f"predict_file.{name}", tip=tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: act())
        return button

    def _lay_out(self) -> None:
        label = QLabel(_("Rows with &missing values"), self)
        label.setBuddy(self._missing)
        choice = fill(QHBoxLayout(), label, self._missing, None, self._again, spacing=GRID)
        buttons = close_buttons(self)
        role = QDialogButtonBox.ButtonRole.ActionRole
        for button in (self._save, self._copy):
            buttons.addButton(button, role)
        foot = fill(QHBoxLayout(), self._inputs, (buttons, 1), spacing=GRID)
        rows = (self._summary, self._quality, choice, (self._table, 1), self._notes, self._problem)
        fill(QVBoxLayout(self), *rows, foot, spacing=GRID, margins=2 * GRID)
        self._close = buttons.button(QDialogButtonBox.StandardButton.Close)
        stops = [self._missing, self._again, self._table, self._notes, self._inputs]
        order_tabs([*stops, self._save, self._copy, self._close])

    def _say(self, sentence: str, role: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        set_role(self._problem, role)

    def _enable(self, enabled: bool) -> None:
        """Nothing is asked while an answer is awaited."""
        self._missing.setEnabled(enabled)
        self._again.setEnabled(enabled)
        for part in (self._save, self._copy, self._inputs):
            part.setEnabled(enabled and self._found is not None)
        if enabled:
            # What had the focus lost it when it was disabled.
            kept = self._focused
            is_there = kept is not None and kept.isEnabled() and kept is not self._close
            (kept if kept is not None and is_there else self._table).setFocus()

    def _show_notes(self, notes: tuple[str, ...]) -> None:
        self._notes.setPlainText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        lines = min(max(2, len(notes)), _NOTE_LINES)
        self._notes.setFixedHeight(lines * self._notes.fontMetrics().lineSpacing() + 2 * GRID)

    def _fit_columns(self) -> None:
        """As wide as the first rows need, and no wider than reads well."""
        header = self._table.horizontalHeader()
        header.setResizeContentsPrecision(100)
        self._table.resizeColumnsToContents()
        for column in range(self._model.columnCount()):
            width = min(max(header.sectionSize(column), _NARROWEST), _WIDEST)
            header.resizeSection(column, width)
        if self._model.rowCount():
            first = self._model.index(0, 0)
            self._table.selectionModel().setCurrentIndex(
                first, QItemSelectionModel.SelectionFlag.NoUpdate
            )


def _summary(found: Predictions, trains: bool) -> str:
    total, taken = found.read.total, len(found.read.rows)
    rows = ngettext("{n} row", "{n} rows", total).format(n=grouped(total))
    parts = [found.read.name, rows]
    predicted = ngettext("{n} prediction", "{n} predictions", taken)
    parts.append(predicted.format(n=grouped(taken)))
    if taken < total:
        out = ngettext("{n} row left out", "{n} rows left out", total - taken)
        parts.append(out.format(n=grouped(total - taken)))
    weights = (
        _("weights of step {step}, training goes on") if trains else _("weights of step {step}")
    )
    return "  ·  ".join([*parts, weights.format(step=grouped(found.step))])


def _quality(found: Predictions) -> str:
    """How good the predictions are, where the file says what is true."""
    metrics, rows = found.metrics()
    if not metrics:
        return ""
    texts = [f"{metric_name(key)} {metric_texts(key, value)[0]}" for key, value in metrics.items()]
    sentence = ngettext(
        "Compared with {column} in the file ({n} row): {metrics}",
        "Compared with {column} in the file ({n} rows): {metrics}",
        rows,
    )
    column = repr(found.read.target)
    return sentence.format(column=column, n=grouped(rows), metrics="  ·  ".join(texts))


def _help_of(found: Predictions) -> str:
    shown = [metric.key for metric in METRICS if found.raw.task in metric.tasks]
    return "\n".join(f"{metric_name(key)}: {metric_help(key)}" for key in shown)
