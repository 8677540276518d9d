"""What is declared for a person to read is marked, so that it can be said in another language."""

from collections.abc import Iterator

import pytest

from playground.engine.catalogue.row import Row
from playground.engine.export.formats import FORMATS
from playground.engine.spec.parameter import Parameter
from playground.engine.training.metrics import METRICS
from playground.state import view as views
from playground.state.plots import PLOTS
from tests.translations import extracted, ids_of

NAMES = {"MAE", "RMSE", "R²", "TorchScript"}
"""The same in every language."""


def words_of_parameter(parameter: Parameter) -> Iterator[str]:
    """All of a setting that is shown."""
    yield from (parameter.label, parameter.help, parameter.unit, parameter.formula)
    yield from (name for _, name in parameter.special)
    for choice in parameter.choices:
        yield from (choice.label, choice.help, choice.formula)


def words_of_row(row: Row) -> Iterator[str]:
    """All of a row that is shown."""
    yield from (row.label, row.help, row.formula)
    for parameter in row.parameters:
        yield from words_of_parameter(parameter)


DECLARED = {
    "views": [word for p in views.parameters().values() for word in words_of_parameter(p)],
    "plots": [word for row in PLOTS for word in (*words_of_row(row), row.regression_label)],
    "formats": [word for row in FORMATS for word in words_of_row(row)],
    "metrics": [word for row in METRICS for word in (row.label, row.help)],
}


@pytest.mark.parametrize("kind", DECLARED)
def test_that_every_declared_word_is_marked(kind: str) -> None:
    marked = {sentence for message in extracted() for sentence in ids_of(message)}
    assert set(filter(None, DECLARED[kind])) - marked - NAMES == set()
