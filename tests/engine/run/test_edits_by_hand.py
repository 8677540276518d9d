"""Edits by hand in a run: between two steps, reported, refused in a sentence, saved, exported."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from playground.engine.checkpoint.payload import from_payload, to_payload
from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import build_dataset
from playground.engine.export.exporter import export_model
from playground.engine.export.live import predict
from playground.engine.export.torchscript import deprecation_accepted
from playground.engine.frames.frame import FrameRequest, FrameSlot
from playground.engine.frames.network import NetworkRequest
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import ChangeRefused, Edited, Event
from playground.engine.run.runner import Runner
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.edit import Edit, Subject
from playground.engine.spec.run import RunSpec

FIRST, BIAS, SECOND = "layers.0.weight", "layers.0.bias", "layers.3.weight"


def edit(subject: Subject, name: str, places: Sequence[int], value: float) -> Edit:
    return Edit(subject, name, np.array(places, np.int64), np.full(len(places), value))


class Hand:
    """A prepared runner without a thread, and what it reported."""

    def __init__(self, spec: RunSpec) -> None:
        self.events: list[Event] = []
        self.runner = Runner(LossLog(), FrameSlot(), self.events.append)
        self.runner.load(spec)
        self.obey()

    def obey(self) -> None:
        worker = self.runner._worker
        while not worker.mailbox.is_empty:
            worker.guarded(worker.work_once)

    def edit(self, *edits: Edit) -> Edited | ChangeRefused:
        self.runner.edit(edits, "tag")
        self.obey()
        last = self.events[-1]
        assert isinstance(last, Edited | ChangeRefused)
        return last

    def train(self, steps: int) -> RunState:
        self.runner.step(steps)
        self.obey()
        while self.runner._worker.state == "running":
            self.runner._worker.work_once()
        return self.runner.run_state()


@pytest.fixture
def spec() -> RunSpec:
    return settings.parse_all(defaults_for("circle"), ["network.hidden=4,3"])


def test_that_an_edit_is_reported_with_what_takes_it_back(spec: RunSpec) -> None:
    run = Hand(spec)
    start = run.runner.run_state()
    done = run.edit(edit("weights", FIRST, [2], 0.75))
    assert isinstance(done, Edited)
    assert (done.tag, done.note) == ("tag", "")
    assert run.runner.run_state().weights[FIRST].flatten()[2] == 0.75
    run.edit(*done.before)
    assert torch.equal(run.runner.run_state().weights[FIRST], start.weights[FIRST])


def test_that_losses_are_measured_anew_after_an_edit(spec: RunSpec) -> None:
    run = Hand(spec)
    before = run.runner.frame(FrameRequest(), fresh=False).train.loss
    run.edit(edit("weights", FIRST, range(8), 3.0))
    assert run.runner.frame(FrameRequest(), fresh=False).train.loss != before


def test_that_muting_a_whole_layer_is_done_and_said(spec: RunSpec) -> None:
    run = Hand(spec)
    done = run.edit(edit("muted", SECOND, [0, 1, 2], 1.0))
    assert isinstance(done, Edited)
    assert done.note == (
        "All neurons of hidden layer 2 are muted: the outputs no longer depend on the inputs."
    )
    run.train(30)
    done = run.edit(edit("muted", FIRST, range(4), 1.0))
    assert isinstance(done, Edited)
    assert done.note.startswith("All neurons of hidden layers 1 and 2 are muted")


def test_that_an_edit_that_does_not_fit_any_more_is_refused(spec: RunSpec) -> None:
    run = Hand(spec)
    run.runner.change(settings.parse_all(spec, ["network.hidden=2"]))
    run.obey()
    refused = run.edit(edit("weights", SECOND, [11], 1.0))
    assert isinstance(refused, ChangeRefused)
    assert "no longer contains" in refused.reason
    assert run.runner._worker.state == "paused"


def test_that_nothing_can_be_edited_before_there_is_a_network() -> None:
    events: list[Event] = []
    runner = Runner(LossLog(), FrameSlot(), events.append)
    runner.edit((edit("weights", FIRST, [0], 1.0),))
    runner._worker.guarded(runner._worker.work_once)
    assert isinstance(events[-1], ChangeRefused)


def test_that_the_picture_shows_what_is_frozen_and_muted(spec: RunSpec) -> None:
    run = Hand(spec)
    run.edit(
        edit("frozen", FIRST, [3, 4, 5], 1.0),
        edit("frozen", BIAS, [1, 2], 1.0),
        edit("muted", FIRST, [0], 1.0),
    )
    network = run.runner.frame(FrameRequest(network=NetworkRequest())).network
    assert network is not None
    layer, other = network.layers[1:3]
    assert layer.frozen_edges is not None
    assert np.argwhere(layer.frozen_edges).tolist() == [[1, 1], [2, 0], [2, 1]]
    assert layer.frozen is not None
    assert layer.frozen.tolist() == [False, False, True, False]
    assert layer.muted is not None
    assert layer.muted.tolist() == [True, False, False, False]
    assert (layer.maps[0] == 128).all()
    assert (other.frozen_edges, other.frozen, other.muted) == (None, None, None)


def test_that_a_network_with_weights_that_are_no_numbers_can_be_edited(spec: RunSpec) -> None:
    run = Hand(settings.parse_all(spec, ["training.learning_rate=10", "training.loss=mse"]))
    network = run.runner._worker.session.trainer.network
    with torch.no_grad():
        network.get_parameter(FIRST).fill_(torch.nan)
    assert isinstance(run.edit(edit("weights", FIRST, range(8), 0.5)), Edited)
    assert np.isfinite(run.runner.frame(FrameRequest()).train.loss)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "lbfgs"])
def test_that_a_run_with_frozen_and_muted_neurons_goes_on_from_a_file(
    spec: RunSpec, optimizer: str
) -> None:
    spec = settings.parse_all(spec, [f"training.optimizer={optimizer}", "network.dropout=0.2"])
    run = Hand(spec)
    run.train(7)
    run.edit(
        edit("frozen", FIRST, [1, 3], 1.0),
        edit("muted", SECOND, [1], 1.0),
        edit("weights", BIAS, [0], 0.25),
    )
    saved = run.train(6)
    checkpoint = from_payload(to_payload(saved, run.runner.log), spec)
    assert checkpoint is not None
    again = Hand(spec)
    again.runner.load(spec, None, checkpoint.state)
    again.obey()
    one, other = run.train(40), again.train(40)
    for name, weight in one.weights.items():
        assert torch.equal(weight, other.weights[name])
    assert other.training.muted[SECOND].tolist() == [False, True, False]
    assert torch.equal(
        other.weights[FIRST].flatten()[[1, 3]], saved.weights[FIRST].flatten()[[1, 3]]
    )


@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_that_an_export_carries_the_muting(spec: RunSpec, tmp_path: Path, suffix: str) -> None:
    run = Hand(spec)
    run.train(20)
    run.edit(edit("muted", FIRST, [0, 2], 1.0), edit("muted", SECOND, [1], 1.0))
    state, dataset = run.runner.run_state(), build_dataset(spec.data)
    rows = dataset.raw.inputs[:20]
    live = run.runner._worker.session.frames.predict(run.runner._worker.session.trainer, rows)
    loud = dataclasses.replace(state.training, muted={})
    assert not np.allclose(predict(dataclasses.replace(state, training=loud), dataset, rows), live)
    np.testing.assert_allclose(predict(state, dataset, rows), live, rtol=1e-6)
    assert export_model(state, dataset, tmp_path / f"muted{suffix}").max_abs_difference == 0.0
    if suffix == ".pt":
        with torch.no_grad(), deprecation_accepted():
            model = torch.jit.load(str(tmp_path / "muted.pt"))  # type: ignore[no-untyped-call]
            file = model(torch.from_numpy(rows).float())
        np.testing.assert_allclose(file.numpy(), live, rtol=1e-6)
