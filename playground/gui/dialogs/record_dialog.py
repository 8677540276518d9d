"""Record a run: choose what, how often and where to, and see what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.atomic_file import require_writable
from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import number
from playground.engine.run.halts import Interval, Unit
from playground.engine.spec.parameter import Choice
from playground.gui.dialogs.file_names import judge_path, name_filter, stem_of
from playground.gui.forms.combo import KeyCombo
from playground.gui.pictures.animation import (
    ANIMATION_FORMATS,
    RATES,
    AnimationFormat,
    memory_for,
)
from playground.gui.theme import GRID
from playground.gui.widgets.code_box import fit_height
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import count_text, size_text
from playground.gui.widgets.plain_text import error_label, plain_label, quiet_label
from playground.gui.widgets.question import ask_save_path, with_suffix

MOST_INTERVAL, MOST_PICTURES = 1_000_000, 10_000
_UNITS = (
    Choice("steps", N_("steps"), N_("Updates of the weights.")),
    Choice("epochs", N_("epochs"), N_("Passes over the training set.")),
)


@dataclass(frozen=True, slots=True)
class RecordingPlan:
    """What a person wants recorded.

    Attributes:
        subject: the key of what is shown.
        every: how often a picture is taken.
        most: pictures after which the recording ends.
        per_second: pictures a second when it is played.
    """

    subject: str
    form: AnimationFormat
    every: Interval
    most: int
    per_second: int
    path: Path


class RecordDialog(QDialog):
    """Asks for a plan; the recording itself is made elsewhere."""

    def __init__(
        self,
        subjects: Sequence[Choice],
        sizes: Mapping[str, QSize],
        plan: RecordingPlan,
        parent: QWidget | None = None,
    ) -> None:
        """Show a plan to change.

        Args:
            sizes: of each subject's picture, in pixels.
        """
        super().__init__(parent)
        self.setWindowTitle(_("Record a run"))
        self.setMinimumWidth(520)
        self._sizes = sizes
        forms = [Choice(form.key, form.label, form.help) for form in ANIMATION_FORMATS]
        rates = [Choice(str(rate), str(rate), N_("Frames per second.")) for rate in RATES]
        self._subject = self._combo("subject", _("Picture of"), subjects, plan.subject)
        self._form = self._combo("format", _("Format"), forms, plan.form.key)
        self._count = self._number("count", _("One frame every"), MOST_INTERVAL, plan.every.count)
        self._unit = self._combo("unit", _("Steps or epochs"), _UNITS, plan.every.unit)
        self._most = self._number("most", _("Maximum frames"), MOST_PICTURES, plan.most)
        self._rate = self._combo("rate", _("Frames per second"), rates, str(plan.per_second))
        self._path = named(QLineEdit(str(plan.path), self), "record.path", _("File"))
        self._browse = named(QPushButton(_("&Browse…"), self), "record.browse", _("Browse"))
        self._help = quiet_label("", self, wrap=True)
        self._summary = named(plain_label("", self, wrap=True), "record.summary")
        self._note = named(quiet_label("", self, wrap=True), "record.note")
        self._error = named(error_label("", self), "record.error")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        accept = QDialogButtonBox.ButtonRole.AcceptRole
        self._record = self._buttons.addButton(_("&Record"), accept)
        named(self._record, "record.start", _("Record"), _("Train and record the frames."))
        self._record.setDefault(True)
        self._lay_out()
        self._connect()
        self._check()
        self._path.setSelection(*stem_of(str(plan.path)))

    def plan(self) -> RecordingPlan:
        """What was chosen."""
        return RecordingPlan(
            subject=self._subject.key(),
            form=self._chosen_form(),
            every=Interval(self._count.value(), cast(Unit, self._unit.key())),
            most=self._most.value(),
            per_second=int(self._rate.key()),
            path=Path(self._path.text().strip()).expanduser(),
        )

    def accept(self) -> None:
        """Close, once a file can be written where it is wanted; long work must not be in vain."""
        try:
            require_writable(self.plan().path)
        except InputError as error:
            self._say(str(error))
        else:
            super().accept()

    def _chosen_form(self) -> AnimationFormat:
        return next(form for form in ANIMATION_FORMATS if form.key == self._form.key())

    def _combo(self, name: str, label: str, entries: Sequence[Choice], key: str) -> KeyCombo:
        combo = named(KeyCombo(self), f"record.{name}", label)
        combo.set_entries(entries)
        combo.set_key(key)
        return combo

    def _number(self, name: str, label: str, most: int, value: int) -> QSpinBox:
        field = named(QSpinBox(self), f"record.{name}", label)
        field.setRange(1, most)
        field.setGroupSeparatorShown(True)
        field.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        field.setValue(value)
        return field

    def _lay_out(self) -> None:
        every = fill(QHBoxLayout(), (self._count, 1), (self._unit, 1), spacing=GRID)
        file = fill(QHBoxLayout(), (self._path, 1), self._browse, spacing=GRID)
        form = QFormLayout()
        form.setSpacing(GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("&Picture of"), self._subject)
        form.addRow(_("One frame &every"), every)
        form.addRow(_("&Maximum frames"), self._most)
        form.addRow(_("Frames per &second"), self._rate)
        form.addRow(_("F&ormat"), self._form)
        form.addRow("", self._help)
        form.addRow(_("F&ile"), file)
        form.addRow("", self._note)
        for row, buddy in ((every, self._count), (file, self._path)):
            label = form.labelForField(row)
            if isinstance(label, QLabel):
                label.setBuddy(buddy)
        self._rows = form
        rows = (form, self._summary, self._error, None, self._buttons)
        fill(QVBoxLayout(self), *rows, spacing=12, margins=16)

    def _connect(self) -> None:
        self._form.picked.connect(self._change_suffix)
        for combo in (self._subject, self._unit, self._rate):
            combo.picked.connect(self._check)
        for field in (self._count, self._most):
            field.valueChanged.connect(self._check)
        self._path.textChanged.connect(self._check)
        self._browse.clicked.connect(self._choose_file)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _change_suffix(self) -> None:
        text, suffixes = self._path.text().strip(), {form.suffix for form in ANIMATION_FORMATS}
        if Path(text).suffix in suffixes:
            self._path.setText(str(Path(text).with_suffix(self._chosen_form().suffix)))
        self._check()

    def _check(self) -> None:
        """Say what the recording will be like, and whether it can be made."""
        self._help.setText(_(self._chosen_form().help))
        note, usable = judge_path(self._path.text())
        self._note.setText(note)
        self._rows.setRowVisible(self._note, bool(note))
        try:
            self._summary.setText(self._estimate())
            error = ""
        except InputError as too_much:
            error = str(too_much)
        self._record.setEnabled(usable and not error)
        self._say(error)

    def _say(self, error: str) -> None:
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self._summary.setVisible(not error)
        fit_height(self)

    def _estimate(self) -> str:
        """What comes of the plan, in words.

        Raises:
            InputError: it takes too much memory.
        """
        size, most = self._sizes[self._subject.key()], self._most.value()
        memory = memory_for(self._chosen_form(), size.width(), size.height(), most)
        seconds = most / int(self._rate.key())
        sentence = ngettext(
            "{n} frame of {width} × {height} pixels plays for {seconds} s and takes {memory} of "
            "memory while recording. Training runs until the last frame, then pauses; to finish "
            "earlier, pause it.",
            "{n} frames of {width} × {height} pixels play for {seconds} s and take {memory} of "
            "memory while recording. Training runs until the last frame, then pauses; to finish "
            "earlier, pause it.",
            most,
        )
        return sentence.format(
            n=count_text(most),
            width=size.width(),
            height=size.height(),
            seconds=number(seconds, ".3g"),
            memory=size_text(memory),
        )

    def _choose_file(self) -> None:
        form = self._chosen_form()
        filters = name_filter(form.label, form.suffix)
        chosen = ask_save_path(
            self,
            _("Record a run"),
            self._path.text(),
            filters,
            lambda path: with_suffix(path, form.suffix),
        )
        if chosen is not None:
            self._path.setText(str(chosen))
