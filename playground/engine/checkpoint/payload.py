"""How a project keeps a run: tensors and numbers only.

A payload is a mapping from the names of a project's entries to their bytes. Entries that this
version does not know are left alone.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy
import safetensors.torch
import torch
from torch import Tensor

from playground.engine.checkpoint import numbers_json, optimizer_json
from playground.engine.checkpoint.run_state import RunState, StopState
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.loss_log.log import LossLog
from playground.engine.model.mute import matrices
from playground.engine.spec.run import RunSpec
from playground.engine.training.schedule_factors import Plateau
from playground.engine.training.state import Place, TrainingState

WEIGHTS = "weights.safetensors"
BEST = "best.safetensors"
HISTORY = "history.safetensors"
STATE = "state.json"
TENSORS = "state.safetensors"
MOST_GENERATORS = 64
_GENERATOR = "generator"
_FROZEN, _MUTED = "frozen/", "muted/"


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
                _(
                    "This project was saved by an older version, without the state of optimizer, "
                    "schedule and early stopping: these start again."
                )
            )
        if self.state.weights_of is not None:
            notes.append(
                _(
                    "Training diverged or failed at step {step}; the weights are the last valid "
                    "ones, of step {kept}."
                ).format(step=grouped(self.state.step), kept=grouped(self.state.weights_of))
            )
        return tuple(notes)


def to_payload(state: RunState, log: LossLog) -> dict[str, bytes]:
    """The entries of a project that `from_payload` reads; the same state gives the same bytes."""
    training = state.training
    optimizer, tensors = optimizer_json.to_json(training.optimizer)
    tensors |= {f"{_GENERATOR}/{n}": one for n, one in enumerate(training.generators)}
    for kind, masks in ((_FROZEN, training.frozen), (_MUTED, training.muted)):
        tensors |= {kind + name: mask for name, mask in masks.items()}
    described = {
        "step": state.step,  # stands before the place in every file of this format
        **numbers_json.to_json(training.place),
        **numbers_json.to_json(_Counters(state.step, state.seconds, state.weights_of)),
        **numbers_json.to_json(state.stop),
        "plateau": numbers_json.to_json(training.plateau),
        "optimizer": optimizer,
    }
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


def from_payload(payload: Mapping[str, bytes], spec: RunSpec, name: str = "") -> Checkpoint | None:
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
        raise InputError(error.sentence(name or _("The project"))) from error


class _Unreadable(Exception):
    """An entry of a payload is damaged, or missing."""

    def __init__(self, entry: str, *, is_missing: bool = False) -> None:
        super().__init__(entry)
        self._entry = entry
        self._is_missing = is_missing

    def sentence(self, name: str) -> str:
        """What is wrong with the file of this name."""
        if self._is_missing:
            words = _("{file} is incomplete: its entry {entry} is missing.")
        else:
            words = _("{file} is damaged: its entry {entry} cannot be read.")
        return words.format(file=name, entry=self._entry)


@dataclass(frozen=True, slots=True)
class _Counters:
    """Those of a `RunState` by itself."""

    step: int
    seconds: float
    weights_of: int | None


@contextlib.contextmanager
def _reading(entry: str) -> Iterator[None]:
    try:
        yield
    except (
        safetensors.SafetensorError,
        LookupError,
        ValueError,
        TypeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        raise _Unreadable(entry) from error


def _read_payload(payload: Mapping[str, bytes], spec: RunSpec) -> Checkpoint:
    if STATE not in payload:
        raise _Unreadable(STATE, is_missing=True)
    weights = _read_tensors(payload, WEIGHTS)
    tensors = _read_tensors(payload, TENSORS) if TENSORS in payload else {}
    best = _read_tensors(payload, BEST) if BEST in payload else None
    with _reading(STATE):
        described: dict[str, Any] = {**json.loads(payload[STATE])}
        counters = numbers_json.from_json(_Counters, described)
        stop = numbers_json.from_json(StopState, described)
        training = _read_training(described, counters.step, weights, tensors)
        if min(counters.seconds, training.plateau.factor) < 0:
            raise ValueError("no run has been there")
    state = RunState(spec, training, stop, counters.seconds, best, counters.weights_of)
    return Checkpoint(state, _read_history(payload), described.get("optimizer") is not None)


def _read_training(
    described: Mapping[str, Any],
    step: int,
    weights: dict[str, Tensor],
    tensors: dict[str, Tensor],
) -> TrainingState:
    place = numbers_json.from_json(Place, described)
    if place.rows == 0 or place.row > place.rows:
        raise ValueError("no place among the batches")
    shapes = {name: weight.shape for name, weight in weights.items()}
    hidden = matrices(weights)[:-1]
    names = [f"{_GENERATOR}/{number}" for number in range(MOST_GENERATORS)]
    return TrainingState(
        step=step,
        place=place,
        weights=weights,
        optimizer=optimizer_json.from_json(described.get("optimizer") or {}, tensors),
        plateau=numbers_json.from_json(Plateau, described.get("plateau")),
        generators=tuple(tensors[name] for name in names if name in tensors),
        frozen=_read_masks(_FROZEN, tensors, shapes),
        muted=_read_masks(_MUTED, tensors, {name: shapes[name][:1] for name in hidden}),
    )


def _read_masks(
    kind: str, tensors: Mapping[str, Tensor], shapes: Mapping[str, torch.Size]
) -> dict[str, Tensor]:
    """The masks of one kind, each of which has to fit where it belongs."""
    names = [name.removeprefix(kind) for name in tensors if name.startswith(kind)]
    masks = {name: tensors[kind + name] for name in names}
    with _reading(TENSORS):
        for name, mask in masks.items():
            if mask.shape != shapes[name] or mask.dtype != torch.bool:
                raise ValueError(f"no mask of {name}")
    return masks


def _tensors_to_bytes(tensors: Mapping[str, Tensor]) -> bytes:
    return safetensors.torch.save(
        {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
    )


def _read_tensors(payload: Mapping[str, bytes], entry: str) -> dict[str, Tensor]:
    with _reading(entry):
        tensors = safetensors.torch.load(payload[entry])
        if any(tensor.is_complex() for tensor in tensors.values()):
            raise ValueError("no run has complex numbers")
        return tensors


def _read_history(payload: Mapping[str, bytes]) -> LossLog:
    if HISTORY not in payload:
        return LossLog()
    with _reading(HISTORY):
        return LossLog.from_arrays(safetensors.numpy.load(payload[HISTORY]))
