"""A forward pass as one program gives what the function gives, and follows the weights."""

import pytest
import torch
from torch import Tensor, nn

from playground.engine.catalogue.activations import ACTIVATIONS
from playground.engine.data.dataset import build_dataset
from playground.engine.frames.maker import FrameMaker
from playground.engine.model.whole_model import whole_model
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.steppers.scripted import forward as fused_forward
from playground.engine.steppers.scripted.forward import FusedForward
from playground.engine.training.trainer import Trainer


class Counted:
    """A small network that knows how often it was called."""

    def __init__(self) -> None:
        self.layers = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
        self.calls = 0
        self.fused = FusedForward(self.call, list(self.layers.parameters()))

    def call(self, rows: Tensor) -> Tensor:
        self.calls += 1
        output: Tensor = self.layers(rows)
        return output


def test_that_weights_that_change_are_followed_without_another_recording() -> None:
    network = Counted()
    rows = torch.randn(20, 2)
    network.fused(rows)
    first = network.fused(rows)
    kept = first.clone()
    with torch.no_grad():
        for weight in network.layers.parameters():
            weight.mul_(1.5)
    second = network.fused(rows)
    assert torch.equal(second, network.layers(rows))
    assert torch.equal(first, kept)
    assert not second.requires_grad
    assert network.calls == 2  # once as it is, once to be recorded


def test_that_weights_that_moved_elsewhere_are_found() -> None:
    network = Counted()
    rows = torch.randn(20, 2)
    for _ in range(2):
        network.fused(rows)
    for weight in network.layers.parameters():
        weight.data = weight.data * 2.0
    for _ in range(3):
        assert torch.equal(network.fused(rows), network.layers(rows))
    assert network.calls == 4


def test_that_a_number_of_rows_that_comes_once_is_not_recorded() -> None:
    network = Counted()
    for rows in (7, 8, 9):
        network.fused(torch.randn(rows, 2))
    assert not network.fused._programs


def test_that_each_number_of_rows_has_its_program_and_few_are_kept() -> None:
    network = Counted()
    for rows in (1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 5, 4):
        batch = torch.randn(rows, 2)
        assert torch.equal(network.fused(batch), network.layers(batch))
    assert network.calls == 10
    assert len(network.fused._programs) == fused_forward._KEPT


def test_that_what_cannot_be_recorded_is_called_as_it_is() -> None:
    calls: list[Tensor] = []

    def floored(rows: Tensor) -> Tensor:
        calls.append(rows)
        return torch.div(rows, 0.3, rounding_mode="floor")

    fused = FusedForward(floored, [])
    rows = torch.randn(4, 2)
    for _ in range(3):
        assert torch.equal(fused(rows), torch.div(rows, 0.3, rounding_mode="floor"))
    assert len(calls) == 4  # one of them to be recorded


def test_that_large_work_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Counted()
    monkeypatch.setattr(fused_forward, "LARGEST_WORK", 13 * 20)
    for rows in (20, 20, 20, 21, 21, 21):
        batch = torch.randn(rows, 2)
        assert torch.equal(network.fused(batch), network.layers(batch))
    assert network.calls == 2 + 3


@pytest.mark.parametrize("source", ["plane", "circle", "rings"])
@pytest.mark.parametrize("activation", [row.key for row in ACTIVATIONS])
def test_that_frames_show_what_the_whole_model_gives(source: str, activation: str) -> None:
    assignments = (f"network.activation={activation}", "network.dropout=0.2")
    spec = settings.parse_all(defaults_for(source), assignments)
    dataset = build_dataset(spec.data)
    trainer = Trainer(spec, dataset, torch.device("cpu"))
    frames = FrameMaker(dataset)
    inputs = dataset.raw.inputs[:50]
    for _ in range(3):
        trainer.step()
        shown = frames.predict(trainer, inputs)
        with torch.no_grad():
            whole = whole_model(dataset, trainer.network, trainer.learner.form)
            wanted = whole(torch.from_numpy(inputs.astype("float32")))
        trainer.network.train()
        assert torch.equal(torch.from_numpy(shown), wanted)
