"""Large whole numbers as a person reads them."""

import pytest

from playground.engine.common.numbers import GROUP, grouped


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (31000, f"31{GROUP}000"), (-1000, f"-1{GROUP}000")]
)
def test_that_digits_stand_in_groups_of_three(number: int, text: str) -> None:
    assert grouped(number) == text
