"""Pictures of a run that stands, and where two of them differ, against plain torch."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.frames.contrast import ErrorChange, contrast
from playground.engine.frames.pictures import Confusion, Curve, Parity, Surface
from playground.engine.frames.still import COARSEST, Still
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from playground.engine.training.state import TrainingState
from playground.engine.training.trainer import Trainer


def trained(source: str, steps: int, *assignments: str) -> tuple[RunSpec, Dataset, TrainingState]:
    spec = settings.parse_all(defaults_for(source), assignments)
    dataset = build_dataset(spec.data)
    trainer = Trainer(spec, dataset, torch.device("cpu"))
    for _step in range(steps):
        trainer.step()
    return spec, dataset, trainer.state()


def plainly(spec: RunSpec, state: TrainingState, inputs: np.ndarray) -> torch.Tensor:
    """The network's output for scaled inputs, with nothing but torch."""
    weights = [weight for name, weight in state.weights.items() if name.endswith("weight")]
    biases = [weight for name, weight in state.weights.items() if name.endswith("bias")]
    bend = {"tanh": torch.tanh, "relu": torch.relu}[spec.network.activation]
    values = torch.from_numpy(inputs.astype(np.float32))
    for number, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        values = nn.functional.linear(values, weight, bias)
        values = bend(values) if number < len(weights) - 1 else values
    return values


def scaled(dataset: Dataset, inputs: np.ndarray) -> np.ndarray:
    train = dataset.raw.inputs[dataset.train]
    whole: np.ndarray = (inputs - train.mean(axis=0)) / train.std(axis=0)
    return whole


def plain_surface(run: tuple[RunSpec, Dataset, TrainingState], grid: int) -> np.ndarray:
    spec, dataset, state = run
    x = np.linspace(-6, 6, grid)
    across, up = np.meshgrid(x, x)
    inputs = scaled(dataset, np.stack([across.ravel(), up.ravel()], axis=1))
    chances = torch.softmax(plainly(spec, state, inputs), dim=1)
    return chances.numpy().reshape(grid, grid, 2)


def test_that_a_surface_and_the_difference_of_two_are_those_of_plain_torch() -> None:
    runs = [trained("circle", steps) for steps in (10, 400)]
    one, other = (Still(*run).picture("surface", 30, (-6, 6, -6, 6)) for run in runs)
    assert isinstance(one, Surface)
    assert isinstance(other, Surface)
    plain = [plain_surface(run, 30) for run in runs]
    np.testing.assert_allclose(one.values[..., -1], plain[0][..., -1], atol=2e-5)
    difference = contrast(one, other)
    assert isinstance(difference, Surface)
    np.testing.assert_allclose(
        difference.values[..., 0], plain[0][..., 1] - plain[1][..., 1], atol=4e-5
    )
    assert np.abs(difference.values).max() > 0.3


def test_that_of_several_classes_the_difference_is_the_probability_that_lies_elsewhere() -> None:
    one = Surface("surface", np.array([[[0.7, 0.2, 0.1]]], np.float32), (0, 1, 0, 1))
    other = Surface("surface", np.array([[[0.1, 0.2, 0.7]]], np.float32), (0, 1, 0, 1))
    difference = contrast(one, other)
    assert isinstance(difference, Surface)
    assert difference.values.ravel() == pytest.approx([0.6])


def test_that_curves_differ_in_the_units_of_the_target() -> None:
    runs = [trained("sine", steps) for steps in (10, 300)]
    one, other = (Still(*run).picture("curve", 50, (-3, 3, -1, 1)) for run in runs)
    assert isinstance(one, Curve)
    assert isinstance(other, Curve)
    difference = contrast(one, other)
    assert isinstance(difference, Curve)
    plain = []
    for spec, dataset, state in runs:
        targets = dataset.raw.targets[dataset.train]
        output = plainly(spec, state, scaled(dataset, np.linspace(-3, 3, 50)[:, None]))
        plain.append(output.numpy()[:, 0] * targets.std() + targets.mean())
    np.testing.assert_allclose(difference.y[:, 0], plain[0] - plain[1], atol=1e-4)


def test_that_a_still_measures_as_the_run_does_and_moves_no_weight() -> None:
    spec, dataset, state = trained("circle", 100)
    before = {name: weight.clone() for name, weight in state.weights.items()}
    still = Still(spec, dataset, state)
    train, validation = still.measures()
    trainer = Trainer(spec, dataset, torch.device("cpu"))
    trainer.return_to(state)
    assert train.loss == pytest.approx(trainer.evaluate("train")[0])
    assert validation is not None
    assert validation.loss == pytest.approx(trainer.evaluate("validation")[0])
    for name, weight in state.weights.items():
        assert torch.equal(weight, before[name])


def test_that_a_still_can_stand_on_other_weights() -> None:
    (spec, dataset, early), (_spec, _dataset, late) = (trained("circle", n) for n in (5, 200))
    still = Still(spec, dataset, early)
    first = still.picture("surface", 10)
    still.stand_on(late)
    second = still.picture("surface", 10)
    assert isinstance(first, Surface)
    assert isinstance(second, Surface)
    assert np.abs(first.values - second.values).max() > 0.1


def test_that_predictions_of_the_same_rows_differ_row_by_row() -> None:
    runs = [trained("diabetes", steps) for steps in (5, 300)]
    one, other = (Still(*run).picture("parity", 30) for run in runs)
    assert isinstance(one, Parity)
    assert isinstance(other, Parity)
    change = contrast(one, other)
    assert isinstance(change, ErrorChange)
    np.testing.assert_array_equal(change.train, one.train_predicted - other.train_predicted)
    moved = Still(*trained("diabetes", 5, "data.seed=9")).picture("parity", 30)
    assert moved is not None
    assert contrast(one, moved) is None


def test_that_counts_differ_with_their_sign() -> None:
    runs = [trained("iris", steps) for steps in (1, 300)]
    one, other = (Still(*run).picture("confusion", 30) for run in runs)
    assert isinstance(one, Confusion)
    assert isinstance(other, Confusion)
    change = contrast(one, other)
    assert isinstance(change, Confusion)
    np.testing.assert_array_equal(change.train, one.train - other.train)
    assert change.train.sum() == 0
    assert (change.train < 0).any()


def test_that_a_picture_that_does_not_fit_the_data_is_none_and_kinds_do_not_mix() -> None:
    still = Still(*trained("circle", 1))
    surface, confusion = still.picture("surface", 10), still.picture("confusion", 10)
    assert still.picture("curve", 10) is None
    assert surface is not None
    assert confusion is not None
    assert contrast(surface, confusion) is None


def test_that_a_large_network_is_drawn_with_fewer_points() -> None:
    small = Still(*trained("circle", 0))
    large = Still(*trained("circle", 0, "network.hidden=1024,1024,1024"))
    assert small.grid_within(200) == 200
    assert COARSEST <= large.grid_within(200) < 60
