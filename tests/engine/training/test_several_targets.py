"""A network learns several targets at once: the numbers are those of plain PyTorch."""

import csv
import io
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
import torch
from sklearn import metrics as reference
from sklearn.datasets import load_linnerud
from sklearn.preprocessing import StandardScaler
from torch import nn

from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.frames.frame import DataPicture, FrameRequest
from playground.engine.frames.maker import FrameMaker
from playground.engine.frames.network import NetworkRequest
from playground.engine.frames.pictures import Parity, of_target
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec, TableFile
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.scripted.stepper import ScriptedStepper
from playground.engine.steppers.stepper import Stepper
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")
TARGETS = ("Weight", "Waist", "Pulse")
STEPS = 25


def linnerud() -> TableFile:
    """Three exercises and three measures of 20 men, as a table."""
    bunch, text = load_linnerud(), io.StringIO()
    rows = np.hstack([bunch.data, bunch.target]).tolist()
    csv.writer(text).writerows([[*bunch.feature_names, *bunch.target_names], *rows])
    return TableFile("linnerud.csv", text.getvalue().encode())


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return build_dataset(DataSpec(source="table", target=TARGETS), linnerud())


def spec_of(**values: object) -> RunSpec:
    chosen: dict[str, object] = {
        "data.source": "table",
        "data.target": TARGETS,
        "training.loss": "mse",
    }
    chosen |= {"training.optimizer": "sgd", "training.batch_size": 0, "network.hidden": (5,)}
    paths = {name.replace("__", "."): value for name, value in values.items()}
    return settings.write_all(RunSpec(), chosen | paths)


def test_that_every_target_is_scaled_by_its_own_mean_and_deviation(dataset: Dataset) -> None:
    raw = load_linnerud().target
    scaler = StandardScaler().fit(raw[dataset.train])
    assert dataset.targets.shape == (20, 3)
    np.testing.assert_allclose(dataset.targets.numpy(), scaler.transform(raw), atol=1e-5)
    np.testing.assert_allclose(dataset.target_scaling.mean, scaler.mean_, rtol=1e-6)
    np.testing.assert_allclose(dataset.target_scaling.deviation, scaler.scale_, rtol=1e-6)


@pytest.mark.parametrize(
    ("key", "criterion"),
    [
        ("mse", nn.MSELoss()),
        ("l1", nn.L1Loss()),
        ("huber", nn.HuberLoss()),
        ("smooth_l1", nn.SmoothL1Loss()),
    ],
)
@pytest.mark.parametrize(
    ("name", "make"),
    [("eager", EagerStepper), ("scripted", partial(ScriptedStepper, background=False))],
)
def test_that_the_losses_are_those_of_a_plain_loop(
    dataset: Dataset, key: str, criterion: nn.Module, name: str, make: Callable[[Trainer], Stepper]
) -> None:
    trainer = Trainer(spec_of(training__loss=key, training__learning_rate=0.1), dataset, CPU)
    assert trainer.network.outputs == 3
    first, last = trainer.network.linear_layers()
    plain = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 3))
    plain[0].load_state_dict(first.state_dict())
    plain[2].load_state_dict(last.state_dict())
    rows = torch.from_numpy(dataset.train)
    inputs, targets = dataset.inputs[rows], dataset.targets[rows]
    optimizer, expected = torch.optim.SGD(plain.parameters(), lr=0.1), []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = criterion(plain(inputs), targets)
        loss.backward()
        optimizer.step()
        expected.append(loss.item())
    stepping = make(trainer)
    losses: list[float] = []
    while len(losses) < STEPS:
        losses += stepping.advance(STEPS - len(losses), epochs=STEPS).tolist()
    np.testing.assert_allclose(losses, expected, rtol=1e-5)
    assert stepping.name == name


def test_that_metrics_are_scikit_learns_for_each_target_and_on_the_average(
    dataset: Dataset,
) -> None:
    trainer, maker = Trainer(spec_of(), dataset, CPU), FrameMaker(dataset)
    train, validation = maker.measures(trainer, FrameRequest(), fresh=True)
    assert validation is not None
    for measures, rows in ((train, dataset.train), (validation, dataset.validation)):
        true = load_linnerud().target[rows]
        predicted = maker.predict(trainer, dataset.raw.inputs[rows])
        for how, found in (("uniform_average", [measures.metrics]), ("raw_values", None)):
            each = found or list(measures.by_target.values())
            expected = {
                "mae": reference.mean_absolute_error(true, predicted, multioutput=how),
                "rmse": reference.root_mean_squared_error(true, predicted, multioutput=how),
                "r2": reference.r2_score(true, predicted, multioutput=how),
            }
            for name, values in expected.items():
                np.testing.assert_allclose([one[name] for one in each], values, rtol=1e-4)
        assert tuple(measures.by_target) == TARGETS


def test_that_the_parity_of_each_target_is_in_its_own_units(dataset: Dataset) -> None:
    trainer, maker = Trainer(spec_of(), dataset, CPU), FrameMaker(dataset)
    maker.measures(trainer, FrameRequest(), fresh=True)
    whole = maker.picture(trainer, FrameRequest("parity"))
    waist = of_target(whole, 1) if whole else None
    assert isinstance(waist, Parity)
    np.testing.assert_array_equal(waist.train_target, load_linnerud().target[dataset.train, 1])
    predicted = maker.predict(trainer, dataset.raw.inputs[dataset.validation])
    np.testing.assert_allclose(waist.validation_predicted, predicted[:, 1], rtol=1e-6)


def test_that_every_output_of_the_network_goes_by_the_name_of_its_target(
    dataset: Dataset,
) -> None:
    trainer, maker = Trainer(spec_of(), dataset, CPU), FrameMaker(dataset)
    request = FrameRequest(network=NetworkRequest(grid=8))
    picture = maker.network_picture(trainer, request, fresh=True)
    assert picture is not None
    outputs = picture.layers[-1]
    assert (outputs.labels, outputs.chances) == (TARGETS, False)


def test_that_the_data_of_one_target_are_those_of_a_table_with_that_target() -> None:
    lines = "x,sine,square\n" + "\n".join(f"{n},{np.sin(n)},{n * n}" for n in range(30))
    file = TableFile("t.csv", lines.encode())

    def picture(*names: str) -> DataPicture:
        data = build_dataset(DataSpec(source="table", target=names, ignore=without(names)), file)
        return FrameMaker(data).data_picture

    both, alone = picture("sine", "square"), picture("square")
    own = both.of_target(1)
    assert (own.target_name, own.axes, own.bounds) == (
        alone.target_name,
        alone.axes,
        alone.bounds,
    )
    np.testing.assert_array_equal(own.targets, alone.targets)


def without(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in ("sine", "square") if name not in names)
