"""All tensors of a run, against plain PyTorch: their names, their numbers, their lines of code."""

import copy
import math
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from playground.engine.data.dataset import build_dataset
from playground.engine.instruments.tensors.entry import Entry
from playground.engine.instruments.tensors.look import answer
from playground.engine.instruments.tensors.of_run import TensorsOfRun
from playground.engine.instruments.tensors.question import Question
from playground.engine.loss_log.log import LossLog
from playground.engine.model.dropout import Dropout
from playground.engine.run.session import Session
from playground.engine.settings import paths
from playground.engine.spec.run import RunSpec


def session_of(**settings: object) -> Session:
    spec = paths.write(RunSpec(), "training.stepper", "eager")
    for path, value in settings.items():
        spec = paths.write(spec, path.replace("__", "."), value)
    return Session(spec, build_dataset(spec.data), None)


def by_key(session: Session) -> dict[str, Entry]:
    return {entry.key: entry for entry in TensorsOfRun(session.trainer).entries}


def in_a_tutorial(session: Session) -> dict[str, Any]:
    """What a plain loop over the same network has between two steps, on copies."""
    trainer = session.trainer
    names = [name for name, _ in trainer.network.named_parameters()]
    network, optimizer, batches = copy.deepcopy(
        (trainer.network, trainer.optimizer, trainer.batches)
    )
    for one, other in zip(network.dropouts(), trainer.network.dropouts(), strict=True):
        one.generator.set_state(other.generator.get_state())
    for name in names:
        kept = trainer.network.get_parameter(name).grad
        network.get_parameter(name).grad = None if kept is None else kept.clone()
    inputs, targets = batches.take()
    working = [m for m in network.layers if not isinstance(m, Dropout) or m.p > 0.0]
    model = nn.Sequential(*working)
    return {
        "model": model,
        "optimizer": optimizer,
        "inputs": inputs,
        "targets": targets,
        "loss_fn": trainer.learner.loss,
    }


CASES: dict[str, dict[str, object]] = {
    "plain": {},
    "dropout": {"network__dropout": 0.4},
    "sgd with momentum": {"training__optimizer": "sgd", "training__momentum": 0.9},
    "lbfgs": {"training__optimizer": "lbfgs"},
    "learned slopes": {"network__activation": "prelu"},
    "regression": {"data__source": "sine", "training__loss": "mse"},
    "no bias": {"network__bias": False},
    "last batch smaller": {"training__batch_size": 73},
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("steps", [0, 3])
def test_that_each_line_of_code_gets_the_tensor_that_is_shown(case: str, steps: int) -> None:
    session, log = session_of(**CASES[case]), LossLog()
    for _ in range(steps):
        session.advance(1, log)
    source = TensorsOfRun(session.trainer)
    for entry in source.entries:
        if entry.group == "gradients" and entry.origin == "next_step":
            continue  # a plain loop has none before its first step; see below
        world = in_a_tutorial(session)
        found = eval(entry.code, world)
        shown = source.tensor(entry.key)
        assert torch.equal(shown, found), entry.code
        assert entry.shape == tuple(found.shape)
        assert entry.dtype == str(found.dtype).removeprefix("torch.")
        assert entry.device == str(found.device)
        assert entry.requires_grad == found.requires_grad, entry.code


def test_that_nothing_of_the_network_is_left_out() -> None:
    session, log = session_of(training__optimizer="adam"), LossLog()
    session.advance(2, log)
    network, optimizer = session.trainer.network, session.trainer.optimizer
    keys = set(by_key(session))
    names = [name for name, _ in network.named_parameters()]
    assert {f"parameters/{name}" for name in names} <= keys
    assert {f"gradients/{name}.grad" for name in names} <= keys
    kept = [key for state in optimizer.state.values() for key in state]
    assert len([key for key in keys if key.startswith("optimizer/")]) == len(kept) > 0
    assert {"batch/inputs", "batch/targets", "activations/loss"} <= keys


@pytest.mark.parametrize(
    "settings",
    [{}, {"network__dropout": 0.5}, {"training__l2": 0.1}, {"network__hidden": (256, 256)}],
)
def test_that_before_the_first_step_gradients_are_those_it_will_work_out(
    settings: dict[str, object],
) -> None:
    session = session_of(**settings)
    source = TensorsOfRun(session.trainer)
    entries = [entry for entry in source.entries if entry.group == "gradients"]
    assert {entry.origin for entry in entries} == {"next_step"}
    foretold = {entry.key: source.tensor(entry.key).clone() for entry in entries}
    session.advance(1, LossLog())
    after = TensorsOfRun(session.trainer)
    assert {e.origin for e in after.entries if e.group == "gradients"} == {"last_step"}
    for key, gradient in foretold.items():
        assert torch.equal(after.tensor(key), gradient), key


def test_that_the_batch_of_a_new_epoch_comes_with_its_masks() -> None:
    session = session_of(network__dropout=0.5, training__batch_size=50)
    log = LossLog()
    while not session.trainer.batches.clock.at_epoch_end:
        session.advance(1, log)
    outputs = {
        key: TensorsOfRun(session.trainer).tensor(key).clone()
        for key in ("batch/inputs", "activations/2", "activations/loss")
    }
    seen: list[Tensor] = []
    dropout = session.trainer.network.dropouts()[0]
    dropout.register_forward_hook(lambda _m, _i, output: seen.append(output.clone()))
    inputs = copy.deepcopy(session.trainer.batches).take()[0]
    loss = session.trainer.step()
    assert torch.equal(outputs["batch/inputs"], inputs)
    assert torch.equal(outputs["activations/2"], seen[0])
    assert torch.equal(outputs["activations/loss"], loss)


@pytest.mark.parametrize("stepper", ["eager", "auto"])
def test_that_looking_at_everything_leaves_the_run_bit_for_bit(stepper: str) -> None:
    losses = []
    for looks in (False, True):
        torch.manual_seed(1)
        session, log = session_of(network__dropout=0.3, training__stepper=stepper), LossLog()
        while log.steps < 210:
            session.advance(min(7, 210 - log.steps), log)
            if looks:
                look_at_all(session)
        numbers = torch.cat([w.detach().reshape(-1) for w in session.trainer.network.parameters()])
        generator = torch.get_rng_state()
        losses.append((numbers, generator, session.trainer.network.dropout_states()))
        session.close()
    (numbers, generator, masks), (same, same_generator, same_masks) = losses
    assert torch.equal(numbers, same)
    assert torch.equal(generator, same_generator)
    assert all(torch.equal(*pair) for pair in zip(masks, same_masks, strict=True))


def look_at_all(session: Session) -> None:
    network = session.trainer.network
    before = {name: weight.grad for name, weight in network.named_parameters()}
    threads = torch.get_num_threads()
    modes = [module.training for module in network.modules()]
    for key in by_key(session):
        question = Question(chosen=key, is_counted=True, measured=(key,))
        answer(TensorsOfRun(session.trainer), session.trainer.step_number, question)
    for name, weight in network.named_parameters():
        assert weight.grad is before[name]
    assert [module.training for module in network.modules()] == modes
    assert torch.is_grad_enabled()
    assert torch.get_num_threads() == threads


def test_that_muted_neurons_are_a_buffer_and_silence_what_follows() -> None:
    session = session_of()
    mask = torch.tensor([True, False, False, True])
    session.trainer.mute({"layers.0.weight": mask})
    source = TensorsOfRun(session.trainer)
    (buffer,) = [entry for entry in source.entries if entry.group == "buffers"]
    world = in_a_tutorial(session)
    assert torch.equal(eval(buffer.code, world), mask)
    assert torch.equal(source.tensor(buffer.key), mask)
    for entry in source.entries:
        if entry.group == "activations":
            assert torch.equal(source.tensor(entry.key), eval(entry.code, world)), entry.code


def test_that_a_shape_means_neurons_and_inputs() -> None:
    session = session_of()
    entries = by_key(session)
    counted = {
        key: [(axis.counted, axis.size) for axis in entry.axes] for key, entry in entries.items()
    }
    assert counted["parameters/layers.0.weight"] == [("neurons", 4), ("inputs", 2)]
    assert counted["parameters/layers.0.bias"] == [("neurons", 4)]
    assert counted["parameters/layers.6.weight"] == [("outputs", 2), ("inputs", 2)]
    assert counted["activations/0"] == [("rows", 10), ("neurons", 4)]
    assert counted["batch/inputs"] == [("rows", 10), ("inputs", 2)]
    assert entries["batch/inputs"].axes[1].names == session.dataset.input_names


def test_that_of_a_huge_batch_only_the_first_rows_are_worked_through() -> None:
    session = session_of(
        data__samples=100_000, training__batch_size=0, network__hidden=(1024, 1024)
    )
    source = TensorsOfRun(session.trainer)
    entry = next(entry for entry in source.entries if entry.key == "activations/0")
    used, whole = entry.rows
    assert whole == len(session.dataset.train) > 50_000
    assert 0 < used < 200
    assert source.tensor(entry.key).shape == (used, 1024)
    inputs = session.trainer.batches.data[0][:used]
    assert torch.equal(source.tensor("batch/inputs"), inputs)


def test_that_weights_that_are_no_numbers_are_measured_as_such() -> None:
    session = session_of()
    with torch.no_grad():
        session.trainer.network.linear_layers()[0].weight[0, 0] = math.nan
        session.trainer.network.linear_layers()[0].weight[1, 1] = -math.inf
    keys = tuple(by_key(session))
    found = answer(TensorsOfRun(session.trainer), 0, Question(measured=keys)).measures
    weight = found["parameters/layers.0.weight"]
    assert (weight.nans, weight.infinite) == (1, 1)
    assert math.isnan(weight.norm)
    assert math.isfinite(weight.low)
    assert math.isfinite(weight.high)
