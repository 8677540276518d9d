"""A model of several targets is exported in the units of each."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.data.scaling import Scaling
from playground.engine.export.exporter import TOLERANCE, export_model, max_abs_difference
from playground.engine.export.live import predict
from playground.engine.export.torchscript import deprecation_accepted
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec, TableFile
from playground.engine.training.state import Place, TrainingState
from playground.engine.training.trainer import Trainer

TARGETS = ("price", "area, m²")


def trained() -> tuple[RunState, Dataset]:
    """A few steps on targets of which one is a million times as large as the other."""
    x = np.linspace(-1, 1, 40)
    rows = "\n".join(f"{a:.4f},{3e6 + 1e6 * a:.1f},{2 + np.sin(3 * a):.5f}" for a in x)
    file = TableFile("t.csv", f'x,price,"area, m²"\n{rows}\n'.encode())
    data = DataSpec(source="table", target=TARGETS)
    spec = replace(settings.write_all(RunSpec(), {"training.loss": "mse"}), data=data)
    dataset = build_dataset(data, file)
    trainer = Trainer(spec, dataset, torch.device("cpu"))
    for _ in range(50):
        trainer.step()
    weights = {name: t.clone() for name, t in trainer.network.state_dict().items()}
    state = TrainingState(step=50, place=Place(epoch=0, row=1, rows=2), weights=weights)
    return RunState(spec, state, seconds=1.0), dataset


@pytest.fixture(scope="module")
def model() -> tuple[RunState, Dataset]:
    return trained()


def test_that_torchscript_answers_every_target_in_its_units(
    model: tuple[RunState, Dataset], tmp_path: Path
) -> None:
    state, dataset = model
    path = tmp_path / "m.pt"
    result = export_model(state, dataset, path)
    assert result.max_abs_difference < 1.0
    extra = {"playground.json": ""}
    with deprecation_accepted():
        program = torch.jit.load(str(path), _extra_files=extra)  # type: ignore[no-untyped-call]
    outputs = program(torch.tensor([[-0.5], [0.25]]))
    weights = state.weights
    z = (np.array([[-0.5], [0.25]]) - dataset.input_scaling.mean) / dataset.input_scaling.deviation
    names = sorted({name.rpartition(".")[0] for name in weights})
    for number, name in enumerate(names):
        weight, bias = (weights[f"{name}.{part}"].double().numpy() for part in ("weight", "bias"))
        z = z @ weight.T + bias
        z = np.tanh(z) if number < len(names) - 1 else z
    expected = z * dataset.target_scaling.deviation + dataset.target_scaling.mean
    np.testing.assert_allclose(outputs.numpy(), expected, rtol=1e-4)
    np.testing.assert_allclose(predict(state, dataset, np.array([[0.25]])), outputs[1:], rtol=1e-6)
    described = json.loads(extra["playground.json"])
    assert described["target_names"] == list(TARGETS)
    assert described["spec"]["data.target"] == list(TARGETS)


def test_that_a_large_target_hides_no_difference_of_a_small_one() -> None:
    scaling = Scaling(np.array([3e6, 2.0]), np.array([1e6, 0.7]), np.zeros(2, np.bool_))
    live = torch.tensor([[3.1e6, 2.5], [2.9e6, 1.5]])
    fine = live + torch.tensor([[10.0, 0.0], [0.0, 0.0]])
    assert max_abs_difference({"outputs": live}, {"outputs": fine}, scaling) == 10.0
    off = live + torch.tensor([[0.0, 0.0], [0.0, 2 * TOLERANCE]])
    with pytest.raises(RuntimeError, match="differs from the trained model"):
        max_abs_difference({"outputs": live}, {"outputs": off}, scaling)
