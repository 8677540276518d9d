"""Numbers as people write them, in bulk."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.data.raw import FloatArray
from playground.engine.data.table.columns.numbers import (
    DECIMALS,
    GROUPS,
    ORDER,
    NumberFormat,
    bared,
    plain_numbers,
    tidied,
    to_float,
)

FORMATS = [NumberFormat(*pair) for pair in ORDER]


def read_numbers(texts: pa.Array, form: NumberFormat) -> FloatArray:
    return to_float(bared(tidied(texts), form.before, form.after), form)


def written(value: float, form: NumberFormat) -> str:
    """The number with two decimals, its digits grouped."""
    grouped = f"{value:,.2f}".replace(",", "_").replace(".", DECIMALS[form.decimal])
    return grouped.replace("_", GROUPS[form.thousands])


@settings(deadline=None)  # the first call imports
@given(
    st.sampled_from(FORMATS),
    st.lists(st.floats(-1e12, 1e12).map(lambda x: round(x, 2)), min_size=1, max_size=30),
)
def test_that_numbers_come_back_as_they_were_written(
    form: NumberFormat, values: list[float]
) -> None:
    texts = pa.array([written(value, form) for value in values])
    assert read_numbers(texts, form).tolist() == values


@settings(deadline=None)  # the first call imports
@given(st.lists(st.floats(allow_nan=False), min_size=1, max_size=30))
def test_that_plain_numbers_are_those_of_python(values: list[float]) -> None:
    found = plain_numbers(pa.array([repr(value) for value in values]))
    assert found is not None
    assert found.tolist() == values


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("1.234,5", NumberFormat("comma", "point"), 1234.5),
        ("-1.234", NumberFormat("comma", "point"), -1234.0),
        ("12.34,5", NumberFormat("comma", "point"), math.nan),
        ("1.23", NumberFormat("comma", "point"), math.nan),
        ("0.123,5", NumberFormat("comma", "point"), math.nan),
        ("1,23,456", NumberFormat("point", "comma"), 123456.0),
        ("1,23", NumberFormat("point", "comma"), math.nan),
        ("1’234.5", NumberFormat("point", "apostrophe"), 1234.5),
        ("1\u202f234,5", NumberFormat("comma", "space"), 1234.5),
        ("−5,5", NumberFormat("comma"), -5.5),
        ("–5", NumberFormat(), -5.0),
        ("(577)", NumberFormat(), -577.0),
        ("982,27-", NumberFormat("comma"), -982.27),
        ("5.2770D+06", NumberFormat(), 5277000.0),
        ("1,5E+03", NumberFormat("comma"), 1500.0),
        ("٢٠", NumberFormat(), 20.0),
        (".5", NumberFormat(), 0.5),
        ("5.", NumberFormat(), 5.0),
        ("+7", NumberFormat(), 7.0),
        ("inf", NumberFormat(), math.inf),
        ("1 2", NumberFormat(), math.nan),
        ("1_0", NumberFormat(), math.nan),
        ("0x1F", NumberFormat(), math.nan),
        ("4O", NumberFormat(), math.nan),
        ("", NumberFormat(), math.nan),
        ("R$ 1.200,00", NumberFormat("comma", "point", "R$"), 1200.0),
        ("-R$ 5,00", NumberFormat("comma", "point", "R$"), -5.0),
        ("$-5.00", NumberFormat("point", "comma", "$"), -5.0),
        ("12.5%", NumberFormat(after="%"), 12.5),
        ("70 kg", NumberFormat(after="kg"), 70.0),
        ("1.5M", NumberFormat(after="k, M, B"), 1.5e6),
        ("89k", NumberFormat(after="k, M, B"), 89_000.0),
    ],
)
def test_that_a_number_is_read_strictly(text: str, form: NumberFormat, value: float) -> None:
    (found,) = read_numbers(pa.array([text]), form)
    np.testing.assert_equal(found, value)
