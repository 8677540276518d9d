"""A run that another start takes the place of is told of as it stood."""

import pytest
import torch

from playground.engine.run.events import RunLeft
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from tests.engine.run.test_runner import Recorded


def left_of(recorded: Recorded) -> list[RunLeft]:
    return [event for event in recorded.events if isinstance(event, RunLeft)]


@pytest.fixture
def trained() -> Recorded:
    recorded = Recorded()
    recorded.runner.load(defaults_for("circle"))
    recorded.runner.step(30)
    recorded.obey()
    return recorded


def test_that_a_reset_tells_of_the_run_with_weights_curve_and_measures(trained: Recorded) -> None:
    state, losses = trained.runner.run_state(), trained.losses
    trained.runner.reset()
    trained.obey()
    (left,) = left_of(trained)
    assert left.state.step == left.measured_step == 30
    assert left.outcome == "paused"
    for name, weight in state.weights.items():
        assert torch.equal(left.state.weights[name], weight)
    assert (left.losses["train.recent"] == losses).all()
    assert 0 < left.train.loss < 10
    assert left.validation is not None
    assert trained.runner.run_state().step == 0


def test_that_other_data_and_another_seed_tell_of_it_too(trained: Recorded) -> None:
    trained.runner.load(defaults_for("spiral"))
    trained.runner.step(5)
    trained.obey()
    spec = settings.parse_all(defaults_for("spiral"), ("network.seed=7",))
    trained.runner.change(spec)
    trained.obey()
    assert [left.state.spec.data.source for left in left_of(trained)] == ["circle", "spiral"]
    assert [left.state.step for left in left_of(trained)] == [30, 5]


def test_that_a_run_without_steps_is_not_told_of(trained: Recorded) -> None:
    trained.runner.reset()
    trained.runner.reset()
    trained.obey()
    assert len(left_of(trained)) == 1


def test_that_a_run_is_told_by_what_it_was_trained_by(trained: Recorded) -> None:
    before = trained.runner.run_state().spec
    faster = settings.parse_all(before, ("training.optimizer=sgd", "training.learning_rate=0.5"))
    trained.runner.change(faster)
    trained.runner.reset()
    trained.obey()
    (left,) = left_of(trained)
    assert left.state.spec == before
    assert trained.runner.run_state().spec == faster


def test_that_settings_count_once_a_step_was_taken_by_them(trained: Recorded) -> None:
    before = trained.runner.run_state().spec
    faster = settings.parse_all(before, ("training.learning_rate=0.5",))
    trained.runner.change(faster)
    trained.runner.step(1)
    trained.obey()
    trained.runner.reset()
    trained.obey()
    assert left_of(trained)[0].state.spec == faster


def test_that_other_layers_count_at_once_for_the_weights_are_theirs(trained: Recorded) -> None:
    wider = settings.parse_all(trained.runner.run_state().spec, ("network.hidden=9",))
    trained.runner.change(wider)
    trained.runner.reset()
    trained.obey()
    (left,) = left_of(trained)
    assert left.state.spec == wider
    assert {len(weight) for weight in left.state.weights.values()} == {9, 2}
