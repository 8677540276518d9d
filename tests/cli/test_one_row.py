"""A single row, as in the first lines of many tutorials, is enough to train on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from playground.engine.catalogue.datasets import DATASETS
from playground.engine.checkpoint.payload import from_payload
from playground.engine.data.dataset import build_dataset
from playground.engine.frames.frame import FrameRequest
from playground.engine.frames.maker import FrameMaker
from playground.engine.frames.pictures import PICTURES
from playground.engine.model.network import build_network
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.training.trainer import Trainer
from playground.state.project_file import open_project

Run = Callable[..., Any]
DRAWN = [row.key for row in DATASETS if row.synthetic and not row.fixed_samples]


def test_that_one_row_trains_as_the_bare_lines_of_a_tutorial_do(run: Run, tmp_path: Path) -> None:
    plain_sgd = ("network.hidden=", "training.optimizer=sgd", "training.learning_rate=0.01")
    chosen = [word for path in ("data.samples=1", *plain_sgd) for word in ("--set", path)]
    answer = run("train", "random10", *chosen, "--steps", 20, "--json", "--save", "a.playground")
    file = open_project(tmp_path / "a.playground")
    checkpoint = from_payload(file.payload, file.project.run)
    assert checkpoint is not None

    raw = build_dataset(file.project.run.data).raw
    x, y = (torch.tensor(part, dtype=torch.float32) for part in (raw.inputs, raw.targets[:, None]))
    assert x.shape == (1, 10)
    model = build_network(file.project.run.network, 10, 1)
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=0.01), nn.MSELoss()
    for _ in range(20):
        optimizer.zero_grad()
        loss(model(x), y).backward()
        optimizer.step()
    for name, weight in model.state_dict().items():
        torch.testing.assert_close(checkpoint.state.weights[name], weight)
    assert answer.json["train_loss"] == pytest.approx(loss(model(x), y).item(), rel=1e-4)


def test_that_what_one_row_does_not_tell_is_left_empty_and_said(run: Run, tmp_path: Path) -> None:
    answer = run(
        *("train", "random10", "--set", "data.samples=1", "--epochs", 3, "--json"),
        *("--save", "a.playground", "--export", "a.pt"),
    )
    assert answer.status == 0
    assert answer.json["validation_loss"] is None
    assert answer.json["metrics"]["train"]["r2"] is None
    assert np.isfinite(answer.json["metrics"]["train"]["mae"])
    assert "The only row is used for training; none is left for validation." in answer.errors
    assert answer.json["exports"][0]["max_abs_difference"] < 1e-6
    row = ",".join(["0.5"] * 10)
    (tmp_path / "in.csv").write_text(f"{','.join(f'x{n}' for n in range(1, 11))}\n{row}\n{row}\n")
    assert len(run("predict", "a.playground", "in.csv").output.splitlines()) == 3


@pytest.mark.parametrize("source", DRAWN)
def test_that_every_picture_of_one_row_can_be_drawn(source: str) -> None:
    spec = settings.write(defaults_for(source), "data.samples", 1)
    dataset = build_dataset(spec.data)
    trainer, frames = Trainer(spec, dataset, torch.device("cpu")), FrameMaker(dataset)
    assert np.isfinite(frames.data_picture.points).all()
    assert "nan" not in "".join(frames.data_picture.axes)
    low_x, high_x, low_y, high_y = frames.data_picture.bounds
    assert low_x < high_x and low_y < high_y
    trainer.step()
    for row in PICTURES:
        request = FrameRequest(view=row.key, grid=4)
        frames.measures(trainer, request, fresh=True)
        assert (frames.picture(trainer, request) is not None) == row.fits(dataset.raw)
