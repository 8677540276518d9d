"""What a project keeps of a training comes back as it was, and damage is refused."""

import json

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.loss_log.log import LossLog
from playground.engine.run.checkpoint import (
    BEST,
    HISTORY,
    PROGRESS,
    WEIGHTS,
    Snapshot,
    from_payload,
    load_weights,
    to_payload,
)
from playground.engine.spec.run import RunSpec


def a_snapshot(best: bool = True) -> Snapshot:
    weights = {"layers.0.weight": torch.randn(3, 2), "layers.0.bias": torch.randn(3)}
    return Snapshot(
        spec=RunSpec(),
        step=700,
        epoch=1 / 3,
        seconds=0.1 + 0.2,
        weights=weights,
        best={name: tensor + 1 for name, tensor in weights.items()} if best else None,
        best_loss=-0.25 if best else None,
        best_step=600 if best else None,
    )


def a_log() -> LossLog:
    log = LossLog()
    log.append(np.linspace(1, 0, 700, dtype=np.float32), 700, 1 / 3, 0.3)
    log.append_validation(0.5, 700, 1 / 3, 0.3)
    return log


def test_that_a_snapshot_and_its_losses_come_back_bit_for_bit() -> None:
    before = a_snapshot()
    checkpoint = from_payload(to_payload(before, a_log()), before.spec)
    assert checkpoint is not None
    after = checkpoint.snapshot
    counted = (before.step, before.epoch, before.seconds, before.best_loss, before.best_step)
    found = (after.step, after.epoch, after.seconds, after.best_loss, after.best_step)
    assert found == counted
    assert before.best is not None
    assert after.best is not None
    for name, tensor in before.weights.items():
        assert torch.equal(after.weights[name], tensor)
        assert torch.equal(after.best[name], before.best[name])
    expected = a_log().to_arrays()
    for name, array in checkpoint.log.to_arrays().items():
        np.testing.assert_array_equal(array, expected[name])


def test_that_the_same_state_gives_the_same_bytes() -> None:
    snapshot = a_snapshot()
    assert to_payload(snapshot, a_log()) == to_payload(snapshot, a_log())


def test_that_a_project_without_weights_holds_no_checkpoint() -> None:
    assert from_payload({}, RunSpec()) is None


def test_that_a_snapshot_without_best_weights_stays_without() -> None:
    checkpoint = from_payload(to_payload(a_snapshot(best=False), LossLog()), RunSpec())
    assert checkpoint is not None
    assert checkpoint.snapshot.best is None
    assert checkpoint.snapshot.best_loss is None


def test_that_a_project_of_before_the_best_step_was_noted_is_read_without_it() -> None:
    payload = to_payload(a_snapshot(), a_log())
    progress = json.loads(payload[PROGRESS])
    del progress["best_step"]
    checkpoint = from_payload(payload | {PROGRESS: json.dumps(progress).encode()}, RunSpec())
    assert checkpoint is not None
    assert checkpoint.snapshot.best is not None
    assert checkpoint.snapshot.best_step is None


def test_that_entries_of_a_later_version_are_left_alone() -> None:
    payload = to_payload(a_snapshot(), a_log()) | {"optimizer.safetensors": b"anything"}
    assert from_payload(payload, RunSpec()) is not None


@pytest.mark.parametrize("entry", [WEIGHTS, BEST, HISTORY, PROGRESS])
def test_that_a_truncated_entry_is_refused_by_its_name(entry: str) -> None:
    payload = to_payload(a_snapshot(), a_log())
    payload[entry] = payload[entry][: len(payload[entry]) // 2]
    with pytest.raises(InputError, match=entry):
        from_payload(payload, RunSpec())


def test_that_a_missing_count_of_steps_is_refused() -> None:
    payload = to_payload(a_snapshot(), a_log())
    del payload[PROGRESS]
    with pytest.raises(InputError, match="incomplete"):
        from_payload(payload, RunSpec())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("step", -1),
        ("step", "7"),
        ("step", True),
        ("epoch", None),
        ("seconds", float("nan")),
        ("best_step", -1),
        ("best_step", "7"),
    ],
)
def test_that_an_impossible_count_is_refused(name: str, value: object) -> None:
    payload = to_payload(a_snapshot(), a_log())
    payload[PROGRESS] = json.dumps(json.loads(payload[PROGRESS]) | {name: value}).encode()
    with pytest.raises(InputError, match=PROGRESS):
        from_payload(payload, RunSpec())


def test_that_a_newer_format_is_named() -> None:
    payload = to_payload(a_snapshot(), a_log())
    payload[PROGRESS] = json.dumps(json.loads(payload[PROGRESS]) | {"version": 99}).encode()
    with pytest.raises(InputError, match=r"format 99.*newer"):
        from_payload(payload, RunSpec())


@settings(max_examples=60)
@given(data=st.data(), entry=st.sampled_from([WEIGHTS, HISTORY, PROGRESS]))
def test_that_damage_is_refused_or_harmless_and_never_a_defect(
    data: st.DataObject, entry: str
) -> None:
    payload = to_payload(a_snapshot(), a_log())
    content = bytearray(payload[entry])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    payload[entry] = bytes(content)
    try:
        checkpoint = from_payload(payload, RunSpec())
    except InputError:
        return
    assert checkpoint is not None


@pytest.mark.parametrize(
    "weights",
    [
        {"weight": torch.zeros(3, 2)},
        {"weight": torch.zeros(3, 2), "bias": torch.zeros(4)},
        {"weight": torch.zeros(3, 2), "bias": torch.zeros(3), "more": torch.zeros(1)},
    ],
)
def test_that_weights_of_another_network_are_refused(weights: dict[str, torch.Tensor]) -> None:
    with pytest.raises(InputError, match="do not fit"):
        load_weights(torch.nn.Linear(2, 3), weights)
