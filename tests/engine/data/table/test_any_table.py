"""Any table that is written here is read as it was written.

`python -m tests.benchmarks.any_tables 10000` tries as many as one likes.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.data.table.comparing import wrong
from tests.engine.data.table.making import make_table


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_that_a_table_is_read_as_it_was_written(seed: int) -> None:
    made = make_table(seed)
    assert wrong(made) == "", made.described
