"""Every activation, loss and input feature can be taken away as TorchScript."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.catalogue.losses import LOSSES
from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import Dataset
from playground.engine.export import torchscript, torchscript_check
from playground.engine.export.live import apply, make_recipe
from playground.engine.export.recipe import build_model
from playground.engine.spec.run import INPUT_FEATURES

SOURCES = {"regression": "line", "two_classes": "circle", "more_classes": "iris"}
Model = tuple[RunState, Dataset]
Build = Callable[..., Model]
FITTING = [(row.key, form.task) for row in LOSSES for form in row.forms]


def assert_same_when_reloaded(model: Model, path: Path) -> None:
    state, dataset = model
    recipe = make_recipe(state, dataset)
    live = build_model(recipe)
    torchscript.write(live, recipe, path)
    inputs = torch.from_numpy(dataset.raw.inputs).float()
    reloaded = torchscript_check.run(path, inputs)["outputs"]
    assert torch.isfinite(reloaded).all()
    torch.testing.assert_close(reloaded, apply(live, inputs), rtol=1e-6, atol=1e-6)
    if dataset.classes:
        torch.testing.assert_close(reloaded.sum(dim=1), torch.ones(len(reloaded)))


@pytest.mark.parametrize("activation", [row.key for row in ACTIVATIONS])
def test_that_every_activation_computes_the_same_when_reloaded(
    activation: str, build: Build, tmp_path: Path
) -> None:
    changes = {"network.hidden": (5, 3), "network.activation": activation}
    assert_same_when_reloaded(build("line", changes), tmp_path / "model.pt")


@pytest.mark.parametrize(("loss", "task"), FITTING)
def test_that_every_loss_gives_units_or_probabilities_when_reloaded(
    loss: str, task: str, build: Build, tmp_path: Path
) -> None:
    changes = {"training.loss": loss}
    assert_same_when_reloaded(build(SOURCES[task], changes), tmp_path / "model.pt")


def test_that_every_input_feature_is_part_of_the_file(build: Build, tmp_path: Path) -> None:
    features = tuple(choice.key for choice in INPUT_FEATURES)
    assert_same_when_reloaded(build("circle", {"data.features": features}), tmp_path / "model.pt")
