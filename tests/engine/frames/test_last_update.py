"""What a closer look at a neuron or an edge tells, against the weights themselves."""

import pytest
import torch

from playground.engine.data.dataset import build_dataset
from playground.engine.frames.frame import FrameRequest
from playground.engine.frames.network import Closely, NetworkRequest, Place
from playground.engine.loss_log.log import LossLog
from playground.engine.run.chunk import take_steps
from playground.engine.run.session import Session
from playground.engine.settings.defaults import defaults_for


def _session() -> Session:
    spec = defaults_for("circle")
    return Session(spec, build_dataset(spec.data), None)


def _look(session: Session, place: Place) -> Closely | None:
    request = FrameRequest(network=NetworkRequest(closely=place))
    network = session.frame(1, request, fresh=True).network
    assert network is not None
    return network.closely


@pytest.mark.parametrize("place", [Place(1, 2, 1), Place(1, 2)])
def test_that_the_last_update_is_how_far_one_step_moved_the_weights(place: Place) -> None:
    session = _session()
    found = _look(session, place)
    assert found is not None
    assert found.update is None
    take_steps(session, 30, LossLog())
    layer = session.trainer.network.linear_layers()[0]
    after = [layer.weight.detach()[2].clone(), layer.bias.detach()[2].clone()]
    twin = _session()
    while twin.trainer.step_number < session.trainer.step_number - 1:
        twin.advance(1, LossLog())
    before = twin.trainer.network.linear_layers()[0]
    row, bias = before.weight.detach()[2], before.bias.detach()[2]
    moved = torch.cat([after[0] - row, (after[1] - bias)[None]])
    found = _look(session, place)
    assert found is not None
    expected = moved[1] if place.before is not None else moved.norm()
    assert found.update == pytest.approx(float(expected), rel=1e-6)
    assert session.trainer.step_number == twin.trainer.step_number + 1
    for each in (session, twin):
        each.close()


def test_that_looking_closely_changes_no_loss() -> None:
    logs = []
    for place in (None, Place(1, 0)):
        session, log = _session(), LossLog()
        session.frames.last_update.watch(place)
        while session.trainer.step_number < 100:
            take_steps(session, min(7, 100 - session.trainer.step_number), log)
        logs.append(log.to_arrays())
        session.close()
    assert logs[0].keys() == logs[1].keys()
    for name, array in logs[0].items():
        if name.endswith("loss"):
            assert (array == logs[1][name]).all()


def test_that_the_gradient_is_that_of_the_loss_over_the_training_rows() -> None:
    session = _session()
    trainer = session.trainer
    inputs, targets = trainer.batches.data
    loss = trainer.learner.loss(trainer.network(inputs), targets)
    layer = trainer.network.linear_layers()[1]
    rows, bias = torch.autograd.grad(loss, [layer.weight, layer.bias])
    edge, neuron = _look(session, Place(2, 1, 3)), _look(session, Place(2, 1))
    assert edge is not None
    assert neuron is not None
    assert edge.gradient == pytest.approx(float(rows[1, 3]), rel=1e-5)
    assert neuron.gradient == pytest.approx(float(torch.cat([rows[1], bias[1:2]]).norm()), rel=1e-5)
    session.close()


@pytest.mark.parametrize("place", [Place(0, 0), Place(9, 0), Place(1, 99), Place(1, 0, 99)])
def test_that_where_no_weights_lead_there_is_nothing_to_look_at(place: Place) -> None:
    session = _session()
    assert _look(session, place) is None
    take_steps(session, 5, LossLog())
    session.close()
