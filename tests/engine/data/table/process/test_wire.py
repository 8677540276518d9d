"""Messages between the window and the process that reads tables."""

import io

import numpy as np
import pytest

from playground.engine.data.raw import Column, RawData
from playground.engine.data.table.process.wire import receive, send
from playground.engine.spec.run import TableFile

RAW = RawData(
    "regression",
    (Column("", "category", ("a", "b")),),
    np.array([[1.0, np.nan], [0.5, np.inf]]),
    np.array([1, 2]),
    ("y",),
)


def sent() -> bytes:
    stream = io.BytesIO()
    send(stream, {"table": TableFile("t.csv", b"a\x00\xff\n"), "raw": RAW, "more": [1, None]})
    return stream.getvalue()


def test_that_a_message_arrives_as_it_was_sent() -> None:
    got = receive(io.BytesIO(sent()))
    assert got is not None
    assert (got["table"], got["more"]) == (TableFile("t.csv", b"a\x00\xff\n"), [1, None])
    raw: RawData = got["raw"]
    assert (raw.columns, raw.target_names, raw.plane) == (RAW.columns, ("y",), None)
    np.testing.assert_array_equal(raw.inputs, RAW.inputs)
    assert (raw.targets.dtype.kind, raw.targets.tolist()) == ("i", [1, 2])


@pytest.mark.parametrize("kept", [0, 10, -1, -40])
def test_that_a_message_that_breaks_off_is_none(kept: int) -> None:
    assert receive(io.BytesIO(sent()[:kept])) is None
