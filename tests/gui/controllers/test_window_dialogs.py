"""Dialogs that ask nothing come and go."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog

from playground.gui.main_window import MainWindow


@pytest.mark.parametrize("key", ["shortcuts", "about"])
def test_that_a_dialog_is_gone_once_it_is_closed(window: MainWindow, key: str) -> None:
    for _ in range(3):
        window.actions_by_key[key].trigger()
        (dialog,) = (one for one in window.findChildren(QDialog) if one.isVisible())
        dialog.reject()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChildren(QDialog) == []
