"""A run between two steps, as the window keeps, saves and brings it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from playground.engine.checkpoint.run_state import RunState
    from playground.engine.data.dataset import Dataset
    from playground.engine.run.load import Load
    from playground.state.project import Project

Losses = Mapping[str, npt.NDArray[np.floating]]


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A run between two steps, weights and losses of the same one; no state before it is there.

    Attributes:
        problem: why there is no state though there was a run.
        kept: states of the run so far, which one can go back to.
        cost: seconds of the training thread's processor that taking it took.
    """

    state: RunState | None = None
    dataset: Dataset | None = None
    losses: Losses = field(default_factory=dict)
    problem: str = ""
    kept: tuple[RunState, ...] = ()
    cost: float = 0.0

    def load(self, project: Project) -> Load:
        """What the worker is to prepare of the project, to go on from here; on its thread."""
        from playground.engine.run.load import Load

        losses = self.losses if self.state is not None else None
        table, dataset = project.table, self.dataset
        return Load(project.run, table, self.state, losses, dataset, self.kept)
