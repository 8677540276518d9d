"""The dock of the loss landscape in a real window."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.engine.common.language import LANGUAGES
from playground.engine.instruments.landscape import LossMap
from playground.engine.instruments.plane import Plane
from playground.engine.spec.edit import Edit
from playground.gui.instruments.landscape.contours import contour
from playground.gui.instruments.landscape.panel import LandscapePanel
from playground.gui.instruments.landscape.scale import scale_of
from playground.gui.main_window import MainWindow
from tests.gui.runs import train_for, weights_of

PATIENCE = 30_000
MakeWindow = Callable[..., MainWindow]
ANY = np.zeros(2, np.float32)


def panel_of(window: MainWindow) -> LandscapePanel:
    window.space.show_instrument("landscape")
    panel = window.findChild(LandscapePanel)
    assert panel is not None
    return panel


def computed(window: MainWindow, qtbot: QtBot, size: int = 9) -> LandscapePanel:
    panel = panel_of(window)
    panel.compute()
    wait_for(panel, qtbot, size)
    return panel


def wait_for(panel: LandscapePanel, qtbot: QtBot, size: int) -> None:
    qtbot.waitUntil(lambda: panel.shown is not None and panel.shown.size >= size, timeout=PATIENCE)


def mark_fields(panel: LandscapePanel) -> tuple[QWidget, QWidget]:
    across, up = (panel.findChild(QWidget, f"landscape.{name}") for name in ("across", "up"))
    assert across is not None
    assert up is not None
    return across, up


def type_into(field: QWidget, text: str) -> None:
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_that_nothing_is_measured_before_it_is_asked_for(window: MainWindow) -> None:
    panel = panel_of(window)
    assert panel.figure.empty_text.startswith("Compute maps the loss")
    assert not panel.is_refining
    assert not panel.controls.set_here.isEnabled()


def test_that_the_map_becomes_finer_while_one_waits_until_it_is_stopped(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = computed(window, qtbot)
    wait_for(panel, qtbot, 17)
    QTest.mouseClick(panel.controls.stop, Qt.MouseButton.LeftButton)
    assert not panel.is_refining
    shown = panel.shown
    assert shown is not None
    assert panel.controls.words.text() == (
        f"Loss over all 350 training rows, without penalties. {shown.size} × {shown.size} points."
    )
    QTest.mouseClick(panel.controls.compute, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.shown is not shown, timeout=PATIENCE)


def test_that_a_hidden_map_rests_and_goes_on_once_it_is_seen(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = computed(window, qtbot, 17)
    window.space.instruments["landscape"].hide()
    shown = panel.shown
    qtbot.waitUntil(lambda: not window.files.background.busy, timeout=PATIENCE)
    assert panel.shown is shown
    window.space.show_instrument("landscape")
    qtbot.waitUntil(lambda: panel.shown is not shown, timeout=PATIENCE)
    panel.controls.stop.click()


def test_that_the_run_is_followed_on_the_map(window: MainWindow, qtbot: QtBot) -> None:
    panel = computed(window, qtbot)
    panel.controls.stop.click()
    qtbot.waitUntil(lambda: panel.figure.track.present is not None, timeout=PATIENCE)
    assert panel.figure.track.present == pytest.approx((0.0, 0.0), abs=1e-6)
    train_for(window, qtbot, 300)
    steps = window.run.thread_of_training.log.steps

    def has_come() -> bool:
        return panel._seen is not None and panel._seen.step == steps

    qtbot.waitUntil(has_come, timeout=PATIENCE)
    assert panel.ground is not None
    weights = weights_of(window, qtbot)
    vector = np.concatenate([weights[name].numpy().ravel() for name, _ in panel.ground.plane.form])
    basis = np.stack([panel.ground.plane.across, panel.ground.plane.up], axis=1)
    place = np.linalg.lstsq(basis, vector - panel.ground.plane.centre, rcond=None)[0]
    assert panel.figure.track.present == pytest.approx(tuple(place), abs=1e-3)
    assert "out of its plane" in panel.controls.words.text()


def test_that_a_marked_place_gives_its_weights_and_undo_takes_them_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = computed(window, qtbot)
    panel.controls.stop.click()
    before = weights_of(window, qtbot)
    panel.figure.canvas.clicked.emit(0.5, -0.25)
    assert panel.controls.mark == (0.5, -0.25)
    assert panel.controls.mark_words.text().startswith("Loss there: about ")
    QTest.mouseClick(panel.controls.set_here, Qt.MouseButton.LeftButton)
    after = weights_of(window, qtbot)
    assert panel.ground is not None
    wanted = panel.ground.plane.at(0.5, -0.25)
    vector = np.concatenate([after[name].numpy().ravel() for name, _ in panel.ground.plane.form])
    assert np.array_equal(vector, wanted)
    qtbot.waitUntil(lambda: window.document.can_undo, timeout=PATIENCE)
    assert window.document.undo_words == "Weights from the map"
    window.document.undo()
    back = weights_of(window, qtbot)
    assert all(torch.equal(back[name], weight) for name, weight in before.items())


def test_that_keys_alone_mark_a_place_and_set_its_weights(window: MainWindow, qtbot: QtBot) -> None:
    panel = computed(window, qtbot)
    panel.controls.stop.click()
    across, up = mark_fields(panel)
    type_into(across, "0,5")
    type_into(up, "-0.5")
    assert panel.figure.track.mark == (0.5, -0.5)
    canvas = panel.figure.canvas.widget
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.document.can_undo, timeout=PATIENCE)


def test_that_the_path_of_the_run_spans_a_map(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    for _ in range(6):
        train_for(window, qtbot, 60)
        steps = window.run.thread_of_training.log.steps
        panel._looking.ask()
        qtbot.waitUntil(
            lambda steps=steps: panel._seen is not None and panel._seen.step == steps,  # type: ignore[misc]
            timeout=PATIENCE,
        )
    panel.controls._kind.set_value("path")
    panel.compute()
    wait_for(panel, qtbot, 9)
    panel.controls.stop.click()
    assert panel.ground is not None
    assert panel.ground.plane.kind == "path"
    assert len(panel.figure.track.path) >= 6
    assert panel.figure.canvas._titles["bottom"] == "component 1"
    assert "Component 1 accounts for " in panel.controls.words.text()


def test_that_a_path_of_nowhere_is_refused_in_a_sentence(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    panel.controls._kind.set_value("path")
    panel.compute()
    qtbot.waitUntil(lambda: "two directions" in panel.controls.words.text(), timeout=PATIENCE)
    assert not panel.is_refining


def test_that_a_reach_that_is_none_is_refused_in_a_sentence(window: MainWindow) -> None:
    panel = panel_of(window)
    field = panel.findChild(QWidget, "landscape.reach")
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "far")
    panel.compute()
    assert panel.controls.words.text().startswith("Reach must be a number")


def test_that_another_network_asks_for_another_map(window: MainWindow, qtbot: QtBot) -> None:
    panel = computed(window, qtbot)
    panel.controls.stop.click()
    panel.mark(0.5, 0.5)
    window.document.edit("network.hidden", (3,))
    qtbot.waitUntil(
        lambda: panel.controls.words.text().startswith("The network has changed"),
        timeout=PATIENCE,
    )
    assert not panel.controls.set_here.isEnabled()
    panel.set_weights()
    assert window.document.undo_words != "Weights from the map"


def test_that_closing_the_window_ends_the_measuring(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    panel = computed(window, qtbot)
    assert panel.is_refining
    window.shut_down()


def test_that_it_speaks_the_language_chosen(
    make_window: MakeWindow, qtbot: QtBot, spoken: Callable[..., None]
) -> None:
    spoken(LANGUAGES[1])
    panel = computed(make_window(), qtbot)
    panel.controls.stop.click()
    assert panel.controls.words.text().startswith("Perda sobre todas as 350 linhas de treino")


def test_that_a_change_of_theme_recolours_the_map(window: MainWindow, qtbot: QtBot) -> None:
    panel = computed(window, qtbot)
    panel.controls.stop.click()
    window.appearance.choose("dark")
    colour = panel.figure._path.opts["pen"].color().name()
    assert colour == window.appearance.colours.negative
    window.appearance.choose("light")


def test_that_places_without_a_finite_loss_are_drawn_and_read_as_such(
    window: MainWindow,
) -> None:
    figure = panel_of(window).figure
    values = np.ones((5, 5))
    values[0, 0], values[4, 4] = np.nan, 100.0
    plane = Plane(ANY, ANY, ANY, (("w", (2,)),), "random", 0)
    figure.show_map(LossMap(plane, (-1.0, 1.0, -1.0, 1.0), values))
    assert figure.read(-1.0, -1.0) == "(-1, -1): the loss is not finite"
    assert figure.read(1.0, 1.0) == "(1, 1): loss 100.0000"
    assert figure.read(5.0, 0.0) == ""
    assert "not finite" in [entry.text for entry in figure.legend.entries]
    pixel = figure._image.image[0, 0]
    assert "#{:02x}{:02x}{:02x}".format(*pixel) == figure.colours.border


def test_that_a_contour_of_a_bowl_is_a_circle() -> None:
    up, across = np.mgrid[-1:1:41j, -1:1:41j]
    pieces = contour(across**2 + up**2, 0.5) * 0.05 - 1
    assert np.hypot(pieces[..., 0], pieces[..., 1]) == pytest.approx(0.5**0.5, abs=2e-3)
    length = np.hypot(*(pieces[:, 0] - pieces[:, 1]).T).sum()
    assert length == pytest.approx(2 * np.pi * 0.5**0.5, rel=1e-3)


def test_that_a_contour_leaves_out_what_is_not_finite_and_parts_a_saddle_by_its_middle() -> None:
    assert not len(contour(np.array([[np.nan, 0.0], [1.0, 0.0]]), 0.5))
    saddle = np.array([[1.0, 0.0], [0.0, 1.0]])
    low = {tuple(map(tuple, piece.round(6).tolist())) for piece in contour(saddle, 0.4)}
    assert low == {((0.6, 0.0), (1.0, 0.4)), ((0.4, 1.0), (0.0, 0.6))}
    high = {tuple(map(tuple, piece.round(6).tolist())) for piece in contour(saddle, 0.6)}
    assert high == {((0.4, 0.0), (0.0, 0.4)), ((1.0, 0.6), (0.6, 1.0))}


def test_that_a_wide_range_of_losses_has_a_logarithmic_scale() -> None:
    wide, narrow = scale_of(np.array([[0.001, 10.0]])), scale_of(np.array([[1.0, 2.0, np.nan]]))
    assert (wide.low, wide.high, wide.logarithmic) == pytest.approx((-3.0, 1.0, True))
    assert (narrow.low, narrow.high, narrow.logarithmic) == (1.0, 2.0, False)
    assert not scale_of(np.array([[np.nan]])).logarithmic
    assert not scale_of(np.array([[0.0, 9.0]])).logarithmic


def test_that_weights_that_are_no_numbers_are_refused_in_a_sentence(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = computed(window, qtbot)
    panel.controls.stop.click()
    shown = panel.shown
    broken = Edit("weights", "layers.0.weight", np.array([0], np.int64), np.array([np.nan]))
    window.run.edit((broken,), None)
    panel.compute()
    qtbot.waitUntil(
        lambda: panel.controls.words.text().startswith("Some weights are no longer finite"),
        timeout=PATIENCE,
    )
    assert panel.shown is shown  # the map of before is still there
    assert not panel.is_refining
