"""The glossary: every term is whole, and its line of PyTorch is one."""

import ast

import pytest

from playground.engine.catalogue.glossary.entries import KINDS, entries, key_of
from playground.engine.catalogue.glossary.index import BY_PLACE, TERMS
from playground.engine.catalogue.glossary.term import Term
from playground.engine.catalogue.index import rows
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import fixed_parameters
from playground.state import project as projects
from playground.state.project import Project

ALL = pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.key)


@ALL
def test_that_a_term_is_explained_in_one_to_three_sentences(term: Term) -> None:
    assert term.label
    assert term.text.endswith(".")
    assert 1 <= term.text.count(". ") + 1 <= 3


@ALL
def test_that_what_a_reader_may_want_next_is_there(term: Term) -> None:
    assert set(term.see) <= TERMS.keys() - {term.key}


@ALL
def test_that_its_line_of_pytorch_is_python(term: Term) -> None:
    code = term.code + " ..." if term.code.endswith(":") else term.code
    ast.parse(code)


def test_that_no_two_terms_claim_a_place_and_none_is_named_twice() -> None:
    places = [place for term in TERMS.values() for place in (*term.paths, *term.places)]
    assert len(places) == len(set(places))
    labels = [term.label for term in TERMS.values()]
    assert len(labels) == len(set(labels))


def test_that_the_settings_of_terms_are_settings() -> None:
    known = {
        path
        for source in ("circle", "table", "painted_classes")
        for path in projects.parameters(Project(run=defaults_for(source)))
    } | set(fixed_parameters())
    sgd = {"training.momentum", "training.nesterov", "training.dampening"}
    claimed = {path for term in TERMS.values() for path in term.paths}
    assert claimed - known - sgd - {"training.beta1", "training.weight_decay"} == set()


def test_that_every_setting_and_every_row_has_an_entry() -> None:
    parameters = projects.parameters(Project(run=defaults_for("iris")))
    found = entries(parameters)
    assert all(key_of(path, parameters) in found for path in parameters)
    for kind in KINDS:
        assert all(f"{kind}.{row.key}" in found for row in rows(kind))
    assert found["optimizers.adam"].code.startswith("torch.optim.Adam(")
    assert key_of("training.learning_rate", parameters) == BY_PLACE["training.learning_rate"].key
    assert key_of("nothing", parameters) == ""
