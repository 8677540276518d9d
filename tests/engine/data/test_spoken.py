"""What sources of data say is said in the language spoken; what goes into files stays as it is."""

from collections.abc import Callable

import numpy as np
import pytest

from playground.engine.catalogue.datasets import DATASETS, TABLE, DatasetRow
from playground.engine.common.errors import InputError
from playground.engine.common.language import find_language
from playground.engine.data.dataset import build_dataset
from playground.engine.data.painted import as_table
from playground.engine.data.precision import precision_notes
from playground.engine.data.raw import Column, RawData
from playground.engine.data.splitting import split_notes
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import DataSpec
from tests.engine.data.plain_words import plain_words
from tests.pseudo import PSEUDO, PseudoTranslations

Speak = Callable[..., None]

DRAWN = [row for row in DATASETS if row.key != TABLE and row.planar and not row.painted]
PAINTED_4 = ("1 1 4", "0 0 1", "2 2 4")


@pytest.fixture
def pseudo(spoken: Speak) -> None:
    """Every letter that is said is marked."""
    spoken(PSEUDO, PseudoTranslations())


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("row", DRAWN, ids=lambda row: row.key)
def test_that_the_names_of_drawn_classes_are_shown_in_the_language_spoken(row: DatasetRow) -> None:
    raw = row.load()(defaults_for(row.key).data)
    shown = (*raw.class_labels, *([raw.target_label] if raw.class_names else []))
    assert [name for name in shown if plain_words(name)] == []


def test_that_files_and_models_have_the_names_of_any_language(spoken: Speak) -> None:
    spec = DataSpec(source="painted_classes", points=PAINTED_4)
    english, table = build_dataset(spec).raw, as_table(spec)
    spoken(find_language("pt_BR"))
    raw = build_dataset(spec).raw
    assert (raw.class_names, as_table(spec)) == (english.class_names, table)
    assert raw.class_labels == ("classe 1", "classe 2", "classe 3", "classe 4")
    assert (raw.target_name, raw.target_label) == ("class", "classe")


def test_that_the_names_in_a_table_are_shown_as_they_are(spoken: Speak) -> None:
    spoken(find_language("pt_BR"))
    columns = (Column("a"),)
    names = ("blue", "class 2")
    raw = RawData("two_classes", columns, np.zeros((2, 1)), np.arange(2), ("class",), names)
    assert (raw.class_labels, raw.target_label) == (names, "class")


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize(
    "spec",
    [
        DataSpec(features=()),
        DataSpec(source=TABLE),
        DataSpec(source="painted_classes"),
        DataSpec(source="painted_surface"),
        DataSpec(source="painted_classes", points=("0 0 1", "1 1 1")),
        DataSpec(source="painted_classes", points=("0 0 11",)),
        DataSpec(source="painted_surface", points=("0 0 2",)),
        DataSpec(source="painted_curve", points=("0 0 2",)),
    ],
)
def test_that_refusals_are_said_in_the_language_spoken(spec: DataSpec) -> None:
    with pytest.raises(InputError) as caught:
        build_dataset(spec)
    assert plain_words(str(caught.value)) <= {spec.source}


@pytest.mark.usefixtures("pseudo")
def test_that_notes_and_steps_are_said_in_the_language_spoken() -> None:
    column = 1e9 + np.arange(40) / 64
    raw = RawData("regression", (Column("a"),), column[:, None], column, ("b",))
    said = [
        *precision_notes(raw, standardise=True),
        *precision_notes(raw, standardise=False),
        *split_notes(raw, 0.5, np.arange(40), np.arange(0)),
    ]
    assert len(said) == 5
    build_dataset(defaults_for("circle").data, progress=lambda _done, words: said.append(words))
    assert len(said) == 9
    assert [words for words in said if plain_words(words)] == []
