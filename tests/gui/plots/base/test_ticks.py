"""Axis numbers: short, distinct, and where the range is."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.gui.plots.base import ticks
from playground.gui.widgets.number_text import GROUP, round_step


@pytest.mark.parametrize(
    ("value", "spacing", "text"),
    [
        (0.15, 0.05, "0.15"),
        (-0.5, 0.5, "−0.5"),
        (5000, 5000, f"5{GROUP}000"),
        (120_000, 20_000, "120k"),
        (1_500_000, 500_000, "1.5M"),
        (2e-5, 1e-5, "2e−5"),
        (1e-17, 0.1, "0"),
        (1e30, 5e29, "1e30"),
    ],
)
def test_that_a_tick_is_written_as_short_as_it_is_clear(
    value: float, spacing: float, text: str
) -> None:
    assert ticks.tick_text(value, spacing) == text


@given(
    st.floats(-1e12, 1e12),
    st.floats(1e-3, 1e6),
)
def test_that_a_tick_is_never_wider_than_what_is_reserved_for_it(value: float, step: float) -> None:
    assert len(ticks.tick_text(value, step)) <= 11


@given(st.floats(-1e6, 1e6), st.floats(1e-4, 1e6))
def test_that_round_ticks_lie_within_their_range_and_are_few(low: float, span: float) -> None:
    values = ticks.nice_ticks(low, low + span)
    slack = span * 1e-6 + abs(low) * 1e-9
    assert 1 <= len(values) <= 8
    assert all(low - slack <= value <= low + span + slack for value in values)


@given(st.floats(-30, 29), st.floats(1e-3, 60))
def test_that_a_logarithmic_axis_always_has_ticks_in_order(low: float, span: float) -> None:
    levels = ticks.log_levels(low, low + span, 300)
    for _, values in levels:
        assert all(a < b for a, b in itertools.pairwise(values))
    labelled = [
        text for spacing, values in levels for text in ticks.log_tick_texts(values, spacing) if text
    ]
    assert labelled or span < 0.05


def test_that_between_decades_only_two_and_five_are_written() -> None:
    places = [math.log10(digit) for digit in (2, 3, 5)]
    assert ticks.log_tick_texts(places, None) == ["2", "", "5"]
    assert ticks.log_tick_texts([place + 4 for place in places], None) == [
        f"20{GROUP}000",
        "",
        f"50{GROUP}000",
    ]
    assert ticks.log_tick_texts(places, 0.0) == ["2", "3", "5"]


@pytest.mark.parametrize(
    ("pixels", "room", "written"), [(300, 32, True), (150, 32, False), (300, 56, False)]
)
def test_that_digits_within_a_decade_are_written_only_where_there_is_room(
    pixels: float, room: int, written: bool
) -> None:
    _, (spacing, places) = ticks.log_levels(0.0, 2.5, pixels, room)
    assert any(ticks.log_tick_texts(places, spacing)) == written


def test_that_a_logarithmic_axis_is_written_as_a_linear_one_is() -> None:
    decades, _ = ticks.log_levels(-4.0, 7.0, 1000)
    texts = ticks.log_tick_texts(decades[1], decades[0])
    assert texts == [
        *(
            "1e−4",
            "0.001",
            "0.01",
            "0.1",
            "1",
            "10",
            "100",
            f"1{GROUP}000",
            f"10{GROUP}000",
            "100k",
            "1M",
            "10M",
        ),
    ]
    (spacing, places), *_ = ticks.log_levels(math.log10(40_000), math.log10(41_000), 600)
    texts = ticks.log_tick_texts(places, spacing)
    assert texts == [f"40{GROUP}{last}" for last in (200, 400, 600, 800)]


def test_that_ticks_are_no_closer_than_is_asked_for() -> None:
    halves: ticks.Levels = [(0.5, [0.0, 0.5, 1.0, 1.5, 2.0])]
    assert ticks.spread_out(halves, 0.0, 2.2, 1.0) == [(1.0, [0.0, 1.0, 2.0])]
    assert ticks.spread_out(halves, 0.0, 2.2, 0.5) == halves


def test_that_a_range_of_nothing_has_no_ticks() -> None:
    assert ticks.log_levels(1.0, 1.0, 300) == []
    assert round_step(0.0, 5) == 1.0


@pytest.mark.parametrize(
    ("values", "spacing", "texts"),
    [
        ((0, 40_000, 80_000, 120_000), 40_000, ["0", "40k", "80k", "120k"]),
        ((0, 500_000, 1_000_000), 500_000, ["0", "0.5M", "1.0M"]),
        ((0, 250_000, 500_000, 750_000, 1e6), 250_000, ["0", "0.25M", "0.50M", "0.75M", "1.00M"]),
        ((1_234_560, 1_234_570), 10, ["1234.56k", "1234.57k"]),
        ((1_234_560, 1_234_562), 2, ["1234560", "1234562"]),
        ((2e6, 2.002e6), 2000, ["2000k", "2002k"]),
        ((-200_000, 0, 200_000), 200_000, ["−200k", "0", "200k"]),
        ((0.02259, 0.0225925, 0.022595), 2.5e-6, ["0.022590", "0.022593", "0.022595"]),
        ((1.991e-4, 1.992e-4), 1e-7, ["1.991e−4", "1.992e−4"]),
    ],
)
def test_that_all_ticks_of_an_axis_have_one_unit(
    values: tuple[float, ...], spacing: float, texts: list[str]
) -> None:
    assert ticks.tick_texts(values, spacing) == texts


@given(st.integers(0, 10**9), st.sampled_from([1, 2, 5]), st.integers(0, 8))
def test_that_neighbouring_ticks_of_steps_never_read_alike(
    start: int, digit: int, power: int
) -> None:
    spacing = digit * 10**power
    first = start // spacing * spacing
    texts = ticks.tick_texts([first + n * spacing for n in range(6)], spacing)
    assert len(set(texts)) == 6
    assert all(len(text) <= 11 for text in texts)
