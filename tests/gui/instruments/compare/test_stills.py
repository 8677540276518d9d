"""Pictures of two runs are made on the same axes, and what is dear to make is made once."""

from dataclasses import replace

import pytest
import torch

from playground.engine.checkpoint.payload import HISTORY, to_payload
from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.errors import InputError
from playground.engine.data import dataset as datasets
from playground.engine.data.dataset import build_dataset
from playground.engine.frames.frame import DataPicture
from playground.engine.frames.maker import FrameMaker
from playground.engine.frames.pictures import Surface
from playground.engine.instruments.run_copy import copy_of
from playground.engine.loss_log.log import LossLog
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.training.trainer import Trainer
from playground.gui.instruments.compare.stills import (
    MOST_POINTS,
    Ask,
    Stills,
    on_same_axes,
    why_not,
)
from playground.state.history.record import RunRecord

ASK = Ask(30)


def a_trainer(source: str, *assignments: str, steps: int = 5) -> Trainer:
    spec = settings.parse_all(defaults_for(source), assignments)
    trainer = Trainer(spec, build_dataset(spec.data), torch.device("cpu"))
    for _step in range(steps):
        trainer.step()
    return trainer


def a_record(key: str, source: str, *assignments: str) -> RunRecord:
    trainer = a_trainer(source, *assignments)
    payload = to_payload(RunState(trainer.spec, trainer.state()), LossLog())
    del payload[HISTORY]
    return RunRecord(key, trainer.spec, payload=payload)


def data_of(source: str, *assignments: str) -> DataPicture:
    spec = settings.parse_all(defaults_for(source), assignments)
    return FrameMaker(build_dataset(spec.data)).data_picture


def test_that_both_pictures_are_of_the_part_that_either_needs() -> None:
    one, other = data_of("sine"), data_of("sine", "data.noise=0.5")
    first, second = on_same_axes(one, other)
    assert first.bounds == second.bounds
    assert first.target_range == second.target_range
    for n, end in ((0, min), (1, max), (2, min), (3, max)):
        assert first.bounds[n] == end(one.bounds[n], other.bounds[n])
    assert len(first.points) == MOST_POINTS == len(first.targets)


def test_that_every_row_is_drawn_where_the_points_are_the_picture() -> None:
    data = data_of("diabetes")
    assert len(on_same_axes(data, data)[0].targets) == len(data.targets)


def test_that_data_are_read_once_for_runs_that_share_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built = []
    build = datasets.build_dataset

    def counted(*arguments: object, **named: object) -> object:
        built.append(arguments[0])
        return build(*arguments, **named)  # type: ignore[arg-type]

    stills = Stills()
    records = a_record("a", "circle"), a_record("b", "circle", "training.seed=3")
    monkeypatch.setattr(datasets, "build_dataset", counted)
    first = stills.pair(records, ASK)
    second = stills.pair(records, ASK)
    assert len(built) == 1
    assert first.data[0] is second.data[0]
    assert isinstance(first.difference, Surface)


def test_that_the_present_run_moves_and_its_data_stay() -> None:
    stills, trainer = Stills(), a_trainer("circle")
    record = a_record("a", "circle")
    first = stills.pair((copy_of(trainer), record), ASK)
    for _step in range(200):
        trainer.step()
    second = stills.pair((copy_of(trainer), record), ASK)
    moved, still = first.pictures, second.pictures
    assert isinstance(moved[0], Surface)
    assert isinstance(still[0], Surface)
    assert isinstance(moved[1], Surface)
    assert isinstance(still[1], Surface)
    assert (moved[0].values != still[0].values).any()
    assert (moved[1].values == still[1].values).all()
    assert first.data[0] is second.data[0]


def test_that_another_version_of_a_run_is_read_anew() -> None:
    stills, record = Stills(), a_record("a", "circle")
    other = a_record("a", "circle", "training.learning_rate=0.9")
    one = stills.pair((record, record), ASK).pictures[0]
    two = stills.pair((other, other), ASK).pictures[0]
    assert isinstance(one, Surface)
    assert isinstance(two, Surface)
    assert (one.values != two.values).any()


@pytest.mark.parametrize(
    ("source", "word"), [("sine", "tasks"), ("spirals3", "tasks"), ("moons", "")]
)
def test_that_it_is_said_what_two_runs_do_not_share(source: str, word: str) -> None:
    refusal = why_not(data_of("circle"), data_of(source))
    assert word in refusal
    assert bool(refusal) == bool(word)


def test_that_classes_targets_and_inputs_are_named_too() -> None:
    iris = data_of("iris")
    assert "classes" in why_not(iris, replace(iris, class_names=("a", "b", "c")))
    assert "targets" in why_not(iris, replace(iris, target_names=("other",)))
    assert "inputs" in why_not(iris, replace(iris, axes=("one", "two")))


def test_that_a_run_without_weights_is_refused_in_a_sentence() -> None:
    record = replace(a_record("a", "circle"), payload={})
    with pytest.raises(InputError, match="no longer kept"):
        Stills().pair((record, record), ASK)
