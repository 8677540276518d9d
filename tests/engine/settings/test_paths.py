"""Any setting of a run is read and written by its path."""

import pytest

from playground.engine.common.errors import InputError
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec

PATHS = (
    "data.source",
    "data.samples",
    "data.noise",
    "data.validation_fraction",
    "data.seed",
    "data.standardise",
    "data.features",
    "data.target",
    "network.hidden",
    "network.activation",
    "network.dropout",
    "network.bias",
    "network.initialiser",
    "network.seed",
    "training.loss",
    "training.optimizer",
    "training.learning_rate",
    "training.batch_size",
    "training.epochs",
    "training.weight_decay",
    "training.l1",
    "training.gradient_clip",
    "training.schedule",
    "training.seed",
    "training.device",
    "training.precision",
)


@pytest.mark.parametrize("path", PATHS)
def test_that_the_paths_others_build_on_exist_and_keep_their_defaults(path: str) -> None:
    spec = RunSpec()
    parameter = settings.parameters(spec)[path]
    assert settings.read(spec, path) == parameter.default
    written = settings.write(spec, path, parameter.default)
    assert settings.read(written, path) == parameter.default


def test_that_an_added_parameter_is_set_with_its_optimizer_in_any_order() -> None:
    spec = settings.parse_all(RunSpec(), ["training.momentum=0,9", "training.optimizer=sgd"])
    assert settings.read(spec, "training.momentum") == 0.9


def test_that_a_parameter_of_another_optimizer_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="neither optimizer 'adam'"):
        settings.parse_all(RunSpec(), ["training.momentum=0.9"])


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ("training.learningrate=1", "did you mean 'training.learning_rate'"),
        ("training.optimizer=adm", "did you mean 'adam'"),
        ("network.activation=rleu", "did you mean 'relu'"),
        ("training.learning_rate=1000", "between 1e-07 and 100"),
        ("network.hidden=4,0", "between 1 and 1024"),
        ("network.hidden=" + ",".join(["4"] * 13), "at most 12"),
        ("data.features=x1,x3", "x3"),
        ("data.noise", "has no '='"),
    ],
)
def test_that_an_assignment_that_cannot_be_is_refused_with_what_can(
    assignment: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        settings.parse_all(RunSpec(), [assignment])


def test_that_changed_paths_name_what_differs() -> None:
    before = RunSpec()
    after = settings.parse_all(before, ["training.optimizer=sgd", "training.momentum=0.5"])
    changed = settings.changed_paths(before, after)
    assert {"training.optimizer", "training.momentum"} <= changed
    assert "training.learning_rate" not in changed
