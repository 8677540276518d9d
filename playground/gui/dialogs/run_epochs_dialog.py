"""Ask for how many epochs the network shall train."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from playground.gui.widgets.plain_text import plain_label
from playground.gui.widgets.tool_tip import tool_tip

MOST_EPOCHS = 10_000_000


class RunEpochsDialog(QDialog):
    """A number of epochs, 1 to 10 000 000."""

    def __init__(self, default: int = 100, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Run epochs")
        self._field = QSpinBox(self)
        self._field.setObjectName("run_epochs.epochs")
        self._field.setAccessibleName("Epochs")
        self._field.setToolTip(tool_tip("How many more passes over the training part."))
        self._field.setRange(1, MOST_EPOCHS)
        self._field.setGroupSeparatorShown(True)
        self._field.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        self._field.setValue(default)
        self._field.setMinimumWidth(160)
        self._field.selectAll()
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow("&Epochs", self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(plain_label("Train for this many more epochs, then pause.", self))
        column.addLayout(form)
        column.addWidget(self._buttons())

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
        buttons.button(kind.Ok).setText("&Run")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons
