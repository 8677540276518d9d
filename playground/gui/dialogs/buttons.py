"""The buttons at the foot of a dialog."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton


def close_buttons(dialog: QDialog, *actions: QPushButton) -> QDialogButtonBox:
    """Close, which Return presses, and what else can be done."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
    for action in actions:
        action.setAutoDefault(False)
        buttons.addButton(action, QDialogButtonBox.ButtonRole.ActionRole)
    return buttons
