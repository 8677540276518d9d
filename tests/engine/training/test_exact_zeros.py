"""The L1 that makes weights exactly zero: the lasso, whichever optimizer moves the weights."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import Lasso
from torch import nn

from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.data.dataset import build_dataset
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.steppers.eager import EagerStepper
from playground.engine.steppers.scripted.stepper import ScriptedStepper
from playground.engine.training import step
from playground.engine.training.trainer import Trainer

PROXIMAL = ("training.l1=0.05", "training.l1_form=proximal")


def trainer_of(*assignments: str) -> Trainer:
    small = ("data.samples=50", "network.hidden=4,3", "training.batch_size=16")
    spec = settings.parse_all(defaults_for("circle"), (*small, *PROXIMAL, *assignments))
    return Trainer(spec, build_dataset(spec.data), torch.device("cpu"))


def zeros_in(trainer: Trainer) -> int:
    weights = [weight for weight in trainer.network.parameters() if weight.dim() > 1]
    return sum(int((weight == 0).sum()) for weight in weights)


def test_that_steps_lead_to_the_lasso() -> None:
    draw = np.random.default_rng(0)
    inputs = draw.normal(size=(60, 8))
    targets = inputs @ [2.0, -1.0, 0.5, 0.0, 0.0, 0.0, 0.2, 0.0] + 0.1 * draw.normal(size=60)
    network = nn.Linear(8, 1)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.05)
    rows = torch.tensor(inputs).float(), torch.tensor(targets).float()[:, None]
    for _ in range(2000):
        step.learn(network, nn.MSELoss(), optimizer, *rows, shrinkage=0.3)
    # scikit-learn halves the mean of the squares, and so takes half of λ.
    lasso = Lasso(alpha=0.15, tol=1e-10, max_iter=100_000).fit(inputs, targets)
    found = network.weight.detach().numpy()[0]
    assert found == pytest.approx(lasso.coef_, abs=1e-5)
    assert ((found == 0) == (lasso.coef_ == 0)).all()
    assert 0 < (found == 0).sum() < 8


def test_that_a_weight_that_would_be_carried_across_becomes_zero_and_biases_stay() -> None:
    matrix, bias = torch.tensor([[0.3, -0.3, 0.1, -0.1, 0.0]]), torch.tensor([0.1])
    step.shrink([matrix, bias], 0.2)
    assert matrix.tolist()[0] == pytest.approx([0.1, -0.1, 0.0, 0.0, 0.0])
    assert matrix[0, 2:].tolist() == [0.0, 0.0, 0.0]
    assert bias.tolist() == [pytest.approx(0.1)]


def test_that_a_weight_that_is_not_finite_is_not_hidden() -> None:
    matrix = torch.tensor([[float("nan"), float("inf")]])
    step.shrink([matrix], 0.2)
    assert matrix.isnan().tolist() == [[True, False]]
    assert matrix.isinf().tolist() == [[False, True]]


@pytest.mark.parametrize("optimizer", [row.key for row in OPTIMIZERS])
def test_that_every_optimizer_makes_zeros_the_same_fused_and_step_by_step(optimizer: str) -> None:
    options = (f"training.optimizer={optimizer}", "training.l1=1", "training.learning_rate=0.03")
    plain, fused = trainer_of(*options), trainer_of(*options)
    eager, scripted = EagerStepper(plain), ScriptedStepper(fused, background=False)
    for _ in range(20):
        assert torch.equal(eager.advance(10, 9), scripted.advance(10, 9))
    assert scripted.name == ("eager" if optimizer in ("lbfgs", "adafactor") else "scripted")
    for one, other in zip(plain.network.parameters(), fused.network.parameters(), strict=True):
        assert torch.equal(one.data.view(torch.int32), other.data.view(torch.int32))
    assert zeros_in(fused) > 0


def test_that_the_plain_form_makes_none() -> None:
    trainer = trainer_of("training.l1_form=gradient", "training.optimizer=sgd", "training.l1=1")
    for _ in range(200):
        trainer.step()
    assert zeros_in(trainer) == 0


def test_that_a_frozen_weight_is_not_moved_towards_zero() -> None:
    trainer = trainer_of("training.optimizer=sgd", "training.l1=10")
    first = trainer.network.get_parameter("layers.0.weight")
    mask = torch.zeros_like(first, dtype=torch.bool)
    mask[1] = True
    trainer.freeze({"layers.0.weight": mask})
    before = first.detach()[1].clone()
    for _ in range(200):
        trainer.step()
    assert torch.equal(first[1], before)
    assert bool((first[0] == 0).all())


def test_that_lambda_and_form_change_between_two_steps() -> None:
    plain, fused = trainer_of(), trainer_of()
    eager, scripted = EagerStepper(plain), ScriptedStepper(fused, background=False)
    for change in ("training.l1=0.5", "training.l1_form=gradient", "training.l1_form=proximal"):
        for trainer in (plain, fused):
            trainer.apply(settings.parse_all(trainer.spec, [change]))
        for _ in range(5):
            assert torch.equal(eager.advance(10, 9), scripted.advance(10, 9))
