"""A 2-2-1 network worked out on paper: typed into the window by hand, its step read off it."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.gui.instruments.slow_step.panel import SlowStepPanel
from playground.gui.main_window import MainWindow
from tests.gui.instruments.slow_step.walking import PATIENCE, shown, small_spec, wait_for
from tests.gui.runs import weights_of
from tests.gui.test_hands import Hand

MakeWindow = Callable[..., MainWindow]
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
EDGES = {(0, 0, 0): "0.5", (0, 0, 1): "-0.25", (0, 1, 0): "0.75", (0, 1, 1): "1"}
EDGES |= {(1, 0, 0): "0.5", (1, 0, 1): "-1"}
BIASES = {(1, 0): "0.1", (1, 1): "-0.2", (2, 0): "0.3"}
"""W₁ = [[0.5, −0.25], [0.75, 1]], b₁ = [0.1, −0.2], W₂ = [0.5, −1], b₂ = 0.3, by the gap, the
neuron after it and the one before it; and by the column and the row."""


def type_weights(window: MainWindow, qtbot: QtBot) -> None:
    """Click each edge and each neuron in the diagram, type its number, and press Enter."""
    hand = Hand(window, qtbot)
    for edge, typed in EDGES.items():
        hand.click(hand.edge_at(*edge))
        hand.type(typed)
        QTest.keyClick(hand.card(), Key.Key_Escape)
    for neuron, typed in BIASES.items():
        hand.click(hand.neuron_at(*neuron))
        hand.type(typed)
        QTest.keyClick(hand.card(), Key.Key_Escape)


def cells(panel: SlowStepPanel, row: int) -> dict[str, str]:
    """What stands in a row of the table of weights, by the titles of its columns."""
    model, across = panel.weights, Qt.Orientation.Horizontal
    columns = range(model.columnCount())
    return {str(model.headerData(n, across)): model.index(row, n).data() for n in columns}


def row_names(panel: SlowStepPanel) -> list[str]:
    down = Qt.Orientation.Vertical
    return [str(panel.weights.headerData(n, down)) for n in range(panel.weights.rowCount())]


class Walking:
    """Goes on phase by phase by the keys."""

    def __init__(self, window: MainWindow, panel: SlowStepPanel, qtbot: QtBot) -> None:
        self._window, self._panel, self._qtbot = window, panel, qtbot
        self._phase = 0

    def on(self) -> str:
        """Press Alt+Right; return what is told."""
        self._phase += 1
        QTest.keyClick(self._window, Key.Key_Right, ALT)
        wait_for(self._panel, self._qtbot, self._phase)
        return self._panel.lines.toPlainText()


def text(value: float) -> str:
    """Four digits, as the window writes them."""
    return f"{value:.4g}".replace("-", "−")


def said(panel: SlowStepPanel) -> str:
    return panel.focus_row.phase.currentText()


@pytest.fixture
def typed(make_window: MakeWindow, qtbot: QtBot) -> Iterator[tuple[MainWindow, SlowStepPanel]]:
    """The window with the weights typed, and the dock that F9 opens."""
    window = make_window(small_spec())
    type_weights(window, qtbot)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=PATIENCE)
    QTest.keyClick(window, Key.Key_F9)
    panel = window.findChild(SlowStepPanel)
    assert isinstance(panel, SlowStepPanel)
    qtbot.waitUntil(lambda: shown(panel) == 0, timeout=PATIENCE)
    yield window, panel


def test_that_a_network_typed_by_hand_steps_as_worked_out_on_paper(
    typed: tuple[MainWindow, SlowStepPanel], qtbot: QtBot
) -> None:
    """Squared error, rate 0.5, one row (x₁, x₂) → y.

    z₁ = 0.5·x₁ − 0.25·x₂ + 0.1, z₂ = 0.75·x₁ + x₂ − 0.2, a = tanh z, f = 0.5·a₁ − a₂ + 0.3,
    L = (f − y)², δ = 2·(f − y), δ₁ = 0.5·δ·(1 − a₁²), δ₂ = −δ·(1 − a₂²), and each weight moves by
    −0.5 times its δ times what arrives through it.
    """
    window, panel = typed
    view = panel._view
    assert view is not None
    (x1, x2), y = view.rows.inputs[0], float(view.rows.targets[0, 0])
    table = [panel.rows.index(0, n).data() for n in range(3)]
    assert table == [text(x1), text(x2), text(y)]
    z1, z2 = 0.5 * x1 - 0.25 * x2 + 0.1, 0.75 * x1 + x2 - 0.2
    a1, a2 = np.tanh(z1), np.tanh(z2)
    out = 0.5 * a1 - a2 + 0.3
    delta = 2.0 * (out - y)
    d1, d2 = 0.5 * delta * (1.0 - a1 * a1), -delta * (1.0 - a2 * a2)
    walking = Walking(window, panel, qtbot)
    walking.on()
    assert said(panel) == "zero_grad"
    told = walking.on()
    assert said(panel) == "forward: hidden 1" and "z₁ = 0.5·x₁ − 0.25·x₂ + 0.1\n" in told
    assert f"= {text(z1)}\n" in told and f"tanh({text(z1)}) = {text(a1)}" in told
    told = walking.on()
    assert "z₁ = 0.5·a₁⁽¹⁾ − 1·a₂⁽¹⁾ + 0.3\n" in told and f"= {text(out)}\n" in told
    assert panel.rows.index(0, 3).data() == text(out)
    told = walking.on()
    assert f"L = {text((out - y) ** 2)}, the loss of the only row" in told
    assert panel.rows.index(0, 4).data() == text((out - y) ** 2)
    told = walking.on()
    slope = f"2·({text(out)} − {in_brackets(y)}) / 1 = {text(delta)}"
    assert f"dL/dz₁ = 2·(z₁ − y) / n = {slope}\n" in told
    told = walking.on()
    assert f"= {text(d1)}\n" in told and f"dL/dw₁₁ = Σ δ₁·x₁ = {text(d1 * x1)}" in told
    told = walking.on()
    assert said(panel) == "step: hidden 1"
    assert row_names(panel) == [f"{name}⁽¹⁾" for name in ("w₁₁", "w₁₂", "b₁", "w₂₁", "w₂₂", "b₂")]
    before = (0.5, -0.25, 0.1, 0.75, 1.0, -0.2)
    slopes = (d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2)
    for row, (weight, gradient) in enumerate(zip(before, slopes, strict=True)):
        assert cells(panel, row)["w before"] == text(weight)
        assert cells(panel, row)["dL/dw"] == text(gradient)
        assert cells(panel, row)["w after"] == text(weight - 0.5 * gradient)
    assert f"w₁₁ 0.5 → {text(0.5 - 0.5 * d1 * x1)}" in told
    QTest.keyClick(window, Key.Key_End, ALT)
    qtbot.waitUntil(lambda: shown(panel) == 0 and step_of(panel) == 2, timeout=PATIENCE)
    after = weights_of(window, qtbot)["layers.0.weight"]
    wanted = [
        [0.5 - 0.5 * d1 * x1, -0.25 - 0.5 * d1 * x2],
        [0.75 - 0.5 * d2 * x1, 1 - 0.5 * d2 * x2],
    ]
    np.testing.assert_allclose(after.numpy(), wanted, atol=1e-6)


def step_of(panel: SlowStepPanel) -> int:
    assert panel._view is not None
    return panel._view.step


def in_brackets(value: float) -> str:
    return f"({text(value)})" if value < 0 else text(value)


def test_that_going_back_and_undoing_leaves_the_typed_weights(
    typed: tuple[MainWindow, SlowStepPanel], qtbot: QtBot
) -> None:
    window, panel = typed
    walking = Walking(window, panel, qtbot)
    for _ in range(8):
        walking.on()
    QTest.keyClick(window, Key.Key_Left, ALT)
    wait_for(panel, qtbot, 7)
    QTest.keyClick(window, Key.Key_Home, ALT)
    qtbot.waitUntil(window.space.instruments["slow_step"].isHidden, timeout=PATIENCE)
    weights = weights_of(window, qtbot)
    assert weights["layers.0.weight"].tolist() == [[0.5, -0.25], [0.75, 1.0]]
    assert weights["layers.3.weight"].tolist() == [[0.5, -1.0]]
