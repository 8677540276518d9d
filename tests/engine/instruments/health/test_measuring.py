"""A look's numbers are those of plain PyTorch, and looking leaves the run as it is."""

import copy
import math

import numpy as np
import pytest
import torch
from torch import nn

from playground.engine.checkpoint.run_state import RunState
from playground.engine.instruments.health.look import BINS
from playground.engine.instruments.health.measuring import histogram, measure, rows_of
from playground.engine.instruments.health.rehearsal import next_batch, rehearse
from playground.engine.instruments.health.slopes import dead_and_saturated, shape_of
from playground.engine.loss_log.log import LossLog
from playground.engine.run.session import Session
from tests.engine.instruments.health.prepared import prepared

CASE = ("data.samples=60", "network.hidden=5,3", "training.batch_size=16")
CPU = torch.device("cpu")


def trained(steps: int, *assignments: str) -> tuple[Session, LossLog]:
    session, log = prepared("circle", *CASE, *assignments)
    while session.trainer.step_number < steps:
        session.advance(min(5, steps - session.trainer.step_number), log)
    return session, log


def plain_copy(session: Session) -> nn.Sequential:
    """The network as anybody would write it down."""
    layers = list(session.trainer.network.layers)
    return nn.Sequential(*(copy.deepcopy(layer) for layer in layers))


def test_that_gradients_weights_and_updates_are_those_of_plain_pytorch() -> None:
    session, _log = trained(7, "training.optimizer=sgd", "training.momentum=0.9")
    trainer = session.trainer
    network = plain_copy(session)
    inputs, targets = trainer.batches.shuffled
    row = trainer.batches.clock.row
    rows = slice(row, row + 16)
    nn.functional.cross_entropy(network(inputs[rows]), targets[rows]).backward()  # type: ignore[no-untyped-call]
    found = measure(trainer)
    linear = [layer for layer in network if isinstance(layer, nn.Linear)]
    buffers = [
        state["momentum_buffer"]
        for parameter, state in trainer.optimizer.state.items()
        if parameter.dim() > 1
    ]
    for layer, plain, buffer in zip(found.layers, linear, buffers, strict=True):
        gradient = plain.weight.grad
        assert gradient is not None
        moved = trainer.learning_rate * (0.9 * buffer + gradient)
        norm = float(plain.weight.detach().norm())
        assert layer.gradient_norm == pytest.approx(float(gradient.norm()), rel=1e-5)
        assert layer.weight_norm == pytest.approx(norm, rel=1e-6)
        assert layer.update_ratio == pytest.approx(float(moved.norm()) / norm, rel=1e-4)
        assert layer.weights == plain.weight.numel()
    session.close()


def test_that_signals_and_losses_are_those_of_plain_pytorch() -> None:
    session, _log = trained(30, "network.activation=relu", "network.dropout=0.3")
    network = plain_copy(session).eval()
    inputs, targets = session.trainer.batches.data
    found = measure(session.trainer, best_validation=0.25)
    for layer, end in zip(found.layers, (2, 5, 7), strict=True):
        values = network[:end](inputs).detach().numpy()
        assert layer.mean == pytest.approx(float(values.mean()), abs=1e-6)
        assert layer.deviation == pytest.approx(float(values.std()), rel=1e-5)
        counts, edges = np.histogram(values, BINS)
        assert np.abs(layer.activation_values.shares - counts / values.size).max() < 0.02
        assert layer.activation_values.low == pytest.approx(edges[0], abs=1e-6)
    outputs = network(inputs).detach()
    mean = outputs.mean(dim=0, keepdim=True).expand_as(outputs)
    assert found.train == pytest.approx(float(nn.functional.cross_entropy(outputs, targets)))
    of_mean = float(nn.functional.cross_entropy(mean, targets))
    assert found.constant == pytest.approx(min(of_mean, math.log(2)))
    kept, answers = session.trainer.parts["validation"]
    validation = float(nn.functional.cross_entropy(network(kept).detach(), answers))
    assert found.validation == pytest.approx(validation)
    assert found.best_validation == 0.25
    relu = network[:2](inputs).detach()
    assert found.layers[0].dead == float((relu == 0).all(dim=0).float().mean())
    session.close()


@pytest.mark.parametrize(
    "assignments",
    [
        ("training.optimizer=adam", "network.dropout=0.4"),
        ("training.optimizer=sgd", "training.gradient_clip=0.05", "training.l1=0.01"),
        ("training.optimizer=lbfgs", "training.batch_size=0"),
        ("training.optimizer=rmsprop", "training.l2=0.1", "training.schedule=cosine"),
        ("training.optimizer=sgd", "training.l1=0.05", "training.l1_form=proximal"),
    ],
    ids=lambda assignments: assignments[0],
)
@pytest.mark.parametrize("steps", [0, 3, 9])
def test_that_the_rehearsed_update_is_what_the_next_step_does(
    assignments: tuple[str, ...], steps: int
) -> None:
    session, log = trained(steps, "training.stepper=eager", *assignments)
    before = {n: w.detach().clone() for n, w in session.trainer.network.named_parameters()}
    rehearsal = rehearse(session.trainer, 10_000)
    session.advance(1, log)
    for name, weight in session.trainer.network.named_parameters():
        assert torch.equal(rehearsal.updates[name], weight.detach() - before[name]), name
    session.close()


@pytest.mark.parametrize("stepper", ["eager", "auto"])
@pytest.mark.parametrize("batch", [0, 16])
def test_that_the_rows_are_those_that_come_next(stepper: str, batch: int) -> None:
    chosen = (f"training.stepper={stepper}", f"training.batch_size={batch}")
    session, _log = trained(13, *chosen)
    batches = session.trainer.batches
    wanted = next_batch(batches, 10_000)
    few = next_batch(batches, 3)
    taken = batches.take()
    for one, other, some in zip(wanted, taken, few, strict=True):
        assert torch.equal(one, other)
        assert torch.equal(some, other[:3])
    session.close()


def same(one: RunState, other: RunState) -> bool:
    mine, theirs = one.training, other.training
    tensors = [(mine.weights[name], theirs.weights[name]) for name in mine.weights]
    for name, state in mine.optimizer.items():
        others = theirs.optimizer[name]
        tensors += [
            (value, others[key]) for key, value in state.items() if isinstance(value, torch.Tensor)
        ]
    tensors += zip(mine.generators, theirs.generators, strict=True)
    places = mine.step, mine.place, theirs.step, theirs.place
    return places[:2] == places[2:] and all(torch.equal(a, b) for a, b in tensors)


@pytest.mark.parametrize("stepper", ["eager", "auto"])
def test_that_a_run_looked_at_goes_on_bit_for_bit_as_one_that_is_not(stepper: str) -> None:
    chosen = ("network.dropout=0.3", f"training.stepper={stepper}", "training.batch_size=8")
    runs = []
    for is_watched in (False, True):
        session, log = prepared("circle", *CASE, *chosen)
        torch.manual_seed(3)
        while session.trainer.step_number < 60:
            session.advance(4, log)
            session.close()  # lets a program in preparation take over at the next chunk
            if is_watched:
                grads = [w.grad for w in session.trainer.network.parameters()]
                threads = torch.get_num_threads()
                measure(session.trainer)
                assert torch.get_num_threads() == threads
                after = [w.grad for w in session.trainer.network.parameters()]
                assert all(a is b for a, b in zip(grads, after, strict=True))
                assert session.trainer.network.training
        runs.append((session.run_state(), torch.rand(1), log.train().mean))
    assert same(runs[0][0], runs[1][0])
    assert torch.equal(runs[0][1], runs[1][1])
    assert np.array_equal(runs[0][2], runs[1][2])


def test_that_a_network_that_is_lost_is_told_as_it_is() -> None:
    session, _log = trained(3)
    with torch.no_grad():
        session.trainer.network.linear_layers()[0].weight.fill_(torch.nan)
    found = measure(session.trainer)
    assert not found.is_finite
    assert math.isnan(found.layers[0].weight_norm)
    assert not found.layers[0].weight_values.shares.any()
    session.close()


@pytest.mark.parametrize(
    ("name", "row"), [("layers.0.weight", 0), ("layers.0.bias", 1), ("layers.3.weight", None)]
)
def test_that_neurons_are_equal_until_one_weight_in_or_out_differs(
    name: str, row: int | None
) -> None:
    session, _log = trained(0, "network.initialiser=zeros")
    network = session.trainer.network
    with torch.no_grad():
        for weight in network.parameters():
            weight.fill_(0.7)
    assert [layer.equal for layer in measure(session.trainer).layers] == [True, True, False]
    with torch.no_grad():
        weight = network.get_parameter(name)
        weight[(slice(None), 1) if row is None else row] += 1e-3
    assert not measure(session.trainer).layers[0].equal
    session.close()


def test_that_twelve_layers_of_1024_neurons_are_looked_at() -> None:
    session, _log = prepared("circle", "network.hidden=" + ",".join(["1024"] * 12))
    found = measure(session.trainer)
    assert found.is_finite
    assert [layer.units for layer in found.layers] == [1024] * 12 + [2]
    assert not any(layer.equal for layer in found.layers)
    session.close()


def test_that_fewer_rows_are_looked_at_in_a_network_of_very_many_weights() -> None:
    session, _log = trained(0)
    assert rows_of(session.trainer, 500) == 500
    session.close()
    wide, _log = prepared("circle", "network.hidden=1024,1024,1024")
    assert rows_of(wide.trainer, 500) == 10**9 // (3 * 1024 + 2 * 1025 * 1024 + 1025 * 2)
    wide.close()


@pytest.mark.parametrize(
    ("activation", "is_s_shaped"),
    [
        (nn.Tanh(), True),
        (nn.Sigmoid(), True),
        (nn.Hardtanh(), True),
        (nn.Hardsigmoid(), True),
        (nn.Softsign(), True),
        (nn.ReLU(), False),
        (nn.ReLU6(), False),
        (nn.GELU(), False),
        (nn.LeakyReLU(), False),
        (nn.Identity(), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_that_an_s_is_told_from_other_shapes(activation: nn.Module, is_s_shaped: bool) -> None:
    assert shape_of(activation, CPU).is_s_shaped == is_s_shaped


def test_that_dead_and_saturated_are_counted_by_the_slope() -> None:
    signal = torch.tensor([[-1.0, -2.0, 3.0, 0.1], [-0.5, 2.0, 4.0, 0.2]])
    dead, saturated = dead_and_saturated(nn.ReLU(), signal)
    assert dead == 0.25
    assert math.isnan(saturated)
    # 1 − tanh² is below 0.05 beyond 2.18: two of the eight numbers, one neuron on both rows.
    assert dead_and_saturated(nn.Tanh(), signal) == (0.25, 0.25)


def test_that_a_histogram_counts_every_value_and_takes_equal_ones() -> None:
    values = torch.linspace(-2.0, 3.0, 1000)
    found = histogram(values)
    assert (found.low, found.high) == (-2.0, 3.0)
    assert float(found.shares.sum()) == pytest.approx(1.0)
    assert np.allclose(found.shares, 1 / BINS, atol=0.002)
    same_values = histogram(torch.full((7,), 0.5))
    assert same_values.low < 0.5 < same_values.high
    assert float(same_values.shares.max()) == 1.0
    assert not histogram(torch.tensor([math.nan])).shares.any()
