"""What a run starts from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import Dataset
from playground.engine.spec.run import RunSpec, TableFile

History = Mapping[str, npt.NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class Load:
    """What a run starts from.

    Attributes:
        state: what to go on from; None for a fresh start.
        history: what `LossLog.to_arrays` wrote of the run so far.
        dataset: what was built of the same table before, so that nothing is read twice.
        kept: states of the run so far, which one can go back to.
    """

    spec: RunSpec
    table: TableFile | None = None
    state: RunState | None = None
    history: History | None = None
    dataset: Dataset | None = None
    kept: tuple[RunState, ...] = ()
