"""Pictures of numbers far from zero show what the network makes of every digit."""

import numpy as np
import pytest
import torch

from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.frames.frame import FrameRequest
from playground.engine.frames.maker import FrameMaker
from playground.engine.frames.pictures import Parity, Surface
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec, TableFile
from playground.engine.training.trainer import Trainer

FAR = 1.7e9
CHOSEN = (
    *("network.hidden=", "training.optimizer=lbfgs", "training.batch_size=0"),
    "training.learning_rate=1",
)


def clocks(columns: int) -> tuple[RunSpec, Dataset]:
    """Times in seconds, and their sum far from zero as the target."""
    times = FAR + np.random.default_rng(0).uniform(0, 600, (120, columns)).round(1)
    names = [*(f"t{number}" for number in range(columns)), "y"]
    rows = [[*row, sum(row)] for row in times.tolist()]
    text = "\n".join([",".join(names), *(",".join(map(repr, row)) for row in rows)])
    spec = settings.parse_all(defaults_for("table"), [*CHOSEN, "data.header=yes"])
    return spec, build_dataset(spec.data, TableFile("t.csv", text.encode()))


@pytest.mark.parametrize("columns", [2, 3])
def test_that_surfaces_and_parity_tell_every_place_from_the_next(columns: int) -> None:
    spec, dataset = clocks(columns)
    assert dataset.input_scaling.exact.all() and dataset.target_scaling.exact.all()
    trainer, frames = Trainer(spec, dataset, torch.device("cpu")), FrameMaker(dataset)
    for _ in range(30):
        trainer.step()
    train, _ = frames.measures(trainer, FrameRequest(), fresh=True)
    assert train.metrics["r2"] == pytest.approx(1.0, abs=1e-9)
    parity = frames.picture(trainer, FrameRequest(view="parity"))
    assert isinstance(parity, Parity)
    np.testing.assert_allclose(parity.train_predicted, parity.train_target, atol=0.1, rtol=0)

    picture = frames.picture(
        trainer, FrameRequest(view="surface" if columns == 2 else "pca", grid=8)
    )
    assert isinstance(picture, Surface)
    assert len(np.unique(picture.values)) == 64
    if columns == 2:
        left, right, bottom, top = picture.bounds
        x, y = np.meshgrid(np.linspace(left, right, 8), np.linspace(bottom, top, 8))
        np.testing.assert_allclose(picture.values[..., 0], x + y, atol=0.1, rtol=0)
