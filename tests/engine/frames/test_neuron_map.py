"""A neuron's map against what its layer gives in plain PyTorch."""

import numpy as np
import pytest
import torch

from playground.engine.data.dataset import build_dataset
from playground.engine.frames.frame import FrameRequest
from playground.engine.frames.network import Place
from playground.engine.frames.pictures import NeuronMap
from playground.engine.loss_log.log import LossLog
from playground.engine.run.session import Session
from playground.engine.settings.defaults import defaults_for

GRID = 9


def _map_of(session: Session, place: Place) -> NeuronMap | None:
    picture = session.frame(1, FrameRequest("surface", GRID, neuron=place), fresh=True).picture
    assert picture is None or isinstance(picture, NeuronMap)
    return picture


@pytest.mark.parametrize(
    ("source", "shape"), [("circle", (GRID, GRID)), ("sine", (GRID,)), ("iris", (GRID, GRID))]
)
def test_that_a_map_is_the_output_of_the_neuron_over_the_plane(
    source: str, shape: tuple[int, ...]
) -> None:
    spec = defaults_for(source)
    session = Session(spec, build_dataset(spec.data), None)
    session.advance(20, LossLog())
    found = _map_of(session, Place(1, 1))
    assert found is not None
    assert found.values.shape == shape
    subject = session.frames._subject
    rows = subject.scaled(session.trainer, subject.cells(GRID, found.bounds))
    first = session.trainer.network.linear_layers()[0]
    with torch.no_grad():
        expected = session.trainer.network.layers[1](first(rows))[:, 1].numpy().reshape(shape)
    np.testing.assert_array_equal(found.values, expected)
    session.close()


def test_that_an_output_is_shown_as_a_person_reads_it() -> None:
    spec = defaults_for("circle")
    session = Session(spec, build_dataset(spec.data), None)
    last = len(spec.network.hidden) + 1
    found = _map_of(session, Place(last, 0))
    surface = session.frame(1, FrameRequest("surface", GRID), fresh=True).picture
    assert found is not None
    np.testing.assert_array_equal(found.values, surface.values[..., 0])  # type: ignore[union-attr]
    session.close()


@pytest.mark.parametrize("place", [Place(9, 0), Place(1, 400)])
def test_that_there_is_no_map_of_a_neuron_that_is_gone(place: Place) -> None:
    spec = defaults_for("circle")
    session = Session(spec, build_dataset(spec.data), None)
    assert _map_of(session, place) is None
    session.close()
