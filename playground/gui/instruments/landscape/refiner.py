"""Measures maps on another thread, one size after the other, while they are seen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.gui.process.background import Background

if TYPE_CHECKING:
    from playground.engine.instruments.landscape import LossMap, Probe
    from playground.engine.instruments.plane import Plane, Vector
    from playground.engine.instruments.run_copy import RunCopy

Point = tuple[float, float]
BETWEEN = 0.1
"""Seconds between two reports of how far it is."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which map is to be measured; see `bounds_around` for the reach."""

    kind: Literal["random", "path"]
    seed: int
    reach: float


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a map is measured with.

    Attributes:
        rows, of: so many training rows of so many.
        path: the places of the run's path so far.
    """

    plane: Plane
    first: LossMap
    probe: Probe
    rows: int
    of: int
    path: tuple[Point, ...]


class Refiner(QObject):
    """Refines one map at a time; rests while its widget is hidden.

    Attributes:
        newest: the finest map by now, at first one without a place; None before the first.
        part: how much of the next size is measured, 0 to 1.

    Signals:
        begun: a Ground.
        refined: a LossMap.
        progressed: `part` or `is_busy` has changed.
        failed: a sentence.
    """

    begun = Signal(object)
    refined = Signal(object)
    progressed = Signal()
    failed = Signal(str)
    _told = Signal(object, float)

    def __init__(self, lane: Background, widget: QWidget) -> None:
        super().__init__(widget)
        self._lane, self._widget = lane, widget
        self._stopped = threading.Event()
        self._stopped.set()
        self._ground: Ground | None = None
        self._is_wanted = False
        self.newest: LossMap | None = None
        self.part = 0.0
        self._told.connect(self._take_part)
        widget.installEventFilter(self)

    @property
    def is_busy(self) -> bool:
        """Whether something is measured, or will be once the widget is seen."""
        return self._is_wanted

    def begin(self, wish: Wish, path: tuple[Vector, ...], copy: RunCopy) -> None:
        """Measure another map from now on."""
        stopped = self._renew()
        self._is_wanted = True
        work = partial(_prepare, wish, path, copy)
        self._lane.start(work, partial(self._take_ground, stopped), partial(self._fail, stopped))

    def stop(self) -> None:
        """Leave the map as it is."""
        self._stopped.set()
        self._is_wanted = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Measure only what is seen."""
        if event.type() == QEvent.Type.Hide:
            self._stopped.set()
        elif event.type() == QEvent.Type.Show and self._is_wanted and self._ground is not None:
            self._refine(self._renew())
        return False

    def _renew(self) -> threading.Event:
        self._stopped.set()
        self._stopped = threading.Event()
        return self._stopped

    def _take_ground(self, stopped: threading.Event, ground: Ground) -> None:
        if stopped is not self._stopped or not self._is_wanted:
            return
        self._ground, self.newest = ground, ground.first
        self.begun.emit(ground)
        self._refine(stopped)

    def _refine(self, stopped: threading.Event) -> None:
        ground, before = self._ground, self.newest
        if ground is None or before is None or stopped.is_set() or before.finer is None:
            return
        self.part = 0.0
        work = partial(_refine, ground.probe, before, self._is_over(stopped), self._tell(stopped))
        self._lane.start(work, partial(self._take_map, stopped), partial(self._fail, stopped))

    def _is_over(self, stopped: threading.Event) -> Callable[[], bool]:
        return lambda: stopped.is_set() or self._lane.closed

    def _tell(self, stopped: threading.Event) -> Callable[[float], None]:
        told = time.perf_counter()

        def tell(part: float) -> None:
            nonlocal told
            if time.perf_counter() - told > BETWEEN and not self._lane.closed:
                told = time.perf_counter()
                self._told.emit(stopped, part)

        return tell

    def _take_part(self, stopped: threading.Event, part: float) -> None:
        if stopped is self._stopped:
            self.part = part
            self.progressed.emit()

    def _take_map(self, stopped: threading.Event, finer: LossMap | None) -> None:
        if stopped is not self._stopped or finer is None:
            return
        self.newest = finer
        self._is_wanted = self._is_wanted and finer.finer is not None
        self.refined.emit(finer)
        if self._is_wanted:
            self._refine(stopped)

    def _fail(self, stopped: threading.Event, reason: str, _details: str) -> None:
        if stopped is self._stopped:
            self.stop()
            self.failed.emit(reason)


def _prepare(wish: Wish, path: tuple[Vector, ...], copy: RunCopy) -> Ground:
    from playground.engine.instruments import landscape, plane

    probe = landscape.Probe(copy)
    form, centre = plane.form_of(probe.network), plane.vector_of(probe.network)
    fitting = [weights for weights in path if len(weights) == len(centre)]
    if wish.kind == "random":
        spanned = plane.random_plane(probe.network, copy.state.step, wish.seed)
    else:
        spanned = plane.path_plane(fitting, form, centre, copy.state.step)
    places = [spanned.place_of(weights) for weights in fitting]
    points = tuple((place.across, place.up) for place in places)
    first = landscape.first_map(spanned, landscape.bounds_around(spanned, [*points], wish.reach))
    return Ground(spanned, first, probe, probe.rows, probe.of, points)


def _refine(
    probe: Probe,
    before: LossMap,
    is_cancelled: Callable[[], bool],
    tell: Callable[[float], None],
) -> LossMap | None:
    from playground.engine.instruments.landscape import refined

    return refined(probe, before, is_cancelled, tell)
