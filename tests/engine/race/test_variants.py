"""What a variant may have otherwise, and how the lanes of a race are called and compared."""

import math

import pytest

from playground.engine.frames.frame import Frame, Measures
from playground.engine.race.leading import Lead, lead_of
from playground.engine.race.variants import (
    Values,
    lane_words,
    same_loss,
    suggestions,
    value_words,
    variant_of,
)
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec


def spec_of(*assignments: str) -> RunSpec:
    return settings.parse_all(RunSpec(), assignments)


def offered(spec: RunSpec) -> dict[str, str]:
    return {one.key: one.words for one in suggestions(spec)}


def test_that_suggestions_fit_the_present_settings() -> None:
    assert offered(spec_of("training.optimizer=sgd", "network.activation=relu")) == {
        "optimizer": "Adam instead of SGD",
        "faster": "Learning rate × 10",
        "slower": "Learning rate ÷ 10",
        "activation": "Tanh instead of ReLU",
        "wider": "Twice the neurons",
    }
    linear = offered(spec_of("network.hidden=", "training.learning_rate=50"))
    assert linear.keys() == {"optimizer", "slower"}


@pytest.mark.parametrize("source", [spec_of(), spec_of("training.optimizer=lbfgs")])
def test_that_each_suggestion_is_a_variant_that_differs(source: RunSpec) -> None:
    for one in suggestions(source):
        assert variant_of(source, one.values) != source


def test_that_what_the_variants_choices_do_not_have_is_left_aside() -> None:
    values: Values = {"training.optimizer": "adam", "training.momentum": 0.5}
    assert variant_of(spec_of("training.optimizer=sgd"), values).training.options == ()


@pytest.mark.parametrize(
    ("assignments", "words"),
    [
        (("training.optimizer=sgd",), ("Adam", "SGD")),
        (("training.learning_rate=0.1",), ("Learning rate 0.01", "Learning rate 0.1")),
        (("training.batch_size=0",), ("Batch size 10", "Batch size full batch")),
        (("network.hidden=8,8",), ("Hidden layers 4, 2", "Hidden layers 8, 8")),
        (("network.bias=false",), ("Bias on", "Bias off")),
        (
            ("training.optimizer=sgd", "training.l2=0.1"),
            ("Adam, L2 0", "SGD, L2 0.1"),
        ),
    ],
)
def test_that_lanes_are_called_by_what_differs(
    assignments: tuple[str, ...], words: tuple[str, str]
) -> None:
    spec, variant = spec_of(), spec_of(*assignments)
    assert (lane_words(spec, variant), lane_words(variant, spec)) == words


def test_that_a_percentage_is_written_as_one() -> None:
    parameter = settings.fixed_parameters()["data.noise"]
    assert parameter.unit == "%"
    assert value_words(parameter, 0.25) == "25 %"


def test_that_losses_are_compared_where_they_are_the_same() -> None:
    assert same_loss(spec_of(), spec_of("training.optimizer=sgd", "training.l2=0.1"))
    assert not same_loss(spec_of(), spec_of("training.loss=focal"))
    assert not same_loss(spec_of(), spec_of("training.label_smoothing=0.1"))


def frame(loss: float, validation: float | None = None, **metrics: float) -> Frame:
    parts = [Measures(loss, metrics), None]
    if validation is not None:
        parts[1] = Measures(validation, metrics)
    return Frame(1, 5, 1.0, 1.0, 0.0, 0.1, parts[0], parts[1])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pair", "same", "lead"),
    [
        ((frame(1.0), frame(2.0)), True, Lead(0, "loss", False, (1.0, 2.0))),
        ((frame(1.0, 4.0), frame(2.0, 3.0)), True, Lead(1, "loss", True, (4.0, 3.0))),
        ((frame(1.0), frame(1.0)), True, Lead(None, "loss", False, (1.0, 1.0))),
        (
            (frame(1.0, accuracy=0.5), frame(9.0, accuracy=0.75)),
            False,
            Lead(1, "accuracy", False, (0.5, 0.75)),
        ),
        (
            (frame(1.0, mae=0.5), frame(9.0, mae=0.75)),
            False,
            Lead(0, "mae", False, (0.5, 0.75)),
        ),
    ],
)
def test_that_the_better_lane_leads(pair: tuple[Frame, Frame], same: bool, lead: Lead) -> None:
    assert lead_of(pair, same_loss=same) == lead


def test_that_a_lane_whose_loss_is_no_number_does_not_lead() -> None:
    assert lead_of((frame(math.nan), frame(5.0)), same_loss=True).lane == 1
    assert lead_of((frame(5.0), frame(math.inf)), same_loss=True).lane == 0
    assert lead_of((frame(math.nan), frame(math.nan)), same_loss=True).lane is None
