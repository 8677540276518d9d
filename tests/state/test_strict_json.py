import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.state.strict_json import MAXIMUM_DEPTH, Unreadable, decode, encode

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@given(VALUES)
def test_that_what_is_encoded_decodes_to_the_same(value: object) -> None:
    assert repr(decode(encode(value))) == repr(value)


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:0123456789eE.-+ntrufalsNI', max_size=30))
def test_that_any_bytes_are_read_or_refused_in_one_way(content: bytes | str) -> None:
    try:
        value = decode(content if isinstance(content, bytes) else content.encode())
    except Unreadable as error:
        assert str(error)
    else:
        assert decode(encode(value)) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NaN", "not finite"),
        ("[-Infinity]", "not finite"),
        ("1e999", "not finite"),
        ("9223372036854775808", "64 bits"),
        ("1" * 5000, "64 bits"),
        ('{"a": 1, "a": 2}', "same key twice"),
        ("[" * (MAXIMUM_DEPTH + 1) + "]" * (MAXIMUM_DEPTH + 1), "nested too deeply"),
        ("[" * 1_000_000, "nested too deeply"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
        ("", "cannot be read"),
        ("{} {}", "cannot be read"),
        ("{'a': 1}", "cannot be read"),
    ],
)
def test_that_what_is_no_plain_json_is_refused(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        decode(text.encode())


def test_that_other_encodings_are_refused() -> None:
    with pytest.raises(Unreadable):
        decode(json.dumps({"a": "ä"}, ensure_ascii=False).encode("cp1252"))


def test_that_a_number_that_is_not_finite_is_never_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode({"a": float("nan")})
