"""What a runner reports: changes of state, never one per step. A closed union, for `match`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from playground.engine.common.failures import Blame
from playground.engine.frames.frame import DataPicture, Measures
from playground.engine.spec.edit import Edits
from playground.engine.spec.run import RunSpec, TableFile

if TYPE_CHECKING:
    from playground.engine.checkpoint.run_state import RunState

State = Literal["idle", "preparing", "running", "paused", "done", "stopped", "diverged", "failed"]
ENDED: frozenset[State] = frozenset({"done", "stopped", "diverged", "failed"})


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The run entered `state`; `reason` is a sentence for the person, or empty.

    `details` is a traceback where the run failed by a defect of ours, and `blame` says whose
    fault a failure is: what was given, the machine (out of memory), or a defect.
    """

    run: int
    state: State
    step: int
    reason: str = ""
    details: str = ""
    blame: Blame = "input"


@dataclass(frozen=True, slots=True)
class Preparing:
    """How far reading the data has come: a fraction (0 to 1) and a few words."""

    run: int
    fraction: float
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class DataReady:
    """The run's data were read or drawn; views draw the points from here, once."""

    run: int
    picture: DataPicture


@dataclass(frozen=True, slots=True)
class SpecApplied:
    """The runner now trains by `spec` (after a start or a change)."""

    run: int
    spec: RunSpec


@dataclass(frozen=True, slots=True)
class ChangeRefused:
    """A change could not be made; the run goes on as it was.

    Attributes:
        tag: what the command came with.
    """

    run: int
    reason: str
    tag: object = None


@dataclass(frozen=True, slots=True)
class Edited:
    """Edits by hand were made between two steps, or weights of before were restored.

    Attributes:
        before: the edits that take them back; none where weights were restored.
        after: they themselves.
        tag: what the command came with.
        note: what a person should know of it, in a sentence, or empty.
    """

    run: int
    before: Edits
    after: Edits
    tag: object
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class RunLeft:
    """A run that had taken steps was left for another start; this is the last there is of it.

    Attributes:
        run: its own number.
        state: the run between two steps, as it stood, with the settings that it was trained by.
        table: the table its data are of, if they are of one.
        losses: as `LossLog.to_arrays` wrote them.
        train, validation: losses and metrics, measured at `measured_step`.
        outcome: the state it was in.
    """

    run: int
    state: RunState
    table: TableFile | None
    losses: Mapping[str, npt.NDArray[np.floating]]
    train: Measures
    validation: Measures | None
    measured_step: int
    outcome: State


Event = StateChanged | Preparing | DataReady | SpecApplied | ChangeRefused | Edited | RunLeft
