"""Parts are measured in pieces, and the step at which a run went wrong is found."""

import pytest
import torch

from playground.engine.data.dataset import build_dataset
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.training import evaluation
from playground.engine.training.evaluation import first_not_finite
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")


@pytest.fixture
def trainer() -> Trainer:
    return Trainer(RunSpec(), build_dataset(DataSpec(source="circle", samples=60)), CPU)


def test_that_large_parts_are_measured_in_pieces_with_the_same_loss(
    trainer: Trainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, outputs = trainer.evaluate("train")
    monkeypatch.setattr(evaluation, "ROWS_AT_ONCE", 7)
    loss, pieces = trainer.evaluate("train")
    assert loss == pytest.approx(whole, rel=1e-6)
    torch.testing.assert_close(pieces, outputs)


def test_that_a_network_that_fails_is_left_ready_to_learn() -> None:
    spec = settings.write(RunSpec(), "network.dropout", 0.5)
    trainer = Trainer(spec, build_dataset(DataSpec(source="circle", samples=60)), CPU)
    with pytest.raises(RuntimeError):
        evaluation.evaluate(
            trainer.network, trainer.learner.loss, torch.zeros(3, 9), torch.zeros(3)
        )
    assert trainer.network.training


def test_that_the_first_loss_that_is_not_finite_is_found(trainer: Trainer) -> None:
    nan, inf = float("nan"), float("inf")
    assert first_not_finite(torch.tensor([1.0, 2.0]), trainer.network) is None
    assert first_not_finite(torch.tensor([1.0, inf, nan]), trainer.network) == 1
    assert first_not_finite(torch.tensor([nan]), trainer.network) == 0


def test_that_a_weight_that_is_not_finite_is_found_by_the_end_of_the_chunk(
    trainer: Trainer,
) -> None:
    trainer.network.linear_layers()[0].weight.data[0, 0] = float("inf")
    assert first_not_finite(torch.tensor([1.0, 2.0, 3.0]), trainer.network) == 2


def test_that_a_diverging_run_is_found_and_its_last_weights_can_be_put_back() -> None:
    values = {
        "training.optimizer": "sgd",
        "training.loss": "mse",
        "training.learning_rate": 100.0,
        "network.activation": "identity",
    }
    spec = settings.write_all(RunSpec(), values)
    trainer = Trainer(spec, build_dataset(DataSpec(source="plane", samples=40)), CPU)
    kept = trainer.state()
    losses = torch.stack([trainer.step() for _ in range(200)])
    bad = first_not_finite(losses, trainer.network)
    assert bad is not None
    assert torch.isfinite(losses[:bad]).all()
    trainer.return_to(kept)
    assert first_not_finite(losses[:0], trainer.network) is None
