"""Large whole numbers as a person reads them."""

import pytest

from playground.engine.common.numbers import GROUP, grouped, measured


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (31000, f"31{GROUP}000"), (-1000, f"-1{GROUP}000")]
)
def test_that_digits_stand_in_groups_of_three(number: int, text: str) -> None:
    assert grouped(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (13680.4, f"13{GROUP}680"),
        (-36320.0, f"-36{GROUP}320"),
        (9999.4, "9999"),
        (9999.7, f"10{GROUP}000"),
        (0.98254, "0.9825"),
        (1.5e-7, "1.5e-07"),
        (3e20, "3e+20"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
def test_that_a_measured_price_has_no_exponent(number: float, text: str) -> None:
    assert measured(number) == text
