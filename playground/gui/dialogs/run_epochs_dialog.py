"""Ask for how many epochs the network shall train."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label

MOST_EPOCHS = 10_000_000


class RunEpochsDialog(QDialog):
    """A number of epochs, 1 to 10 000 000."""

    def __init__(self, default: int = 100, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Run epochs"))
        tip = _("How many more passes over the training set.")
        self._field = named(QSpinBox(self), "run_epochs.epochs", _("Epochs"), tip)
        self._field.setRange(1, MOST_EPOCHS)
        self._field.setGroupSeparatorShown(True)
        self._field.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        self._field.setValue(default)
        self._field.setMinimumWidth(160)
        self._field.selectAll()
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(_("&Epochs"), self._field)
        words = plain_label(_("Train for this many more epochs, then pause."), self)
        fill(QVBoxLayout(self), words, form, self._buttons(), spacing=16, margins=16)

    def epochs(self) -> int:
        """What was chosen."""
        return self._field.value()

    @staticmethod
    def ask(default: int = 100, parent: QWidget | None = None) -> int | None:
        """Show the dialog; the number chosen, or None where the person changed their mind."""
        dialog = RunEpochsDialog(default, parent)
        try:
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            return dialog.epochs() if accepted else None
        finally:
            dialog.deleteLater()

    def _buttons(self) -> QDialogButtonBox:
        kind = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kind.Ok | kind.Cancel, self)
        buttons.button(kind.Ok).setText(_("&Run"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons
