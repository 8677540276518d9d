"""Two runs that are trained side by side each train as they would alone."""

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch

from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import build_dataset
from playground.engine.frames.frame import FrameRequest, FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.race.plan import Plan
from playground.engine.race.race import Race
from playground.engine.race.standing import Pair, Standing
from playground.engine.run.events import RunLeft
from playground.engine.run.runner import Runner
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec, TableFile

PATIENCE = 20.0
TABLE = TableFile(
    "two.csv",
    b"a,b,t,u\n" + b"".join(b"%d,%d,%d,%d\n" % (i, i % 7, 2 * i, i % 5) for i in range(60)),
)


def spec_of(source: str, *assignments: str) -> RunSpec:
    return settings.parse_all(defaults_for(source), assignments)


def plan_of(spec: RunSpec, *assignments: str, table: TableFile | None = None) -> Plan:
    dataset = build_dataset(spec.data, table)
    return Plan((spec, settings.parse_all(spec, assignments)), dataset, table)


class Watched:
    """A race without a thread of its own, and what it reported."""

    def __init__(self) -> None:
        self.heard: list[Standing] = []
        self.race = Race(self.heard.append)

    @property
    def last(self) -> Standing:
        return self.heard[-1]

    @property
    def states(self) -> list[str]:
        return [standing.state for standing in self.heard]

    @property
    def steps(self) -> tuple[int, int]:
        return self.race.logs[0].steps, self.race.logs[1].steps

    def losses(self, lane: int) -> np.ndarray:
        return self.race.logs[lane].records()[0].loss

    def obey(self, until: Callable[[], bool] = lambda: False) -> None:
        """Let the worker take up what was asked for, until it stands still."""
        race = self.race
        while not (race._mailbox.is_empty and not race._is_busy()) and not until():
            race._guarded(race._work_once)

    def left(self) -> tuple[RunLeft, RunLeft]:
        got: list[tuple[RunLeft, RunLeft]] = []
        self.race.deliver(got.append)
        self.obey(lambda: bool(got))
        return got[0]

    def train(self, plan: Plan, steps: int | None = None) -> None:
        self.race.load(plan)
        if steps is None:
            self.race.start()
        else:
            self.race.step(steps)
        self.obey()


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.race._let_go()


def alone(
    spec: RunSpec,
    steps: int,
    table: TableFile | None = None,
    state: RunState | None = None,
    then: RunSpec | None = None,
) -> tuple[RunState, np.ndarray]:
    """A plain runner's state and losses after so many steps."""
    log = LossLog()
    runner = Runner(log, FrameSlot(), lambda _event: None)
    runner.load(spec, table, state)
    if then is not None:
        runner.change(then)
    runner.limit(steps=steps)
    runner.run()
    runner.work(until_ended=True)
    return runner.run_state(), log.records()[0].loss


def same_weights(one: RunState, other: RunState) -> bool:
    weights = other.weights
    return all(torch.equal(weight, weights[name]) for name, weight in one.weights.items())


@pytest.mark.parametrize(
    ("source", "assignment"),
    [
        ("circle", "training.optimizer=sgd"),
        ("rings", "training.learning_rate=0.1"),
        ("line", "network.activation=relu"),
        ("hills", "training.loss=huber"),
        ("digits", "training.batch_size=50"),
        ("circle", "network.hidden=16,16,16"),
        ("circle", "network.dropout=0.2"),
        ("diabetes", "training.optimizer=lbfgs"),
    ],
)
def test_that_each_lane_trains_bit_for_bit_as_it_would_alone(
    watched: Watched, source: str, assignment: str
) -> None:
    plan = plan_of(spec_of(source, "training.epochs=0"), assignment)
    watched.train(plan, steps=60)
    assert watched.last.state == "paused"
    assert watched.steps == (60, 60)
    for lane, (spec, left) in enumerate(zip(plan.specs, watched.left(), strict=True)):
        state, losses = alone(spec, 60)
        assert np.array_equal(watched.losses(lane), losses)
        assert same_weights(left.state, state)


def test_that_several_targets_of_a_table_race_too(watched: Watched) -> None:
    spec = spec_of("table", "data.target=t,u", "training.loss=mse", "training.epochs=0")
    plan = plan_of(spec, "training.optimizer=sgd", table=TABLE)
    watched.train(plan, steps=30)
    for lane, spec in enumerate(plan.specs):
        assert np.array_equal(watched.losses(lane), alone(spec, 30, TABLE)[1])


@pytest.mark.parametrize("assignment", ["training.optimizer=sgd", "training.learning_rate=0.1"])
def test_that_from_here_each_lane_goes_on_as_a_run_that_is_changed_there(
    watched: Watched, assignment: str
) -> None:
    plan = plan_of(spec_of("circle", "training.epochs=0"), assignment)
    present, variant = plan.specs
    here, _losses = alone(present, 45)
    watched.train(Plan(plan.specs, plan.dataset, state=here), steps=40)
    one, other = watched.left()
    assert one.state.step == other.state.step == 85
    assert same_weights(one.state, alone(present, 85)[0])
    assert same_weights(other.state, alone(present, 85, state=here, then=variant)[0])


def test_that_from_here_only_the_same_optimizer_keeps_what_it_remembers(watched: Watched) -> None:
    plan = plan_of(spec_of("circle"), "training.optimizer=adamw")
    here, _losses = alone(plan.specs[0], 45)
    watched.race.load(Plan(plan.specs, plan.dataset, state=here))
    watched.obey()
    one, other = watched.left()
    assert one.state.training.optimizer.keys() == here.training.optimizer.keys()
    assert not other.state.training.optimizer
    assert same_weights(one.state, other.state)


def test_that_from_here_the_curves_go_on_from_the_run_so_far(watched: Watched) -> None:
    plan = plan_of(spec_of("circle", "training.epochs=0"), "training.learning_rate=0.1")
    log = LossLog()
    log.append(np.ones(45, np.float32), 45, 1.0, 1.0)
    here, _losses = alone(plan.specs[0], 45)
    watched.train(Plan(plan.specs, plan.dataset, None, here, log.to_arrays()), steps=5)
    assert watched.steps == (50, 50)
    assert [watched.race.logs[lane].train().x[-1] for lane in (0, 1)] == [50, 50]


def test_that_what_acts_only_at_the_start_is_refused_from_here(watched: Watched) -> None:
    plan = plan_of(spec_of("circle"), "network.initialiser=zeros")
    here, _losses = alone(plan.specs[0], 10)
    watched.train(Plan(plan.specs, plan.dataset, state=here))
    assert watched.last.state == "failed"
    assert (
        watched.last.reason == "This difference acts only at the start: start the race from step 0."
    )
    assert watched.last.details == ""


@pytest.mark.parametrize(
    ("assignment", "beginning"),
    [
        ("training.optimizer=sgd", "same"),
        ("network.activation=relu", "same"),
        ("network.hidden=5", "shapes"),
        ("network.seed=7", "drawn"),
    ],
)
def test_that_it_is_told_whether_both_begin_with_the_same_weights(
    watched: Watched, assignment: str, beginning: str
) -> None:
    watched.race.load(plan_of(spec_of("circle"), assignment))
    watched.obey()
    assert watched.last.beginning == beginning


def test_that_one_lane_diverges_while_the_other_goes_on(watched: Watched) -> None:
    assignments = ("training.optimizer=sgd", "training.learning_rate=100", "training.loss=mse")
    plan = plan_of(spec_of("line", "training.epochs=400"), *assignments)
    watched.train(plan)
    one, other = watched.last.lanes
    assert watched.last.state == "over"
    assert (one.state, other.state) == ("done", "diverged")
    assert other.step < one.step == watched.steps[0]
    assert "finite" in other.reason or "loss is" in other.reason
    between = [standing for standing in watched.heard if standing.state == "running"]
    assert between[-1].lanes[0].state == "running"
    assert between[-1].lanes[1].state == "diverged"


def test_that_a_lane_that_stops_early_ends_alone_and_goes_on_with_the_other_later(
    watched: Watched,
) -> None:
    plan = plan_of(spec_of("circle", "training.epochs=20"), "training.epochs=5")
    watched.train(plan)
    steps = [lane.step for lane in watched.last.lanes]
    assert steps[0] == 4 * steps[1]
    assert [lane.state for lane in watched.last.lanes] == ["done", "done"]
    watched.race.step(7)
    watched.obey()
    # The one behind comes first, until both are at the same step.
    assert [lane.step for lane in watched.last.lanes] == [steps[0], steps[1] + 7]


def test_that_pausing_and_looking_change_no_loss(watched: Watched) -> None:
    plan = plan_of(spec_of("circle", "training.epochs=0", "network.dropout=0.1"))
    whole = Watched()
    whole.train(plan, steps=60)
    watched.race.load(plan)
    for _ in range(20):
        watched.race.step(3)
        watched.race.ask(FrameRequest("surface", 20))
        watched.obey()
    assert watched.steps == (60, 60)
    assert np.array_equal(watched.losses(0), whole.losses(1))
    whole.race._let_go()


@pytest.mark.parametrize(
    ("source", "view"), [("circle", "surface"), ("line", "curve"), ("digits", "confusion")]
)
def test_that_both_pictures_are_of_the_same_step(watched: Watched, source: str, view: str) -> None:
    plan = plan_of(spec_of(source), "training.optimizer=sgd")
    watched.race.load(plan)
    watched.race.step(12)
    watched.obey()
    watched.race.ask(FrameRequest(view, 20))
    watched.obey()
    pair = watched.race.take()
    assert pair is not None
    assert [frame.step for frame in pair] == [12, 12]
    pictures = [frame.picture for frame in pair]
    assert [picture.view for picture in pictures if picture] == [view, view]
    for frame, left in zip(pair, watched.left(), strict=True):
        assert frame.train.loss == left.train.loss
    assert watched.race.take() is None


def test_that_a_race_can_be_prepared_anew_with_others(watched: Watched) -> None:
    watched.train(plan_of(spec_of("circle"), "training.optimizer=sgd"), steps=5)
    watched.train(plan_of(spec_of("line"), "training.optimizer=sgd"), steps=9)
    assert watched.steps == (9, 9)
    assert watched.last.race == 2
    assert watched.last.data is not None
    assert watched.last.data.task == "regression"


def test_that_a_variant_that_cannot_be_trained_is_told_in_a_sentence(watched: Watched) -> None:
    watched.race.load(plan_of(spec_of("line"), "training.loss=cross_entropy"))
    watched.race.start()
    watched.obey()
    assert watched.last.state == "failed"
    assert watched.last.reason.endswith(".")
    assert watched.last.details == ""


def test_that_it_obeys_another_thread_and_leaves_at_once() -> None:
    watched, running = Watched(), threading.Event()
    pairs: list[Pair] = []
    thread = threading.Thread(target=watched.race.work)
    thread.start()
    watched.race.load(plan_of(spec_of("circle", "training.epochs=0"), "training.optimizer=sgd"))
    watched.race.start()
    watched.race.ask(FrameRequest("surface", 10))
    for _ in range(int(PATIENCE / 0.005)):
        if (pair := watched.race.take()) and pair[0].step:
            pairs.append(pair)
            break
        watched.race.ask(FrameRequest("surface", 10))
        running.wait(0.005)
    watched.race.close()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert pairs[0][0].step == pairs[0][1].step
    assert watched.race._lanes is None


def test_that_a_slow_pace_holds_for_both(watched: Watched) -> None:
    watched.race.load(plan_of(spec_of("circle", "training.epochs=0")))
    watched.race.pace(1e-3)
    watched.race.start()
    watched.obey(lambda: watched.steps == (1, 1))
    assert watched.steps == (1, 1)
    assert not watched.race._is_busy()
    watched.race.pause()
    watched.obey()
    assert watched.last.state == "paused"
