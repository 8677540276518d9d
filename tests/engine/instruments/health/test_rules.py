"""Six prepared runs, trained: the right sentence in five, and silence where all is well."""

import dataclasses
import math

import numpy as np
import pytest

from playground.engine.catalogue.datasets import DATASETS
from playground.engine.instruments.health.history import History
from playground.engine.instruments.health.remedies import REMEDIES, offered
from playground.engine.instruments.health.rules import LOOKS, RULES, Finding, diagnose
from playground.engine.run.session import Session
from playground.engine.settings import paths as settings
from playground.engine.spec.edit import Edit
from playground.engine.spec.run import RunSpec
from tests.engine.instruments.health.prepared import look, prepared, told

TWELVE = ",".join(["8"] * 12)
CASES = {
    "vanishing": ("circle", f"network.hidden={TWELVE}", "network.activation=sigmoid"),
    "dead": ("circle", "network.activation=relu", "training.learning_rate=100"),
    "rate_too_low": ("circle", "training.learning_rate=1e-6"),
    "overfitting": (
        "xor",
        "data.samples=40",
        "data.validation_fraction=0.5",
        "data.noise=0.5",
        "network.hidden=64,64",
    ),
    "rate_too_high": ("circle", "training.learning_rate=1", "training.stepper=eager"),
    "saturated": (
        "circle",
        "training.learning_rate=100",
        "training.optimizer=sgd",
        "training.stepper=eager",
    ),
}
SENTENCES = {
    "vanishing": "The gradients are vanishing: in the first layer they are only",
    "dead": "is dying:",
    "rate_too_low": "The learning rate is too low: each step changes the weights by only",
    "overfitting": "The network is overfitting: the validation loss has risen from",
    "rate_too_high": "The learning rate is too high: each step changes weights by",
    "saturated": "is saturated:",
    "exploding": "The gradients are exploding: their norm is",
    "diverged": "The weights exploded: some are no longer finite numbers.",
    "equal": "All neurons of hidden layer 1 are equal and learn the same: together they do no more "
    "than one.",
}


def last_word(session_and_log: tuple[Session, object], looks: int, every: int) -> list[str]:
    """The keys of what is told from look to look; an empty one for nothing."""
    findings = told(*session_and_log, looks, every)  # type: ignore[arg-type]
    return [finding.key if finding else "" for finding in findings]


@pytest.mark.parametrize("key", ["vanishing", "dead", "rate_too_low", "overfitting"])
def test_that_a_run_in_trouble_is_told_in_the_right_sentence(key: str) -> None:
    source, *assignments = CASES[key]
    findings = [*told(*prepared(source, *assignments), looks=40, every=50)]
    last = findings[-1]
    assert last is not None
    assert last.key == key
    assert SENTENCES[key] in last.sentence
    assert last.offers


@pytest.mark.parametrize("key", ["rate_too_high", "saturated"])
def test_that_a_rate_that_is_too_high_is_told(key: str) -> None:
    source, *assignments = CASES[key]
    assert key in last_word(prepared(source, *assignments), looks=30, every=10)


def test_that_large_initial_weights_explode() -> None:
    session, log = prepared("circle", "network.hidden=8,8,8,8", "network.activation=leaky_relu")
    for name, weight in session.trainer.network.named_parameters():
        values = weight.detach().double().numpy().ravel() * 10.0
        session.edit((Edit("weights", name, np.arange(weight.numel()), values),))
    findings = [*told(session, log, looks=6, every=2)]
    assert {finding.key for finding in findings if finding} == {"exploding"}
    assert findings[LOOKS - 1] is not None
    assert SENTENCES["exploding"] in str(findings[LOOKS - 1])


def test_that_a_run_that_diverged_is_told_at_once() -> None:
    chosen = ("training.optimizer=sgd", "training.learning_rate=10", "network.activation=relu")
    findings = [*told(*prepared("hills", *chosen), looks=40, every=5)]
    last = findings[-1]
    assert last is not None
    assert last.sentence == SENTENCES["diverged"]
    assert [offer.key for offer in last.offers] == ["restore_valid", "lower_rate", "clip"]


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_that_neurons_that_start_equal_and_stay_so_are_told(activation: str) -> None:
    chosen = ("network.initialiser=zeros", f"network.activation={activation}")
    findings = [*told(*prepared("circle", *chosen), looks=40, every=20)][LOOKS:]
    last = findings[-1]
    assert {finding.key for finding in findings if finding} == {"equal"}
    assert last is not None
    assert last.sentence == SENTENCES["equal"]
    assert [dict(offer.values) for offer in last.offers] == [{"network.initialiser": "default"}]


def test_that_neurons_that_start_nearly_equal_are_left_in_peace() -> None:
    chosen = ("network.initialiser=small_normal", "network.hidden=2")
    assert "equal" not in last_word(prepared("circle", *chosen), looks=10, every=10)


def test_that_a_run_that_goes_well_is_left_in_peace() -> None:
    assert set(last_word(prepared("circle"), looks=60, every=50)) == {""}


@pytest.mark.parametrize(
    "source",
    [row.key for row in DATASETS if row.key in ("spiral", "sine", "line", "iris", "hills")],
)
def test_that_other_runs_that_go_well_are_left_in_peace(source: str) -> None:
    assert set(last_word(prepared(source), looks=30, every=25)) == {""}


# --- single rules, by looks made by hand --------------------------------------------------------


def finding_of(*, looks: int = LOOKS, step: int = 100, **values: object) -> Finding | None:
    history = History()
    for number in range(looks):
        history.add(look(step + number, **values))  # type: ignore[arg-type]
    return diagnose(history)


def key_of(**values: object) -> str:
    found = finding_of(**values)  # type: ignore[arg-type]
    return found.key if found else ""


def test_that_nothing_is_said_of_healthy_looks_or_too_few() -> None:
    assert key_of() == ""
    assert key_of(looks=LOOKS - 1, dead=0.9, saturated=math.nan) == ""
    assert diagnose(History()) is None


def test_that_each_rule_holds_where_it_should() -> None:
    assert key_of(dead=0.5, saturated=math.nan) == "dead"
    assert key_of(dead=0.3, saturated=math.nan) == ""
    assert key_of(equal=True, dead=1.0, saturated=math.nan) == "equal"
    assert key_of(equal=True, units=1) == ""
    assert key_of(gradient_norm=101.0) == "exploding"
    assert key_of(gradient_norm=math.inf, looks=1) == "diverged"
    assert key_of(saturated=0.95) == "saturated"
    assert key_of(gradient_norm=0.5e-4) == "vanishing"
    assert key_of(gradient_norm=0.0) == "vanished"
    assert key_of(update_ratio=0.2) == "rate_too_high"
    assert key_of(validation=0.6, best_validation=0.4, train=0.2) == "overfitting"


def test_that_a_run_that_learns_may_have_what_harms_others() -> None:
    for harm in ({"gradient_norm": 101.0}, {"saturated": 0.95}, {"update_ratio": 0.2}):
        assert key_of(train=0.3, **harm) == ""
    assert key_of(gradient_norm=0.5e-4, train=0.3) == ""


def test_that_a_small_rise_of_the_validation_loss_is_noise() -> None:
    assert key_of(validation=0.43, best_validation=0.4, train=0.2) == ""
    assert key_of(validation=0.002, best_validation=0.001, train=1e-5) == ""
    assert key_of(validation=0.6, best_validation=0.4, train=0.5) == ""
    assert key_of(validation=0.6, best_validation=None, train=0.2) == ""


def slow_looks(rate: float, step: int = 100) -> History:
    history = History()
    for number in range(LOOKS):
        one = look(step + number, rate=rate)
        slow = [dataclasses.replace(layer, update_ratio=2e-6) for layer in one.layers]
        history.add(dataclasses.replace(one, layers=tuple(slow)))
    return history


def test_that_a_small_rate_is_told_unless_a_schedule_wants_it_or_it_is_early() -> None:
    rate = RunSpec().training.learning_rate
    found = diagnose(slow_looks(rate))
    assert found is not None
    assert found.key == "rate_too_low"
    assert diagnose(slow_looks(rate / 10)) is None
    assert diagnose(slow_looks(rate, step=5)) is None


# --- remedies -----------------------------------------------------------------------------------


def test_that_every_remedy_of_a_rule_is_known_and_every_remedy_is_used() -> None:
    used = {key for rule in RULES for key in rule.remedies}
    assert used == REMEDIES.keys()


def values_of(key: str, spec: RunSpec, history: History | None = None) -> dict[str, object]:
    offer = offered(REMEDIES[key], spec, history or History())
    return dict(offer.values) if offer else {}


def test_that_remedies_change_what_they_say() -> None:
    spec = RunSpec()
    assert values_of("lower_rate", spec) == {"training.learning_rate": 0.001}
    assert values_of("clip", spec) == {"training.gradient_clip": 1.0}
    assert values_of("leaky_relu", spec) == {"network.activation": "leaky_relu"}
    assert values_of("relu_and_kaiming", spec) == {
        "network.activation": "relu",
        "network.initialiser": "kaiming_uniform",
    }
    zeros = settings.write(spec, "network.initialiser", "zeros")
    assert values_of("random_weights", zeros) == {"network.initialiser": "default"}
    assert values_of("random_weights", spec) == {}
    assert values_of("dropout", spec) == {"network.dropout": 0.2}
    assert values_of("raise_rate", spec, slow_looks(0.01)) == {"training.learning_rate": 5.0}
    for key in ("clip", "leaky_relu", "relu_and_kaiming", "dropout", "xavier"):
        cured = settings.write_all(spec, values_of(key, spec))
        assert values_of(key, cured) == {}, key


def test_that_a_layer_with_an_activation_of_its_own_gets_the_new_one_too() -> None:
    spec = settings.parse_all(RunSpec(), ("network.layer_activations=relu,tanh",))
    values = values_of("leaky_relu", spec)
    assert values == {"network.activation": "leaky_relu", "network.layer_activations": ()}


def test_that_valid_weights_are_always_offered() -> None:
    offer = offered(REMEDIES["restore_valid"], RunSpec(), History())
    assert offer is not None
    assert offer.restores == "valid"
    assert not offer.values


def test_that_best_weights_are_offered_where_there_are_some() -> None:
    history = History()
    assert offered(REMEDIES["restore_best"], RunSpec(), history) is None
    history.add(look(50, validation=0.5))
    offer = offered(REMEDIES["restore_best"], RunSpec(), history)
    assert offer is not None
    assert offer.restores == "best"
    assert not offer.values
