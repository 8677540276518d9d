"""The dock of the loss landscape: the map, what lies on it, and where the weights can be set."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.gui.forms.form import order_tabs
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.landscape.controls import Controls, Point
from playground.gui.instruments.landscape.figure import MapFigure, Track
from playground.gui.instruments.landscape.refiner import Ground, Refiner, Wish
from playground.gui.instruments.landscape.words import map_words, place_words
from playground.gui.instruments.looking import Looking
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.number_text import loss_text
from playground.gui.widgets.yielding_area import YieldingArea

if TYPE_CHECKING:
    from playground.engine.instruments.landscape import LossMap
    from playground.engine.instruments.plane import Plane
    from playground.engine.instruments.run_copy import RunCopy
    from playground.engine.instruments.weight_path import Seen, WeightPath
    from playground.engine.run.session import Session

SIDE = 224
"""Pixels for the controls beside the map."""
NARROW = 480
"""Pixels below which they are as narrow as can be."""
_EMPTY = N_(
    "Compute maps the loss around the current weights: where it falls, how steeply, and the path "
    "that training has taken."
)
_CHANGED = N_("The network has changed: compute the map again.")
_SET = N_("Weights from the map")


class LandscapePanel(QWidget):
    """Shows a slice of the loss, and the run that moves over it.

    Attributes:
        ground: what the map is measured with; None before the first.
    """

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self.ground: Ground | None = None
        self._path: WeightPath | None = None
        self._points: list[Point] = []
        self._seen: Seen | None = None
        self._mark: Point | None = None
        self.figure = MapFigure(bench.appearance.colours, self)
        self.controls = Controls(self)
        self._refiner = Refiner(bench.files.background.lane(), self)
        self._refusal = ""
        self._lay_out()
        self._connect()
        self._looking: Looking[Seen] = Looking(
            bench.run, self, self._look, self._take, self._refuse
        )
        self._looking.ask()
        self._show()

    @property
    def shown(self) -> LossMap | None:
        """The map as it is drawn."""
        return self.figure.shown

    @property
    def is_refining(self) -> bool:
        """Whether the map becomes finer by itself."""
        return self._refiner.is_busy

    def compute(self) -> None:
        """Measure the loss around the weights of now; a sentence says why where it cannot be."""
        controls = self.controls
        try:
            controls.settle()
        except InputError as error:
            self._refuse(str(error))
            return
        path = tuple(self._path.weights) if self._path is not None else ()
        wish = Wish("path" if controls.kind == "path" else "random", controls.seed, controls.reach)
        self._refusal = ""
        self._refiner.stop()
        self._bench.run.inspect(_copy, partial(self._refiner.begin, wish, path), self._refuse)

    def set_weights(self) -> None:
        """Give the network the weights of the marked place, as one step of undo."""
        if self._mark is None or self.ground is None or not self._fits:
            return
        try:
            edits = self.ground.plane.edits(*self._mark)
        except InputError as error:
            self.controls.mark_words.setText(str(error))
            return
        self._bench.hands.edit(edits, _SET)

    def mark(self, across: float, up: float) -> None:
        """Mark a place of the map."""
        if self.ground is not None:
            self.controls.show_mark((across, up))
            self._mark = self.controls.mark
            self._show()

    # --- what the run tells --------------------------------------------------------------------

    def _look(self, session: Session) -> Seen:
        from playground.engine.instruments.weight_path import see

        return see(session.trainer, self._plane)

    @property
    def _plane(self) -> Plane | None:
        return self.ground.plane if self.ground is not None else None

    def _take(self, seen: Seen) -> None:
        from playground.engine.instruments.weight_path import WeightPath

        self._path = self._path or WeightPath()
        before = len(self._path.weights)
        begins = self._path.add(seen)
        self._seen = seen
        if seen.place is not None:
            self._refusal = ""
        if begins:
            self._points = []
        if seen.place is not None and seen.plane is self._plane:
            grew = len(self._path.weights) != before or begins
            point = (seen.place.across, seen.place.up)
            self._points = self._followed(point) if grew else self._points
        self._show()

    def _followed(self, point: Point) -> list[Point]:
        """The path with one more point, as thin as the path that is remembered."""
        assert self._path is not None
        points = [*self._points, point]
        most = 2 * max(len(self._path.weights), 2)
        return points if len(points) <= most else [*points[:-1:2], point]

    # --- what the map tells --------------------------------------------------------------------

    def _take_ground(self, ground: Ground) -> None:
        self.ground, self._points, self._mark = ground, list(ground.path), None
        self.figure.set_empty_text("")
        self._looking.ask()
        self._show()

    def _take_map(self, shown: LossMap) -> None:
        self.figure.show_map(shown)
        self._show()

    def _refuse(self, sentence: str) -> None:
        self._refusal = sentence
        self.controls.words.setText(sentence)
        self._show_buttons()

    @property
    def _fits(self) -> bool:
        """Whether the map is one of the network as it is."""
        ground, seen = self.ground, self._seen
        return ground is not None and (seen is None or seen.form == ground.plane.form)

    def _show(self) -> None:
        self._show_buttons()
        self._show_mark()
        if self.ground is None:
            return
        seen = self._seen
        place = seen.place if seen is not None and seen.plane is self._plane else None
        present = (place.across, place.up) if place is not None else None
        path = self._points if self._fits else []
        self.figure.show_track(Track(tuple(path), present, self._mark))
        self.controls.words.setText(self._words())

    def _words(self) -> str:
        ground, seen = self.ground, self._seen
        assert ground is not None
        if self._refusal:
            return self._refusal
        if not self._fits:
            return _(_CHANGED)
        shown = self._refiner.newest
        refining = self._refiner.part if self.is_refining else None
        words = map_words(shown, ground.rows, ground.of, refining) if shown else ""
        place = seen.place if seen is not None and seen.plane is ground.plane else None
        return f"{words} {place_words(place) if place else ''}".strip()

    def _show_buttons(self) -> None:
        self.controls.stop.setEnabled(self.is_refining)
        self.controls.set_here.setEnabled(self._mark is not None and self._fits)

    def _show_mark(self) -> None:
        if self._mark is None:
            self.controls.mark_words.setText(_("Click the map to mark a point."))
            return
        loss = self.figure.loss_near(*self._mark)
        words = "" if loss is None else _("Loss there: about {loss}.")
        if loss is not None and math.isnan(loss):
            words = _("The loss there is not finite.")
        self.controls.mark_words.setText(words.format(loss=loss_text(loss or 0.0)))

    def _move_mark(self) -> None:
        if self.ground is not None:
            self._mark = self.controls.mark
            self._show()

    # --- the widget ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._side = side = YieldingArea(self.controls, 0, self, lambda: 0)
        self._share_width()
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        fill(QHBoxLayout(self), (self.figure, 1), side, spacing=0)
        self.figure.set_empty_text(_(_EMPTY))
        order_tabs([*self.controls.stops(), self.figure.canvas.widget])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give the controls no more than they need where the map has little."""
        is_narrow = self.width() < NARROW
        self.controls.set_narrow(is_narrow)
        needed = self.controls.minimumSizeHint().width()
        needed += self._side.verticalScrollBar().sizeHint().width()
        self._side.setFixedWidth(needed if is_narrow else max(SIDE, needed))

    def _connect(self) -> None:
        controls, refiner = self.controls, self._refiner
        controls.compute.clicked.connect(self.compute)
        controls.stop.clicked.connect(self._stop)
        controls.set_here.clicked.connect(self.set_weights)
        controls.mark_moved.connect(self._move_mark)
        self.figure.canvas.clicked.connect(self.mark)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), self.figure.canvas.widget)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self.set_weights)
        refiner.begun.connect(self._take_ground)
        refiner.refined.connect(self._take_map)
        refiner.progressed.connect(self._show)
        refiner.failed.connect(self._refuse)
        self._bench.appearance.recoloured.connect(self._recolour)

    def _stop(self) -> None:
        self._refiner.stop()
        self._show()

    def _recolour(self) -> None:
        self.figure.set_colours(self._bench.appearance.colours)


def _copy(session: Session) -> RunCopy:
    from playground.engine.instruments.run_copy import copy_of

    return copy_of(session.trainer, optimizer=False)
