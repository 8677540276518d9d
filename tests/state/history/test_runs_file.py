"""The runs of a project are written as numbers and keys, and read back as far as they are sound."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from playground.engine.checkpoint.arrays import pack, require_losses, unpack
from playground.engine.loss_log.log import LossLog
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import write_all
from playground.engine.spec.run import TableFile
from playground.state.history.bounds import Dropped
from playground.state.history.marked import NO_MARKS, Marked
from playground.state.history.record import Measured, RunRecord
from playground.state.history.runs_file import (
    RUNS,
    TENSORS,
    ReadRuns,
    from_payload,
    to_payload,
    with_marks,
)

OWN, OTHER = TableFile("own.csv", b"a,b\n1,2\n"), TableFile("other.csv", b"a,b\n3,4\n")
ROOM = 1 << 30


def losses() -> dict[str, Any]:
    log = LossLog()
    log.append(np.linspace(1, 0, 500, dtype=np.float32), 500, 5.0, 0.5)
    return log.to_arrays()


def run(key: str, table: TableFile | None = None, **other: object) -> RunRecord:
    spec = write_all(
        defaults_for("table" if table else "circle"),
        {"training.optimizer": "sgd", "training.momentum": 0.5, "network.hidden": (3, 5)},
    )
    values: dict[str, Any] = {
        "ended": 1.7e9,
        "seconds": 0.1,
        "steps": 500,
        "epochs": 1 / 3,
        "train": Measured(0.1, {"accuracy": 0.7}),
        "validation": Measured(float("nan"), {"accuracy": float("inf")}),
        "measured_step": 499,
        "losses": losses(),
        "payload": {"weights.safetensors": b"abc", "state.json": b"{}"},
        "thumbnail": b"PNG",
    }
    return RunRecord(key, spec, table, "näme", "a\nnote", **(values | other))


RECORDS = (run("a"), run("b", OWN, is_starred=True), run("c", OTHER), run("d", OTHER, payload={}))


def entries(*records: RunRecord, room: int = ROOM) -> dict[str, bytes]:
    return to_payload(records or RECORDS, OWN, room, pack)[0]


def read(payload: dict[str, bytes], table: TableFile | None = OWN) -> ReadRuns:
    return from_payload(payload, table, unpack, require_losses)


def described(one: RunRecord) -> dict[str, Any]:
    names = [name for name in RunRecord.__dataclass_fields__ if name not in ("losses", "payload")]
    values = {name: getattr(one, name) for name in names}
    values["losses"] = {name: array.tolist() for name, array in one.losses.items()}
    values["payload"] = dict(one.payload)
    for part in ("train", "validation"):
        measured = values[part]
        values[part] = repr((measured.loss, dict(measured.metrics)))
    return values


def test_that_runs_come_back_as_they_were_and_tables_once() -> None:
    payload = entries()
    found = read(payload)
    assert found.lost == 0
    assert [described(one) for one in found.records] == [described(one) for one in RECORDS]
    arrays = unpack(payload[TENSORS])
    assert [array.tobytes() for name, array in arrays.items() if "table" in name] == [OTHER.content]
    assert found.records[2].table is found.records[3].table
    assert found.records[1].table is OWN


def test_that_what_is_compared_comes_back_but_for_runs_that_did_not_fit() -> None:
    marked = Marked(("c", "gone", "a"), "b")
    found = read(with_marks(entries(), marked))
    assert found.marked == Marked(("c", "a"), "b")
    assert [one.key for one in found.records] == ["a", "b", "c", "d"]
    assert read(entries()).marked == NO_MARKS
    assert with_marks({}, marked) == {}


@pytest.mark.parametrize("marks", [{"ticked": 5, "pinned": [1]}, {"ticked": [{}, 3], "pinned": {}}])
def test_that_marks_that_are_none_lose_no_run(marks: dict[str, Any]) -> None:
    payload = entries()
    payload[RUNS] = json.dumps(json.loads(payload[RUNS]) | marks).encode()
    found = read(payload)
    assert (found.marked, found.lost, len(found.records)) == (NO_MARKS, 0, 4)


def test_that_a_project_without_runs_has_none() -> None:
    assert to_payload((), None, ROOM, pack) == ({}, Dropped())
    assert read({"weights.safetensors": b""}) == ReadRuns()


def test_that_what_does_not_fit_gives_way_and_is_told() -> None:
    large = [run(key, payload={"weights": bytes(1 << 20)}) for key in "abc"]
    payload, dropped = to_payload(large, None, (1 << 22) + (5 << 19), pack)
    assert dropped == Dropped(states=1)
    assert [bool(one.payload) for one in read(payload).records] == [False, True, True]
    assert to_payload(large, None, 1 << 20, pack) == ({}, Dropped(runs=3))


def without_settings(one: dict[str, Any]) -> None:
    del one["settings"]


@pytest.mark.parametrize(
    "damage",
    [
        without_settings,
        lambda one: one.update(settings={"training.optimizer": "of the future"}),
        lambda one: one.update(settings={"training.learning_rate": "fast"}),
        lambda one: one.update(steps=-1),
        lambda one: one.update(seconds="long"),
        lambda one: one.update(name=7),
        lambda one: one.update(note="x" * 20_000),
        lambda one: one.update(train={"loss": [], "metrics": {}}),
        lambda one: one.update(table={"name": "other.csv", "sha256": "0"}),
    ],
)
def test_that_a_damaged_run_is_left_out_and_counted(
    damage: Callable[[dict[str, Any]], Any],
) -> None:
    payload = entries()
    content = json.loads(payload[RUNS])
    damage(content["runs"][0])
    found = read({**payload, RUNS: json.dumps(content).encode()})
    assert [one.key for one in found.records] == ["b", "c", "d"]
    assert found.lost == 1


def test_that_losses_that_do_not_belong_together_leave_their_run_out() -> None:
    arrays = dict(unpack(entries()[TENSORS]))
    del arrays["1/losses/train.count"]
    found = read({**entries(), TENSORS: pack(arrays)})
    assert [one.key for one in found.records] == ["a", "c", "d"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (RUNS, b""),
        (RUNS, b"[]"),
        (RUNS, b'{"runs": 1}'),
        (RUNS, b"\xff"),
        (TENSORS, b""),
        (TENSORS, b"\x00" * 40),
    ],
)
def test_that_damaged_entries_are_no_reason_to_stop(name: str, content: bytes) -> None:
    assert read({**entries(), name: content}) == ReadRuns(lost=None)
    assert read({name: content}) == ReadRuns(lost=None)
