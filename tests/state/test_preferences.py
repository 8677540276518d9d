"""What is preferred in every project: declared once, read tolerantly."""

import dataclasses

import pytest

from playground.state.preferences import GROUPS, Preferences, from_stored, parameters


def test_that_every_preference_stands_in_one_group() -> None:
    names = [name for _heading, members in GROUPS for name in members]
    assert sorted(names) == sorted(field.name for field in dataclasses.fields(Preferences))


def test_that_texts_of_a_settings_file_are_read_as_what_they_stand_for() -> None:
    stored = {"decimals": "3", "autosave": "false", "scheme": "dark", "device": "cuda:1"}
    read = from_stored(stored)
    assert (read.decimals, read.autosave, read.scheme) == (3, False, "dark")
    assert read.device == "cuda:1"
    assert read.threads == Preferences().threads


@pytest.mark.parametrize(
    "stored",
    [{"decimals": "many"}, {"scheme": "pink"}, {"language": ""}, {"threads": -3}, {"device": [1]}],
)
def test_that_what_cannot_be_is_as_at_the_first_start(stored: dict[str, object]) -> None:
    assert from_stored(stored) == Preferences()


def test_that_what_is_written_is_read_again() -> None:
    start = Preferences()
    for name, parameter in parameters().items():
        value = getattr(start, name)
        assert from_stored({name: parameter.format(value)}) == start
