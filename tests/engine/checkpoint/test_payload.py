"""What a project keeps of a training comes back as it was, and damage is refused."""

import dataclasses
import json
import math
from collections.abc import Mapping

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.checkpoint.payload import (
    BEST,
    HISTORY,
    STATE,
    TENSORS,
    WEIGHTS,
    from_payload,
    to_payload,
)
from playground.engine.checkpoint.run_state import RunState, StopState
from playground.engine.common.errors import InputError
from playground.engine.loss_log.log import LossLog
from playground.engine.spec.run import RunSpec
from playground.engine.training.schedule_factors import Plateau
from playground.engine.training.state import Place, TrainingState, load_weights


def a_state(best: bool = True) -> RunState:
    weights = {
        "layers.0.weight": torch.randn(3, 2),
        "layers.0.bias": torch.randn(3),
        "layers.3.weight": torch.randn(1, 3),
    }
    training = TrainingState(
        step=700,
        place=Place(epoch=3, row=20, rows=70, is_shuffled=False),
        weights=weights,
        optimizer={
            "layers.0.weight": {
                "exp_avg": torch.randn(3, 2),
                "n_iter": 7,
                "prev_loss": 0.1 + 0.2,
                "old_dirs": [torch.randn(9), None],
                "t": math.inf,
            },
            "layers.0.bias": {},
        },
        plateau=Plateau(factor=5e-90, best=math.inf, waiting=3, resting=1),
        generators=(torch.Generator().manual_seed(5).get_state(),),
        frozen={"layers.0.bias": torch.tensor([True, False, True])},
        muted={"layers.0.weight": torch.tensor([False, False, True])},
    )
    return RunState(
        spec=RunSpec(),
        training=training,
        stop=StopState(-0.25, 600, 4, 2, 12) if best else StopState(from_epoch=2),
        seconds=0.1 + 0.2,
        best={name: tensor + 1 for name, tensor in weights.items()} if best else None,
    )


def assert_same(one: object, other: object) -> None:
    """Both are the same tree of numbers and tensors, bit for bit."""
    if isinstance(one, torch.Tensor):
        assert isinstance(other, torch.Tensor)
        assert torch.equal(one, other)
    elif isinstance(one, Mapping):
        assert isinstance(other, Mapping)
        assert one.keys() == other.keys()
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, list | tuple):
        assert isinstance(other, type(one))
        for mine, theirs in zip(one, other, strict=True):
            assert_same(mine, theirs)
    else:
        assert one == other


def a_log() -> LossLog:
    log = LossLog()
    log.append(np.linspace(1, 0, 700, dtype=np.float32), 700, 1 / 3, 0.3)
    log.append_validation(0.5, 700, 1 / 3, 0.3)
    return log


def test_that_a_run_and_its_losses_come_back_bit_for_bit() -> None:
    before = a_state()
    checkpoint = from_payload(to_payload(before, a_log()), before.spec)
    assert checkpoint is not None
    assert checkpoint.is_whole
    assert checkpoint.notes == ()
    after = checkpoint.state
    assert (after.stop, after.seconds) == (before.stop, before.seconds)
    assert_same(after.best, before.best)
    mine, theirs = (vars_of(state.training) for state in (before, after))
    assert_same(mine | {"place": place_of(before)}, theirs | {"place": place_of(after)})
    expected = a_log().to_arrays()
    for name, array in checkpoint.log.to_arrays().items():
        np.testing.assert_array_equal(array, expected[name])


def vars_of(training: TrainingState) -> dict[str, object]:
    return {field.name: getattr(training, field.name) for field in dataclasses.fields(training)}


def place_of(state: RunState) -> tuple[object, ...]:
    return dataclasses.astuple(state.training.place)


def test_that_weights_of_before_the_end_are_told() -> None:
    state = a_state().with_weights(a_state().weights, 650)
    checkpoint = from_payload(to_payload(state, a_log()), RunSpec())
    assert checkpoint is not None
    assert "diverged or failed at step 700" in checkpoint.notes[0]
    assert "step 650" in checkpoint.notes[0]


def test_that_the_same_state_gives_the_same_bytes() -> None:
    state = a_state()
    assert to_payload(state, a_log()) == to_payload(state, a_log())


def test_that_a_project_without_weights_holds_no_checkpoint() -> None:
    assert from_payload({}, RunSpec()) is None


def test_that_a_state_without_best_weights_stays_without() -> None:
    checkpoint = from_payload(to_payload(a_state(best=False), LossLog()), RunSpec())
    assert checkpoint is not None
    assert checkpoint.state.best is None
    assert checkpoint.state.stop.best_loss is None


def test_that_a_project_of_before_the_best_step_was_noted_is_read_without_it() -> None:
    payload = to_payload(a_state(), a_log())
    progress = json.loads(payload[STATE])
    del progress["best_step"]
    checkpoint = from_payload(payload | {STATE: json.dumps(progress).encode()}, RunSpec())
    assert checkpoint is not None
    assert checkpoint.state.best is not None
    assert checkpoint.state.stop.best_step is None


def test_that_entries_of_a_later_version_are_left_alone() -> None:
    payload = to_payload(a_state(), a_log()) | {"masks.safetensors": b"anything"}
    assert from_payload(payload, RunSpec()) is not None


@pytest.mark.parametrize("entry", [WEIGHTS, BEST, HISTORY, STATE, TENSORS])
def test_that_a_truncated_entry_is_refused_by_its_name(entry: str) -> None:
    payload = to_payload(a_state(), a_log())
    payload[entry] = payload[entry][: len(payload[entry]) // 2]
    with pytest.raises(InputError, match=entry):
        from_payload(payload, RunSpec())


def test_that_a_missing_count_of_steps_is_refused() -> None:
    payload = to_payload(a_state(), a_log())
    del payload[STATE]
    with pytest.raises(InputError, match="incomplete"):
        from_payload(payload, RunSpec())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("step", -1),
        ("step", "7"),
        ("step", True),
        ("epoch", None),
        ("epoch", 0.5),
        ("row", 71),
        ("rows", 0),
        ("is_shuffled", 1),
        ("seconds", "nan"),
        ("seconds", "0x1p99999"),
        ("plateau", []),
        ("optimizer", {"layers.0.bias": {"step": {"tensor": "nowhere"}}}),
        ("optimizer", {"layers.0.bias": {"step": "7"}}),
        ("optimizer", [7]),
        ("best_step", -1),
        ("best_step", "7"),
    ],
)
def test_that_an_impossible_count_is_refused(name: str, value: object) -> None:
    payload = to_payload(a_state(), a_log())
    payload[STATE] = json.dumps(json.loads(payload[STATE]) | {name: value}).encode()
    with pytest.raises(InputError, match=STATE):
        from_payload(payload, RunSpec())


def test_that_a_count_that_could_not_be_read_again_is_not_written() -> None:
    state = a_state()
    far = dataclasses.replace(state.training, step=2**53 + 1)
    with pytest.raises(InputError, match="further than can be saved"):
        to_payload(dataclasses.replace(state, training=far), a_log())


def test_that_a_tensor_that_is_missing_is_refused() -> None:
    payload = to_payload(a_state(), a_log())
    del payload[TENSORS]
    with pytest.raises(InputError, match=STATE):
        from_payload(payload, RunSpec())


@settings(max_examples=60)
@given(data=st.data(), entry=st.sampled_from([WEIGHTS, HISTORY, STATE, TENSORS]))
def test_that_damage_is_refused_or_harmless_and_never_a_defect(
    data: st.DataObject, entry: str
) -> None:
    payload = to_payload(a_state(), a_log())
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
