"""Every text that the catalogue and the settings declare is marked for translation, or a name."""

import re
from collections.abc import Callable, Iterator
from itertools import chain

from playground.engine.catalogue import index
from playground.engine.common.language import LANGUAGES, _
from playground.engine.settings.paths import fixed_parameters
from playground.engine.spec.parameter import Parameter
from tests.pseudo import PSEUDO, PseudoTranslations, marked
from tests.translations import extracted, ids_of

NAMES = (
    "Leaky_ReLU XOR Iris Tanh ReLU PReLU ELU SELU CELU GELU SiLU Mish Softplus Softsign "
    "Hardtanh Hardsigmoid ReLU6 SGD Adam AdamW NAdam RAdam Adamax RMSprop Adagrad Adadelta "
    "Rprop L-BFGS Adafactor AMSGrad Nesterov Huber Log-cosh Hinge L1 L2 UTF-8 UTF-16 "
    "Windows-1252 Float32 TF32"
)
"""What is called the same in every language."""
Speak = Callable[..., None]
CITED = ("https://", "R. A. Fisher, 1936", "Efron et al., 2004")
FUNCTIONS = {"max", "min", "ln", "tanh", "sin", "cosh", "RMS"}


def _parameters() -> Iterator[Parameter]:
    yield from fixed_parameters().values()
    for kind in index.KINDS:
        yield from chain.from_iterable(row.parameters for row in index.rows(kind))


def _declared() -> Iterator[tuple[str, str]]:
    """Each text that a person may read, with what holds it."""
    for kind in index.KINDS:
        for row in index.rows(kind):
            for text in (row.label, row.help, row.formula, row.source):
                yield row.key, text
    for parameter in _parameters():
        names = (name for _value, name in parameter.special)
        for text in (parameter.label, parameter.help, parameter.formula, parameter.unit, *names):
            yield parameter.name, text
        for choice in parameter.choices:
            for text in (choice.label, choice.help, choice.formula):
                yield f"{parameter.name}={choice.key}", text


def _is_symbols(text: str) -> bool:
    """No word is in it but the names of functions: a formula that is the same everywhere."""
    return set(re.findall(r"[A-Za-z]{2,}", text)) <= FUNCTIONS and not re.search(r"\d\.\d", text)


def test_that_every_declared_text_is_marked_or_a_name_or_all_symbols() -> None:
    names = NAMES.split()
    known = {text for message in extracted() for text in ids_of(message)}
    bare = {
        (holder, text)
        for holder, text in _declared()
        if text not in known
        and text.replace(" ", "_") not in names
        and not text.startswith(CITED)
        and not _is_symbols(text)
    }
    assert bare == set()


def test_that_what_describes_a_choice_is_in_the_language_spoken(spoken: Speak) -> None:
    choices = [row.choice() for kind in index.KINDS for row in index.rows(kind)]
    english = [choice.described for choice in choices]
    spoken(PSEUDO, PseudoTranslations())
    for choice, text in zip(choices, english, strict=True):
        assert text == f"{choice.help}\n{choice.formula}".strip()
        assert choice.described == f"{marked(choice.help)}\n{marked(choice.formula)}".strip()


def test_that_no_two_rows_of_a_kind_have_the_same_label_in_any_language(spoken: Speak) -> None:
    for language in LANGUAGES:
        spoken(language)
        for kind in index.KINDS:
            labels = [_(row.label) for row in index.rows(kind)]
            assert len(labels) == len(set(labels)), (language.key, kind)
