"""The training panel: what fits, what each choice adds, and what a change costs."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.catalogue import index
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Choice
from playground.engine.spec.run import RunSpec
from playground.gui.forms.editors import ChoiceEditor, NumberEditor
from playground.gui.forms.form import CollapsibleSection
from playground.gui.panels.training_panel import TrainingPanel

PLURAL = {"training.loss": "es", "training.optimizer": "s", "training.schedule": "s"}
OPTIMIZERS = [row.key for row in index.rows("optimizers")]
SCHEDULES = [row.key for row in index.rows("schedules")]


def panel_of(qtbot: QtBot, *assignments: str, task: str = "two_classes") -> TrainingPanel:
    panel = TrainingPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 640)
    panel.show_project(spec_of(*assignments), task)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def spec_of(*assignments: str) -> RunSpec:
    return settings.parse_all(RunSpec(), assignments)


def keys_of(panel: TrainingPanel, path: str) -> list[str]:
    editor = panel.editor(path)
    assert isinstance(editor, ChoiceEditor)
    return [editor.combo.itemData(i) for i in range(editor.combo.count())]


@pytest.mark.parametrize("task", ["regression", "two_classes", "more_classes"])
def test_that_only_losses_that_fit_the_task_are_offered(qtbot: QtBot, task: str) -> None:
    loss = "mse" if task == "regression" else "cross_entropy"
    panel = panel_of(qtbot, f"training.loss={loss}", task=task)
    fitting = [row.key for row in index.rows("losses") if row.form(task)]  # type: ignore[attr-defined]
    assert keys_of(panel, "training.loss") == fitting


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_each_optimizer_brings_its_own_parameters(qtbot: QtBot, key: str) -> None:
    panel = panel_of(qtbot)
    spec = spec_of(f"training.optimizer={key}")
    panel.show_project(spec, "two_classes")
    for path in settings.parameters(spec):
        if path.startswith("training."):
            assert panel.editor(path).value() == settings.read(spec, path)
    others = {
        f"training.{p.name}" for row in index.rows("optimizers") for p in row.parameters
    } - set(settings.parameters(spec))
    for path in others:
        with pytest.raises(KeyError):
            panel.editor(path)


@pytest.mark.parametrize("key", SCHEDULES)
def test_that_each_schedule_brings_its_own_parameters(qtbot: QtBot, key: str) -> None:
    spec = spec_of(f"training.schedule={key}")
    panel = panel_of(qtbot, f"training.schedule={key}")
    for row in index.find("schedules", key):
        for parameter in row.parameters:
            path = f"training.{parameter.name}"
            assert panel.editor(path).value() == settings.read(spec, path)


def test_that_another_optimizer_keeps_the_focus_in_place(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, "training.optimizer=sgd")
    panel.activateWindow()
    panel.editor("training.optimizer").setFocus()
    focused = QApplication.focusWidget()
    panel.show_project(spec_of("training.optimizer=adam"), "two_classes")
    assert QApplication.focusWidget() is focused is not None


def test_that_an_option_that_starts_afresh_says_so(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, "training.optimizer=adam")
    assert panel.editor("training.amsgrad").remark.text() == "resets optimizer"
    assert panel.editor("training.weight_decay").remark.text() == ""


def test_that_an_optimizer_this_version_lacks_is_shown_as_unavailable(qtbot: QtBot) -> None:
    spec = RunSpec()
    training = type(spec.training)(optimizer="quantum")
    panel = panel_of(qtbot)
    panel.show_project(RunSpec(training=training), "two_classes")
    editor = panel.editor("training.optimizer")
    assert isinstance(editor, ChoiceEditor)
    assert editor.combo.currentText() == "quantum (unavailable)"


def test_that_devices_are_offered_by_name_and_one_that_is_absent_is_kept(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.set_devices([Choice("cpu", "CPU"), Choice("cuda:0", "CUDA 0")])
    assert keys_of(panel, "training.device") == ["cpu", "cuda:0"]
    panel.show_project(spec_of("training.device=mps"), "two_classes")
    assert keys_of(panel, "training.device") == ["cpu", "cuda:0", "mps"]
    editor = panel.editor("training.device")
    assert isinstance(editor, ChoiceEditor)
    assert editor.combo.currentText() == "mps (unavailable)"


def test_that_the_device_says_why_it_is_alone(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.set_devices([Choice("cpu", "CPU", "No GPU: none was found.")])
    panel.show_project(spec_of("training.device=cpu"), "two_classes")
    editor = panel.editor("training.device")
    assert isinstance(editor, ChoiceEditor)
    assert "No GPU: none was found." in editor.combo.toolTip()
    assert "No GPU: none was found." in str(editor.combo.itemData(0, Qt.ItemDataRole.ToolTipRole))
    assert editor.combo.accessibleDescription() == "No GPU: none was found."


@pytest.mark.parametrize("path", ["training.loss", "training.optimizer", "training.schedule"])
def test_that_every_entry_of_a_combo_tells_its_formula(qtbot: QtBot, path: str) -> None:
    panel = panel_of(qtbot)
    editor = panel.editor(path)
    assert isinstance(editor, ChoiceEditor)
    rows = {row.key: row for row in index.rows(path.removeprefix("training.") + PLURAL[path])}
    for number in range(editor.combo.count()):
        formula = rows[editor.combo.itemData(number)].formula
        tip = QTextDocumentFragment.fromHtml(
            str(editor.combo.itemData(number, Qt.ItemDataRole.ToolTipRole))
        ).toPlainText()
        assert " ".join(formula.split()) in " ".join(tip.split())


def test_that_the_batch_slider_ends_at_the_size_of_the_training_part(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.set_training_rows(105)
    editor = panel.editor("training.batch_size")
    assert isinstance(editor, NumberEditor)
    assert editor.slider is not None
    editor.slider.set_number(105)
    before_full = editor.slider.value()
    editor.slider.set_number(1000)
    assert editor.slider.value() == before_full < editor.slider.maximum()
    editor.slider.set_number(0)
    assert editor.slider.value() == editor.slider.maximum()


def test_that_what_is_used_rarely_is_folded_away(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    assert panel.editor("training.learning_rate").isVisible()
    assert not panel.editor("training.patience").isVisible()
    section = panel.findChild(CollapsibleSection)
    assert section is not None
    section.set_expanded(True)
    assert panel.editor("training.patience").isVisible()
    assert panel.editor("training.seed").remark.text() == "restarts training"


def test_that_showing_a_run_says_nothing_and_an_edit_carries_its_path(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_project(spec_of("training.optimizer=sgd", "training.l1=0.5"), "two_classes")
    assert panel.editor("training.l1").value() == 0.5
    with qtbot.waitSignal(panel.edited) as edit, qtbot.waitSignal(panel.finished) as end:
        panel.editor("training.l1").reset()
    assert edit.args == ["training.l1", 0.0]
    assert end.args == ["training.l1"]


@pytest.mark.usefixtures("any_font")
@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_nothing_is_wider_than_the_panel_and_no_label_is_clipped(
    qtbot: QtBot, key: str
) -> None:
    panel = panel_of(qtbot, f"training.optimizer={key}", "training.schedule=one_cycle")
    section = panel.findChild(CollapsibleSection)
    assert section is not None
    section.set_expanded(True)
    panel.resize(panel.minimumSizeHint().width(), 640)
    content = panel.widget()
    assert content is not None
    assert content.minimumSizeHint().width() <= panel.viewport().width() == content.width()
    for label in content.findChildren(QLabel):
        if label.isVisible():
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())


def test_that_tab_walks_from_what_is_in_sight_to_what_is_folded_away(qtbot: QtBot) -> None:
    window = QWidget()
    row = QHBoxLayout(window)
    before, panel, behind = QLineEdit(window), TrainingPanel(window), QLineEdit(window)
    for widget in (before, panel, behind):
        row.addWidget(widget)
    qtbot.addWidget(window)
    panel.show_project(spec_of("training.optimizer=sgd"), "two_classes")
    panel.show_project(spec_of("training.optimizer=rmsprop"), "two_classes")
    section = panel.findChild(CollapsibleSection)
    assert section is not None
    section.set_expanded(True)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    before.setFocus()
    visited: list[QWidget] = []
    while behind not in visited and len(visited) < 100:
        QTest.keyClick(_focused(), Qt.Key.Key_Tab)
        visited.append(_focused())
    assert visited[-1] is behind
    names = [widget.accessibleName() for widget in visited]
    assert names[:3] == ["Loss", "Optimizer", "Learning rate"]
    assert names.index("Learning rate") < names.index("Weight decay") < names.index("More")
    assert (
        names.index("More")
        < names.index("Label smoothing")
        < names.index("α")
        < names.index("L1")
        < names.index("Device")
    )


def _focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_that_more_moves_no_control_sideways_and_what_unfolds_is_seen(qtbot: QtBot) -> None:
    panel = panel_of(qtbot)
    panel.resize(320, 420)
    rate, fine = panel.editor("training.learning_rate"), panel.editor("training.label_smoothing")
    section = panel.findChild(CollapsibleSection)
    assert section is not None

    def place_of(widget: QWidget) -> QPoint:
        return widget.mapTo(panel.viewport(), QPoint())

    QApplication.processEvents()
    before = (place_of(rate).x(), rate.width())
    assert not panel.verticalScrollBar().isVisible()
    section.toggle.click()
    qtbot.waitUntil(panel.verticalScrollBar().isVisible)
    qtbot.waitUntil(lambda: panel.viewport().rect().contains(place_of(fine)))
    assert panel.viewport().rect().contains(place_of(section.toggle))
    qtbot.waitUntil(lambda: (place_of(rate).x(), rate.width()) == before)
    section.toggle.click()
    qtbot.waitUntil(lambda: not panel.verticalScrollBar().isVisible())
    qtbot.waitUntil(lambda: (place_of(rate).x(), rate.width()) == before)
