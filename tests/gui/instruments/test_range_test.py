"""The dock of the range test in a real window."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.engine.common.language import LANGUAGES
from playground.engine.instruments.range_reading import read
from playground.engine.spec.edit import Edit
from playground.gui.instruments.range_test.outcome import rounded
from playground.gui.instruments.range_test.panel import RangeTestPanel
from playground.gui.main_window import MainWindow
from tests.gui.runs import train_epochs, weights_of

PATIENCE = 30_000
RATE = "training.learning_rate"
MakeWindow = Callable[..., MainWindow]


def panel_of(window: MainWindow) -> RangeTestPanel:
    window.space.show_instrument("range_test")
    panel = window.findChild(RangeTestPanel)
    assert panel is not None
    return panel


def after_a_test(window: MainWindow, qtbot: QtBot) -> RangeTestPanel:
    panel = panel_of(window)
    panel.start()
    assert panel.is_testing
    qtbot.waitUntil(lambda: not panel.is_testing, timeout=PATIENCE)
    return panel


def type_into(panel: RangeTestPanel, name: str, text: str) -> None:
    field = panel.findChild(QWidget, f"range_test.{name}")
    assert field is not None
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)


def test_that_before_a_test_it_is_said_what_one_shows(window: MainWindow) -> None:
    panel = panel_of(window)
    assert "while the rate rises" in panel.figure.empty_text
    assert not panel.take_button.isEnabled()


def test_that_a_test_suggests_a_rate_and_leaves_the_run_untouched(
    window: MainWindow, qtbot: QtBot
) -> None:
    train_epochs(window, qtbot, 1)
    steps, before = window.run.thread_of_training.log.steps, weights_of(window, qtbot)
    panel = after_a_test(window, qtbot)
    shown, after = panel.shown, weights_of(window, qtbot)
    assert shown is not None
    assert shown.started == steps == window.run.thread_of_training.log.steps
    assert all(torch.equal(after[name], weight) for name, weight in before.items())
    reading = read(shown.rates, shown.losses, shown.untouched)
    assert np.array_equal(panel.figure.table().columns[1], reading.losses)
    assert reading.suggested is not None
    assert panel.words.text().startswith(f"Suggested: {rounded(reading.suggested):g}, where")


def test_that_the_button_takes_the_suggested_rate_and_undo_takes_it_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = after_a_test(window, qtbot)
    before = window.document.read(RATE)
    suggested = panel.figure.reading.suggested
    assert suggested is not None
    assert panel.take_button.text() == f"Use {rounded(suggested):g}"
    QTest.mouseClick(panel.take_button, Qt.MouseButton.LeftButton)
    assert window.document.read(RATE) == rounded(suggested) != before
    window.document.undo()
    assert window.document.read(RATE) == before


def test_that_training_goes_on_during_a_test(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    type_into(panel, "steps", "5000")
    window.run.train()
    panel.start()
    log = window.run.thread_of_training.log
    began = log.steps
    qtbot.waitUntil(lambda: log.steps > began + 100 and panel.shown is not None, timeout=PATIENCE)
    panel.toggle()
    qtbot.waitUntil(lambda: not panel.is_testing, timeout=PATIENCE)
    window.run.pause()


def test_that_a_test_can_be_cancelled_and_keeps_what_it_has(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window)
    type_into(panel, "low", "1e-9")
    type_into(panel, "high", "1e-8")
    type_into(panel, "steps", "5000")
    qtbot.waitUntil(panel.isVisible, timeout=PATIENCE)
    panel.fields.stops()[-1].setFocus()
    QTest.keyClick(panel.fields.stops()[-1], Qt.Key.Key_Tab)
    assert window.focusWidget() is panel.start_button
    QTest.keyClick(panel.start_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.shown is not None, timeout=PATIENCE)
    assert panel.start_button.text() == "Cancel"
    QTest.keyClick(panel.start_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not panel.is_testing, timeout=PATIENCE)
    assert panel.shown is not None
    assert 0 < len(panel.shown.rates) < 5000
    assert "No suggestion" in panel.words.text()
    assert f"Cancelled after {len(panel.shown.rates):,}".replace(",", "\u202f") in (
        panel.words.text()
    )
    assert not panel.take_button.isEnabled()


def test_that_closing_the_window_ends_a_test(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    panel = panel_of(window)
    type_into(panel, "high", "1e-6")
    type_into(panel, "steps", "5000")
    panel.start()
    qtbot.waitUntil(lambda: panel.shown is not None, timeout=PATIENCE)
    window.shut_down()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("low", "20", "smaller than the last one"),
        ("low", "abc", "Start rate must be a number"),
        ("high", "1e9", "End rate must lie between"),
        ("steps", "3", "Steps must lie between"),
    ],
)
def test_that_bad_input_is_refused_in_a_sentence(
    window: MainWindow, name: str, text: str, words: str
) -> None:
    panel = panel_of(window)
    type_into(panel, name, text)
    QTest.mouseClick(panel.start_button, Qt.MouseButton.LeftButton)
    assert words in panel.words.text()
    assert not panel.is_testing


def test_that_an_optimizer_that_does_not_go_by_the_rate_is_refused(window: MainWindow) -> None:
    panel = panel_of(window)
    window.document.edit("training.optimizer", "rprop")
    panel.start()
    assert panel.words.text().startswith("Rprop uses the learning rate in its very first step")
    assert not panel.is_testing


def test_that_a_test_made_with_other_settings_is_told_until_they_are_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = after_a_test(window, qtbot)
    assert not panel.outdated.isVisible()
    panel.take()  # what it tells is not changed by taking it
    window.document.edit("training.schedule", "cosine")
    window.document.edit("data.ignore", ("a",))  # there is no table
    assert not panel.outdated.isVisible()
    window.document.edit("training.batch_size", 25)
    assert panel.outdated.isVisible()
    assert panel.outdated.text() == (
        "Measured with other settings than now (Batch size). Test again."
    )
    window.document.edit("network.hidden", (3,))
    assert "(Hidden layers and Batch size)" in panel.outdated.text()
    assert panel.take_button.isEnabled()
    window.document.edit("training.optimizer", "rprop")  # to which no rate is of use
    assert not panel.take_button.isEnabled()
    window.document.edit("network.activation", "relu")
    assert "(" not in panel.outdated.text()
    for _ in range(4):
        window.document.undo()
    assert not panel.outdated.isVisible()
    assert panel.take_button.isEnabled()


def test_that_another_test_is_of_the_settings_of_now(window: MainWindow, qtbot: QtBot) -> None:
    panel = after_a_test(window, qtbot)
    window.document.edit("training.loss", "hinge")
    assert panel.outdated.isVisible()
    panel.start()
    qtbot.waitUntil(lambda: not panel.is_testing, timeout=PATIENCE)
    assert not panel.outdated.isVisible()


def test_that_the_curve_reads_its_values_and_marks_the_present_rate(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = after_a_test(window, qtbot)
    assert panel.figure.read(-7.0, 0.0).startswith("learning rate 1e-07, smoothed loss ")
    window.document.edit(RATE, 0.25)
    texts = [entry.text for entry in panel.figure.legend.entries]
    assert texts == ["loss of the batch", "smoothed", "suggested", "current rate"]
    assert panel.figure._marks[1].value() == pytest.approx(np.log10(0.25))


def test_that_the_curve_has_the_room_of_the_legend_where_there_is_little(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = after_a_test(window, qtbot)
    panel.setParent(None)  # out of the dock, which gives it its size
    qtbot.addWidget(panel)
    panel.show()
    widths = []
    for width, height, has_legend in ((400, 170, False), (700, 300, True)):
        panel.resize(width, height)
        widths.append(panel._side.width())
        assert panel.figure.legend.isVisible() is has_legend
    assert widths[0] < widths[1]


def test_that_it_speaks_the_language_chosen(
    make_window: MakeWindow, qtbot: QtBot, spoken: Callable[..., None]
) -> None:
    spoken(LANGUAGES[1])
    panel = after_a_test(make_window(), qtbot)
    assert panel.words.text().startswith("Sugerida: 0,")


def test_that_a_change_of_theme_recolours_the_curve(window: MainWindow, qtbot: QtBot) -> None:
    panel = after_a_test(window, qtbot)
    window.appearance.choose("dark")
    assert panel.figure._line.opts["pen"].color().name() == window.appearance.colours.train
    window.appearance.choose("light")


def test_that_weights_that_are_no_numbers_are_refused_in_a_sentence(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window)
    broken = Edit("weights", "layers.0.weight", np.array([0], np.int64), np.array([np.nan]))
    window.run.edit((broken,), None)
    panel.start()
    qtbot.waitUntil(lambda: not panel.is_testing, timeout=PATIENCE)
    assert panel.words.text().startswith("Some weights are no longer finite")
    assert panel.start_button.text() == "Start the test"
