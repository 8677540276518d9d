"""A small trained-looking model for each kind of task."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.export.exporter import export_model
from playground.engine.model.loss_forms import loss_form, outputs_for
from playground.engine.model.network import build_network
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from playground.engine.training.state import Place, TrainingState

Model = tuple[RunState, Dataset]


def build_state(source: str, changes: dict[str, object] | None = None) -> Model:
    """A run with random weights for a dataset of the catalogue."""
    spec = settings.write_all(defaults_for(source), changes or {})
    dataset = build_dataset(spec.data)
    return state_of(spec, dataset), dataset


def state_of(spec: RunSpec, dataset: Dataset) -> RunState:
    form = loss_form(spec.training.loss, dataset.task)
    network = build_network(
        spec.network,
        dataset.inputs.shape[1],
        outputs_for(form, dataset.classes),
        form.output_activation,
    )
    generator = torch.Generator().manual_seed(1)
    weights = {
        name: tensor + 0.3 * torch.randn(tensor.shape, generator=generator)
        for name, tensor in network.state_dict().items()
    }
    training = TrainingState(step=7, place=Place(epoch=0, row=1, rows=2), weights=weights)
    return RunState(spec, training, seconds=1.0)


@pytest.fixture(scope="session")
def build() -> Callable[..., Model]:
    return build_state


@pytest.fixture(scope="session")
def circle() -> Model:
    features = ("x1", "x2", "x1_x2", "sin_x1")
    return build_state("circle", {"data.samples": 50, "data.features": features})


@pytest.fixture(scope="session")
def line() -> Model:
    return build_state("line")


@pytest.fixture(scope="session")
def iris() -> Model:
    return build_state("iris", {"network.hidden": (5, 4), "network.dropout": 0.5})


@pytest.fixture(scope="session")
def iris_file(iris: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "it's mine.pt"
    assert export_model(*iris, path).max_abs_difference < 1e-6
    return path
