"""Any setting of a run is read and written by its path."""

import re
from collections.abc import Callable
from itertools import permutations

import pytest

from playground.engine.catalogue import index
from playground.engine.common.errors import InputError
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import RunSpec
from tests.other_values import another
from tests.pseudo import PSEUDO, PseudoTranslations

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


ADDING = {
    "training.optimizer": "optimizers",
    "training.loss": "losses",
    "training.schedule": "schedules",
}
"""The choices that add settings, and the kind of catalogue row each takes."""


def read_one_by_one(before: RunSpec, after: RunSpec) -> set[str]:
    """What differs, by definition: every path of either run is read in both."""

    def value(spec: RunSpec, path: str) -> Value | None:
        return settings.read(spec, path) if path in settings.parameters(spec) else None

    paths = settings.parameters(before) | settings.parameters(after)
    return {path for path in paths if value(before, path) != value(after, path)}


@pytest.mark.parametrize("path", settings.fixed_parameters())
def test_that_a_changed_setting_is_named_with_all_that_it_adds_and_takes_away(path: str) -> None:
    before, parameter = RunSpec(), settings.fixed_parameters()[path]
    keys = [row.key for row in index.rows(parameter.catalogue)] if parameter.catalogue else []
    values = (
        keys if parameter.kind == "choice" and keys else [another(parameter, parameter.default)]
    )
    for value in values:
        after = settings.write(before, path, value)
        changed = settings.changed_paths(before, after)
        assert changed == settings.changed_paths(after, before) == read_one_by_one(before, after)
        assert (path in changed) == (value != parameter.default)


@pytest.mark.parametrize("choice", ADDING)
def test_that_between_any_two_rows_all_that_differs_is_named(choice: str) -> None:
    for one, other in permutations([row.key for row in index.rows(ADDING[choice])], 2):
        before, after = (settings.write(RunSpec(), choice, key) for key in (one, other))
        assert settings.changed_paths(before, after) == read_one_by_one(before, after)


@pytest.mark.parametrize(
    ("choice", "key"), [(c, row.key) for c, kind in ADDING.items() for row in index.rows(kind)]
)
def test_that_whatever_a_row_adds_is_named_alone_when_it_changes(choice: str, key: str) -> None:
    before = settings.write(RunSpec(), choice, key)
    for path, parameter in settings.added_parameters(before).items():
        after = settings.write(before, path, another(parameter, parameter.default))
        assert settings.changed_paths(before, after) == read_one_by_one(before, after) == {path}


def test_that_an_option_set_to_its_default_is_no_change() -> None:
    before = settings.write(RunSpec(), "training.optimizer", "sgd")
    after = settings.write(before, "training.momentum", settings.read(before, "training.momentum"))
    assert after != before
    assert settings.changed_paths(before, after) == frozenset()


def test_that_the_declared_settings_cannot_be_changed_by_whoever_reads_them() -> None:
    known = settings.fixed_parameters()
    with pytest.raises(TypeError):
        known["training.learning_rate"] = known["training.l1"]  # type: ignore[index]


@pytest.mark.parametrize("text", ["often", "0.96", "-0.1"])
def test_that_a_dropout_of_a_layer_is_a_chance(text: str) -> None:
    spec = settings.parse_all(RunSpec(), ["network.layer_dropouts=,0.5"])
    assert spec.network.layer_dropouts == ("", "0.5")
    with pytest.raises(InputError, match=r"network\.layer_dropouts"):
        settings.parse_all(RunSpec(), [f"network.layer_dropouts={text}"])


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ("training.learning_rate=1000", r"^training\.learning_rate must lie between"),
        ("training.optimizer=adm", r"^training\.optimizer: 'adm' is unknown"),
        ("network.layer_dropouts=,2", r"^network\.layer_dropouts must lie between 0 and 0\.95"),
        ("data.features=x9", r"^data\.features: 'x9' is unknown"),
        ("data.points=9 1", r"^data\.points: point 1 is '9 1'; write 2 or 3"),
    ],
)
def test_that_a_refusal_names_the_whole_path_once(assignment: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        settings.parse_all(RunSpec(), [assignment])


@pytest.mark.parametrize(
    "assignment",
    [
        "training.learning_rate=1000",
        "training.learningrate=1",
        "training.momentum=0.9",
        "network.hidden=" + ",".join(["4"] * 13),
        "network.layer_dropouts=often",
        "data.points=9 1",
        "data.points=0 1,0 1 2",
        "data.points=" + ",".join(["0 1"] * 20_001),
        "data.noise",
    ],
)
def test_that_every_refusal_is_a_sentence_of_the_language(
    assignment: str, spoken: Callable[..., None]
) -> None:
    spoken(PSEUDO, PseudoTranslations())
    with pytest.raises(InputError) as refused:
        settings.parse_all(RunSpec(), [assignment])
    said = re.sub(r"'[^']*'|\b[a-z]+\.[a-z_]+|1e-07", "", str(refused.value))
    assert not re.search("[A-Za-z]", said)
