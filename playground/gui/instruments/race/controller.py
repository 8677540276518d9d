"""Between the window's run and a race: takes what both lanes start from, and lets one train."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.frames.frame import FrameRequest
from playground.engine.loss_log.log import LossLog
from playground.engine.race.standing import Pair, Standing
from playground.engine.race.variants import NOTHING_DIFFERS, Values, lane_words, variant_of
from playground.engine.run.events import RunLeft, StateChanged
from playground.engine.spec.run import RunSpec, TableFile
from playground.gui.controllers.history.run_records import record_of
from playground.gui.controllers.run.handover import Carried
from playground.gui.controllers.run.moment import Moment
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.race.thread import RaceThread
from playground.state.document import Change
from playground.state.history.record import RunRecord

if TYPE_CHECKING:
    from playground.engine.race.plan import Plan

KEY = "race"
LOOK = 16
"""Milliseconds between two looks for a picture: up to sixty a second."""
NO_DATA = N_("There is nothing to race with yet: the data are still being prepared.")
RUN_TRAINS = N_("The race is paused: training in the window has started.")


@dataclass(frozen=True, slots=True)
class Heat:
    """What is raced.

    Attributes:
        values: what the variant has otherwise.
        specs: of the present settings when it began, and of the variant.
        started: the step both start from.
    """

    values: Values
    specs: tuple[RunSpec, RunSpec]
    table: TableFile | None
    started: int

    @property
    def names(self) -> tuple[str, str]:
        """What the lanes are called: by what differs."""
        one, other = self.specs
        return lane_words(one, other), lane_words(other, one)


@dataclass(frozen=True, slots=True, eq=False)
class CarriedRace:
    """A race that goes on in the next window."""

    heat: Heat
    thread: RaceThread

    def close(self) -> None:
        """Stop, and let go of the thread."""
        self.thread.close()


class RaceController(QObject):
    """Begins races, passes commands on, and asks for pictures while somebody looks.

    Attributes:
        heat: what is raced; None before the first race.

    Signals:
        begun: another race takes the place of the one before.
        changed: `standing` is another.
        pictured: a Pair.
        refused: a sentence; no race was begun, or it was paused.
    """

    begun = Signal()
    changed = Signal()
    pictured = Signal(object)
    refused = Signal(str)
    _delivered = Signal(object)

    def __init__(self, bench: Bench, wanted: Callable[[], FrameRequest], parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._wanted = wanted
        self._asked: FrameRequest | None = None
        self.heat: Heat | None = None
        self._thread: RaceThread | None = None
        self._is_closed = self._is_awaited = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self._delivered.connect(self._call)
        bench.run.state_changed.connect(self._follow_run)
        bench.leaving.connect(self._leave)
        bench.closing.connect(self.close)
        self._unsubscribe = bench.document.subscribe(self._document_changed)
        self.destroyed.connect(lambda _gone, end=self._unsubscribe: end())

    @property
    def standing(self) -> Standing:
        """How it stands, as it was last reported."""
        return self._thread.standing if self._thread is not None else Standing()

    @property
    def is_racing(self) -> bool:
        """Whether steps are taken, or soon will be."""
        is_busy = self.standing.state in ("running", "preparing")
        return self._is_awaited or (is_busy and self.has_race)

    @property
    def has_race(self) -> bool:
        """Whether there is one to go on with."""
        return self.heat is not None and not self._is_closed

    @property
    def can_go_on(self) -> bool:
        """Whether one of the lanes can take further steps."""
        lanes = self.standing.lanes
        return self.has_race and any(lane.state in ("paused", "done") for lane in lanes)

    @property
    def logs(self) -> tuple[LossLog, LossLog] | None:
        """The losses of both lanes."""
        return self._thread.race.logs if self._thread is not None else None

    # --- commands ------------------------------------------------------------------------------

    def begin(self, values: Values, *, from_here: bool) -> None:
        """Pause the window's run, and race a copy of it against the variant."""
        if self._is_closed:
            return
        self._is_awaited = True
        self._bench.run.pause()
        self._bench.run.deliver(partial(self._begin, dict(values), from_here))

    def go_on(self) -> None:
        """Train both on from where they are; the window's run pauses."""
        if self._thread is not None and self.can_go_on:
            self._bench.run.pause()
            self._is_awaited = True
            self._thread.race.start()

    def pause(self) -> None:
        """Pause both, and begin nothing that was asked for."""
        self._is_awaited = False
        if self._thread is not None:
            self._thread.race.pause()

    def step(self) -> None:
        """Take one step with each."""
        if self._thread is not None and self.can_go_on:
            self._thread.race.step()

    def deliver(self, receive: Callable[[list[RunRecord]], None]) -> None:
        """Call `receive` with both lanes as records of a history."""
        heat = self.heat
        if self._thread is None or heat is None:
            return

        def take(both: tuple[RunLeft, RunLeft]) -> None:
            # On the race's thread: no step comes between what the two have learned.
            named = zip(both, heat.names, strict=True)
            records = [record_of(left, name=name) for left, name in named]
            self._delivered.emit(partial(receive, records))

        self._thread.race.deliver(take)

    def refresh(self) -> None:
        """Ask for a picture although nothing was trained: another one is wanted."""
        if self._thread is not None and not self._is_closed:
            self._asked = None
            self._timer.start()

    def take_up(self, race: CarriedRace) -> None:
        """Go on with the race of an earlier window."""
        self.heat, self._thread = race.heat, race.thread
        self._thread.setParent(self)
        self._thread.reported.connect(self._receive)
        self.begun.emit()
        self._receive(self._thread.standing)

    def close(self) -> None:
        """Stop, and let go of the thread."""
        self._is_closed = True
        self._is_awaited = False
        self._unsubscribe()
        self._timer.stop()
        if self._thread is not None:
            self._thread.close()

    # --- what is heard -------------------------------------------------------------------------

    def _leave(self, carried: dict[str, Carried]) -> None:
        """Leave the race to the window that takes this one's place; it goes on meanwhile."""
        heat, thread = self.heat, self._thread
        if heat is None or thread is None:
            return
        thread.reported.disconnect(self._receive)
        thread.setParent(None)
        self._timer.stop()
        self._thread = None
        carried[KEY] = CarriedRace(heat, thread)

    def _begin(self, values: Mapping[str, object], from_here: bool, moment: Moment) -> None:
        if self._is_closed or not self._is_awaited:
            return
        try:
            plan = self._plan(cast(Values, values), from_here, moment)
        except InputError as error:
            self._is_awaited = False
            self.refused.emit(str(error))
            self.changed.emit()
            return
        started = plan.state.step if plan.state is not None else 0
        self.heat = Heat(cast(Values, values), plan.specs, plan.table, started)
        race = self._started_thread().race
        self._set_pace()
        self._start_slowly()
        race.load(plan)
        race.start()
        self.begun.emit()
        self.refresh()

    def _plan(self, values: Values, from_here: bool, moment: Moment) -> Plan:
        from playground.engine.race.plan import Plan

        state, dataset = moment.state, moment.dataset
        if state is None or dataset is None or dataset.spec != state.spec.data:
            raise InputError(_(NO_DATA))
        variant = variant_of(state.spec, values)
        if variant == state.spec:
            raise InputError(_(NOTHING_DIFFERS))
        goes_on = from_here and state.step > 0
        table = self._bench.document.project.table
        start, losses = (state, moment.losses) if goes_on else (None, None)
        return Plan((state.spec, variant), dataset, table, start, losses)

    def _started_thread(self) -> RaceThread:
        if self._thread is None:
            self._thread = RaceThread(self)
            self._thread.reported.connect(self._receive)
            self._thread.start()
        return self._thread

    def _receive(self, standing: Standing) -> None:
        if standing.state == "failed":
            self._timer.stop()
        if standing.state not in ("preparing", "paused"):
            self._is_awaited = False
        self.changed.emit()
        if standing.state != "failed":
            self.refresh()

    def _look(self) -> None:
        assert self._thread is not None
        pair: Pair | None = self._thread.race.take()
        is_new = pair is not None and pair[0].run == self.standing.race
        wanted = self._wanted()
        if is_new or wanted != self._asked:
            self._asked = wanted
            self._thread.race.ask(wanted)
        if is_new:
            self.pictured.emit(pair)
            if self.standing.state != "running" and pair is not None:
                self._rest_once_shown(pair, wanted)

    def _rest_once_shown(self, pair: Pair, wanted: FrameRequest) -> None:
        """Sleep until something changes, once what is shown is what stands."""
        steps = tuple(lane.step for lane in self.standing.lanes)
        asked = pair[0].request
        is_wanted = asked is not None and (asked.view, asked.bounds) == (wanted.view, wanted.bounds)
        if is_wanted and tuple(frame.step for frame in pair) == steps and pair[0].has_numbers:
            self._timer.stop()

    def _follow_run(self, event: StateChanged) -> None:
        """Two trainings at a time would share the processor: the one begun last goes on."""
        if event.state == "running" and self.is_racing and not self._is_awaited:
            self.pause()
            self.refused.emit(_(RUN_TRAINS))

    def _document_changed(self, change: Change) -> None:
        before, after = change.before.view, change.after.view
        if after.speed != before.speed:
            self._set_pace()
        if after.ease_in != before.ease_in:
            self._start_slowly()

    def _set_pace(self) -> None:
        if self._thread is not None:
            self._thread.race.pace(self._bench.document.project.view.speed or None)

    def _start_slowly(self) -> None:
        if self._thread is not None:
            self._thread.race.start_slowly(self._bench.document.project.view.ease_in)

    def _call(self, receive: Callable[[], None]) -> None:
        receive()
