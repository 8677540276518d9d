"""Dates as people write them, in bulk."""

import datetime
import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.data.table.columns.dates import (
    PATTERNS,
    DateFormat,
    Part,
    parts_of,
    read_dates,
)

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))
WRITTEN = {
    "yyyy-mm-dd": "%Y-%m-%d",
    "yyyy/mm/dd": "%Y/%m/%d",
    "yyyy.mm.dd": "%Y.%m.%d",
    "dd/mm/yyyy": "%d/%m/%Y",
    "mm/dd/yyyy": "%m/%d/%Y",
    "dd.mm.yyyy": "%d.%m.%Y",
    "dd-mm-yyyy": "%d-%m-%Y",
    "mm-dd-yyyy": "%m-%d-%Y",
    "dd month yyyy": "%d %B %Y",
    "month dd, yyyy": "%B %d, %Y",
    "yyyymmdd": "%Y%m%d",
}


def seconds(text: str, key: str) -> float:
    return float(read_dates(pa.array([text]), DateFormat(key))[0])


def moment(*parts: int) -> float:
    return datetime.datetime(*parts, tzinfo=datetime.UTC).timestamp()  # type: ignore[arg-type,misc]


@pytest.mark.parametrize("key", WRITTEN)
@settings(deadline=None)  # the first call imports
@given(days=st.lists(DAYS, min_size=1, max_size=20))
def test_that_days_come_back_as_they_were_written(key: str, days: list[datetime.date]) -> None:
    texts = pa.array([day.strftime(WRITTEN[key]) for day in days])
    found = read_dates(texts, DateFormat(key))
    assert (found / 86_400).tolist() == [(day - datetime.date(1970, 1, 1)).days for day in days]
    rights: tuple[tuple[Part, list[int]], ...] = (
        ("year", [day.year for day in days]),
        ("month", [day.month for day in days]),
        ("weekday", [day.weekday() for day in days]),
    )
    for part, right in rights:
        assert parts_of(found, part).tolist() == right


@pytest.mark.parametrize(
    ("text", "key", "right"),
    [
        ("2024-02-29", "yyyy-mm-dd", moment(2024, 2, 29)),
        ("2023-02-29", "yyyy-mm-dd", math.nan),
        ("31/02/2020", "dd/mm/yyyy", math.nan),
        ("31/04/2020", "dd/mm/yyyy", math.nan),
        ("13/13/2020", "dd/mm/yyyy", math.nan),
        ("5/3/21 3:05 PM", "dd/mm/yyyy", moment(2021, 3, 5, 15, 5)),
        ("5/3/69", "dd/mm/yyyy", moment(1969, 3, 5)),
        ("2020-01-01T10:00:00Z", "yyyy-mm-dd", moment(2020, 1, 1, 10)),
        ("2020-01-01 10:00:00.250+03:00", "yyyy-mm-dd", moment(2020, 1, 1, 7) + 0.25),
        ("2020-01-01 25:00", "yyyy-mm-dd", math.nan),
        ("5 de março de 2020", "dd month yyyy", moment(2020, 3, 5)),
        ("12 abr 2021", "dd month yyyy", moment(2021, 4, 12)),
        ("3 giugno 2021", "dd month yyyy", moment(2021, 6, 3)),
        ("5 mei 2021", "dd month yyyy", moment(2021, 5, 5)),
        ("12 foo 2021", "dd month yyyy", math.nan),
        ("Jan-20", "month yyyy", moment(2020, 1, 1)),
        ("01.2020", "mm-yyyy", moment(2020, 1, 1)),
        ("2020Q3", "yyyy-qq", moment(2020, 7, 1)),
        ("13:45", "hh:mm", 13 * 3600.0 + 45 * 60),
        ("100:00:30", "hh:mm", 360_030.0),
        ("13:75", "hh:mm", math.nan),
        ("", "yyyy-mm-dd", math.nan),
        ("20201301", "yyyymmdd", math.nan),
    ],
)
def test_that_what_the_calendar_has_not_is_no_date(text: str, key: str, right: float) -> None:
    np.testing.assert_equal(seconds(text, key), right)


@pytest.mark.parametrize("text", ["3.5", "12", "1234567", "abc", "10-14", "1-2-3", "12:5", "May"])
def test_that_what_is_no_date_is_none_in_any_format(text: str) -> None:
    assert [key for key in PATTERNS if np.isfinite(seconds(text, key))] == []
