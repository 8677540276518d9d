"""Long training with random edits of layers and weights: no growth of memory, no freezes."""

import dataclasses
import random
import time
from itertools import pairwise

from PySide6.QtCore import QTimer

from playground.engine.spec.run import RunSpec
from playground.gui.canvas.diagram.target import Neuron, Target, edges_of, nearest
from playground.gui.canvas.hands.handle import handle_of
from playground.gui.canvas.layers.layer_changes import with_layer, with_units, without_layer
from playground.gui.canvas.network_canvas import NetworkCanvas
from tests.benchmarks.live import BEAT, LiveWindow
from tests.benchmarks.pauses import MachinePauses

EDIT_EVERY = 400
"""Milliseconds between two edits."""
SETTLED = 300.0
"""Seconds before memory is first measured: by then, as many compiled programs are kept as ever will
be."""


@dataclasses.dataclass(frozen=True, slots=True)
class Soak:
    """Megabytes gained since the run had settled, the longest gap of the window (seconds) while
    the machine itself did not stand still, how many were over a tenth of a second, and edits."""

    gained: float
    longest: float
    late: int
    edits: int


class Meddler:
    """Edits the network of a window at random, as a user would, from a seed."""

    def __init__(self, live: LiveWindow, seed: int) -> None:
        self._window = live.window
        self._random = random.Random(seed)
        canvas = live.window.findChild(NetworkCanvas, "network.diagram")
        assert canvas is not None
        self._canvas = canvas
        self.edits = 0

    def meddle(self) -> None:
        """Do one thing."""
        acts = (self._layer, self._units, self._weight, self._weight, self._hold, self._mute)
        choice = self._random.random()
        if choice < 0.1:
            self._window.document.undo()
        elif choice < 0.15:
            self._window.document.redo()
        else:
            self._random.choice(acts)()
        self.edits += 1

    def _layer(self) -> None:
        spec = self._window.document.project.run.network
        number = self._random.randrange(len(spec.hidden) + 1)
        is_more = len(spec.hidden) < 2 or (len(spec.hidden) < 6 and self._random.random() < 0.5)
        after = with_layer(spec, number) if is_more else without_layer(spec, max(number - 1, 0))
        self._window.editing.edit_layers(after)

    def _units(self) -> None:
        spec = self._window.document.project.run.network
        layer = self._random.randrange(len(spec.hidden))
        units = self._random.randint(1, 12)
        self._window.editing.edit("network.hidden", with_units(spec, layer, units))
        self._window.document.end_gesture()

    def _weight(self) -> None:
        handle = handle_of(self._canvas.diagram.columns, self._canvas.picture, self._target())
        if handle is not None and handle.quantity:
            self._window.hands.edit(handle.set_number(self._random.gauss(0, 2)), handle.title)

    def _hold(self) -> None:
        handle = handle_of(self._canvas.diagram.columns, self._canvas.picture, self._target())
        if handle is not None:
            self._window.hands.edit(handle.freeze(not handle.is_frozen), handle.title)

    def _mute(self) -> None:
        handle = handle_of(self._canvas.diagram.columns, self._canvas.picture, self._neuron())
        if handle is not None and handle.neuron is not None:
            self._window.hands.edit(handle.mute(not handle.is_muted), handle.title)

    def _neuron(self) -> Neuron:
        layout = self._canvas.diagram
        column = self._random.randrange(1, len(layout.places))
        return nearest(layout, Neuron(column, self._random.randrange(12)))

    def _target(self) -> Target:
        neuron = self._neuron()
        targets: list[Target] = [neuron, *edges_of(self._canvas.diagram, neuron)]
        return self._random.choice(targets)


def soak(spec: RunSpec, seconds: float, seed: int = 0) -> Soak:
    """Train so long in a window, with an edit every `EDIT_EVERY` milliseconds."""
    beats: list[float] = []
    heart, hand = QTimer(), QTimer()
    heart.setInterval(BEAT)
    hand.setInterval(EDIT_EVERY)
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    with MachinePauses() as pauses, LiveWindow(spec) as live:
        meddler = Meddler(live, seed)
        hand.timeout.connect(meddler.meddle)
        live.warm_up(3.0)
        heart.start()
        hand.start()
        settled = time.perf_counter() + min(SETTLED, seconds / 4)
        live.train(lambda: time.perf_counter() >= settled)
        before, due = live.resident, time.perf_counter() + seconds
        live.train(lambda: time.perf_counter() >= due)
        gained, edits = live.resident - before, meddler.edits
        hand.stop()
        heart.stop()
    gaps = pauses.undisturbed(list(pairwise(beats)))
    return Soak(gained, max(gaps), sum(gap > 0.1 for gap in gaps), edits)
