"""Older project files are brought to the present format, step by step."""

import json

import pytest

from playground.state import strict_json
from playground.state.migrations import FORMAT, MIGRATIONS, Entries, migrate


def rename(entries: Entries) -> Entries:
    return {"settings": entries["options"]}


def add(entries: Entries) -> Entries:
    return {**entries, "table": b"x;y"}


def test_that_an_old_project_goes_through_every_step_in_order() -> None:
    steps = {1: rename, 2: add}
    assert migrate({"options": b"{}"}, 1, 3, steps) == {"settings": b"{}", "table": b"x;y"}
    assert migrate({"settings": b"{}"}, 2, 3, steps) == {"settings": b"{}", "table": b"x;y"}
    assert migrate({"settings": b"{}"}, 3, 3, steps) == {"settings": b"{}"}


def test_that_every_older_version_has_its_step() -> None:
    assert set(MIGRATIONS) == set(range(1, FORMAT))


def test_that_the_counters_of_format_1_are_kept_and_what_it_lacks_is_empty() -> None:
    progress = {"version": 1, "step": 137, "epoch": 19.625, "seconds": 0.3, "best_loss": 0.5}
    entries = {"weights.safetensors": b"w", "progress.json": json.dumps(progress).encode()}
    migrated = migrate(entries, 1)
    assert migrated.keys() == {"weights.safetensors", "state.json"}
    state = json.loads(migrated["state.json"])
    assert (state["step"], state["epoch"], state["row"] / state["rows"]) == (137, 19, 0.625)
    assert float.fromhex(state["seconds"]) == 0.3
    assert float.fromhex(state["best_loss"]) == 0.5
    assert state["best_step"] is None
    assert state["optimizer"] is None


@pytest.mark.parametrize("content", [b"7", b"{", b'{"epoch": "7"}', b'{"seconds": true}'])
def test_that_counters_that_are_none_are_refused(content: bytes) -> None:
    with pytest.raises(strict_json.Unreadable):
        migrate({"progress.json": content}, 1)


@pytest.mark.parametrize(("before", "after"), [("a, b", ["a, b"]), ("", []), (7, 7)])
def test_that_the_target_of_format_2_is_the_only_one_of_several(
    before: object, after: object
) -> None:
    content = {"settings": {"data.target": before, "data.seed": 3}, "table": None}
    migrated = migrate({"project.json": strict_json.encode(content), "table": b"x"}, 2)
    settings = json.loads(migrated["project.json"])["settings"]
    assert settings == {"data.target": after, "data.seed": 3}
    assert migrated["table"] == b"x"


def test_that_settings_of_format_2_that_cannot_be_read_are_left_to_who_reads_them() -> None:
    for content in (b"{", b"7", b'{"settings": 7}', b'{"settings": {}}'):
        assert migrate({"project.json": content}, 2)["project.json"] == content
