"""The picture of the network agrees with plain PyTorch, layer by layer."""

import numpy as np
import pytest
import torch

from playground.engine.data.dataset import build_dataset
from playground.engine.frames.frame import FrameRequest
from playground.engine.frames.network import (
    ZERO,
    Matrices,
    NetworkPicture,
    NetworkRequest,
    Unfolded,
)
from playground.engine.frames.network_painter import levels_of
from playground.engine.loss_log.log import LossLog
from playground.engine.run.session import Session
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for

GRID = 16


def session_of(source: str, *assignments: str) -> Session:
    spec = settings.parse_all(defaults_for(source), ("training.epochs=0", *assignments))
    session = Session(spec, build_dataset(spec.data), None)
    session.advance(20, LossLog())
    return session


def picture_of(session: Session, **wishes: object) -> NetworkPicture:
    request = FrameRequest(network=NetworkRequest(grid=GRID, **wishes))  # type: ignore[arg-type]
    picture = session.frame(1, request, fresh=True).network
    assert picture is not None
    return picture


def plain_outputs(session: Session, cells: np.ndarray) -> list[torch.Tensor]:
    """What each layer gives for raw points of the plane, worked out by hand."""
    dataset, network = session.dataset, session.trainer.network
    mean, deviation = (
        torch.from_numpy(numbers).float()
        for numbers in (dataset.input_scaling.mean, dataset.input_scaling.deviation)
    )
    signal = (torch.from_numpy(cells).float() - mean) / deviation
    found = [signal]
    with torch.no_grad():
        for layer in network.linear_layers():
            signal = layer(signal)
            if layer is not network.linear_layers()[-1]:
                signal = torch.tanh(signal)
            found.append(signal)
    return found


def test_that_every_map_shows_what_its_neuron_gives() -> None:
    session = session_of("circle", "network.activation=tanh", "network.hidden=4,3")
    picture = picture_of(session)
    low_x, high_x, low_y, high_y = session.frames.data_picture.bounds
    x = np.linspace(low_x, high_x, GRID, dtype=np.float32)
    y = np.linspace(low_y, high_y, GRID, dtype=np.float32)
    cells = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    *signals, last = plain_outputs(session, cells)
    for layer, signal in zip(picture.layers[:-1], signals, strict=True):
        shown = (layer.maps.astype(np.float32) - ZERO) / 127 * layer.reach[:, None, None]
        expected = signal.t().reshape(-1, GRID, GRID).numpy()
        assert np.allclose(shown, expected, atol=layer.reach.max() / 100)
    chances = 2 * torch.softmax(last, dim=1).t().reshape(-1, GRID, GRID).numpy() - 1
    outputs = picture.layers[-1]
    assert np.allclose((outputs.maps.astype(np.float32) - ZERO) / 127, chances, atol=0.01)
    assert outputs.labels == ("orange", "blue")


def test_that_edges_and_biases_are_those_of_the_network() -> None:
    session = session_of("circle", "network.hidden=4,3")
    picture = picture_of(session)
    kinds = [layer.kind for layer in picture.layers]
    assert kinds == ["inputs", "hidden", "hidden", "outputs"]
    for layer, linear in zip(
        picture.layers[1:], session.trainer.network.linear_layers(), strict=True
    ):
        assert layer.edges is not None
        assert layer.bias is not None
        assert np.array_equal(layer.edges, linear.weight.detach().numpy())
        assert np.array_equal(layer.bias, linear.bias.detach().numpy())
    assert picture.layers[0].edges is None
    assert picture.layers[0].labels == ("x₁", "x₂")


def test_that_gradients_are_those_of_the_loss_and_training_does_not_notice() -> None:
    assignments = ("network.hidden=4", "network.dropout=0.3", "training.stepper=eager")
    session, twin = (session_of("circle", *assignments) for _ in range(2))
    picture = picture_of(session, edges="gradients")
    network, (inputs, targets) = session.trainer.network, session.trainer.batches.data
    network.zero_grad()
    network.eval()
    session.trainer.learner.loss(network(inputs), targets).backward()
    expected = network.linear_layers()[0].weight.grad
    network.train()
    assert expected is not None
    assert picture.layers[1].edges is not None
    assert np.allclose(picture.layers[1].edges, expected.numpy(), atol=1e-6)
    log, other = LossLog(), LossLog()
    session.advance(30, log)
    twin.advance(30, other)
    assert np.array_equal(log.records()[0].loss, other.records()[0].loss)


def test_that_one_variable_gives_curves() -> None:
    session = session_of("sine", "network.hidden=5")
    picture = picture_of(session)
    assert picture.layers[1].maps.shape == (5, GRID)


@pytest.mark.parametrize("source", ["iris", "digits", "diabetes"])
def test_that_data_of_many_variables_are_shown_over_their_plane(source: str) -> None:
    session = session_of(source, "network.hidden=20")
    picture = picture_of(session, most=6, most_pictures=6)
    hidden = picture.layers[1]
    assert hidden.units == 20
    assert len(hidden.shown) == len(set(hidden.shown)) == 6
    assert hidden.maps.shape == (6, GRID, GRID)
    assert hidden.edges is not None
    assert hidden.edges.shape == (6, len(picture.layers[0].shown))


def test_that_the_strongest_neurons_are_shown() -> None:
    session = session_of("circle", "network.hidden=20")
    onwards = session.trainer.network.linear_layers()[1].weight
    with torch.no_grad():
        onwards.zero_()
        onwards[:, [3, 7, 11]] = 5.0
    assert picture_of(session, most=3).layers[1].shown == (3, 7, 11)


def test_that_a_dead_neuron_is_told_by_the_share_of_its_rows() -> None:
    session = session_of("circle", "network.activation=relu", "network.hidden=4")
    with torch.no_grad():
        session.trainer.network.linear_layers()[0].bias[2] = -1e6
    quiet = picture_of(session).layers[1].quiet
    assert quiet[2] == 1.0


def test_that_weights_that_are_not_finite_give_a_picture_all_the_same() -> None:
    session = session_of("circle")
    with torch.no_grad():
        next(session.trainer.network.parameters()).fill_(float("nan"))
    assert picture_of(session).layers[1].maps.dtype == np.uint8


def test_that_a_single_output_shows_the_chance_of_the_second_class() -> None:
    session = session_of("circle", "training.loss=bce_with_logits")
    outputs = picture_of(session).layers[-1]
    assert outputs.units == len(outputs.shown) == 1


def test_that_a_kept_neuron_is_shown_beside_the_strongest() -> None:
    session = session_of("circle", "network.hidden=20")
    with torch.no_grad():
        for neuron, weight in ((3, 70.0), (7, 60.0), (11, 50.0)):
            session.trainer.network.linear_layers()[1].weight[:, neuron] = weight
        session.trainer.network.linear_layers()[1].weight[:, 5] = 0.0
    assert picture_of(session, most=3, kept=((1, 5),)).layers[1].shown == (3, 5, 7)
    assert picture_of(session, most=3).layers[1].shown == (3, 7, 11)


@pytest.mark.parametrize(("first", "count", "seen"), [(0, 5, 5), (17, 8, 3), (30, 4, 0)])
def test_that_the_asked_part_of_a_layer_is_unfolded(first: int, count: int, seen: int) -> None:
    session = session_of("circle", "network.hidden=20", "network.activation=tanh")
    whole = picture_of(session, most=20).layers[1]
    unfolded = picture_of(session, most=3, unfolded=Unfolded(1, first, count)).unfolded
    assert unfolded is not None
    assert unfolded.shown == tuple(range(20))[first : first + count]
    assert len(unfolded.maps) == seen
    assert np.array_equal(unfolded.maps, whole.maps[first : first + count])
    assert np.array_equal(unfolded.quiet, whole.quiet[first : first + count])


def test_that_a_matrix_within_bounds_holds_every_weight() -> None:
    session = session_of("circle", "network.hidden=20,6")
    matrix = picture_of(session, most=3, matrices=Matrices((1,), 32, 32)).matrices[1]
    weight = session.trainer.network.linear_layers()[1].weight.detach().numpy()
    assert np.array_equal(matrix.values, weight.T)
    assert matrix.block == (1, 1)
    assert matrix.units == (20, 6)


def test_that_matrices_of_gradients_are_those_of_the_loss() -> None:
    session = session_of("circle", "network.hidden=20,6")
    wishes = {"edges": "gradients", "matrices": Matrices((1,), 32, 32)}
    picture = picture_of(session, most=20, **wishes)
    assert picture.layers[2].edges is not None
    assert np.array_equal(picture.matrices[1].values, picture.layers[2].edges.T)


def test_that_the_pixels_of_digits_are_shown_as_the_weights_that_arrive_from_them() -> None:
    session = session_of("digits", "network.hidden=20")
    picture = picture_of(session, most_pictures=6)
    inputs, hidden, outputs = picture.layers
    weight = session.trainer.network.linear_layers()[0].weight.detach().numpy()
    assert inputs.shown == tuple(range(64))
    assert hidden.pixels is not None
    assert np.array_equal(hidden.pixels, weight[list(hidden.shown)].reshape(6, 8, 8))
    strongest = weight[np.abs(weight).argmax(axis=0), np.arange(64)]
    assert inputs.pixels is not None
    assert np.array_equal(inputs.pixels, strongest.reshape(1, 8, 8))
    assert outputs.pixels is None


def test_that_data_without_pixels_have_none() -> None:
    assert all(layer.pixels is None for layer in picture_of(session_of("iris")).layers)


def test_that_outputs_of_a_diverging_network_become_levels_all_the_same() -> None:
    largest = np.finfo(np.float32).max
    values = np.array([[largest, largest], [np.nan, 1.0], [-np.inf, np.inf]], np.float32)
    levels, reach = levels_of(values)
    assert levels.tolist() == [[255, 255], [128, 255], [1, 255]]
    assert reach.tolist() == [largest, 1.0, largest]
