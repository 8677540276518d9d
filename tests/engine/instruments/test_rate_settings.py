"""Which settings make a range test one of other settings."""

import pytest

from playground.engine.instruments.rate_settings import changed_since
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec

TESTED = RunSpec()


def names(values: dict[str, object]) -> list[str]:
    now = settings.write_all(TESTED, values)
    return [parameter.name for parameter in changed_since(TESTED, now)]


@pytest.mark.parametrize(
    ("values", "changed"),
    [
        ({"training.batch_size": 20}, ["batch_size"]),
        ({"training.beta1": 0.8}, ["beta1"]),
        ({"network.hidden": (5,)}, ["hidden"]),
        ({"data.noise": 0.1, "network.dropout": 0.2}, ["noise", "dropout"]),
        ({"training.optimizer": "sgd", "training.momentum": 0.9}, ["optimizer"]),
        ({"data.source": "xor"}, ["source"]),
    ],
)
def test_that_what_a_test_hangs_on_is_told(values: dict[str, object], changed: list[str]) -> None:
    assert names(values) == changed


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"training.learning_rate": 0.5},
        {"training.schedule": "step", "training.step_size": 3},
        {"training.epochs": 7, "training.patience": 5, "training.target_loss": 0.1},
        {"training.stepper": "eager"},
        {"data.decimal": "comma", "data.points": ("1 2 0",)},  # of no use to points that are drawn
    ],
)
def test_that_what_a_test_does_not_heed_is_not_told(values: dict[str, object]) -> None:
    assert names(values) == []
