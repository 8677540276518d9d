"""One language for the process: chosen by its name or the environment, for words and numbers."""

import subprocess
from collections.abc import Callable

import pytest

from playground.engine.common.fresh_python import fresh_python
from playground.engine.common.language import (
    ENGLISH,
    LANGUAGES,
    N_,
    _,
    find_language,
    language_of,
    listed,
    ngettext,
)
from playground.engine.common.numbers import grouped, measured, number
from tests.pseudo import PSEUDO, PseudoTranslations, marked

PORTUGUESE = LANGUAGES[1]
Speak = Callable[..., None]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("pt_BR", "pt_BR"),
        ("pt_BR.UTF-8", "pt_BR"),
        ("pt-br", "pt_BR"),
        ("pt", "pt_BR"),
        ("pt_PT@euro", "pt_BR"),
        ("en_GB", "en"),
        ("C", "en"),
    ],
)
def test_that_a_language_is_found_by_its_names(name: str, key: str) -> None:
    found = find_language(name)
    assert found is not None
    assert found.key == key


def test_that_a_language_we_do_not_have_is_not_found() -> None:
    assert find_language("de_DE.UTF-8") is None


@pytest.mark.parametrize(
    ("environment", "key"),
    [
        ({}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "pt_BR"),
        ({"LANG": "pt_BR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:pt:en"}, "pt_BR"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANGUAGE": "pt_BR", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "", "LC_MESSAGES": "pt_BR"}, "pt_BR"),
    ],
)
def test_that_the_environment_chooses_as_for_other_programs(
    environment: dict[str, str], key: str
) -> None:
    assert language_of(environment).key == key


def test_that_sentences_and_lists_are_spoken_in_the_language_chosen(spoken: Speak) -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    spoken(PORTUGUESE)
    assert listed(["a", "b", "c"]) == "a, b e c"
    assert listed(["a"]) == "a"
    assert _("") == ""
    spoken(ENGLISH)
    assert listed(["a", "b"]) == "a and b"


def test_that_numbers_have_the_marks_of_the_language(spoken: Speak) -> None:
    spoken(PORTUGUESE)
    assert grouped(36320) == "36.320"
    assert number(0.01) == "0,01"
    assert number(1234.5, ",.2f") == "1.234,50"
    assert measured(1.5e-7) == "1,5e-07"


def test_that_a_child_process_speaks_as_its_parent(spoken: Speak) -> None:
    spoken(PORTUGUESE)
    command = fresh_python("tests.speaking_child")
    said = subprocess.run(command, capture_output=True, check=True, text=True)
    assert said.stdout.split() == ["pt_BR", "0,5"]


def test_that_the_pseudo_language_marks_letters_and_nothing_else(spoken: Speak) -> None:
    spoken(PSEUDO, PseudoTranslations())
    assert _(N_("Epoch {n}: 5 %")).format(n=3).startswith("Éþöçĥ 3: 5 %")
    assert ngettext("{n} row", "{n} rows", 2).format(n=2).startswith("2 ŕöŵš")
    assert len(marked("Learning rate")) >= 1.35 * len("Learning rate")
