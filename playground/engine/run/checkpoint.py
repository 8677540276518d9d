"""The state of a run between two steps, and how a project keeps it: tensors and numbers only.

A payload is a mapping from the names of a project's entries to their bytes. Entries that this
version does not know are left alone, so that optimizer state and generators can join later.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy
import safetensors.torch
from torch import Tensor, nn

from playground.engine.common.errors import InputError
from playground.engine.loss_log.log import LossLog
from playground.engine.spec.run import RunSpec

WEIGHTS = "weights.safetensors"
BEST = "best.safetensors"
HISTORY = "history.safetensors"
PROGRESS = "progress.json"
PROGRESS_VERSION = 1
MOST_COUNTED = 2.0**53
LARGEST_LOSS = 1e300


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A run between two steps.

    Attributes:
        step: optimizer steps so far, at or above 0.
        epoch: passes over the training part so far, with its fraction.
        seconds: spent training, pauses left out.
        weights: the network's state by name, on the CPU, in the network's own dtypes.
        best: the weights at the lowest validation loss, where they are kept.
        best_loss: that validation loss.
        best_step: the step they are of; None also where it was not noted.
    """

    spec: RunSpec
    step: int
    epoch: float
    seconds: float
    weights: Mapping[str, Tensor] = field(repr=False)
    best: Mapping[str, Tensor] | None = field(default=None, repr=False)
    best_loss: float | None = None
    best_step: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """What a project kept of a run."""

    snapshot: Snapshot
    log: LossLog


def to_payload(snapshot: Snapshot, log: LossLog) -> dict[str, bytes]:
    """The entries of a project that `from_payload` reads; the same state gives the same bytes."""
    progress = {
        "version": PROGRESS_VERSION,
        "step": snapshot.step,
        "epoch": snapshot.epoch,
        "seconds": snapshot.seconds,
        "best_loss": _finite(snapshot.best_loss),
        "best_step": snapshot.best_step,
    }
    payload = {
        WEIGHTS: _tensors_to_bytes(snapshot.weights),
        HISTORY: safetensors.numpy.save(
            {name: np.ascontiguousarray(array) for name, array in log.to_arrays().items()}
        ),
        PROGRESS: json.dumps(progress, indent=1, allow_nan=False).encode(),
    }
    if snapshot.best is not None:
        payload[BEST] = _tensors_to_bytes(snapshot.best)
    return payload


def from_payload(
    payload: Mapping[str, bytes], spec: RunSpec, name: str = "The project"
) -> Checkpoint | None:
    """What `to_payload` wrote, or None where the project holds no weights.

    Args:
        name: of the file, for the sentence where it cannot be used.

    Raises:
        InputError: an entry is damaged, missing, or from a newer version.
    """
    if WEIGHTS not in payload:
        return None
    try:
        return _read_payload(payload, spec)
    except _Unreadable as error:
        raise InputError(f"{name} {error}") from error


class _Unreadable(Exception):
    """What is wrong with a payload, to follow the name of its file."""


def _read_payload(payload: Mapping[str, bytes], spec: RunSpec) -> Checkpoint:
    progress = _read_progress(payload.get(PROGRESS))
    best = payload.get(BEST)
    snapshot = Snapshot(
        spec=spec,
        step=int(_read_number(progress, "step")),
        epoch=_read_number(progress, "epoch"),
        seconds=_read_number(progress, "seconds"),
        weights=_read_tensors(WEIGHTS, payload[WEIGHTS]),
        best=None if best is None else _read_tensors(BEST, best),
        best_loss=_read_best_loss(progress),
        best_step=_read_best_step(progress),
    )
    return Checkpoint(snapshot, _read_history(payload.get(HISTORY)))


def load_weights(network: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Copy `weights` into `network`.

    Raises:
        InputError: they belong to a network of another shape.
    """
    own = network.state_dict()
    for name in own.keys() ^ weights.keys():
        raise InputError(f"The weights do not fit the network: {name!r} is only in one of them.")
    for name, tensor in own.items():
        if tensor.shape != weights[name].shape:
            raise InputError(
                f"The weights do not fit the network: {name!r} is {tuple(weights[name].shape)} "
                f"and should be {tuple(tensor.shape)}."
            )
    network.load_state_dict(dict(weights))


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None


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


def _read_progress(content: bytes | None) -> dict[str, Any]:
    if content is None:
        raise _Unreadable(f"is incomplete: its entry {PROGRESS} is missing.")
    try:
        progress = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _damaged(PROGRESS) from error
    if not isinstance(progress, dict) or not isinstance(progress.get("version"), int):
        raise _damaged(PROGRESS)
    if progress["version"] > PROGRESS_VERSION:
        raise _Unreadable(
            f"holds a training state of format {progress['version']} and this version reads up "
            f"to {PROGRESS_VERSION}; open it with a newer playground."
        )
    return progress


def _read_best_loss(progress: Mapping[str, Any]) -> float | None:
    if progress.get("best_loss") is None:
        return None
    return _read_number(progress, "best_loss", -LARGEST_LOSS, LARGEST_LOSS)


def _read_best_step(progress: Mapping[str, Any]) -> int | None:
    # Projects that were saved before the step was noted do not have it.
    return None if progress.get("best_step") is None else int(_read_number(progress, "best_step"))


def _read_number(
    progress: Mapping[str, Any], name: str, minimum: float = 0.0, maximum: float = MOST_COUNTED
) -> float:
    value: object = progress.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _damaged(PROGRESS)
    if not minimum <= value <= maximum:
        raise _damaged(PROGRESS)
    return float(value)


def _damaged(entry: str) -> _Unreadable:
    return _Unreadable(f"is damaged: its entry {entry} cannot be read.")
