"""Edits, training, undo and redo in any order, against a model of what a step brings back."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import changed_paths, parameters, parse_all
from playground.engine.spec.run import RunSpec
from playground.engine.training.schedule_factors import Plateau
from playground.engine.training.state import TrainingState
from tests.gui.controllers.run.desk import Desk
from tests.runs_alike import Stood, differences

SPEC = parse_all(defaults_for("circle"), ("training.epochs=0", "network.dropout=0.1"))
VALUES: dict[str, list[object]] = {
    "training.learning_rate": [0.01, 0.02],
    "training.batch_size": [10, 32],
    "training.optimizer": ["sgd", "adam"],
    "training.loss": ["cross_entropy", "focal"],
    "training.schedule": ["constant", "plateau"],
    "training.seed": [1, 2],
    "network.hidden": [(4, 2), (3,), (4, 2, 2)],
    "network.activation": ["tanh", "relu"],
    "network.seed": [1, 2],
    "data.noise": [0.0, 0.2],
    "data.validation_fraction": [0.3, 0.4],
    "data.features": [("x1", "x2"), ("x1", "x2", "x1_x2")],
}
EDITS = st.sampled_from([(path, value) for path, some in VALUES.items() for value in some])
SOURCES = st.sampled_from(["circle", "moons", "sine"])
DOINGS = st.one_of(
    st.tuples(st.just("edit"), EDITS),
    st.tuples(st.just("source"), SOURCES),
    st.tuples(st.just("train"), st.integers(1, 60)),
    st.tuples(st.sampled_from(["undo", "undo", "redo", "reset", "best"]), st.none()),
)


@dataclass
class Step:
    """What undo or redo of a step leads to: settings, and a run where one was left."""

    spec: RunSpec
    left: Stood | None


class Model:
    """A desk, and what its undo has to do."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.done: list[Step] = []
        self.undone: list[Step] = []

    @property
    def spec(self) -> RunSpec:
        return self.desk.document.project.run

    def do(self, name: str, value: object) -> None:
        match name:
            case "train":
                assert isinstance(value, int)
                self.desk.train(value)
            case "undo":
                self._swap(self.desk.undo, self.done, self.undone)
            case "redo":
                self._swap(self.desk.redo, self.undone, self.done)
            case _:
                self._change(name, value)

    def _change(self, name: str, value: object) -> None:
        desk, before, spec = self.desk, self.desk.look(), self.spec
        match name, value:
            case "edit", (str() as path, wanted):
                if spec.data.source == "sine" and path in ("training.loss", "data.features"):
                    return
                desk.document.edit(path, wanted)
                desk.document.end_gesture()
            case "source", str() as source:
                desk.document.choose_source(source)
            case "reset", _:
                desk.run.reset()
            case _:
                desk.run.restore_best()
        desk.obey()
        is_of_run = (name == "reset" and before.step > 0) or (
            name == "best" and before.state.best is not None
        )
        if self.spec != spec or is_of_run:
            is_left = is_of_run or self._loses(before, spec, self.spec)
            self.done.append(Step(spec, before if is_left else None))
            self.undone.clear()

    def _swap(self, turn: Callable[[], None], source: list[Step], target: list[Step]) -> None:
        before, spec = self.desk.look(), self.spec
        turn()
        if not source:
            assert not differences(self.desk.look(), before)
            return
        step, now = source.pop(), self.desk.look()
        assert self.spec == step.spec == now.state.spec
        if step.left is None:
            assert not differences(now.state.training, self._followed(before, spec, step.spec))
            forgets = self._forgets_plateaus(before, spec, step.spec)
            target.append(Step(spec, before if forgets else None))
        else:
            assert not differences(now, step.left)
            target.append(Step(spec, before))

    @staticmethod
    def _followed(before: Stood, one: RunSpec, other: RunSpec) -> TrainingState:
        """How training stands after a live change; another schedule remembers no plateaus."""
        training = before.state.training
        is_same = one.training.schedule == other.training.schedule
        return training if is_same else replace(training, plateau=Plateau())

    @staticmethod
    def _forgets_plateaus(before: Stood, one: RunSpec, other: RunSpec) -> bool:
        is_same = one.training.schedule == other.training.schedule
        return not is_same and before.state.training.plateau != Plateau()

    def _loses(self, before: Stood, one: RunSpec, other: RunSpec) -> bool:
        known = parameters(one) | parameters(other)
        is_live = all(known[path].effect == "live" for path in changed_paths(one, other))
        return not is_live or self._forgets_plateaus(before, one, other)


@given(st.lists(DOINGS, min_size=5, max_size=20))
@example([("edit", ("training.schedule", "plateau")), ("train", 35)])
@settings(
    max_examples=10,
    derandomize=True,  # to look for more: False, and `--hypothesis-seed`
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@pytest.mark.usefixtures("qapp")
def test_that_undo_and_redo_lead_where_the_model_says(
    doings: list[tuple[str, object]],
) -> None:
    desk = Desk(SPEC)
    model = Model(desk)
    try:
        for name, value in doings:
            model.do(name, value)
        while model.done:
            model.do("undo", None)
        assert not desk.document.can_undo
        while model.undone:
            model.do("redo", None)
        assert not desk.document.can_redo
    finally:
        desk.close()
