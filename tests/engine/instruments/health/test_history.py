"""Looks are kept in bounded memory, and begin anew with the run."""

import numpy as np

from playground.engine.instruments.health.history import MOST, RECENT, History
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec
from tests.engine.instruments.health.prepared import look


def test_that_a_long_run_is_thinned_evenly_with_its_ends_kept() -> None:
    history = History()
    for step in range(0, 70_000, 7):
        history.add(look(step))
        assert len(history.looks) <= MOST
    steps = history.steps
    assert steps[0] == 0
    assert steps[-1] == 69_993
    assert len(steps) > MOST / 4
    gaps = np.diff(steps)[:-1]
    assert gaps.max() <= 2 * gaps.min() + 7
    assert [one.step for one in history.recent] == [69_993 - 7 * n for n in range(RECENT)][::-1]


def test_that_a_look_at_the_same_step_replaces_the_one_before() -> None:
    history = History()
    for train in (0.5, 0.4):
        history.add(look(3, train=train))
    assert [one.train for one in history.looks] == [0.4]
    assert [one.train for one in history.recent] == [0.4]


def test_that_an_earlier_step_or_another_shape_begins_anew() -> None:
    history = History()
    for step in (5, 9, 2):
        history.add(look(step))
    assert [one.step for one in history.looks] == [2]
    history.add(look(4, layers=2))
    assert [one.step for one in history.looks] == [4]


def test_that_other_settings_are_judged_by_later_looks_alone() -> None:
    history = History()
    spec = RunSpec()
    other = settings.write(spec, "training.learning_rate", 0.5)
    history.add(look(1, spec=spec))
    history.add(look(2, spec=other))
    assert [one.step for one in history.looks] == [1, 2]
    assert [one.step for one in history.recent] == [2]


def test_that_a_curve_has_one_number_for_each_look() -> None:
    history = History()
    for step, norm in enumerate((1.0, 2.0, 4.0)):
        history.add(look(step, gradient_norm=norm))
    assert history.curve(0, lambda layer: layer.gradient_norm).tolist() == [1.0, 2.0, 4.0]
