"""The rows of the data on offer, and the settings they start with."""

import subprocess
import sys

import pytest

from playground.engine.catalogue import index
from playground.engine.catalogue.datasets import DATASETS, TABLE, DatasetRow
from playground.engine.catalogue.losses import Loss
from playground.engine.common.errors import InputError
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import (
    KEPT_BY_A_NEW_SOURCE,
    default_loss,
    defaults_for,
    fit_to_task,
)
from playground.engine.spec.run import INPUT_FEATURES, RunSpec
from playground.state.document import Document
from playground.state.project import Project

rows = pytest.mark.parametrize("row", DATASETS, ids=lambda row: row.key)


def test_that_everything_promised_is_on_offer_once() -> None:
    keys = [row.key for row in DATASETS]
    assert len(keys) == len(set(keys))
    promised = (
        "circle xor gauss spiral moons checkerboard rings blobs spirals3 plane hills line sine "
        "step xsinx polynomial random10 painted_classes painted_surface painted_curve iris wine "
        "breast_cancer diabetes digits table"
    )
    assert set(keys) == set(promised.split())


@rows
def test_that_every_row_says_what_it_is_and_where_it_comes_from(row: DatasetRow) -> None:
    assert row.label
    assert row.help.endswith(".")
    if row.key != TABLE:
        assert row.source
        assert callable(row.load())
        assert row.load().__doc__


@rows
def test_that_every_start_sets_allowed_values(row: DatasetRow) -> None:
    spec = defaults_for(row.key)
    assert spec.data.source == row.key
    for path, value in row.start.items():
        assert settings.read(spec, path) == value


@rows
def test_that_every_start_ends_by_itself(row: DatasetRow) -> None:
    assert defaults_for(row.key).training.epochs != 0


@rows
def test_that_every_start_uses_the_loss_of_its_task(row: DatasetRow) -> None:
    loss = index.row("losses", defaults_for(row.key).training.loss)
    assert isinstance(loss, Loss)
    assert loss.form(row.task) is not None
    assert loss.key == default_loss(row.task)


@rows
def test_that_switching_to_a_source_leaves_nothing_of_the_one_before(row: DatasetRow) -> None:
    document = Document(Project(run=defaults_for("digits")))
    document.choose_source(row.key)
    left = settings.changed_paths(document.project.run, defaults_for(row.key))
    assert left <= set(KEPT_BY_A_NEW_SOURCE)


def test_that_features_on_offer_are_the_only_ones_started_with() -> None:
    known = {choice.key for choice in INPUT_FEATURES}
    for row in DATASETS:
        assert set(defaults_for(row.key).data.features) <= known


def test_that_an_unknown_source_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'moons'"):
        defaults_for("mons")


def test_that_a_table_of_classes_gets_the_loss_of_classes() -> None:
    spec = defaults_for(TABLE)
    assert fit_to_task(spec, "regression") == spec
    assert fit_to_task(spec, "more_classes").training.loss in ("mse", "cross_entropy")
    absolute = settings.write(RunSpec(), "training.loss", "l1")
    assert fit_to_task(absolute, "two_classes").training.loss == "cross_entropy"


def test_that_defaults_and_catalogue_load_neither_torch_nor_other_heavy_libraries() -> None:
    code = (
        "import sys, playground.engine.settings.defaults as d; d.defaults_for('line');"
        "print([m for m in ('torch', 'sklearn', 'pandas', 'PySide6') if m in sys.modules])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == "[]"
