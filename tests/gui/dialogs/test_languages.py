"""Every text of the dialogs is in the language spoken, from the title to the last tool tip."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QTableView,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.engine.data.table.preview import TablePreview
from playground.engine.export.formats import FORMATS
from playground.engine.run.halts import Interval
from playground.engine.spec.edit import LayerNames
from playground.engine.spec.parameter import Choice
from playground.engine.spec.run import DataSpec, TableFile
from playground.gui.dialogs.about_dialog import AboutDialog
from playground.gui.dialogs.export_dialog import ExportDialog
from playground.gui.dialogs.failure_dialog import FailureDialog
from playground.gui.dialogs.file_names import judge_path
from playground.gui.dialogs.glossary_dialog import GlossaryDialog
from playground.gui.dialogs.import_dialog import ImportDialog
from playground.gui.dialogs.record_dialog import RecordDialog, RecordingPlan
from playground.gui.dialogs.run_epochs_dialog import RunEpochsDialog
from playground.gui.dialogs.shortcuts_dialog import ShortcutsDialog
from playground.gui.dialogs.weights_dialog import WeightsDialog
from playground.gui.forms.combo import KeyCombo
from playground.gui.pictures.animation import ANIMATION_FORMATS
from playground.gui.recovery.dialog import RecoveryDialog
from playground.gui.widgets.code_box import CodeTabs
from playground.state.project import Project
from playground.state.recovery.generation import About
from playground.state.recovery.store import Found
from tests.pseudo import PSEUDO, PseudoTranslations

PATH = "/ẋ/ẋ.1"
KEPT = re.compile(r"\b(GIF|APNG|PNG|F2|NUL|[kMG]B|s|gif|png)\b|\.\w+|Playground")
"""Units, keys, names of formats and suffixes, and the name of the program."""
LAYER = LayerNames("ḧ 1", ("ñ 1",), ("ẋ₁",), "layers.0.weight", "layers.0.bias")


class _Empty:
    """Looks at a table of which nothing is known."""

    def preview(self, spec: DataSpec) -> TablePreview:  # noqa: ARG002
        return TablePreview()

    def close(self) -> None:
        """There is nothing to end."""


def _import(parent: QWidget) -> QDialog:
    return ImportDialog(TableFile("ẋ.csv", bytes(2000)), DataSpec(), _Empty(), parent)


def _record(parent: QWidget) -> QDialog:
    form = ANIMATION_FORMATS[0]
    plan = RecordingPlan("ẋ", form, Interval(1, "epochs"), 10, 20, Path(PATH))
    return RecordDialog([Choice("ẋ", "ẋ")], {"ẋ": QSize(40, 30)}, plan, parent)


def _export(parent: QWidget) -> QDialog:
    dialog = ExportDialog(FORMATS, PATH, parent, summary=[("ẋ", "ẋ")])
    dialog.show_result(PATH, 12_000, 1e-3)
    return dialog


def _failure(parent: QWidget) -> QDialog:
    dialog = FailureDialog("ẋ.", "ẋ", parent)
    dialog.add("ẋẋ.")
    return dialog


DIALOGS: dict[str, Callable[[QWidget], QDialog]] = {
    "about": AboutDialog,
    "export": _export,
    "failure": _failure,
    "import": _import,
    "record": _record,
    "epochs": lambda parent: RunEpochsDialog(parent=parent),
    "glossary": lambda parent: GlossaryDialog(dict, parent),
    "shortcuts": lambda parent: ShortcutsDialog([], parent),
    "recovery": lambda parent: RecoveryDialog([Found("ẋ", About(0.0), Project())], "ẋ", parent),
    "weights": lambda parent: WeightsDialog(LAYER, np.zeros((1, 2)), 7, parent),
}


@pytest.mark.parametrize("name", DIALOGS)
def test_that_every_text_of_a_dialog_is_looked_up(
    qtbot: QtBot, spoken: Callable[..., None], name: str
) -> None:
    spoken(PSEUDO, PseudoTranslations())
    window = QWidget()
    qtbot.addWidget(window)
    dialog = DIALOGS[name](window)
    dialog.show()
    plain = [text for text in texts_of(dialog) if re.search("[A-Za-z]", KEPT.sub("", text))]
    dialog.reject()
    assert plain == []


@pytest.mark.parametrize("path", ["", "ẋ\0", "/", "/ẋ/ẋ/ẋ", "/dev/null"])
def test_that_every_sentence_on_a_path_is_looked_up(spoken: Callable[..., None], path: str) -> None:
    spoken(PSEUDO, PseudoTranslations())
    sentence, _usable = judge_path(path)
    assert sentence
    assert not re.search("[A-Za-z]", sentence.replace("null", ""))


def texts_of(dialog: QDialog) -> Iterator[str]:
    """What a person sees or hears of a dialog, but for Qt's own buttons and texts to be copied."""
    yield dialog.windowTitle()
    others = _buttons_of_qt(dialog)
    for part in dialog.findChildren(CodeTabs) + dialog.findChildren(KeyCombo):
        others |= {part, *part.findChildren(QWidget)}  # which have tests of their own
    for widget in dialog.findChildren(QWidget):
        if widget not in others:
            yield from _texts(widget)


def _texts(widget: QWidget) -> Iterator[str]:
    tip = html.unescape(re.sub("<[^<>]*>", "", widget.toolTip()))
    if widget.objectName() != "import.why":  # the tip of any section
        yield tip
    yield from (widget.accessibleName(), widget.accessibleDescription())
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QGroupBox():
            yield widget.title()
        case QLineEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(row) for row in range(widget.count()))
        case QTableView() | QTreeWidget():
            model = widget.model()
            for column in range(model.columnCount()):
                yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")


def _buttons_of_qt(dialog: QDialog) -> set[QWidget]:
    boxes = dialog.findChildren(QDialogButtonBox)
    return {box.button(kind) for box in boxes for kind in QDialogButtonBox.StandardButton}
