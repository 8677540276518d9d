"""How soon the window responds to the mouse on the network during training."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.engine.frames.network import Place
from playground.engine.frames.pictures import NeuronMap
from playground.gui.canvas.diagram.target import Neuron
from playground.gui.canvas.hands.handle import place_of
from playground.gui.canvas.hands.target_card import TargetCard
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.plots.predictions.neuron_plot import NeuronPlot
from tests.benchmarks.cases import Case
from tests.benchmarks.figures import percentile, say
from tests.benchmarks.live import LiveWindow

PATIENCE = 2.0
NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton


class Hovering:
    """A mouse over the diagram of a window that is training."""

    def __init__(self, live: LiveWindow) -> None:
        self._live = live
        canvas = live.window.findChild(NetworkCanvas, "network.diagram")
        assert canvas is not None
        self._canvas = canvas

    def until_shown(self, neuron: Neuron) -> float:
        """Seconds from the mouse's move to the neuron's map in the place of the predictions."""
        place = place_of(self._canvas.diagram.columns, neuron)
        return self._time(
            lambda: self._send(QEvent.Type.MouseMove, neuron, NONE), lambda: self._shows(place)
        )

    def until_open(self, neuron: Neuron) -> float:
        """Seconds from a click to the editor."""

        def click() -> None:
            self._send(QEvent.Type.MouseButtonPress, neuron, LEFT)
            self._send(QEvent.Type.MouseButtonRelease, neuron, LEFT)

        return self._time(click, lambda: self._card() is not None)

    def close(self) -> None:
        """Close the editor, and move away."""
        card = self._card()
        if card is not None:
            card.hide()
        self._canvas.leaveEvent(QEvent(QEvent.Type.Leave))
        self._time(lambda: None, lambda: not self._shows(None))

    def _card(self) -> TargetCard | None:
        card = self._canvas.findChild(TargetCard, "network.target")
        return card if card is not None and card.isVisible() else None

    def _shows(self, place: Place | None) -> bool:
        shown = self._live.window.space.predictions._stack.currentWidget()
        if not isinstance(shown, NeuronPlot):
            return False
        return place is None or (
            isinstance(shown.picture, NeuronMap) and shown.picture.neuron == place
        )

    def _send(self, kind: QEvent.Type, neuron: Neuron, button: Qt.MouseButton) -> None:
        at = self._canvas.diagram.places[neuron.column]
        point = QPoint(int(at.middle), int(at.tops[neuron.row] + at.side / 2))
        world = QPointF(self._canvas.mapToGlobal(point))
        held = button if kind == QEvent.Type.MouseButtonPress else NONE
        modifiers = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, QPointF(point), world, button, held, modifiers)
        QApplication.sendEvent(self._canvas, event)

    def _time(self, act: Callable[[], None], is_done: Callable[[], bool]) -> float:
        began = time.perf_counter()
        act()
        while not is_done() and time.perf_counter() - began < PATIENCE:
            QApplication.processEvents()
            time.sleep(0.0005)
        return time.perf_counter() - began


def print_hands(case: Case, times: int) -> None:
    """Point at neurons and click them, one after the other, while training at full speed."""
    shown: list[float] = []
    opened: list[float] = []
    with LiveWindow(case.spec()) as live:
        live.warm_up(3.0)
        hand = Hovering(live)
        for number in range(times):
            neuron = Neuron(1, number % 4)
            shown.append(1000 * hand.until_shown(neuron))
            opened.append(1000 * hand.until_open(neuron))
            hand.close()
    for words, found in (("pointing → map", shown), ("click → editor", opened)):
        say(
            f"{case.name}: {words} {percentile(found, 0.5):.0f} ms at the median, "
            f"{percentile(found, 0.95):.0f} at p95, {max(found):.0f} at most, of {len(found)}"
        )
