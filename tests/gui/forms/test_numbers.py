"""Numbers in the marks of the language spoken: what is shown can be read back, in each."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.common.language import ENGLISH, LANGUAGES, Language, speak
from playground.engine.common.numbers import grouped, number
from playground.engine.spec.parameter import Parameter
from playground.gui.forms.numbers import describe, in_plain_marks, read_number, write_number
from tests.pseudo import PSEUDO, PseudoTranslations, marked

PORTUGUESE = LANGUAGES[1]
ANY = Parameter("any", "Any", "number", 0.0, "Help.", minimum=-1e12, maximum=1e12)
SHARE = Parameter("share", "Share", "number", 0.0, "Help.", minimum=0.0, maximum=1.0, unit="%")
COUNT = Parameter("count", "Count", "integer", 0, "Help.", minimum=-(10**12), maximum=10**12)
BATCH = Parameter(
    "batch", "Batch", "integer", 0, "Help.", minimum=1, maximum=100, special=((0, "full batch"),)
)
EACH = st.sampled_from(LANGUAGES)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Within it, this language is spoken."""
    speak(language)
    try:
        yield
    finally:
        speak(ENGLISH)


@given(EACH, st.floats(-1e12, 1e12))
def test_that_what_is_shown_is_read_back(language: Language, value: float) -> None:
    with speaking(language):
        shown = write_number(ANY, value)
        read = read_number(ANY, shown)
        assert read == float(f"{value:.6g}")
        assert write_number(ANY, read) == shown


@given(EACH, st.floats(0, 1))
def test_that_a_shown_percentage_is_read_back(language: Language, value: float) -> None:
    with speaking(language):
        shown = write_number(SHARE, value)
        assert shown.endswith(" %")
        assert read_number(SHARE, shown) == float(f"{value * 100:.6g}") / 100


@given(EACH, st.integers(-(10**12), 10**12))
def test_that_a_shown_whole_number_is_read_back(language: Language, value: int) -> None:
    with speaking(language):
        assert read_number(COUNT, write_number(COUNT, value)) == value


@given(EACH, st.integers(1000, 10**11), st.integers(0, 3), st.sampled_from([ANY, COUNT]))
def test_that_a_grouped_number_is_read_right_or_refused(
    language: Language, value: int, decimals: int, parameter: Parameter
) -> None:
    with speaking(language):
        pasted = number(value, f",.{decimals}f") if parameter is ANY else grouped(value)
        try:
            read = read_number(parameter, pasted)
        except InputError as error:
            assert pasted in str(error)
        else:
            assert read == value


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        (ENGLISH, "0.01", 0.01),
        (ENGLISH, "0,01", 0.01),
        (ENGLISH, "36.320", 36.32),
        (ENGLISH, "0,125", 0.125),
        (ENGLISH, "36 320,5", 36320.5),
        (ENGLISH, "36\u202f320", 36320),
        (ENGLISH, "1,234,567", 1234567),
        (ENGLISH, "36,320.5", 36320.5),
        (PORTUGUESE, "0.01", 0.01),
        (PORTUGUESE, "0,01", 0.01),
        (PORTUGUESE, "36,320", 36.32),
        (PORTUGUESE, "0.125", 0.125),
        (PORTUGUESE, "12.5", 12.5),
        (PORTUGUESE, "1,5e-3", 0.0015),
        (PORTUGUESE, "−1.234.567", -1234567),
        (PORTUGUESE, "36.320,5", 36320.5),
        (PORTUGUESE, "36,320.5", 36320.5),
    ],
)
def test_that_either_mark_is_read_in_each_language(
    language: Language, text: str, value: float
) -> None:
    with speaking(language):
        assert read_number(ANY, text) == value


@pytest.mark.parametrize("text", ["1.2.3", "36.320.5", "1,2,3", "36'320", "36.32,0,1", "full"])
def test_that_what_is_no_number_stands_as_it_was_typed(text: str) -> None:
    assert in_plain_marks(text, "Any") == text
    with pytest.raises(InputError, match="must be a number"):
        read_number(ANY, text)


@pytest.mark.parametrize(
    ("language", "text", "sentence"),
    [
        (ENGLISH, "36,320", "Any: '36,320' can mean 36320 or 36.32; type one of these."),
        (PORTUGUESE, "36.320", "Any: '36.320' pode ser 36320 ou 36,32; digite um desses."),
    ],
)
def test_that_a_number_of_two_meanings_is_refused(
    language: Language, text: str, sentence: str
) -> None:
    with speaking(language), pytest.raises(InputError) as refusal:
        read_number(ANY, text)
    assert str(refusal.value) == sentence


def test_that_a_named_value_is_shown_in_the_language_spoken_and_typed_in_either() -> None:
    speak(PSEUDO, PseudoTranslations())
    try:
        shown = write_number(BATCH, 0)
        assert shown == marked("full batch")
        for text in (shown, "full batch", "Full Batch", "full"):
            assert read_number(BATCH, text) == 0
    finally:
        speak(ENGLISH)


def test_that_bounds_are_said_in_the_marks_of_the_language_spoken() -> None:
    with speaking(PORTUGUESE):
        small = Parameter("s", "S", "number", 1.0, "H.", minimum=0.5, maximum=36320.0)
        assert describe(small).endswith("Qualquer valor entre 0,5 e 36.320.")
        assert describe(SHARE).endswith("Qualquer valor entre 0 % e 100 %.")
        least = Parameter("l", "L", "integer", 1, "H.", minimum=1)
        assert describe(least).endswith("1 ou mais.")
