"""Numbers as a person reads them."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.language import LANGUAGES
from playground.gui.widgets.number_text import (
    GROUP,
    amount_texts,
    count_text,
    loss_text,
    output_text,
    percent_text,
    short_amounts,
    size_text,
    time_text,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9.99998, "10.0"),
        (10.0, "10.0"),
        (3.14159, "3.142"),
        (-0.00001e-9, "-1.000e-14"),
        (0.0, "0.0"),
        (-0.0, "0.0"),
        (0.012346, "0.01235"),
        (1234.567, f"1{GROUP}234.6"),
        (593125.2, f"593{GROUP}125"),
        (1234567.0, f"1{GROUP}234{GROUP}567"),
        (2e12, "2.000e+12"),
    ],
)
def test_that_an_output_has_about_four_digits_and_one_decimal(value: float, text: str) -> None:
    assert output_text(value) == text


@given(st.floats(min_value=-1e8, max_value=1e8).filter(lambda value: abs(value) >= 1e-4))
def test_that_an_output_is_shown_to_one_part_in_a_thousand(value: float) -> None:
    shown = float(output_text(value).replace(GROUP, ""))
    assert math.isclose(shown, value, rel_tol=1e-3)


@pytest.mark.parametrize(
    ("value", "span", "text"),
    [
        (1.7e9 + 297.6, 597.0, f"1{GROUP}700{GROUP}000{GROUP}297.6"),
        (1.7e9 + 297.6, 5e9, "1.700e+09"),
        (2020.25, 0.02, f"2{GROUP}020.25"),
        (9.99998, 6.0, "10.0"),
        (3.5e-39, 1e-38, "3.500e-39"),
        (7e-11, 1e-40, "7.000e-11"),
    ],
)
def test_that_an_output_has_the_digits_that_tell_it_from_others_of_its_kind(
    value: float, span: float, text: str
) -> None:
    assert output_text(value, span) == text


@given(st.floats(1e-3, 1e12), st.floats(1e-9, 1e-4))
def test_that_a_span_is_shown_to_a_part_in_a_thousand(value: float, part: float) -> None:
    shown = float(output_text(value, part * value).replace(GROUP, ""))
    assert math.isclose(shown, value, abs_tol=part * value / 1000 + 1e-14 * value)


@given(st.floats())
def test_that_any_number_can_be_shown(value: float) -> None:
    for write in (output_text, loss_text, percent_text, time_text):
        assert write(value)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((36320.4, 593125.2), (f"36{GROUP}320", f"593{GROUP}125")),
        ((0.5, 0.4963), ("0.5000", "0.4963")),
        ((-4.6931, 4.949), ("-4.693", "4.949")),
        ((-1e-9, 1.0), ("0.000", "1.000")),
        ((0.0, math.nan), ("0.000", "nan")),
        ((1e12, 1.0), ("1.000e+12", "1.000e+00")),
    ],
)
def test_that_amounts_beside_each_other_have_as_many_decimals(
    values: tuple[float, float], texts: tuple[str, str]
) -> None:
    assert amount_texts(*values) == texts


def test_that_counts_are_grouped_by_threes() -> None:
    assert count_text(31000.7) == f"31{GROUP}000"
    assert count_text(999) == "999"


def test_that_losses_keep_four_decimals_until_they_say_nothing() -> None:
    assert loss_text(0.0123456) == "0.0123"
    assert loss_text(0.00001234) == "1.23e-05"
    assert loss_text(0.0) == "0"
    assert loss_text(36320.4) == f"36{GROUP}320"
    assert loss_text(math.nan) == "nan"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "00:00"), (12.9, "00:12"), (3723, "1:02:03"), (90_000, "1 d 01 h"), (1e9, "> 99 d")],
)
def test_that_a_time_is_written_as_a_clock_does(seconds: float, text: str) -> None:
    assert time_text(seconds) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [(812, "812 bytes"), (12_431, "12.4 kB"), (3_100_000, "3.1 MB"), (2_500_000_000, "2.5 GB")],
)
def test_that_a_size_has_a_unit_that_fits(size: int, text: str) -> None:
    assert size_text(size) == text


def test_that_short_amounts_end_in_no_zeros() -> None:
    assert short_amounts(1, 4) == ("1", "4")
    assert short_amounts(2.5, 10.0) == ("2.5", "10")


def test_that_every_number_has_the_marks_of_the_language_spoken(
    spoken: Callable[..., None],
) -> None:
    spoken(LANGUAGES[1])
    assert loss_text(0.0123456) == "0,0123"
    assert loss_text(36320.4) == "36.320"
    assert loss_text(0.00001234) == "1,23e-05"
    assert percent_text(0.975) == f"97,5{GROUP}%"
    assert output_text(1234.567) == "1.234,6"
    assert output_text(9.99998) == "10,0"
    assert output_text(-1e-14) == "-1,000e-14"
    assert amount_texts(36320.4, 0.5) == ("36.320", "0")
    assert short_amounts(2.5, 10.0) == ("2,5", "10")
    assert count_text(31000) == "31.000"
    assert size_text(12_431) == "12,4 kB"
    assert (size_text(1), size_text(812)) == ("1 byte", "812 bytes")
