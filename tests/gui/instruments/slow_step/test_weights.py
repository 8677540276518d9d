"""The table of weights in the dock, and the dock where it is narrow."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from playground.engine.common.language import ENGLISH, LANGUAGES, Language
from playground.engine.instruments.slow_step import slow_step
from playground.engine.settings import paths as settings
from playground.gui.canvas.diagram.light import Light
from playground.gui.instruments.slow_step.choice_box import ChoiceBox
from playground.gui.instruments.slow_step.panel import SlowStepPanel
from playground.gui.main_window import MainWindow
from tests.gui.clipping import beyond, clipped
from tests.gui.instruments.slow_step.walking import PATIENCE, go_to, opened, settle, small_spec
from tests.pseudo import PSEUDO, PseudoTranslations

MakeWindow = Callable[..., MainWindow]
SETTLING = 2_000
WEIGHTS = 1
"""The tab."""


def choose(panel: SlowStepPanel, row: int) -> None:
    """Click a row of the table."""
    table = panel.weight_table
    place = table.visualRect(panel.weights.index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_that_a_clicked_weight_is_told_of_and_lit(window: MainWindow, qtbot: QtBot) -> None:
    lit: list[Light | None] = []
    window.spotlight.lit.connect(lit.append)
    panel = opened(window, qtbot)
    go_to(panel, qtbot, "step", 1)
    panel.parts.tabs.setCurrentIndex(WEIGHTS)
    choose(panel, 3)
    qtbot.waitUntil(lambda: "w₁₄" in panel.lines.toPlainText(), timeout=PATIENCE)
    settle(panel, qtbot)
    assert panel.focus_row.source.currentText() == "w₁₄ (a₄⁽¹⁾)"
    assert panel.parts.told.text() == panel.lines.toPlainText().splitlines()[-1]
    QTest.keyClick(panel.weight_table, Qt.Key.Key_Down)
    QTest.keyClick(panel.weight_table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "w₂₁" in panel.lines.toPlainText(), timeout=PATIENCE)
    settle(panel, qtbot)
    assert panel.focus_row.neuron.currentText() == "neuron 2"
    light = lit[-1]
    assert light is not None and (light.column, light.neuron) == (2, 1)


def test_that_a_weight_chosen_elsewhere_is_the_chosen_row(window: MainWindow, qtbot: QtBot) -> None:
    panel = opened(window, qtbot)
    go_to(panel, qtbot, "backward", 1)
    panel.focus_row.neuron.activated.emit(1)
    settle(panel, qtbot)
    panel.focus_row.source.activated.emit(4)
    qtbot.waitUntil(lambda: panel.weight_table.currentIndex().row() == 9, timeout=PATIENCE)
    assert panel.weights.headerData(9, Qt.Orientation.Vertical) == "b₂⁽²⁾"
    go_to(panel, qtbot, "zero_grad")
    assert panel.focus_row.layer.isVisible() and panel.focus_row.layer.currentIndex() == 1
    panel.focus_row.layer.activated.emit(2)
    qtbot.waitUntil(lambda: panel.weights.rowCount() == 6, timeout=PATIENCE)


def test_that_any_weight_of_a_wide_layer_comes_when_it_is_scrolled_to(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(settings.write(small_spec(), "network.hidden", (256, 256)))
    panel = opened(window, qtbot)
    go_to(panel, qtbot, "step", 1)
    panel.parts.tabs.setCurrentIndex(WEIGHTS)
    last = panel.weights.rowCount() - 1
    assert last == 256 * 257 - 1
    panel.weight_table.scrollToBottom()
    qtbot.waitUntil(lambda: panel.weights.index(last, 0).data() != "…", timeout=PATIENCE)
    assert panel.weights.headerData(last, Qt.Orientation.Vertical) == "b₂₅₆⁽²⁾"
    assert panel.weights.weights is not None and panel.weights.weights.values.nbytes < 20_000


def test_that_a_step_that_takes_too_long_is_refused_and_shown_once_it_does_not(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(settings.write(small_spec(), "training.batch_size", 0))
    panel = opened(window, qtbot)
    monkeypatch.setattr(slow_step, "MOST_PRODUCTS", 100)
    panel.jump(3)
    qtbot.waitUntil(lambda: "smaller batch" in panel.sentence.text(), timeout=PATIENCE)
    assert panel._pages.currentIndex() == 0
    window.editing.edit("training.batch_size", 1)
    qtbot.waitUntil(lambda: panel._pages.currentIndex() == 1, timeout=PATIENCE)
    assert window.run.thread_of_training.log.steps == 0


def elided(panel: SlowStepPanel) -> list[str]:
    """The choices that have too little room for what is chosen."""
    boxes = [box for box in panel.focus_row.findChildren(ChoiceBox) if box.isVisible()]
    return [box.currentText() for box in boxes if room_in(box) < advance(box)]


def advance(box: ChoiceBox) -> int:
    return box.fontMetrics().horizontalAdvance(box.currentText())


def room_in(box: ChoiceBox) -> int:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(control, option, field, box).width()


@pytest.mark.parametrize("one", [ENGLISH, *LANGUAGES[1:], PSEUDO], ids=lambda one: one.key)
def test_that_nothing_is_cut_where_the_dock_is_narrow(
    one: Language, spoken: Callable[..., None], make_window: MakeWindow, qtbot: QtBot
) -> None:
    spoken(one, PseudoTranslations() if one is PSEUDO else None)
    window = make_window()
    panel = opened(window, qtbot)
    for size in ((960, 572), (1280, 772), (1366, 740)):
        window.resize(*size)
        qtbot.waitUntil(lambda: not window.space.keeper._sharing.isActive())
        for phase in (("step", 0), ("backward", 2), ("zero_grad", -1)):
            go_to(panel, qtbot, *phase)
            assert clipped(panel) == [] and beyond(panel) == []
            qtbot.waitUntil(lambda: one is PSEUDO or elided(panel) == [], timeout=SETTLING)
        assert (window.width(), window.height()) == size
        is_tab = panel.parts.tabs.indexOf(panel.code) >= 0
        assert is_tab == (size[0] == 960)
        assert panel.lines.viewport().height() >= 3 * panel.lines.fontMetrics().height()
