"""Columns say what a person would type, and understand it."""

import numpy as np
import pytest

from playground.engine.data.raw import Column


@pytest.mark.parametrize(
    ("number", "text"), [(3.0, "3"), (-0.5, "-0.5"), (0.1 + 0.2, "0.3"), (1.7e9 + 3, "1700000003")]
)
def test_that_a_number_is_written_as_a_person_would(number: float, text: str) -> None:
    assert Column("x").text_of((number,)) == text


def test_that_what_is_written_of_any_number_is_read_as_the_same_float32() -> None:
    column, numbers = Column("x"), np.random.default_rng(0).standard_normal(500) * 1e5
    read = [column.encode(column.text_of((number,)))[0] for number in numbers.tolist()]
    assert np.array_equal(np.array(read, np.float32), numbers.astype(np.float32))


def test_that_a_category_is_written_by_its_name() -> None:
    column = Column("colour", "category", ("red", "blue"), "red")
    assert column.text_of(column.encode("blue")) == "blue"


def test_that_a_column_far_from_zero_is_typed_in_all_the_digits_that_tell_its_numbers_apart() -> (
    None
):
    clock = Column("time", minimum=1.7e9, maximum=1.7e9 + 10)
    assert clock.text_of([1.7e9 + 3.25]) == "1700000003.25"
    assert clock.encode(clock.text_of([1.7e9 + 3.1])) == (1.7e9 + 3.1,)
