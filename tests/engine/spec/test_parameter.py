"""A declared setting reads, checks and writes its values."""

import math
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.common.language import find_language
from playground.engine.spec.parameter import Choice, Parameter, Value, parse_number, require_known
from tests.pseudo import PSEUDO, PseudoTranslations

Speak = Callable[..., None]
RATE = Parameter("rate", "Rate", "number", 0.1, "", minimum=1e-6, maximum=10.0)
BATCH = Parameter("batch", "Batch", "integer", 10, "", minimum=1, special=((0, "full batch"),))
NOISE = Parameter("noise", "Noise", "number", 0.0, "", minimum=0.0, maximum=0.5, unit="%")
UNITS = Parameter("units", "Units", "integers", (4,), "", minimum=1, maximum=1024)
COLOUR = Parameter(
    "colour", "Colour", "choice", "red", "", choices=(Choice("red", "Red"), Choice("blue", "Blue"))
)


@pytest.mark.parametrize("text", ["0.01", "0,01", "1e-2", " 0.010 ", "+.01"])
def test_that_point_comma_and_exponent_mean_the_same_number(text: str) -> None:
    assert parse_number(text) == 0.01


@pytest.mark.parametrize(
    "text", ["", "1_000", "nan", "inf", "1e999", "1.2.3", "1,2,3", "0x10", "a"]
)
def test_that_what_is_no_finite_number_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="number"):
        parse_number(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_that_every_finite_number_is_read_as_python_writes_it(number: float) -> None:
    assert parse_number(repr(number)) == number


@given(st.text())
def test_that_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for parameter in (RATE, BATCH, NOISE, UNITS, COLOUR):
        try:
            value = parameter.parse(text)
        except InputError as error:
            assert str(error).endswith((".", "?"))
        else:
            assert parameter.check(value) == value


@pytest.mark.parametrize(
    ("parameter", "value", "text"),
    [
        (RATE, 0.003, "0.003"),
        (BATCH, 0, "full batch"),
        (BATCH, 32, "32"),
        (UNITS, (8, 4), "8,4"),
        (UNITS, (), ""),
        (COLOUR, "blue", "blue"),
    ],
)
def test_that_what_is_written_is_read_back(parameter: Parameter, value: Value, text: str) -> None:
    assert parameter.format(value) == text
    assert parameter.parse(text) == value


def test_that_a_percentage_is_held_as_a_fraction() -> None:
    assert NOISE.parse("20%") == pytest.approx(0.2)
    assert NOISE.parse("0.2") == 0.2


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [
        (RATE, 11, "between 1e-06 and 10"),
        (RATE, math.nan, "finite"),
        (RATE, True, "a number"),
        (BATCH, 2.5, "whole number"),
        (BATCH, -1, "1 or more"),
        (UNITS, (4, 2000), "between 1 and 1024"),
        (UNITS, 4, "list"),
        (COLOUR, "bleu", "did you mean 'blue'"),
    ],
)
def test_that_a_value_out_of_bounds_is_refused_with_the_bounds(
    parameter: Parameter, value: object, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        parameter.check(value)


def test_that_an_unknown_name_far_from_all_lists_what_there_is() -> None:
    with pytest.raises(InputError, match="choose from red, blue"):
        require_known("zzzzzz", ["red", "blue"], "colour")


@pytest.mark.parametrize("text", ["1.000", "1,000", "1 000", "12\u202f000", "1.000.000"])
def test_that_a_whole_number_with_marks_between_its_digits_is_refused(text: str) -> None:
    digits = "".join(sign for sign in text if sign.isdigit())
    with pytest.raises(InputError, match=f"no marks between its digits: {digits}"):
        BATCH.parse(text)


def test_that_a_nearest_name_is_found_whatever_its_capitals() -> None:
    with pytest.raises(InputError, match="did you mean 'ReLU'"):
        require_known("RELU", ["Tanh", "ReLU"], "activation")


@pytest.mark.parametrize("text", ["full batch", "Full", "lote completo", "LOTE"])
def test_that_a_named_value_is_understood_in_english_and_in_the_language_spoken(
    text: str, spoken: Speak
) -> None:
    spoken(find_language("pt_BR"))
    assert BATCH.parse(text) == 0
    assert BATCH.format(0) == "full batch"


def test_that_numbers_in_sentences_have_the_marks_of_the_language(spoken: Speak) -> None:
    spoken(find_language("pt_BR"))
    with pytest.raises(InputError, match="rate deve estar entre 1e-06 e 10, não 12,5"):
        RATE.check(12.5)
    assert NOISE.bounds() == "entre 0 e 0,5"


def test_that_a_sentence_speaks_of_a_parameter_by_the_name_it_is_called() -> None:
    with pytest.raises(InputError, match=r"^training\.rate must be a number"):
        RATE.called("training.rate").parse("fast")


REFUSED: list[Callable[[], object]] = [
    lambda: RATE.check(11),
    lambda: RATE.check(math.nan),
    lambda: RATE.check("1"),
    lambda: RATE.parse("x"),
    lambda: BATCH.check(-1),
    lambda: BATCH.check(2.5),
    lambda: BATCH.parse("1.000"),
    lambda: UNITS.check(4),
    lambda: UNITS.parse("4 x"),
    lambda: COLOUR.check(1),
    lambda: COLOUR.check("bleu"),
    lambda: COLOUR.check("zzzzzz"),
    lambda: Parameter("on", "", "switch", False, "").check(1),
    lambda: Parameter("on", "", "switch", False, "").parse("x"),
    lambda: Parameter("names", "", "texts", (), "").check(1),
    lambda: Parameter("below", "", "number", 0.0, "", maximum=1.0).check(2),
    lambda: parse_number("x"),
    lambda: parse_number("1e999"),
]
KEYS = re.compile(r"'[^']*'|\b(rate|batch|units|colour|on|names|below|red|blue|nan|1e-06)\b")


@pytest.mark.parametrize("refuse", REFUSED)
def test_that_every_refusal_is_a_sentence_of_the_language(
    refuse: Callable[[], object], spoken: Speak
) -> None:
    spoken(PSEUDO, PseudoTranslations())
    with pytest.raises(InputError) as refused:
        refuse()
    assert not re.search("[A-Za-z]", KEYS.sub("", str(refused.value)))
