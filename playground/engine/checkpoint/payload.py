"""How a project keeps a run: tensors and numbers only.

A payload is a mapping from the names of a project's entries to their bytes. Entries that this
version does not know are left alone.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy
import safetensors.torch
from torch import Tensor

from playground.engine.checkpoint import optimizer_json
from playground.engine.checkpoint.run_state import RunState, StopState
from playground.engine.common.errors import InputError
from playground.engine.loss_log.log import LossLog
from playground.engine.spec.run import RunSpec
from playground.engine.training.schedule_factors import Plateau
from playground.engine.training.state import Place, TrainingState

WEIGHTS = "weights.safetensors"
BEST = "best.safetensors"
HISTORY = "history.safetensors"
STATE = "state.json"
TENSORS = "state.safetensors"
MOST_COUNTED = 2**53
MOST_GENERATORS = 64
_GENERATOR = "generator"


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """What a project kept of a run.

    Attributes:
        is_whole: whether the run goes on as if it had never stopped; projects of format 1 kept
            neither the optimizer's state nor that of schedule, patience and dropout.
    """

    state: RunState
    log: LossLog
    is_whole: bool = True

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of it, in sentences."""
        notes = []
        if not self.is_whole:
            notes.append(
                "It was saved by an older version without the state of the optimizer, the schedule "
                "and early stopping, which start afresh."
            )
        if self.state.weights_of is not None:
            notes.append(
                f"Training broke off at step {self.state.step}; the weights are those of step "
                f"{self.state.weights_of}, the last that were finite."
            )
        return tuple(notes)


def to_payload(state: RunState, log: LossLog) -> dict[str, bytes]:
    """The entries of a project that `from_payload` reads; the same state gives the same bytes."""
    training = state.training
    optimizer, tensors = optimizer_json.to_json(training.optimizer)
    tensors |= {f"{_GENERATOR}/{n}": one for n, one in enumerate(training.generators)}
    described = _described(state) | {"optimizer": optimizer}
    payload = {
        WEIGHTS: _tensors_to_bytes(state.weights),
        HISTORY: safetensors.numpy.save(
            {name: np.ascontiguousarray(array) for name, array in log.to_arrays().items()}
        ),
        STATE: json.dumps(described, indent=1, allow_nan=False).encode(),
        TENSORS: _tensors_to_bytes(tensors),
    }
    if state.best is not None:
        payload[BEST] = _tensors_to_bytes(state.best)
    return payload


def from_payload(
    payload: Mapping[str, bytes], spec: RunSpec, name: str = "The project"
) -> Checkpoint | None:
    """What `to_payload` wrote, or None where the project holds no weights.

    Args:
        name: of the file, for the sentence where it cannot be used.

    Raises:
        InputError: an entry is damaged or missing.
    """
    if WEIGHTS not in payload:
        return None
    try:
        return _read_payload(payload, spec)
    except _Unreadable as error:
        raise InputError(f"{name} {error}") from error


class _Unreadable(Exception):
    """What is wrong with a payload, to follow the name of its file."""


def _described(state: RunState) -> dict[str, Any]:
    place, stop, plateau = state.training.place, state.stop, state.training.plateau
    return {
        "step": state.step,
        "epoch": place.epoch,
        "row": place.row,
        "rows": place.rows,
        "is_shuffled": place.is_shuffled,
        "seconds": state.seconds.hex(),
        "weights_of": state.weights_of,
        "best_loss": None if stop.best_loss is None else stop.best_loss.hex(),
        "best_step": stop.best_step,
        "since_best": stop.since_best,
        "from_epoch": stop.from_epoch,
        "plateau": {
            "factor": plateau.factor.hex(),
            "best": plateau.best.hex(),
            "waiting": plateau.waiting,
            "resting": plateau.resting,
        },
    }


def _read_payload(payload: Mapping[str, bytes], spec: RunSpec) -> Checkpoint:
    described = _Described(_read_json(payload.get(STATE)))
    tensors = _read_tensors(TENSORS, payload[TENSORS]) if TENSORS in payload else {}
    best = payload.get(BEST)
    state = RunState(
        spec=spec,
        training=_read_training(described, _read_tensors(WEIGHTS, payload[WEIGHTS]), tensors),
        stop=StopState(
            best_loss=described.number_or_none("best_loss"),
            best_step=described.count_or_none("best_step"),
            since_best=described.count("since_best"),
            from_epoch=described.count("from_epoch"),
        ),
        seconds=described.number("seconds", least=0.0),
        best=None if best is None else _read_tensors(BEST, best),
        weights_of=described.count_or_none("weights_of"),
    )
    return Checkpoint(state, _read_history(payload.get(HISTORY)), described.has("optimizer"))


def _read_training(
    described: "_Described", weights: dict[str, Tensor], tensors: dict[str, Tensor]
) -> TrainingState:
    plateau = described.part("plateau")
    try:
        optimizer = optimizer_json.from_json(described.content.get("optimizer") or {}, tensors)
    except (LookupError, ValueError, OverflowError) as error:
        raise _damaged(STATE) from error
    rows = described.count("rows")
    place = Place(
        described.count("epoch"), described.count("row"), rows, described.switch("is_shuffled")
    )
    if rows == 0 or place.row > rows:
        raise _damaged(STATE)
    names = [f"{_GENERATOR}/{number}" for number in range(MOST_GENERATORS)]
    return TrainingState(
        step=described.count("step"),
        place=place,
        weights=weights,
        optimizer=optimizer,
        plateau=Plateau(
            plateau.number("factor", least=0.0),
            plateau.number("best", most=math.inf),
            plateau.count("waiting"),
            plateau.count("resting"),
        ),
        generators=tuple(tensors[name] for name in names if name in tensors),
    )


class _Described:
    """JSON whose numbers are checked when they are read.

    Raises:
        _Unreadable: a number is missing, none, or out of bounds.
    """

    def __init__(self, content: object) -> None:
        if not isinstance(content, dict):
            raise _damaged(STATE)
        self.content: dict[str, object] = content

    def has(self, name: str) -> bool:
        return self.content.get(name) is not None

    def part(self, name: str) -> "_Described":
        return _Described(self.content.get(name))

    def switch(self, name: str) -> bool:
        value = self.content.get(name)
        if not isinstance(value, bool):
            raise _damaged(STATE)
        return value

    def count(self, name: str) -> int:
        value = self.content.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_COUNTED:
            raise _damaged(STATE)
        return value

    def count_or_none(self, name: str) -> int | None:
        return self.count(name) if self.has(name) else None

    def number(self, name: str, least: float = -1e300, most: float = 1e300) -> float:
        value = self.content.get(name)
        if not isinstance(value, str):
            raise _damaged(STATE)
        try:
            number = float.fromhex(value)
        except (ValueError, OverflowError) as error:
            raise _damaged(STATE) from error
        if not least <= number <= most:
            raise _damaged(STATE)
        return number

    def number_or_none(self, name: str) -> float | None:
        return self.number(name) if self.has(name) else None


def _tensors_to_bytes(tensors: Mapping[str, Tensor]) -> bytes:
    return safetensors.torch.save(
        {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
    )


def _read_tensors(entry: str, content: bytes) -> dict[str, Tensor]:
    try:
        return safetensors.torch.load(content)
    except (safetensors.SafetensorError, ValueError, KeyError, TypeError) as error:
        raise _damaged(entry) from error


def _read_history(content: bytes | None) -> LossLog:
    if content is None:
        return LossLog()
    try:
        return LossLog.from_arrays(safetensors.numpy.load(content))
    except (
        safetensors.SafetensorError,
        LookupError,
        ValueError,
        TypeError,
        ArithmeticError,
    ) as error:
        raise _damaged(HISTORY) from error


def _read_json(content: bytes | None) -> object:
    if content is None:
        raise _Unreadable(f"is incomplete: its entry {STATE} is missing.")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _damaged(STATE) from error


def _damaged(entry: str) -> _Unreadable:
    return _Unreadable(f"is damaged: its entry {entry} cannot be read.")
